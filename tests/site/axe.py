"""axe on what a tab shows, with the rule of WCAG 2.2 that it leaves out unless asked: how large what is pressed is."""

from importlib.resources import files
from typing import Final

from playwright.sync_api import Page

_SCRIPT: Final = files("axe_playwright_python") / "axe.min.js"
_RULES: Final = "resultTypes: ['violations'], rules: {'target-size': {enabled: true}}"


def broken(page: Page, within: str = "document") -> list[str]:
    """What axe finds on the page, a line each. within: what to look at, as axe is told (JavaScript)."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_SCRIPT.read_text(encoding="utf-8"))
    found = page.evaluate(f"axe.run({within}, {{{_RULES}}})")
    return [
        f"{page.url}: {rule['id']}: {node['html'][:160]} ({node['failureSummary'].splitlines()[-1].strip()})"
        for rule in found["violations"]
        for node in rule["nodes"][:3]
    ]


def wider(page: Page) -> list[str]:
    """By how much the page is wider than the screen, which then scrolls two ways; nothing where it is not."""
    more = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{page.url}: {more} px wider than {page.evaluate('innerWidth')} px"] if more > 0 else []
