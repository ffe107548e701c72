"""Where the system gives the colours, and there are few: what can be used is seen, and what came of a step is told."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ElementHandle, Page, expect
from tests.site.browsing import PATIENCE, SCHEMES, Scheme, Site
from tests.site.opened import OPENED
from tests.site.seen import drawn, opened

from kvm_guide.site.render.words import MARKS

pytestmark = pytest.mark.browser
LEAST = 12
"""Pixels that something which can be used has in another tone than its ground."""
# One of each kind of what can be used: what a script works on has no size, but a label
_CONTROLS = """
within => {
  const kinds = new Map()
  const usable = "a[href], button, input, select, textarea, summary, label.md-header__button"
  for (const one of document.querySelector(within).querySelectorAll(usable)) {
    if (one.querySelector("img")) continue
    if (!one.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue
    if (Math.min(one.offsetWidth, one.offsetHeight) < 2 || one.disabled) continue
    kinds.set([one.parentElement, one].map(e => `${e.tagName}.${e.className}`).join(" "), one)
  }
  return [...kinds.values()]
}
"""


@pytest.fixture
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A tab with the system's colours, dark ones unless asked."""
    scheme: Scheme = getattr(request, "param", "dark")
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, forced_colors="active", color_scheme=scheme, reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def unseen(page: Page, within: str = "body") -> list[str]:
    """What can be used in a part of the page and is not told from its ground. within: a selector."""
    found = []
    for handle in page.evaluate_handle(_CONTROLS, within).get_properties().values():
        one = handle.as_element()
        if one is not None and not _seen(one):
            found.append(f"not seen: {one.evaluate('one => one.outerHTML.slice(0, 160)')}")
    return found


def _seen(one: ElementHandle) -> bool:
    return drawn(opened(one.screenshot(animations="disabled"))) >= LEAST


@pytest.mark.parametrize("page", SCHEMES, indirect=True)
@pytest.mark.parametrize("path", ["instalacion/", "en/", "verificacion/"])
def test_what_can_be_used_is_seen(small: Site, page: Page, path: str) -> None:
    page.goto(small.url + path)
    assert unseen(page) == []


@pytest.mark.parametrize("name", OPENED)
def test_what_is_opened_is_seen(small: Site, page: Page, name: str) -> None:
    OPENED[name].open(page, small.url)
    assert unseen(page, OPENED[name].part) == []


def test_what_came_of_a_step_is_told_by_a_sign_and_words(small: Site, page: Page) -> None:
    page.goto(f"{small.url}instalacion/")
    told = page.locator("[data-step]").evaluate_all(
        "all => all.map(one => [one.dataset.outcome, one.querySelector('.kg-proof').innerText])"
    )
    assert len(told) > 2
    for outcome, text in told:
        assert text.startswith(f"{MARKS[outcome]} ")
        assert len(text.split()) > 3
    page.goto(f"{small.url}verificacion/")
    for tag in page.locator(".kg-tag").all():
        outcome = str(tag.get_attribute("class")).rpartition("--")[2]
        expect(tag).to_contain_text(MARKS[outcome])


def test_what_is_marked_in_an_output_is_told_from_the_rest(small: Site, page: Page) -> None:
    page.goto(f"{small.url}instalacion/")
    page.locator("#install .kg-details > summary").click()
    mark = page.locator("#install mark").first
    expect(mark).to_be_visible()
    assert mark.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"


@pytest.mark.parametrize(
    "style",
    [
        ".md-code__button::after { forced-color-adjust: auto !important; background: Canvas !important }",
        ":is([data-search-open], [data-search-open] *) { border: 0; color: Canvas; forced-color-adjust: none; "
        "background: Canvas; mask: none }",
    ],
)
def test_what_is_lost_with_the_colours_is_found(small: Site, page: Page, style: str) -> None:
    page.goto(f"{small.url}instalacion/")
    page.add_style_tag(content=style)
    assert unseen(page) != []
