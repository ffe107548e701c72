"""What students open is as accessible as the page it is on: axe on each state, sizes, focus, few colours, no motion."""

from collections.abc import Callable
from importlib.resources import files

import pytest
from playwright.sync_api import Browser, Page
from tests.site.browsing import PATIENCE, SCHEMES, Scheme, Site

pytestmark = pytest.mark.browser
_AXE = "axe.run(document, {resultTypes: ['violations']})"
_SMALL = """
() => [...document.querySelectorAll(
  ".kg-own :is(label, button, summary), .kg-lesson button, .kg-progress :is(a, button), .kg-tty :is(button, input),"
  + " .kg-present-bar button, .kg-present summary",
)].filter(one => one.checkVisibility() && Math.min(one.offsetWidth, one.offsetHeight) < 24).map(one => one.outerHTML)
"""
_UNSEEN_FOCUS = """
() => [...document.querySelectorAll(
  ".kg-own :is(input, button, summary), .kg-lesson button, .kg-progress :is(a, button), .kg-tty :is(button, input),"
  + " .kg-present :is(button:enabled, summary, .kg-present-slide)",
)].filter(one => one.checkVisibility()).filter(one => {
  if (document.querySelector("dialog[open]") && !one.closest("dialog")) return false
  one.focus({ focusVisible: true })
  const style = getComputedStyle(one)
  return style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2
}).map(one => one.outerHTML)
"""


def _home(page: Page, url: str) -> None:
    page.goto(f"{url}requisitos/")
    page.locator("#cpu-flags [data-kg-done]").check()
    page.goto(url)
    page.locator(".kg-progress").wait_for()


def _slip(page: Page, url: str) -> None:
    page.goto(f"{url}requisitos/")
    page.locator("#cpu-flags .kg-own a:not([data-kg-share])").click()
    page.locator("#cpu-flags .kg-own summary").wait_for()
    page.locator("#cpu-flags [data-kg-done]").check()
    page.locator("#cpu-flags [data-kg-type]").click()
    page.locator(".kg-tty-field").fill("grep –Ec 'x'")
    page.keyboard.press("Enter")


def _replay(page: Page, url: str) -> None:
    page.goto(f"{url}instalacion/")
    page.locator("#install [data-kg-type]").click()
    page.locator(".kg-tty-field").fill("sudo apt install -y qemu-system-x86 \\")
    page.keyboard.press("Enter")
    page.keyboard.type("virt-manager")
    page.keyboard.press("Enter")
    page.locator(".kg-tty-text").wait_for()


def _presentation(page: Page, url: str) -> None:
    page.goto(f"{url}instalacion/?present#install")
    page.locator(".kg-present").wait_for()
    page.keyboard.press("Enter")


STATES: dict[str, Callable[[Page, str], None]] = {
    "home": _home,
    "slip": _slip,
    "replay": _replay,
    "presentation": _presentation,
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark"), (390, "dark"), (1280, "light")])
def test_no_accessibility_rule_is_broken_by_what_students_open(
    small: Site, browser: Browser, state: str, width: int, scheme: Scheme
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    STATES[state](page, small.url + ("en/" if width == 390 else ""))
    page.wait_for_function(f"document.body.dataset.mdColorScheme === '{SCHEMES[scheme]}'")
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    broken = [
        f"{rule['id']}: {node['html'][:160]} ({node['failureSummary'].splitlines()[-1].strip()})"
        for rule in page.evaluate(_AXE)["violations"]
        for node in rule["nodes"][:3]
    ]
    broken += [f"smaller than 24 px: {one}" for one in page.evaluate(_SMALL)]
    broken += [f"its focus is not seen: {one}" for one in page.evaluate(_UNSEEN_FOCUS)]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        broken.append("the page is wider than the screen")
    context.close()
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize("state", STATES)
def test_with_few_colours_and_little_motion_nothing_is_lost(small: Site, browser: Browser, state: str) -> None:
    context = browser.new_context(forced_colors="active", reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    STATES[state](page, small.url)
    assert page.evaluate("document.getAnimations().length") == 0
    # Colours are the system's: what has its edge from a background alone would have none
    edges = page.evaluate(
        """() => [...document.querySelectorAll(".kg-tty, .kg-tty button, .kg-own button, .kg-present .kg-command")]
          .filter(one => one.checkVisibility() && getComputedStyle(one).borderTopStyle === "none").length"""
    )
    assert edges == 0
    assert page.evaluate(_UNSEEN_FOCUS) == []
    context.close()
