"""A lesson presented to a class: a step at a time, by keys, at an address that a teacher can hand out."""

import pytest
from playwright.sync_api import Page, expect
from tests.recorded_guide import GUIDE
from tests.site.browsing import FOLDERS, Site, Watched

from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.site.render.student.words import WORDS

pytestmark = pytest.mark.browser


def _presented(page: Page, language: Language) -> None:
    page.get_by_role("button", name=WORDS[language].present_it).focus()
    page.keyboard.press("Enter")
    expect(page.locator("dialog.kg-present")).to_be_visible()


def _at(page: Page, url: str, step: str, language: Language) -> None:
    expect(page.locator(".kg-present h2")).to_have_text(GUIDE.step(step).title.in_(language))
    expect(page.locator(".kg-present-why")).to_have_text(GUIDE.step(step).why.in_(language))
    page.wait_for_function("url => location.href === url", arg=f"{url}?present#{step}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_lesson_is_presented_by_keys_alone(small: Site, tab: Watched, language: Language) -> None:
    url = f"{small.url}{FOLDERS[language]}instalacion/"
    # So low that no other step is on the screen with the one where it begins
    tab.page.set_viewport_size({"width": 1280, "height": 400})
    page = tab.go(url)
    _presented(page, language)
    _at(page, url, "nested", language)
    for key, step in [
        ("ArrowRight", "install"),
        ("PageDown", "window"),
        ("PageDown", "window"),
        ("ArrowLeft", "install"),
        ("PageUp", "nested"),
        ("ArrowLeft", "nested"),
        ("End", "window"),
        ("Home", "nested"),
        ("ArrowRight", "install"),
    ]:
        page.keyboard.press(key)
        _at(page, url, step, language)
    status = page.locator(".kg-present [role=status]")
    title = GUIDE.step("install").title.in_(language)
    expect(status).to_have_text(WORDS[language].present["slide"].format(n=2, total=3, title=title))
    # The theme would leave the page at these
    for key in ("n", "p", ".", "/"):
        page.keyboard.press(key)
    output = page.locator(".kg-present .kg-output")
    expect(output).to_be_hidden()
    page.keyboard.press("Enter")
    expect(output).to_be_visible()
    page.keyboard.press("Enter")
    expect(output).to_be_hidden()
    assert page.locator(".kg-present pre code").first.inner_text() == GUIDE.step("install").command
    assert page.locator(".kg-present [id]").count() == 0
    page.keyboard.press("End")
    page.keyboard.press("Escape")
    expect(page.locator("dialog.kg-present")).to_be_hidden()
    page.wait_for_function("url => location.href === url", arg=f"{url}#window")
    expect(page.locator("#window")).to_be_focused()
    expect(page.locator("#window")).to_be_in_viewport()
    assert not tab.wrong


def test_a_teachers_link_opens_the_presentation_at_its_step(small: Site, tab: Watched) -> None:
    url = f"{small.url}en/instalacion/"
    page = tab.go(f"{url}?from=x&present#window")
    expect(page.locator(".kg-present h2")).to_have_text("Open")
    page.keyboard.press("Enter")
    expect(page.locator(".kg-present img")).to_be_visible()
    page.get_by_role("button", name="Previous").click()
    expect(page.locator(".kg-present h2")).to_have_text("Install")
    expect(page.get_by_role("button", name="Next")).to_be_enabled()
    page.get_by_role("button", name="Leave").click()
    page.wait_for_function("url => location.href === url", arg=f"{url}?from=x#install")
    _presented(page, "en")
    expect(page.locator(".kg-present h2")).to_have_text("Install")
    assert not tab.wrong


def test_a_plain_link_to_a_step_presents_nothing(small: Site, tab: Watched) -> None:
    fetched: list[str] = []
    tab.page.on("request", lambda request: fetched.append(request.url))
    page = tab.go(f"{small.url}instalacion/#install", until="networkidle")
    expect(page.locator("dialog.kg-present")).to_have_count(0)
    assert not [url for url in fetched if "present" in url]


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (390, 640), (320, 568)])
def test_it_fits_the_screen_and_a_long_output_scrolls(small: Site, tab: Watched, width: int, height: int) -> None:
    page = tab.page
    page.set_viewport_size({"width": width, "height": height})
    tab.go(f"{small.url}instalacion/?present#install")
    page.wait_for_selector(".kg-present[open]")
    page.keyboard.press("Enter")
    slide, bar = page.locator(".kg-present-slide"), page.locator(".kg-present-bar")
    wide, full, seen = slide.evaluate("one => [one.scrollWidth - one.clientWidth, one.scrollHeight, one.clientHeight]")
    assert wide <= 0
    assert full > seen > height / 3
    box = bar.bounding_box()
    assert box
    assert box["y"] + box["height"] <= height
    page.keyboard.press("ArrowDown")
    page.wait_for_function("document.querySelector('.kg-present-slide').scrollTop > 0")
    large = float(str(slide.locator("h2").evaluate("one => getComputedStyle(one).fontSize")).removesuffix("px"))
    assert large >= (40 if width > 1000 else 24)
