"""Questions as their reader uses them: by keyboard, without a script, and to import into a course."""

from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.site.browsing import Site

from kvm_guide.model.step import LANGUAGES, Language

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_opens_by_keyboard_without_a_script(guide: Site, browser: Browser, language: Language) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 900}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{guide.url}{'' if language == 'es' else 'en/'}requisitos/#question-fixed-kernel")
    question = page.locator("#question-fixed-kernel")
    expect(question).to_be_in_viewport()
    answer = question.locator(".kg-answer code").first
    expect(answer).to_be_hidden()
    question.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(answer).to_be_visible()
    expect(answer).to_have_text("6.1.187-1")
    page.keyboard.press("Enter")
    expect(answer).to_be_hidden()
    context.close()


def test_the_file_for_moodle_is_downloaded_under_a_name_of_its_own(guide: Site, browser: Browser) -> None:
    page: Page = browser.new_page()
    page.goto(f"{guide.url}en/requisitos/#questions")
    with page.expect_download() as started:
        page.locator(".kg-moodle a").click()
    assert started.value.suggested_filename == "kvm-guide-requisitos-en.xml"
    assert ElementTree.parse(started.value.path()).getroot().tag == "quiz"
    page.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_whoever_prints_a_page_gets_its_opening_and_no_wider_sheet(guide: Site, browser: Browser, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(f"{guide.url}primera-maquina/")
    expect(page.locator("[data-opening]")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.emulate_media(media="print")
    expect(page.locator("[data-opening]")).to_be_visible()
    page.close()
