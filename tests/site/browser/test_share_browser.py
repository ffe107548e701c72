"""The short link of a step or a lesson, its QR code, and where it leads whom."""

import json
import shutil
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from tests.recorded_guide import GUIDE
from tests.site import qr
from tests.site.browsing import BELOW, FOLDERS, PATIENCE, SCHEMES, Scheme, Site, Watched
from tests.web import served

from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.site import short
from kvm_guide.site.render.teacher.words import WORDS

pytestmark = pytest.mark.browser
DIALOG = "dialog.kg-share-dialog"


def _read(code: Locator, folder: Path) -> str:
    """What a phone reads in the picture `code` on the screen."""
    code.screenshot(path=folder / "code.png")
    return qr.text(qr.seen(folder / "code.png"))


def _opened(page: Page, step: str) -> Locator:
    page.locator(f"#{step} [data-kg-share]").click()
    dialog = page.locator(DIALOG)
    expect(dialog).to_be_visible()
    return dialog


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_step_shows_its_short_link_and_a_code_that_says_it(
    small: Site, tab: Watched, tmp_path: Path, language: Language
) -> None:
    page = tab.go(f"{small.url}{FOLDERS[language]}instalacion/")
    page.locator("#install [data-kg-share]").focus()
    page.keyboard.press("Enter")
    dialog = page.locator(DIALOG)
    words = WORDS[language].short
    expect(dialog).to_have_accessible_name(words["title"].format(title=GUIDE.step("install").title.in_(language)))
    address = f"{small.url}s/install/"
    field = dialog.get_by_role("textbox", name=words["address"])
    expect(field).to_have_value(address)
    expect(field).to_be_focused()
    assert _read(dialog.get_by_role("img", name=words["code"]), tmp_path) == address
    expect(dialog.get_by_text(words["local"])).to_be_visible()
    dialog.get_by_role("button", name=words["copy"]).click()
    expect(dialog.get_by_role("button", name=words["copied"])).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == address
    # The theme's and the search's keys are not for here
    page.keyboard.press("s")
    expect(page.locator("[data-kg-search]")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.locator("#install [data-kg-share]")).to_be_focused()
    assert page.url.endswith("instalacion/")
    assert not tab.wrong


def test_nothing_of_it_is_fetched_before_it_is_asked_for(small: Site, tab: Watched) -> None:
    fetched: list[str] = []
    tab.page.on("request", lambda request: fetched.append(request.url))
    page = tab.go(f"{small.url}instalacion/", until="networkidle")
    late = ("lean-qr", "share", "/s/")
    assert not [url for url in fetched if any(part in url for part in late)]
    _opened(page, "install")
    assert all(any(part in url for url in fetched) for part in late)


def test_a_lesson_has_one_too(guide: Site, tab: Watched, tmp_path: Path) -> None:
    page = tab.go(f"{guide.url}en/que-es-kvm/")
    page.locator("[data-opening] [data-kg-share]").click()
    code = page.locator(f"{DIALOG} .kg-code")
    assert _read(code, tmp_path) == f"{guide.url}c/what-is-kvm/"
    assert not tab.wrong


def test_the_code_that_the_build_made_is_shown_where_it_was_made_for(small: Site, tab: Watched, tmp_path: Path) -> None:
    site = Path(shutil.copytree(small.folder, tmp_path / "site"))
    with served(site, BELOW) as url:
        for folder in ("s", "c"):
            shutil.rmtree(site / folder)
        short.write(site, GUIDE, tmp_path / "none", url)
        fetched: list[str] = []
        tab.page.on("request", lambda request: fetched.append(request.url))
        dialog = _opened(tab.go(f"{url}instalacion/"), "window")
        expect(dialog.locator("img")).to_be_visible()
        assert _read(dialog.locator(".kg-code"), tmp_path) == f"{url}s/window/"
        assert not [one for one in fetched if "lean-qr" in one]
    with served(site, "/mirror/") as elsewhere:
        dialog = _opened(tab.go(f"{elsewhere}instalacion/"), "window")
        assert _read(dialog.locator(".kg-code"), tmp_path) == f"{elsewhere}s/window/", "a mirror's own address"
    assert not tab.wrong


