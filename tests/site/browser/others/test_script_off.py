"""Without script: every page is read, walked, left for its other language; what was proven and asked opens."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect
from tests.site.browsing import FOLDERS, PATIENCE, Site, own

from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.troubles.model import Area

pytestmark = pytest.mark.browser
# What is on the screen and does nothing without a script
_DEAD = """
() => [...document.querySelectorAll("button, input, select, textarea, dialog")].filter(one => {
  if (!one.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false
  if (one.matches("[popovertarget], [data-md-toggle], .md-nav__toggle")) return false
  return true
}).map(one => one.outerHTML.slice(0, 160))
"""
# What Tab reaches and nobody sees
_UNSEEN = """
() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")].filter(one =>
  one.tabIndex >= 0 && !one.disabled && one.checkVisibility({ visibilityProperty: true })
  && (getComputedStyle(one).opacity === "0" || Math.min(one.offsetWidth, one.offsetHeight) < 2)
  && !one.matches("#__drawer, #__toc, .headerlink, .kg-anchor, .md-skip, .kg-gap"),
).map(one => one.outerHTML.slice(0, 160))
"""


@pytest.fixture
def scriptless(browser: Browser) -> Iterator[BrowserContext]:
    """A window in which no script runs."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


def test_every_page_has_its_text_and_no_dead_control(guide: Site, scriptless: BrowserContext) -> None:
    page = scriptless.new_page()
    wrong = []
    for path in own(guide):
        page.goto(guide.url + path)
        expect(page.locator("article h1")).to_be_visible()
        wrong += [f"{path}: dead: {one}" for one in page.evaluate(_DEAD)]
        wrong += [f"{path}: Tab reaches it, and it is not seen: {one}" for one in page.evaluate(_UNSEEN)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_navigation_leads_through_every_page_of_the_language_and_to_the_other(
    guide: Site, scriptless: BrowserContext, language: Language
) -> None:
    page = scriptless.new_page()
    home = guide.url + FOLDERS[language]
    page.goto(f"{home}requisitos/")
    links = page.locator(".md-nav--primary > .md-nav__list > .md-nav__item > a:visible")
    found = [str(url) for url in links.evaluate_all("all => all.map(one => one.href)")]
    english = FOLDERS["en"]
    assert {url.removeprefix(guide.url) for url in found} == {
        path
        for path in own(guide)
        # The page of messages leads to its parts
        if path.startswith(english) is (language == "en") and "mensajes-" not in path
    }
    other = next(one for one in LANGUAGES if one != language)
    for url in found:
        page.goto(url)
        page.locator(f"a[data-kg-language][hreflang={other}]").click()
        page.wait_for_url(guide.url + FOLDERS[other] + url.removeprefix(home))


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_a_phone_the_drawer_and_the_contents_open_at_a_touch(
    guide: Site, browser: Browser, language: Language
) -> None:
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(f"{guide.url}{FOLDERS[language]}instalacion/")
    page.locator(".md-header label[for=__drawer]").tap()
    page.locator(".md-nav__link[for=__toc]").tap()
    expect(page.locator(".md-nav--primary .md-nav--secondary a").first).to_be_in_viewport()
    page.locator(".md-nav--primary .md-nav--secondary > .md-nav__title").tap()
    page.locator(".md-nav--primary a:visible", has_text="4.").tap()
    page.wait_for_url(f"{guide.url}{FOLDERS[language]}requisitos/")
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_proofs_outputs_undos_and_answers_open(guide: Site, scriptless: BrowserContext, language: Language) -> None:
    page = scriptless.new_page()
    page.goto(f"{guide.url}{FOLDERS[language]}instalacion/")
    for step in page.locator("[data-step]").all():
        expect(step.locator("> .kg-proof")).to_be_visible()
        # Another release's is beside the card's own, where it is another
        commands = step.locator(".kg-command").all()
        assert commands
        for command in commands:
            expect(command).to_be_visible()
    for kind, inside in ((".kg-details", ".kg-output"), (".kg-undo", ".kg-command"), (".kg-answer", "p")):
        for folded in page.locator(kind).all():
            expect(folded.locator(inside).first).to_be_hidden()
            folded.locator("summary").first.click()
            expect(folded.locator(inside).first).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_instead_of_the_search_the_page_of_messages_is_one_link_away(
    guide: Site, scriptless: BrowserContext, language: Language
) -> None:
    page = scriptless.new_page()
    page.goto(f"{guide.url}{FOLDERS[language]}instalacion/")
    expect(page.locator("[data-search-open]")).to_be_hidden()
    page.locator(".md-nav--primary a[href$='mensajes/']").click()
    parts = page.locator(".kg-titles > li > a").evaluate_all("all => all.map(one => one.href.split('#')[0])")
    assert len(set(parts)) == len({area.page for area in Area})
    count = 0
    for part in sorted(set(parts)):
        page.goto(part)
        messages = page.locator("[data-message]")
        count += messages.count()
        # The browser's own search finds what is there: nothing is folded
        assert messages.evaluate_all("all => all.every(one => one.checkVisibility())")
    assert count > 100


def test_a_dead_control_is_found(guide: Site, scriptless: BrowserContext) -> None:
    page = scriptless.new_page()
    page.goto(f"{guide.url}instalacion/")
    shown = (
        ".kg-search-open.kg-search-open { display: flex } form.md-header__option.md-header__option { display: block }"
    )
    page.evaluate("style => document.head.insertAdjacentHTML('beforeend', `<style>${style}</style>`)", shown)
    assert any("data-search-open" in one for one in page.evaluate(_DEAD))
    assert any("md-option" in one for one in page.evaluate(_UNSEEN))
