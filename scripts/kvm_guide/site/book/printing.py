"""A document printed by Chromium, which cannot say on which page a place is: it is printed until it says so itself."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from playwright.sync_api import Error, sync_playwright

from kvm_guide.errors import Broken
from kvm_guide.site.book import pdf
from kvm_guide.site.book.browser import launch

_MOST: Final = 5
_PATIENCE: Final = 300_000
"""Milliseconds for a print: a small machine may have other work."""
_FILL: Final = """pages => {
  for (const one of document.querySelectorAll("[data-page-of]")) one.textContent = pages[one.dataset.pageOf] ?? "000"
}"""


def printed(file: Path) -> bytes:
    """The HTML document in `file` as a PDF: each element with `data-page-of` holds the page of the place it names.

    Raises Broken where Chromium does not work, or the pages never settle.
    """
    try:
        with sync_playwright() as playwright:
            browser = launch(playwright)
            page = browser.new_page()
            page.set_default_timeout(_PATIENCE)
            page.goto(file.as_uri())
            page.evaluate("document.fonts.ready")
            known: Mapping[str, int] = {}
            for _ in range(_MOST):
                page.evaluate(_FILL, dict(known))
                made = page.pdf(prefer_css_page_size=True, print_background=True, tagged=True, outline=True)
                before, known = known, pdf.pages_of(made)
                if known == before:
                    return made
    except Error as error:
        said = error.message.splitlines()[0]
        raise Broken(
            f"Chromium did not print the guide ({said}): set the tools up anew with scripts/build --all"
        ) from error
    raise Broken(f"page numbers move the guide's pages at each of {_MOST} prints: give them a fixed width in book.css")