def _context(browser: Browser, locale: str) -> BrowserContext:
    context = browser.new_context(locale=locale)
    context.set_default_timeout(PATIENCE)
    return context


@pytest.mark.parametrize(
    ("locale", "folder"), [("es-ES", ""), ("es-AR", ""), ("en-US", "en/"), ("en", "en/"), ("fr-FR", ""), ("eu", "")]
)
def test_it_leads_to_the_readers_language_and_else_to_spanish(
    small: Site, browser: Browser, locale: str, folder: str
) -> None:
    context = _context(browser, locale)
    page = context.new_page()
    page.goto(f"{small.url}s/window/?present")
    page.wait_for_url(f"{small.url}{folder}instalacion/?present#window")
    page.goto(f"{small.url}c/install/")
    page.wait_for_url(f"{small.url}{folder}instalacion/")
    context.close()


def test_it_leads_to_the_language_that_was_chosen_last(small: Site, browser: Browser) -> None:
    context = _context(browser, "en-GB")
    page = context.new_page()
    page.goto(f"{small.url}en/instalacion/")
    page.locator("a[data-kg-language]").click()
    page.wait_for_url(f"{small.url}instalacion/")
    page.goto(f"{small.url}s/window/")
    page.wait_for_url(f"{small.url}instalacion/#window")
    page.go_back()
    page.wait_for_url(f"{small.url}instalacion/")
    context.close()


def test_where_nothing_may_be_kept_it_leads_on_all_the_same(small: Site, browser: Browser) -> None:
    context = _context(browser, "en-GB")
    context.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('denied') } })")
    page = context.new_page()
    page.goto(f"{small.url}s/window/")
    page.wait_for_url(f"{small.url}en/instalacion/#window")
    page.locator("a[data-kg-language]").click()
    page.wait_for_url(f"{small.url}instalacion/#window")
    context.close()


def test_without_a_script_it_offers_both_languages(small: Site, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for language in LANGUAGES:
        page.goto(f"{small.url}s/window/")
        page.get_by_role("link", name=WORDS[language].go).click()
        page.wait_for_url(f"{small.url}{FOLDERS[language]}instalacion/#window")
    context.close()


def test_a_presentation_shows_the_code_of_its_step(small: Site, tab: Watched, tmp_path: Path) -> None:
    page = tab.go(f"{small.url}en/instalacion/?present#install")
    page.locator("dialog.kg-present").wait_for()
    page.keyboard.press("ArrowRight")
    page.locator(".kg-present [data-kg-share]").click()
    assert _read(page.locator(f"{DIALOG} .kg-code"), tmp_path) == f"{small.url}s/window/"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Escape")
    expect(page.locator(DIALOG)).to_have_count(0)
    expect(page.locator("dialog.kg-present h2")).to_have_text(GUIDE.step("window").title.en)
    assert not tab.wrong


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (390, "light"), (1280, "dark"), (1280, "light")])
def test_no_accessibility_rule_is_broken(small: Site, browser: Browser, width: int, scheme: Scheme) -> None:
    axe = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    context = browser.new_context(viewport={"width": width, "height": 640}, color_scheme=scheme)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(f"{small.url}instalacion/")
    page.wait_for_function(f"document.body.dataset.mdColorScheme === '{SCHEMES[scheme]}'")
    dialog = _opened(page, "install")
    assert dialog.evaluate("one => one.scrollWidth <= one.clientWidth")
    broken = _violations(page, axe)
    page.route("**/short.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto(f"{small.url}s/install/")
    broken += _violations(page, axe)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    context.close()
    assert not broken, "\n".join(broken)


def _violations(page: Page, axe: str) -> list[str]:
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [f"{page.url}: {rule['id']}: {json.dumps(node['html'][:160])}" for rule in found for node in rule["nodes"]]
