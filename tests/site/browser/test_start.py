"""When a page's scripts begin: once it is seen, so that they keep nobody waiting; and that all of them do."""

from pathlib import Path
from shutil import copytree

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.site.browsing import BELOW, PATIENCE, Site, Watched
from tests.web import served

pytestmark = pytest.mark.browser

PAGE = "instalacion/"
# What was painted when each script of the page began to be run, by its file's name
NOTE = """new MutationObserver(changes => {
  for (const node of changes.flatMap(change => [...change.addedNodes])) if (node.matches?.("script[src]")) {
    (window.begun ??= {})[node.src.split("/").at(-1)] = performance.getEntriesByName("first-contentful-paint").length
  }
}).observe(document, { childList: true, subtree: true })"""
# How much of what was seen has moved, as browsers reckon it
MOVED = """window.moved = 0
new PerformanceObserver(seen => { for (const one of seen.getEntries()) moved += one.value })
  .observe({ type: "layout-shift", buffered: true })"""
UNTOLD = "window.PerformanceObserver = class { observe() {} }"
# Nothing begins only because a second has gone by
PATIENT = """const after = window.setTimeout
window.setTimeout = (does, wait, ...rest) => wait === 1000 ? 0 : after(does, wait, ...rest)"""
HIDDEN = f"""Object.defineProperty(document, "hidden", {{ get: () => true }})
{UNTOLD}
{PATIENT}"""


def begun(page: Page) -> dict[str, int]:
    """By the name of each script: 1 where the page was seen before it began."""
    expect(page.locator("[data-kg-done]").first).to_be_attached()
    found = page.evaluate("window.begun")
    assert isinstance(found, dict)
    return {name: int(seen) for name, seen in found.items()}


def test_scripts_begin_once_the_page_is_seen_in_their_order(small: Site, tab: Watched) -> None:
    tab.page.add_init_script(NOTE)
    found = begun(tab.go(small.url + PAGE))
    theme, *own = found
    assert theme.startswith("bundle.")
    assert own == ["guide.js", "store.js", "lesson.js"]
    assert set(found.values()) == {1}
    assert tab.wrong == []


def test_a_script_that_does_not_wait_is_seen(small: Site, browser: Browser, tmp_path: Path) -> None:
    site = Path(copytree(small.folder, tmp_path / "site"))
    file = site / PAGE / "index.html"
    text = file.read_text(encoding="utf-8")
    early = '<script type="module" src="../assets/js/student/store.js?early"></script>'
    file.write_text(text.replace("<title>", f"{early}<title>"), encoding="utf-8")
    page = browser.new_page()
    page.set_default_timeout(PATIENCE)
    page.add_init_script(NOTE)
    with served(site, BELOW) as url:
        page.goto(url + PAGE)
        found = begun(page)
        assert (found["store.js?early"], found["guide.js"]) == (0, 1)
    page.close()


def test_a_page_in_a_tab_behind_begins_too(small: Site, tab: Watched) -> None:
    tab.page.add_init_script(HIDDEN)
    page = tab.go(small.url + PAGE)
    expect(page.locator("[data-kg-done]").first).to_be_attached()
    assert tab.wrong == []


def test_a_page_that_is_left_before_it_is_seen_begins(small: Site, tab: Watched) -> None:
    tab.page.add_init_script(f"window.kgBegun = true\n{UNTOLD}\n{PATIENT}")
    page = tab.go(small.url + PAGE)
    assert page.locator("[data-kg-done]").count() == 0
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("[data-kg-done]").first).to_be_attached()


def test_a_page_of_whose_drawing_no_browser_tells_begins_by_itself(small: Site, tab: Watched) -> None:
    tab.page.add_init_script(UNTOLD)
    page = tab.go(small.url + PAGE)
    expect(page.locator("[data-kg-done]").first).to_be_attached()
    assert tab.wrong == []


def test_each_block_of_code_has_its_copy_button_wherever_one_looks(guide: Site, tab: Watched) -> None:
    page = tab.go(guide.url + PAGE)
    expect(page.locator(".md-code__button").first).to_be_attached()
    blocks = "[...document.querySelectorAll('article pre > code')]"
    found = page.evaluate(f"{blocks}.map(code => code.parentElement.querySelectorAll('button[title]').length)")
    assert len(found) > 20
    assert set(found) == {1}
    assert page.evaluate("new Set([...document.querySelectorAll('[id]')].map(one => one.id)).size") == page.evaluate(
        "document.querySelectorAll('[id]').length"
    )


def test_the_theme_does_its_work_once(guide: Site, tab: Watched) -> None:
    page = tab.go(guide.url + PAGE)
    expect(page.locator(".md-typeset__scrollwrap").first).to_be_attached()
    assert page.locator(".md-typeset__scrollwrap .md-typeset__scrollwrap").count() == 0
    assert page.locator("article > table:not([class])").count() == 0


def moved(page: Page, url: str) -> float:
    """How much of the page at `url` moves as it comes, on a phone: from 0.1 on it is told of as bad."""
    page.set_viewport_size({"width": 412, "height": 823})
    page.goto(url, wait_until="networkidle")
    return float(page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(() => done(moved), 100)))"))


def test_nothing_moves_when_scripts_begin(guide: Site, tab: Watched) -> None:
    tab.page.add_init_script(MOVED)
    for path in ("", "instalacion/", "informes/", "en/mensajes-kvm/"):
        assert moved(tab.page, guide.url + path) < 0.05, path
    assert not tab.wrong


def test_what_moves_when_a_script_shows_it_late_is_seen(guide: Site, tab: Watched) -> None:
    tab.page.add_init_script(MOVED)
    tab.page.route("**/teacher/reports.css", lambda route: route.fulfill(body="", content_type="text/css"))
    assert moved(tab.page, f"{guide.url}informes/") > 0.1
