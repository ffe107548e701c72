"""What a reader has done is kept in the reader's browser: ticks, how much of a lesson, where to go on."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.site.browsing import FOLDERS, Site, Watched, watched

from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.site.render.student.words import WORDS
from kvm_guide.troubles import trouble

pytestmark = pytest.mark.browser
KEY = "kvm-guide.progress.1"
DENIED = """
for (const name of ["localStorage", "sessionStorage"]) {
  Object.defineProperty(window, name, { configurable: true, get() { throw new DOMException("no", "SecurityError") } })
}
"""
COUNTS = {"es": "{} de {} pasos hechos", "en": "{} of {} steps done"}


def tick(page: Page, step: str) -> None:
    """Tick or untick `step` as who uses no mouse does."""
    page.locator(f'[data-step="{step}"] [data-kg-done]').focus()
    page.keyboard.press("Space")


def ticked(page: Page) -> list[str]:
    """The steps that the page shows as done."""
    found = page.locator("[data-kg-done]:checked")
    return [str(one) for one in found.evaluate_all("boxes => boxes.map(box => box.closest('[data-step]').id)")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_steps_stay_ticked_and_count_in_both_languages(small: Site, tab: Watched, language: Language) -> None:
    page = tab.go(f"{small.url}{FOLDERS[language]}instalacion/")
    count = page.locator("[data-kg-count]")
    expect(count).to_have_text(COUNTS[language].format(0, 2))
    expect(page.locator("[data-kg-next]")).to_be_hidden()
    tick(page, "install")
    expect(count).to_have_text(COUNTS[language].format(1, 2))
    # What is not for every reader can be ticked, and counts for none
    tick(page, "nested")
    expect(count).to_have_text(COUNTS[language].format(1, 2))
    page.locator("[data-kg-next]").click()
    page.wait_for_url(f"{small.url}{FOLDERS[language]}instalacion/#window")
    for other in LANGUAGES:
        tab.go(f"{small.url}{FOLDERS[other]}instalacion/")
        expect(count).to_have_text(COUNTS[other].format(1, 2))
        assert ticked(page) == ["nested", "install"]
    tick(page, "install")
    page.reload()
    expect(page.locator("#nested [data-kg-done]")).to_be_checked()
    assert ticked(page) == ["nested"]
    assert not tab.wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_home_page_leads_on_and_forgets(small: Site, tab: Watched, language: Language) -> None:
    home = small.url + FOLDERS[language]
    page = tab.go(home)
    part, go = page.locator(".kg-progress"), page.locator("[data-kg-go]")
    expect(part).to_be_hidden()
    tab.go(f"{home}requisitos/")
    tick(page, "cpu-flags")
    tab.go(home)
    expect(part).to_be_visible()
    expect(part.locator("[role=status]")).to_have_text(COUNTS[language].format(1, 4))
    expect(page.locator('[data-kg-card="requirements"] a')).to_contain_text(COUNTS[language].format(1, 2))
    expect(page.locator(".kg-card-done")).to_have_count(1)
    go.click()
    page.wait_for_url(f"{home}requisitos/#refused")
    tick(page, "refused")
    tab.go(home)
    expect(go).to_contain_text({"es": "Sigue con 5.", "en": "Go on with 5."}[language])
    go.click()
    page.wait_for_url(f"{home}instalacion/")
    for step in ("install", "window"):
        tick(page, step)
    tab.go(home)
    expect(go).to_be_hidden()
    all_done = {"es": "Has hecho todos los pasos.", "en": "You have done all steps."}[language]
    expect(part.locator("[role=status]")).to_have_text(all_done)
    page.locator("[data-kg-forget]").focus()
    page.keyboard.press("Enter")
    expect(part.locator("[role=status]")).to_be_focused()
    expect(page.locator(".kg-card-done")).to_have_count(0)
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('kvm-guide'))") == []
    page.reload()
    expect(part).to_be_hidden()
    assert not tab.wrong


def test_where_a_reader_was_is_known_without_a_tick(small: Site, tab: Watched) -> None:
    page = tab.go(f"{small.url}instalacion/")
    page.locator("#window").scroll_into_view_if_needed()
    page.evaluate("document.getElementById('window').scrollIntoView()")
    tab.go(small.url)
    expect(page.locator("[data-kg-go]")).to_have_attribute("href", f"{small.url}instalacion/#window")


def test_another_tab_shows_it_at_once(small: Site, tab: Watched) -> None:
    first = tab.go(f"{small.url}requisitos/")
    second = first.context.new_page()
    second.goto(f"{small.url}en/requisitos/")
    expect(second.locator("#cpu-flags [data-kg-done]")).not_to_be_checked()
    tick(first, "cpu-flags")
    expect(second.locator("#cpu-flags [data-kg-done]")).to_be_checked()
    assert not tab.wrong


@pytest.mark.parametrize(
    "garbage",
    [
        "",
        "no JSON",
        "null",
        "7",
        "[]",
        '{"done": 3, "optional": [], "at": "x"}',
        '{"done": {"requirements": "cpu-flags"}, "at": {"lesson": {}, "step": 1}}',
        '{"done": {"requirements": [null, "<b>", "gone", "gone"], "__proto__": ["x"]}, "at": {"lesson": "a"}}',
        '{"done": {}, "at": {"lesson": "requirements", "step": "javascript:alert(1)"}}',
    ],
)
def test_what_is_no_progress_is_passed_over(small: Site, tab: Watched, garbage: str) -> None:
    page = tab.go(f"{small.url}404.html")
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, garbage])
    tab.wrong.clear()
    tab.go(small.url)
    expect(page.locator("[data-kg-card]")).to_have_count(2)
    tab.go(f"{small.url}requisitos/")
    assert ticked(page) == []
    tick(page, "cpu-flags")
    page.reload()
    expect(page.locator("[data-kg-count]")).to_have_text("1 de 2 pasos hechos")
    assert not tab.wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_nothing_may_be_kept_it_works_while_the_page_is_open(
    small: Site, tab: Watched, language: Language
) -> None:
    tab.page.add_init_script(DENIED)
    page = tab.go(f"{small.url}{FOLDERS[language]}requisitos/")
    for step in ("cpu-flags", "refused"):
        tick(page, step)
    expect(page.locator("[data-kg-count]")).to_have_text(COUNTS[language].format(2, 2))
    # It is said once, where the first tick was
    note = page.locator("[role=alert]")
    expect(note).to_have_text(
        {
            "es": "Tu navegador no deja guardarlo: se olvida al salir de esta página.",
            "en": "Your browser does not let this be kept: it is forgotten when you leave this page.",
        }[language]
    )
    tick(page, "cpu-flags")
    assert ticked(page) == ["refused"]
    for url in ("", "instalacion/", "mensajes/"):
        tab.go(f"{small.url}{FOLDERS[language]}{url}", until="networkidle")
    assert not tab.wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_script_no_control_is_shown_and_what_differs_still_leads_on(
    small: Site, browser: Browser, language: Language
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = watched(context).page
    for url in ("", "requisitos/"):
        page.goto(f"{small.url}{FOLDERS[language]}{url}")
        for control in page.locator(".kg-js, .kg-progress").all():
            expect(control).to_be_hidden()
    assert page.locator(".kg-js").count() == 1
    assert page.locator(".kg-own :is(input, button)").count() == 0
    page.locator("#cpu-flags .kg-own").get_by_role("link", name=WORDS[language].differs).click()
    page.wait_for_url(f"{small.url}{FOLDERS[language]}mensajes-kvm/#nesting")
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_differs_unfolds_all_troubles_of_the_step_and_the_way_to_all_messages(
    small: Site, tab: Watched, language: Language
) -> None:
    page, words = tab.go(f"{small.url}{FOLDERS[language]}requisitos/"), WORDS[language]
    own = page.locator("#cpu-flags .kg-own")
    own.get_by_role("link", name=words.differs).click()
    expect(own.locator("summary")).to_be_focused()
    names = [trouble(name).title.in_(language) for name in ("nesting", "validate-hardware")]
    expect(own.locator("li a")).to_have_text([*names, words.none_of_them])
    own.locator("summary").click()
    expect(own.locator("ul")).to_be_hidden()
    own.locator("summary").click()
    own.get_by_role("link", name=names[1]).click()
    page.wait_for_url(f"{small.url}{FOLDERS[language]}mensajes-kvm/#validate-hardware")
    assert not tab.wrong


def test_a_step_without_troubles_leads_to_a_report_that_begins_with_the_step_and_its_proof(
    small: Site, tab: Watched
) -> None:
    page = tab.go(f"{small.url}instalacion/")
    known = page.request.get(f"{small.url}proofs/students.json").json()
    assert "report" not in known, "nobody knows where the small project's source is"
    page.locator("#install .kg-own a:not([data-kg-share])").click()
    # What is left while it is being fetched would count as failed
    page.wait_for_url(f"{small.url}mensajes/", wait_until="networkidle")
    page.route("**/students.json", lambda route: route.fulfill(json={**known, "report": f"{small.url}mensajes/"}))
    tab.go(f"{small.url}instalacion/")
    page.locator("#install .kg-own a:not([data-kg-share])").click()
    page.wait_for_url(lambda url: url.startswith(f"{small.url}mensajes/?"))
    asked = parse_qs(urlsplit(page.url).query)
    assert asked["title"] == ["Paso install: me sale otra cosa"]
    assert asked["body"][0].startswith("Paso: install\nLa prueba de la guía: Debian 12.13, 2026-11-22\n")
    assert not tab.wrong
