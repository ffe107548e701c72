"""Who asks for little motion gets none: nothing fades, slides or scrolls by itself."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from tests.site.browsing import PATIENCE, Site
from tests.site.opened import OPENED

pytestmark = pytest.mark.browser
_MOVING = """
() => {
  const found = []
  const long = times => times.split(", ").some(time => parseFloat(time) > 0.01)
  for (const one of document.querySelectorAll("*")) {
    for (const part of ["", "::before", "::after", "::backdrop"]) {
      const style = getComputedStyle(one, part || null)
      const name = `${one.tagName}.${one.className}${part}`
      if (style.transitionProperty !== "none" && long(style.transitionDuration)) found.push(`it fades: ${name}`)
      if (style.animationName !== "none" && long(style.animationDuration)) found.push(`it moves: ${name}`)
      if (style.scrollBehavior === "smooth") found.push(`it scrolls: ${name}`)
    }
  }
  return found
}
"""
# What a script scrolls by itself, as the browser is told: the theme's table of contents, which follows the reader.
_WATCH = """
window.kgSmooth = []
for (const owner of [Element.prototype, window]) {
  for (const name of ["scrollTo", "scrollBy", "scroll", "scrollIntoView"]) {
    const plain = owner[name]
    if (plain) owner[name] = function (...how) {
      kgSmooth.push(`${name} ${how[0]?.behavior}`)
      plain.apply(this, how)
    }
  }
}
"""
# But the bar of the player: how far it is, since its reader started it
_MOVED = "document.getAnimations().filter(one => one.effect.target.className !== 'ap-gutter-full').length"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A tab whose reader asks for little motion."""
    context = browser.new_context(viewport={"width": 1280, "height": 500}, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    context.add_init_script(_WATCH)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", ["", "en/instalacion/", "mensajes/", "404.html"])
def test_nothing_on_a_page_moves(small: Site, page: Page, path: str) -> None:
    page.goto(small.url + path)
    assert page.evaluate(_MOVING) == []


@pytest.mark.parametrize("name", OPENED)
def test_nothing_that_is_opened_moves(small: Site, page: Page, name: str) -> None:
    OPENED[name].open(page, small.url)
    assert page.evaluate(_MOVING) == []
    assert page.evaluate(_MOVED) == 0


def _scrolled(page: Page) -> set[str]:
    """How scripts have scrolled while a reader went down the page."""
    for heading in page.locator("article h2").all():
        heading.scroll_into_view_if_needed()
        page.wait_for_timeout(300)  # the theme waits a quarter of a second before it begins to glide
    return set(page.evaluate("kgSmooth"))


def test_what_follows_the_reader_does_not_glide(guide: Site, page: Page) -> None:
    page.goto(f"{guide.url}instalacion/")
    assert "scrollTo instant" in _scrolled(page)
    assert not {one for one in _scrolled(page) if one.endswith(" smooth")}


def test_what_glides_is_found(guide: Site, page: Page) -> None:
    page.emulate_media(reduced_motion="no-preference")
    page.goto(f"{guide.url}instalacion/")
    assert "scrollTo smooth" in _scrolled(page)


@pytest.mark.parametrize(
    ("style", "told"),
    [
        ("a { transition: color 1s !important }", "it fades: A."),
        ("html { scroll-behavior: smooth !important }", "it scrolls: HTML."),
        ("@keyframes k { to { opacity: 0 } } h1::before { content: ''; animation: k 1s !important }", "it moves: H1."),
    ],
)
def test_what_moves_is_found(small: Site, page: Page, style: str, told: str) -> None:
    page.goto(f"{small.url}en/instalacion/")
    page.add_style_tag(content=style)
    assert any(line.startswith(told) for line in page.evaluate(_MOVING))
