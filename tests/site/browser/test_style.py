"""The theme's style, cut: it is of the theme as it is, lacks nothing that a page has, and looks the same."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page
from tests.site.browsing import BELOW, FOLDERS, SCHEMES, Scheme, Site
from tests.web import served

from kvm_guide.lessons import GUIDE
from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.site.style import cut
from kvm_guide.site.style.author import head, live
from kvm_guide.site.style.joined import STYLE, THEME, small_css
from kvm_guide.site.style.visit import as_written

pytestmark = pytest.mark.browser
AGAIN = "run .venv/bin/kvm-guide-style and commit what it writes"
TRIES = 8
# Of 256. The same round corner is drawn a little lighter or darker from one time to the next
UNSEEN = 24


def missing() -> list[str]:
    """The theme's selectors that the cut style lacks."""
    kept = set(cut.asked(THEME.read_text(encoding="utf-8")))
    return [one for one in cut.asked(live()) if one not in kept]


def lacking(browser: Browser, site: Path, selectors: list[str]) -> list[str]:
    """What the pages of `site` have that `selectors` match."""
    files = sorted(site.rglob("index.html"))
    return [f"{file.parent.relative_to(site)}: {one}" for file in files for one in as_written(browser, file, selectors)]


def test_the_cut_style_is_of_the_theme_as_it_is() -> None:
    first = THEME.read_text(encoding="utf-8").split("\n", 1)[0] + "\n"
    assert first == head(cut.theme_sheets()), AGAIN
    assert head(cut.theme_sheets() + "x") != first


def test_no_page_has_what_the_cut_style_lacks(guide_site: Path, browser: Browser, tmp_path: Path) -> None:
    selectors = missing()
    assert len(selectors) > 500
    assert lacking(browser, guide_site, selectors) == [], AGAIN
    broken = tmp_path / "ventajas" / "index.html"
    broken.parent.mkdir()
    text = (guide_site / "ventajas" / "index.html").read_text(encoding="utf-8")
    broken.write_text(text.replace("</article>", '<div class="tabbed-set"><hr></div></article>'), encoding="utf-8")
    assert lacking(browser, tmp_path, selectors)


@pytest.fixture(scope="module")
def uncut(guide_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The guide with the theme's whole style."""
    site = Path(copytree(guide_site, tmp_path_factory.mktemp("uncut") / "site"))
    for language in LANGUAGES:
        style = site / FOLDERS[language] / STYLE
        text = style.read_text(encoding="utf-8")
        ours = small_css(THEME.read_text(encoding="utf-8"))
        assert text.startswith(ours)
        style.write_text(small_css(cut.theme_sheets()) + text.removeprefix(ours), encoding="utf-8")
    with served(site, BELOW) as url:
        yield Site(url, site, GUIDE)


def seen(page: Page, whole: bool) -> Image.Image:
    """What the page shows, to the pixel: the same may be packed in other bytes."""
    return Image.open(io.BytesIO(page.screenshot(full_page=whole))).convert("RGB")


def difference(one: Image.Image, other: Image.Image) -> str:
    """What a reader sees differ between the two pictures; empty where nothing does."""
    if one.size != other.size:
        return f"{one.size} for {other.size} px"
    found = ImageChops.difference(one, other)
    most = max(found.tobytes())
    return f"by {most} of 256, within {found.getbbox()}" if most > UNSEEN else ""


def still(page: Page, *, whole: bool = False) -> Image.Image:
    """The page once it has come to rest: two pictures of it are the same."""
    now = seen(page, whole)
    for _ in range(TRIES):
        before, now = now, seen(page, whole)
        if not difference(now, before):
            break
    return now


def pictures(browser: Browser, url: str, width: int, scheme: Scheme) -> Iterator[Image.Image]:
    """A page as it is seen: all of it, then with all open that opens, then with its menu or its search."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce", device_scale_factor=1
    )
    page = context.new_page()
    page.goto(url, wait_until="networkidle")
    page.wait_for_function(f"document.body.dataset.mdColorScheme === '{SCHEMES[scheme]}'")
    page.add_style_tag(content="* { caret-color: transparent !important; animation: none !important; }")
    page.evaluate("document.querySelectorAll('img').forEach(one => { one.loading = 'eager' })")
    yield still(page, whole=True)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    page.wait_for_load_state("networkidle")
    yield still(page, whole=True)
    page.evaluate("document.getElementById('__drawer').click()")
    yield still(page)
    page.evaluate("document.getElementById('__drawer').click()")
    page.locator("[data-search-open]").evaluate("one => one.click()")
    page.wait_for_function("document.querySelector('[data-kg-search]').style.opacity === ''")
    page.wait_for_load_state("networkidle")
    yield still(page)
    context.close()


# At each width of the theme's a page with all that a chapter has; the others once
@pytest.mark.whole
@pytest.mark.parametrize(
    ("width", "scheme", "language", "names"),
    [
        pytest.param(1280, "light", "es", ("instalacion/",), marks=pytest.mark.weekly),
        (1280, "light", "es", ("primera-maquina/",)),
        pytest.param(1280, "dark", "en", ("", "mensajes-anfitrion/"), marks=pytest.mark.weekly),
        pytest.param(1000, "light", "en", ("componentes/",), marks=pytest.mark.weekly),
        (390, "dark", "es", ("requisitos/",)),
        pytest.param(320, "light", "en", ("", "mensajes-anfitrion/"), marks=pytest.mark.weekly),
    ],
)
def test_with_the_cut_style_each_pixel_is_the_same(
    guide: Site, uncut: Site, browser: Browser, width: int, scheme: Scheme, language: Language, names: tuple[str, ...]
) -> None:
    for name in names:
        path = f"{FOLDERS[language]}{name}"
        both = [pictures(browser, f"{site.url}{path}", width, scheme) for site in (guide, uncut)]
        for number, (ours, whole) in enumerate(zip(*both, strict=True)):
            assert not difference(ours, whole), f"{path} at {width}, {scheme}, picture {number}"


@pytest.mark.whole
def test_a_rule_too_few_is_seen(guide_site: Path, uncut: Site, browser: Browser, tmp_path: Path) -> None:
    site = Path(copytree(guide_site, tmp_path / "site"))
    style = site / STYLE
    text = style.read_text(encoding="utf-8")
    style.write_text(re.sub(r"\.md-typeset \.admonition,", ".no-such,", text, count=1), encoding="utf-8")
    with served(site, BELOW) as url:
        broken = next(pictures(browser, f"{url}instalacion/", 1280, "light"))
    assert difference(broken, next(pictures(browser, f"{uncut.url}instalacion/", 1280, "light")))
