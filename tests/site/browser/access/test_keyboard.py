"""All of a page by keys alone: everything is reached, is seen where it is, and is seen to have the focus."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.site.browsing import PATIENCE, Site
from tests.site.keyboard import walk
from tests.site.opened import OPENED

pytestmark = pytest.mark.browser
UNFOLD = "for (const folded of document.querySelectorAll('article details')) folded.open = true"

DRAWN = "[class^=md-sidebar] { visibility: visible !important; content-visibility: visible !important }"
SHRUNK = "summary { width: 0 !important; height: 0 !important; padding: 0 !important; min-height: 0 !important }"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A tab in which nothing moves, so that what has the focus is at once where it will be."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(
    ("which", "path", "width", "scheme"),
    [
        ("small", "instalacion/", 1280, "light"),
        ("small", "en/instalacion/", 640, "dark"),
        ("guide", "", 390, "light"),
        ("guide", "en/requisitos/", 1280, "dark"),
        ("guide", "requisitos/", 320, "dark"),
        ("guide", "404.html", 390, "dark"),
    ],
)
def test_tab_reaches_everything_and_shows_where_it_is(
    request: pytest.FixtureRequest, page: Page, which: str, path: str, width: int, scheme: str
) -> None:
    site: Site = request.getfixturevalue(which)
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 640})
    page.goto(site.url + path)
    page.evaluate(UNFOLD)
    wrong = walk(page, known=set())
    page.evaluate("document.activeElement.blur()")
    wrong += walk(page, key="Shift+Tab")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", OPENED)
def test_what_is_opened_by_a_key_is_walked_by_tab_and_left_by_escape(small: Site, page: Page, name: str) -> None:
    what = OPENED[name]
    what.open(page, small.url)
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.locator(what.part)).to_be_hidden()
    assert page.evaluate("selector => document.activeElement.matches(selector)", what.back or what.opener)
    what.again(page)
    wrong = walk(page, within=what.part, known=set())
    assert not wrong, "\n".join(wrong)


def test_where_the_navigation_stands_beside_the_text_there_is_no_button_for_it(small: Site, page: Page) -> None:
    page.goto(f"{small.url}instalacion/")
    button = page.locator(".kg-drawer")
    expect(button).to_be_hidden()
    page.set_viewport_size({"width": 1200, "height": 800})
    expect(button).to_be_visible()


def test_the_drawer_leads_to_the_contents_of_the_page_and_closes_behind_the_focus(small: Site, page: Page) -> None:
    what = OPENED["drawer"]
    what.open(page, f"{small.url}en/")
    button = page.get_by_role("button", name="Navigation")
    expect(button).to_have_attribute("aria-expanded", "true")
    page.locator("#__toc").focus()
    page.keyboard.press(" ")
    contents = page.get_by_role("navigation", name="Table of contents")
    expect(contents).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.locator("#__toc")).to_be_focused()
    expect(contents).to_be_hidden()
    expect(button).to_have_attribute("aria-expanded", "true")
    page.keyboard.press(" ")
    assert not walk(page, within=".md-nav--secondary", known=set())
    expect(button).to_have_attribute("aria-expanded", "false")
    what.again(page)
    page.locator("#__toc").focus()
    page.keyboard.press(" ")
    # Beyond its end the focus is on the page, which the drawer would cover
    page.locator(".md-sidebar--primary a:visible").last.focus()
    page.keyboard.press("Tab")
    expect(button).to_have_attribute("aria-expanded", "false")
    what.again(page)
    page.locator("#__toc").focus()
    page.keyboard.press(" ")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "false")
    assert "#" in page.url


def test_without_script_the_drawer_opens_by_keys_too(small: Site, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{small.url}instalacion/")
    page.keyboard.press("Tab")
    expect(page.locator("#__drawer")).to_be_focused()
    page.keyboard.press(" ")
    link = page.locator(".md-sidebar--primary").get_by_role("link", name="5.").first
    expect(page.locator(".md-sidebar--primary a[href$='requisitos/']")).to_be_visible()
    page.keyboard.press(" ")
    expect(link).to_be_hidden()
    context.close()


def test_keys_that_act_alone_can_be_switched_off(small: Site, page: Page) -> None:
    page.goto(f"{small.url}instalacion/")
    page.keyboard.press("/")
    page.get_by_role("checkbox", name="Atajos de una sola tecla").uncheck()
    page.keyboard.press("Escape")
    for path in ("instalacion/", "en/requisitos/"):
        page.goto(small.url + path)
        for key in ("/", "f", "s", "n", "p", ",", "."):
            page.keyboard.press(key)
        expect(page.locator("[data-kg-search]")).to_be_hidden()
        assert page.url == small.url + path
    page.locator("[data-search-open]").click()
    page.locator("[data-search-field]").press_sequentially("fn/")
    expect(page.locator("[data-search-field]")).to_have_value("fn/")
    page.get_by_role("checkbox", name="Single-key shortcuts").check()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.wait_for_url(f"{small.url}en/instalacion/")


@pytest.mark.parametrize(
    ("width", "style", "told"),
    [
        (1280, ":root *:focus-visible { outline: none !important }", "its focus is not seen"),
        (1280, ".md-typeset *:focus-visible { outline-color: #8884 !important }", "its focus is not seen"),
        (1280, ".md-header { height: 500px }", "something else covers it"),
        (640, DRAWN, "it is off the screen"),
        (1280, ".kg-details { opacity: 0.01 }", "it is transparent"),
        (1280, SHRUNK, "nothing of it is on the page"),
    ],
)
def test_what_is_not_seen_by_who_uses_keys_is_found(small: Site, page: Page, width: int, style: str, told: str) -> None:
    page.set_viewport_size({"width": width, "height": 640})
    page.goto(f"{small.url}instalacion/")
    page.add_style_tag(content=style)
    wrong = walk(page, known=set())
    page.evaluate("document.activeElement.blur()")
    wrong += walk(page, key="Shift+Tab")
    assert any(line.startswith(told) for line in wrong), wrong


def test_what_keys_do_not_reach_is_found(small: Site, page: Page) -> None:
    page.goto(f"{small.url}instalacion/")
    page.evaluate(
        "document.querySelector('[data-kg-present]').addEventListener('keydown', event => event.preventDefault())"
    )
    wrong = walk(page)
    assert any(line.startswith("Tab does not reach it: ") for line in wrong), wrong
