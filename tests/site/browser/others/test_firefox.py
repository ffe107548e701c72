"""Firefox, once: every page loads in it, and each thing that a script does is done."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from tests.recorded_guide import GUIDE
from tests.site.browsing import FOLDERS, PATIENCE, Site, Watched, every, watched

from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.site.render.student.words import WORDS

pytestmark = pytest.mark.browser


@pytest.fixture
def tab(firefox: Browser) -> Iterator[Watched]:
    """A tab of Firefox that notes every error and every request that leaves the site."""
    context = firefox.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(2 * PATIENCE)
    yield watched(context)
    context.close()


def test_it_is_firefox(tab: Watched, small: Site) -> None:
    page = tab.go(small.url)
    assert "Firefox/" in page.evaluate("navigator.userAgent")
    page.evaluate("console.error('it is seen')")
    page.evaluate("fetch('nowhere')")
    page.wait_for_timeout(500)
    assert "it is seen" in tab.wrong
    assert any(line.startswith("404: ") for line in tab.wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_loads_with_no_error_and_no_foreign_request(guide: Site, tab: Watched, language: Language) -> None:
    pages = [path for path in every(guide) if path.startswith("en/") is (language == "en")]
    assert len(pages) > 10
    for path in pages:
        page = tab.go(guide.url + path)
        expect(page.locator("h1")).to_be_visible()
        assert not tab.wrong, path


@pytest.mark.parametrize(("language", "query"), [("es", "instalacion"), ("en", "installing")])
def test_the_search_finds(guide: Site, tab: Watched, language: Language, query: str) -> None:
    page = tab.go(f"{guide.url}{FOLDERS[language]}requisitos/")
    page.keyboard.press("/")
    page.locator("[data-search-field]").fill(query)
    expect(page.locator("[data-search-hits]")).to_have_attribute("data-query", query)
    page.locator("[data-search-hit]").first.click()
    page.wait_for_url(lambda url: "#" in url)
    expect(page.locator("[data-kg-search]")).to_be_hidden()
    assert not tab.wrong


def test_the_copy_button_holds_the_command_and_what_is_folded_opens(guide: Site, tab: Watched) -> None:
    page = tab.go(f"{guide.url}instalacion/")
    steps = page.locator("[data-step]")
    copied = dict(
        steps.evaluate_all("all => all.map(one => [one.dataset.step, one.querySelector('[data-copy]').dataset.copy])")
    )
    assert copied == {step.id: step.command for step in guide.guide.lesson("install").steps}
    expect(page.locator('article button[data-md-type="copy"]').first).to_be_visible()
    for kind, inside in ((".kg-details", ".kg-output"), (".kg-answer", "p")):
        folded = page.locator(kind).first
        expect(folded.locator(inside).first).to_be_hidden()
        folded.locator("summary").first.click()
        expect(folded.locator(inside).first).to_be_visible()
    assert not tab.wrong


def test_a_facts_sign_opens_and_closes(small: Site, tab: Watched) -> None:
    page = tab.go(f"{small.url}requisitos/")
    page.locator("[data-fact=kernel-series] .kg-fact-sign").click()
    expect(page.locator("[data-fact=kernel-series] .kg-fact-proof")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("[data-fact=kernel-series] .kg-fact-proof")).to_be_hidden()
    assert not tab.wrong


def test_a_command_is_typed_along(small: Site, tab: Watched) -> None:
    page = tab.go(f"{small.url}requisitos/")
    page.locator("#cpu-flags [data-kg-type]").click()
    expect(page.locator("#cpu-flags .kg-tty-field")).to_be_focused()
    page.keyboard.type("grep -ec x")
    page.keyboard.press("Enter")
    expect(page.locator(".kg-tty [role=status] code").first).to_be_visible()
    page.locator(".kg-tty-field").fill(GUIDE.step("cpu-flags").command)
    page.keyboard.press("Enter")
    expect(page.locator(".kg-tty-said")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.locator(".kg-tty")).to_have_count(0)
    assert not tab.wrong


def test_a_lesson_is_presented(small: Site, tab: Watched) -> None:
    page = tab.go(f"{small.url}instalacion/")
    page.locator("[data-kg-present]").click()
    expect(page.locator("dialog.kg-present")).to_be_visible()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".kg-present h2")).to_have_text(GUIDE.step("install").title.es)
    page.keyboard.press("Enter")
    expect(page.locator(".kg-present .kg-output")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog.kg-present")).to_be_hidden()
    assert page.url.endswith("#install")
    assert not tab.wrong


def test_a_step_is_ticked_and_still_is_later(small: Site, tab: Watched) -> None:
    page = tab.go(f"{small.url}requisitos/")
    page.locator("#cpu-flags [data-kg-done]").check()
    page.reload()
    expect(page.locator("#cpu-flags [data-kg-done]")).to_be_checked()
    tab.go(small.url)
    expect(page.locator(".kg-progress")).to_be_visible()
    assert not tab.wrong


def test_a_session_is_played(small: Site, tab: Watched) -> None:
    page = tab.go(f"{small.url}instalacion/")
    page.locator("[data-kg-play]").click()
    expect(page.locator(".kg-screen .ap-term-text")).to_contain_text("sudo apt install")
    page.wait_for_function("document.querySelector('.ap-time-elapsed').textContent >= '00:02'")
    expect(page.get_by_role("button", name=WORDS["es"].playing["pause"])).to_be_visible()
    assert not tab.wrong


def test_the_drawer_opens_by_keys(small: Site, tab: Watched) -> None:
    page = tab.page
    page.set_viewport_size({"width": 500, "height": 800})
    tab.go(f"{small.url}instalacion/")
    page.locator(".kg-drawer").focus()
    page.keyboard.press(" ")
    expect(page.locator(".md-sidebar--primary")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".md-sidebar--primary")).to_be_hidden()
    expect(page.locator(".kg-drawer")).to_be_focused()
    assert not tab.wrong
