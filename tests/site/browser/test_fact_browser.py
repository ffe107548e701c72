"""A fact's sign, as a reader uses it: by mouse, by keys, without scripts, on a narrow screen, on paper."""

from importlib.resources import files

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.site.browsing import FOLDERS, SCHEMES, Scheme, Site, Watched

from kvm_guide.model.step import LANGUAGES, Language

pytestmark = pytest.mark.browser
SIGN = "[data-fact=kernel-series] .kg-fact-sign"
OPENED = "[data-fact=kernel-series] .kg-fact-proof"
LABELS: dict[Language, str] = {"es": "Comprobado: ver cómo", "en": "Verified: see how"}


def _address(site: Site, language: Language) -> str:
    return f"{site.url}{FOLDERS[language]}requisitos/"


TOLD = ("uname -r", "6.1.0-41-amd64", "Debian 12.13", "2026")


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_scripts_the_sign_leads_to_question_and_answer(
    small: Site, browser: Browser, language: Language
) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(_address(small, language))
    page.get_by_role("link", name=LABELS[language]).click()
    page.wait_for_url(f"{small.url}{FOLDERS[language]}proofs/facts/kernel-series.txt")
    for told in (*TOLD, "✔", "«" if language == "es" else "“"):
        expect(page.locator("body")).to_contain_text(told)
    page.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sign_opens_question_and_answer_and_a_press_beside_closes_them(
    small: Site, tab: Watched, language: Language
) -> None:
    page = tab.go(_address(small, language))
    expect(page.locator(OPENED)).to_have_count(0)
    page.locator(SIGN).click()
    opened = page.locator(OPENED)
    expect(opened).to_be_visible()
    for told in TOLD:
        expect(opened).to_contain_text(told)
    page.mouse.click(3, 3)
    expect(opened).to_be_hidden()
    for shown in (True, False):
        page.get_by_role("button", name=LABELS[language]).click()
        expect(opened).to_be_visible(visible=shown)
    assert not tab.wrong


def test_where_it_cannot_be_fetched_the_sign_is_still_a_link(small: Site, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(_address(small, "es"))
    page.route("**/proofs.css", lambda route: route.abort())
    page.route("**/fact.js", lambda route: route.abort())
    page.locator(SIGN).click()
    page.wait_for_url("**/proofs/facts/kernel-series.txt")
    page.close()


def test_keys_open_it_go_into_it_and_close_it(small: Site, tab: Watched) -> None:
    page = tab.go(_address(small, "es"))
    sign = page.locator(SIGN)
    sign.focus()
    page.keyboard.press("Enter")
    expect(page.locator(OPENED)).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator(OPENED)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(OPENED)).to_be_hidden()
    expect(sign).to_be_focused()
    assert not tab.wrong


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (320, "dark"), (1280, "light"), (1280, "dark")])
def test_what_it_opens_fits_and_breaks_no_accessibility_rule(
    small: Site, browser: Browser, width: int, scheme: Scheme
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 700}, color_scheme=scheme)
    page.goto(_address(small, "en"))
    page.wait_for_function(f"document.body.dataset.mdColorScheme === '{SCHEMES[scheme]}'")
    page.locator(SIGN).click()
    expect(page.locator(OPENED)).to_be_visible()
    box = page.locator(OPENED).bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["height"] <= 700
    wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(wider)
    assert not page.locator(OPENED).evaluate("one => one.scrollWidth > one.clientWidth")
    assert _violations(page) == []
    page.close()


def test_a_finger_hits_the_sign_and_nothing_in_it_is_copied_as_a_command(small: Site, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(_address(small, "es"))
    box = page.locator(SIGN).bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 20
    page.locator(SIGN).tap()
    expect(page.locator(OPENED)).to_be_visible()
    assert page.locator(f"{OPENED} [data-copy], {OPENED} .md-code__nav, {OPENED} button").count() == 0
    context.close()


def test_on_paper_the_sign_stays_and_the_rest_is_away(small: Site, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(_address(small, "en"))
    page.locator(SIGN).click()
    expect(page.locator(OPENED)).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(OPENED)).to_be_hidden()
    expect(page.locator(SIGN)).to_be_visible()
    page.close()


def _violations(page: Page) -> list[str]:
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [f"{rule['id']}: {node['html'][:200]}" for rule in found["violations"] for node in rule["nodes"]]
