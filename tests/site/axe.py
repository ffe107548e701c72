"""axe on what a tab shows, with the rule of WCAG 2.2 that it leaves out unless asked: how large what is pressed is."""

from importlib.resources import files
from typing import Final

from playwright.sync_api import Page

_SCRIPT: Final = files("axe_playwright_python") / "axe.min.js"
_RULES: Final = "resultTypes: ['violations'], rules: {'target-size': {enabled: true}}"

OWN_BOX: Final = "pre, pre code, .md-typeset__scrollwrap, .kg-summary, .kg-diagram, .kg-list"
"""What may scroll sideways: what a terminal shows, wide tables, diagrams, lists of changes."""
_BEYOND: Final = """
ownBox => {
  const width = document.documentElement.clientWidth
  const more = document.documentElement.scrollWidth - width
  const beyond = [...document.querySelectorAll("article *, main *")].filter(one =>
    one.getBoundingClientRect().right > width + 1 && !one.closest("svg, .headerlink")
    && !one.parentElement.closest(ownBox) && one.checkVisibility({ visibilityProperty: true }))
  return [
    ...(more > 0 ? [`the page is ${more} px wider`] : []),
    ...beyond.slice(0, 3).map(one => `it is cut: ${one.outerHTML.slice(0, 120)}`),
  ]
}
"""


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
    """What of the page is beyond the screen's edge, so that it scrolls two ways or is cut, a line each."""
    screen = page.viewport_size
    assert screen is not None
    return [f"{page.url} at {screen['width']} px: {one}" for one in page.evaluate(_BEYOND, OWN_BOX)]
