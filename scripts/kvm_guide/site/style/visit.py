"""Which selectors match anything on the built pages, whatever a reader does there: a browser is asked."""

import functools
import http.server
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from kvm_guide.errors import Broken
from kvm_guide.site.book.browser import launch

# With the contents beside the text, and with a drawer for both
WIDTHS: Final = (1280, 390)
_HEIGHT: Final = 900
_PATIENCE: Final = 30_000
"""Milliseconds."""
_WAIT: Final = 150
"""Milliseconds: what a press brings is there by then."""
# What no browser understands is kept, for nobody can say of it that it matches nothing
MATCHING: Final = """selectors => selectors.filter(one => {
  try { return document.querySelector(one) !== null } catch { return true }
})"""
# What the page is before any script has run
AS_WRITTEN: Final = f"""([selectors, html]) => {{
  const document = new DOMParser().parseFromString(html, "text/html")
  return ({MATCHING})(selectors)
}}"""


def matched(site: Path, selectors: Sequence[str], tell: Callable[[str], None]) -> set[str]:
    """Those of `selectors` that match something on some page of the built `site`, in some state of it.

    tell: is told of each page. Raises Broken where there is no browser.
    """
    found = set[str]()
    with _served(site) as url, _browser() as browser:
        for file in sorted(site.rglob("index.html")):
            found |= as_written(browser, file, selectors)
            path = file.parent.relative_to(site).as_posix().removeprefix(".")
            for width in WIDTHS:
                page = browser.new_page(viewport={"width": width, "height": _HEIGHT})
                page.set_default_timeout(_PATIENCE)
                page.goto(f"{url}/{path}/" if path else f"{url}/")
                for _ in _states(page):
                    page.wait_for_timeout(_WAIT)
                    found |= set(page.evaluate(MATCHING, [one for one in selectors if one not in found]))
                page.close()
            tell(f"{path or 'home'}: {len(found)} of {len(selectors)}")
    return found


def as_written(browser: Browser, file: Path, selectors: Sequence[str]) -> set[str]:
    """Those of `selectors` that match something on the page in `file`, for a reader without scripts."""
    page = browser.new_page()
    found = page.evaluate(AS_WRITTEN, [list(selectors), file.read_text(encoding="utf-8")])
    page.close()
    return set(found)


def _states(page: Page) -> Iterator[None]:
    """Bring `page` into all states that it has, one after the other."""
    yield
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    page.evaluate("scrollTo(0, document.body.scrollHeight / 2)")
    yield
    page.evaluate("scrollTo(0, document.body.scrollHeight / 3)")  # upwards, and a button leads to the top
    yield
    for palette in page.locator("[data-md-component=palette] input").all():
        palette.evaluate("input => input.click()")
        yield
    yield from _press(page, ".kg-fact-sign")
    page.keyboard.press("Escape")
    yield from _press(page, "button[data-md-type=copy]")
    for opened in ("[data-kg-type]", "[data-kg-play]"):
        yield from _press(page, opened)
        yield from _press(page, opened)
    yield from _press(page, "label[for=__toc]")
    yield from _press(page, "label[for=__drawer]")
    page.evaluate("document.getElementById('__drawer').checked = false")
    yield from _press(page, "[data-kg-present]")
    page.keyboard.press("Escape")
    yield from _press(page, "[data-search-open]")
    page.keyboard.type("virsh")
    try:
        page.wait_for_selector("[data-search-hit]", timeout=_PATIENCE)
    except PlaywrightError as error:
        raise Broken(f"the search of the built pages finds nothing ({error}): correct that first") from error
    yield


def _press(page: Page, selector: str) -> Iterator[None]:
    if page.locator(selector).count():
        page.locator(selector).first.evaluate("one => one.click()")
        yield


@contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        try:
            browser = launch(playwright)
        except PlaywrightError as error:
            raise Broken("there is no browser to look at the pages. Run: sudo apt install chromium-shell") from error
        yield browser
        browser.close()


class _Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@contextmanager
def _served(site: Path) -> Iterator[str]:
    handler = functools.partial(_Handler, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
