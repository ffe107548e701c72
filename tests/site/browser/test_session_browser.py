"""The recorded session, played: nothing of it comes before it is asked for, and all of it is there as text."""

from collections.abc import Callable
from importlib.resources import files

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.site.browsing import FOLDERS, PATIENCE, SCHEMES, Scheme, Site, Watched

from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.site.render.student.words import WORDS

pytestmark = pytest.mark.browser
ON_DEMAND = ("vendor", "session.js", "session.css", ".cast")
PLAYED = ".kg-screen .ap-term-text"
COMMAND = "sudo apt install -y qemu-system-x86"
_AXE = "axe.run('.kg-session', {resultTypes: ['violations']})"


def _go(tab: Watched, site: Site, language: Language = "es") -> Page:
    return tab.go(f"{site.url}{FOLDERS[language]}instalacion/", until="networkidle")


def _press(page: Page) -> None:
    page.locator("[data-kg-play]").focus()
    page.keyboard.press("Enter")


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_fetched_and_played_when_its_button_is_pressed(small: Site, tab: Watched, language: Language) -> None:
    fetched: list[str] = []
    tab.page.on("request", lambda request: fetched.append(request.url))
    page, words = _go(tab, small, language), WORDS[language]
    assert not [url for url in fetched if any(part in url for part in ON_DEMAND)]
    button = page.get_by_role("button", name=words.session_play)
    expect(button).to_have_attribute("aria-expanded", "false")
    _press(page)
    expect(page.get_by_role("region", name=words.playing["player"])).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")
    assert all(any(part in url for url in fetched) for part in ON_DEMAND)
    assert all(url.startswith(small.url) for url in fetched)
    expect(page.locator(PLAYED)).to_contain_text(COMMAND)
    page.wait_for_function("document.querySelector('.ap-time-elapsed').textContent >= '00:02'")
    expect(page.get_by_role("button", name=words.playing["pause"])).to_be_visible()
    expect(page.get_by_role("button", name=words.playing["full"])).to_be_visible()
    # Dressed as the guide's terminals are, over the player's own style; its help speaks English
    expect(page.locator(".kg-screen .ap-player")).to_have_css("background-color", "rgb(16, 35, 43)")
    expect(page.locator(".kg-screen .ap-kbd-button")).to_be_hidden()
    expect(page.locator(PLAYED)).to_contain_text("Setting up virt-manager")
    assert not tab.wrong


def test_it_is_used_by_keys_alone(small: Site, tab: Watched) -> None:
    page, words = _go(tab, small, "en"), WORDS["en"]
    _press(page)
    expect(page.locator(PLAYED)).to_contain_text(COMMAND)
    page.keyboard.press(" ")
    play = page.get_by_role("button", name=words.playing["play"], exact=True)
    expect(play).to_be_visible()
    # The next marker is the next step; letters that the theme or the search know are left to the player
    page.keyboard.press("]")
    steps = page.get_by_role("combobox", name=words.playing["jump"])
    expect(steps).to_have_value("1")
    for key in ("s", "/", "?", "n"):
        page.keyboard.press(key)
    assert page.locator("[data-kg-search]").evaluate("dialog => dialog.open") is False
    assert page.locator(".ap-overlay-help").count() == 0
    assert page.url.endswith("/en/instalacion/")
    steps.focus()
    page.keyboard.press("ArrowUp")
    expect(steps).to_have_value("0")
    page.wait_for_function("document.querySelector('.ap-time-elapsed').textContent === '00:00'")
    play.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=words.playing["pause"])).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".kg-player")).to_have_count(0)
    expect(page.locator("[data-kg-play]")).to_be_focused()
    expect(page.locator("[data-kg-play]")).to_have_attribute("aria-expanded", "false")
    assert not tab.wrong


def test_the_steps_of_the_recording_are_those_of_the_page(small: Site, tab: Watched) -> None:
    page = _go(tab, small)
    _press(page)
    titles = ["Instalar", "Abrir"]
    options = [f"{number}. {title}" for number, title in enumerate(titles, start=1)]
    expect(page.locator(".kg-player option")).to_have_text(options)
    expect(page.locator(".kg-screen .ap-marker")).to_have_count(2)


def test_with_little_motion_it_waits_to_be_started(small: Site, browser: Browser) -> None:
    context = browser.new_context(reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(f"{small.url}instalacion/")
    _press(page)
    play = page.get_by_role("button", name=WORDS["es"].playing["play"], exact=True)
    expect(play).to_be_visible()
    page.wait_for_timeout(1500)
    assert page.locator(".kg-screen .ap-time-elapsed").inner_text() in ("--:--", "00:00")
    play.click()
    page.wait_for_function("document.querySelector('.ap-time-elapsed').textContent >= '00:01'")
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_script_the_file_and_the_text_are_there(small: Site, browser: Browser, language: Language) -> None:
    context = browser.new_context(java_script_enabled=False)
    context.set_default_timeout(PATIENCE)
    page, words = context.new_page(), WORDS[language]
    page.goto(f"{small.url}{FOLDERS[language]}instalacion/")
    expect(page.locator("[data-kg-play]")).to_be_hidden()
    file = page.get_by_role("link", name=words.session_file)
    answer = page.request.get(file.evaluate("link => link.href"))
    assert answer.ok
    assert b"sudo apt install" in answer.body()
    page.get_by_role("link", name=words.session_text).click()
    expect(page.locator("body")).to_contain_text("Setting up virt-manager")
    context.close()


def test_a_page_without_recording_offers_none(small: Site, tab: Watched) -> None:
    page = tab.go(f"{small.url}requisitos/")
    assert page.locator("[data-kg-session]").count() == 0


def test_what_cannot_be_fetched_is_told_and_can_be_tried_again(small: Site, tab: Watched) -> None:
    page = _go(tab, small, "en")
    page.route("**/asciinema-player.min.js", lambda route: route.abort())
    _press(page)
    expect(page.locator("[data-kg-session] [role=alert]")).to_have_text(WORDS["en"].failed)
    page.unroute("**/asciinema-player.min.js")
    _press(page)
    expect(page.locator(PLAYED)).to_contain_text(COMMAND)


def _at_rest(page: Page) -> None:
    expect(page.locator("[data-kg-play]")).to_be_visible()


def _playing(page: Page) -> None:
    _press(page)
    page.wait_for_function("document.querySelector('.ap-time-elapsed')?.textContent >= '00:03'")


@pytest.mark.parametrize("state", [_at_rest, _playing])
@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark"), (390, "dark"), (1280, "light")])
def test_no_accessibility_rule_is_broken(
    small: Site, browser: Browser, state: Callable[[Page], None], width: int, scheme: Scheme
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(f"{small.url}{'en/' if width == 390 else ''}instalacion/")
    page.wait_for_function(f"document.body.dataset.mdColorScheme === '{SCHEMES[scheme]}'")
    state(page)
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    broken = [
        f"{rule['id']}: {node['html'][:160]} ({node['failureSummary'].splitlines()[-1].strip()})"
        for rule in page.evaluate(_AXE)["violations"]
        for node in rule["nodes"][:3]
    ]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        broken.append("the page is wider than the screen")
    context.close()
    assert not broken, "\n".join(broken)
