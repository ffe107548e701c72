"""What a person meets who sees little, uses no mouse or reads on a phone: axe on every page, each in one mode.

A mode is a width and a scheme. Neighbours are looked at in different modes, and so are both languages of a page: each
mode sees pages of both. A few pages are looked at in all of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from tests.site.axe import broken, wider
from tests.site.browsing import FOLDERS, PATIENCE, SCHEMES, Scheme, Site, every

from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.troubles import Area

pytestmark = pytest.mark.browser
WIDTHS = (1280, 640, 390, 320)
"""In CSS px. 640: what 1280 px of a screen are at 200 %."""
MODES: list[tuple[int, Scheme]] = [(width, scheme) for width in WIDTHS for scheme in SCHEMES]
# Of the small site: it has every kind of proof and few words
FEW = ("instalacion/", "en/instalacion/")
# As much room between letters, words, lines and paragraphs as WCAG 1.4.12 lets a reader ask for
ROOM = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-bottom: 2em !important }
"""
SMALL_BUTTON = '<button type="button" style="min-height: 0; width: 12px; height: 12px; padding: 0">x</button>'


@dataclass(frozen=True)
class Mode:
    """How a page is looked at."""

    width: int
    scheme: Scheme

    def context(self, browser: Browser) -> BrowserContext:
        """A window, or a phone, in this mode."""
        scale = 2 if self.width == 640 else 1
        context = browser.new_context(
            viewport={"width": self.width, "height": 900 // scale},
            device_scale_factor=scale,
            has_touch=self.width < 600,
            is_mobile=self.width < 600,
            color_scheme=self.scheme,
        )
        context.set_default_timeout(PATIENCE)
        return context


def shares(guide: Site, small: Site, number: int) -> Iterator[str]:
    """The addresses of the pages to look at in the mode `number`."""
    for site in (guide, small):
        pages = every(site)
        for english in (False, True):
            for place, path in enumerate(path for path in pages if path.startswith("en/") is english):
                # Half the modes lie between both languages of a page
                mode = (place + english * len(MODES) // 2) % len(MODES)
                if mode == number or (site is small and path in FEW):
                    yield site.url + path


def wrong(page: Page, mode: Mode) -> list[str]:
    """What is wrong with the open page in `mode`, and with its width in the others."""
    page.wait_for_function(
        f"(document.body.dataset.mdColorScheme ?? '{SCHEMES[mode.scheme]}') === '{SCHEMES[mode.scheme]}'"
    )
    page.evaluate("for (const folded of document.querySelectorAll('article details')) folded.open = true")
    # One function writes all entries of the page of messages; all of them are looked at below
    page.evaluate("for (const entry of document.querySelectorAll('[data-trouble] ~ [data-trouble]')) entry.remove()")
    found = broken(page)
    for style in ("/* as it is */", ROOM):
        page.add_style_tag(content=style)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found += wider(page)
    return found


@pytest.mark.parametrize(
    ("number", "mode"),
    [pytest.param(number, Mode(*mode), id=f"{mode[0]}-{mode[1]}") for number, mode in enumerate(MODES)],
)
def test_no_accessibility_rule_is_broken(guide: Site, small: Site, browser: Browser, number: int, mode: Mode) -> None:
    context = mode.context(browser)
    page = context.new_page()
    found = []
    for url in shares(guide, small, number):
        page.set_viewport_size({"width": mode.width, "height": 900})
        page.goto(url)
        found += wrong(page, mode)
    context.close()
    assert not found, "\n".join(found)


def test_every_page_is_looked_at_and_each_mode_sees_both_languages(guide: Site, small: Site) -> None:
    looked_at = [list(shares(guide, small, number)) for number in range(len(MODES))]
    assert {url for urls in looked_at for url in urls} == {s.url + path for s in (guide, small) for path in every(s)}
    assert {"", "en/", "primera-maquina/", "en/primera-maquina/", "404.html"} <= set(every(guide))
    for urls in looked_at:
        assert {url.startswith(f"{guide.url}en/") for url in urls if url.startswith(guide.url)} == {True, False}


@pytest.mark.parametrize(
    ("breaking", "told"),
    [
        ("document.querySelector('article p').style.color = '#999'", "color-contrast"),
        (f"document.querySelector('.kg-lesson').innerHTML += `<div>{SMALL_BUTTON}{SMALL_BUTTON}</div>`", "target-size"),
        ("document.querySelector('[data-kg-play]').textContent = ''", "button-name"),
        ("document.querySelector('article h1').style.minWidth = '700px'", "at 640 px: it is cut: <h1"),
        ("document.querySelector('footer').style.minWidth = '700px'", "at 640 px: the page is 60 px wider"),
    ],
)
def test_what_breaks_a_rule_is_seen(small: Site, browser: Browser, breaking: str, told: str) -> None:
    mode = Mode(390, "light")
    context = mode.context(browser)
    page = context.new_page()
    page.goto(f"{small.url}instalacion/")
    page.evaluate(breaking)
    found = wrong(page, mode)
    context.close()
    assert any(told in line for line in found), found


@pytest.mark.whole
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_accessibility_rule_is_broken_by_any_message(guide: Site, browser: Browser, language: Language) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 900})
    page.set_default_timeout(240_000)
    found = list[str]()
    for name in dict.fromkeys(area.page for area in Area):
        page.goto(f"{guide.url}{FOLDERS[language]}{name}/")
        found += broken(page)
    page.close()
    assert not found, "\n".join(found)
