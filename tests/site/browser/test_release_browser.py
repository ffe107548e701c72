"""A reader says once which Debian is theirs, on any page, and sees that one's proofs; without script all are there."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.fabricated import Project, make
from tests.shared import once
from tests.site import axe, releases
from tests.site.browser.test_progress_browser import DENIED
from tests.site.browsing import BELOW, FOLDERS, PATIENCE, SCHEMES, Scheme, Site, Watched, watched
from tests.web import served

from kvm_guide.model.step import LANGUAGES, Language

pytestmark = pytest.mark.browser
KEY = "kvm-guide.debian"
LABEL = {"es": "Tu Debian:", "en": "Your Debian:"}
SEEN = """
id => [...document.querySelectorAll(`#${id} .kg-proof`)].filter(one => one.checkVisibility())
  .map(one => one.parentElement.dataset.release ?? "12")
"""
READ_OUT = """
id => document.getElementById(id).getAttribute("aria-describedby").split(" ")
  .map(name => document.getElementById(name).parentElement.dataset.release ?? "12")
"""


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The small site with records of three releases, one of them imaginary."""

    def build(root: object) -> None:
        with releases.imagined():
            project = make(root)  # type: ignore[arg-type]
            releases.record(project.docs / "records", "13", "14")
            project.build()

    project = Project(once(tmp_path_factory, "releases", build))
    with served(project.site, BELOW) as url:
        yield Site(url, project.site, project.guide)


def choose(page: Page, language: Language, number: str) -> None:
    """Choose a release as who uses no mouse does."""
    control = page.get_by_label(LABEL[language])
    control.focus()
    page.keyboard.type(f"Debian {number}")
    expect(control).to_have_value(number)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_release_chosen_by_keyboard_holds_on_every_page_in_both_languages(
    many: Site, tab: Watched, language: Language
) -> None:
    page = tab.go(f"{many.url}{FOLDERS[language]}instalacion/")
    assert page.evaluate(SEEN, "install") == ["12", "13", "14"]
    assert page.evaluate(READ_OUT, "install") == ["12", "13", "14"]
    choose(page, language, "13")
    assert page.evaluate("key => localStorage.getItem(key)", KEY) == "13"
    for other in LANGUAGES:
        for place in ("instalacion/", "requisitos/"):
            tab.go(f"{many.url}{FOLDERS[other]}{place}")
            step = "install" if place == "instalacion/" else "refused"
            assert page.evaluate(SEEN, step) == ["13"]
            assert page.evaluate(READ_OUT, step) == ["13"]
            expect(page.locator(f"#{step} > .kg-details")).to_be_hidden()
            expect(page.locator(f"#{step} [data-release='14']")).to_be_hidden()
        # What has no proof of its own there keeps the guide's own
        tab.go(f"{many.url}{FOLDERS[other]}instalacion/")
        assert page.evaluate(SEEN, "nested") == ["12"]
    choose(page, "en", "12")
    assert page.evaluate(SEEN, "install") == ["12"]
    expect(page.locator("#install > .kg-details")).to_be_visible()
    tab.go(f"{many.url}{FOLDERS[language]}")
    expect(page.get_by_label(LABEL[language])).to_have_value("12")
    page.get_by_label(LABEL[language]).select_option(index=0)
    tab.go(f"{many.url}{FOLDERS[language]}instalacion/")
    assert page.evaluate(SEEN, "install") == ["12", "13", "14"]
    assert not tab.wrong


def test_the_choice_is_known_before_anything_is_seen(many: Site, tab: Watched) -> None:
    page = tab.go(f"{many.url}instalacion/")
    choose(page, "es", "14")
    # Without the page's script, which comes late, it is there already
    page.route("**/assets/js/guide.js", lambda route: route.abort())
    page.goto(f"{many.url}instalacion/")
    assert page.evaluate(SEEN, "install") == ["14"]


def test_the_output_of_a_release_comes_when_it_is_opened_marked_and_only_once(many: Site, tab: Watched) -> None:
    page = tab.go(f"{many.url}instalacion/", until="networkidle")
    choose(page, "es", "13")
    folded = page.locator("#install [data-release='13'] .kg-details")
    summary = folded.locator("summary")
    for _ in range(3):
        summary.focus()
        page.keyboard.press("Enter")
    expect(folded.locator("pre.kg-output")).to_have_count(1)
    expect(folded.locator("pre.kg-output")).to_contain_text("Setting up virt-manager (1:5.0.0-5)")
    expect(folded.locator("mark")).to_have_text(["Setting up virt-manager (1:5.0.0-5) …"])
    assert not tab.wrong


def test_another_picture_of_a_release_takes_the_place_of_the_guide_s_own(many: Site, tab: Watched) -> None:
    page = tab.go(f"{many.url}instalacion/")
    choose(page, "es", "13")
    expect(page.locator("#window > .kg-picture")).to_be_hidden()
    picture = page.locator("#window [data-release='13'] .kg-picture img")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", value=True)
    assert str(picture.get_attribute("src")).endswith("/records/debian-13/virt-manager.es.png")
    assert picture.evaluate("one => one.naturalWidth") == 2
    assert not tab.wrong


def test_where_the_browser_keeps_nothing_the_choice_holds_for_the_page(many: Site, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    context.add_init_script(DENIED)
    tab = watched(context)
    page = tab.go(f"{many.url}instalacion/")
    choose(page, "es", "13")
    assert page.evaluate(SEEN, "install") == ["13"]
    tab.go(f"{many.url}instalacion/")
    assert page.evaluate(SEEN, "install") == ["12", "13", "14"]
    assert not tab.wrong
    context.close()


def test_without_script_all_releases_are_there_and_no_control(many: Site, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(f"{many.url}instalacion/")
    for number in ("13", "14"):
        expect(page.locator(f"#install [data-release='{number}'] > .kg-proof")).to_be_visible()
        link = page.locator(f"#install [data-release='{number}'] .kg-whole")
        expect(link).to_be_visible()
        assert page.request.get(f"{many.url}instalacion/{link.get_attribute('href')}").ok
    expect(page.locator("#install > .kg-proof")).to_be_visible()
    expect(page.locator("select")).to_have_count(0)
    context.close()


def test_a_presentation_shows_the_chosen_release(many: Site, tab: Watched) -> None:
    page = tab.go(f"{many.url}instalacion/")
    choose(page, "es", "13")
    tab.go(f"{many.url}instalacion/?present#install")
    slide = page.locator(".kg-present-slide")
    expect(slide.locator(".kg-proof")).to_have_count(1)
    expect(slide.locator(".kg-proof")).to_contain_text("Debian 13.2")
    slide.locator("summary").click()
    expect(slide.locator("pre.kg-output")).to_contain_text("Setting up virt-manager (1:5.0.0-5)")


def test_the_terminal_on_the_page_answers_as_the_chosen_release_did(many: Site, tab: Watched) -> None:
    page = tab.go(f"{many.url}instalacion/")
    for number, printed, debian in (("13", "(1:5.0.0-5)", "13.2"), ("12", "(1:4.1.0-2)", "12.13")):
        choose(page, "es", number)
        page.locator("#install [data-kg-type]").click()
        expect(page.locator("#install .kg-tty-field")).to_be_focused()
        page.keyboard.type(str(page.locator("#install [data-copy]").first.get_attribute("data-copy")))
        page.keyboard.press("Enter")
        expect(page.locator("#install .kg-tty-log .kg-tty-text")).to_contain_text(f"Setting up virt-manager {printed}")
        expect(page.locator("#install .kg-tty-log .kg-tty-said")).to_contain_text(f"Debian {debian}")
        page.keyboard.press("Escape")
    assert not tab.wrong


def test_the_recording_that_is_played_is_the_chosen_release_s(many: Site, tab: Watched) -> None:
    fetched: list[str] = []
    tab.page.on("request", lambda request: fetched.append(request.url))
    page = tab.go(f"{many.url}instalacion/")
    for number, debian in (("13", "13.2"), ("12", None)):
        choose(page, "es", number)
        page.locator("[data-kg-play]").click()
        expect(page.locator(".kg-player .ap-term-text")).to_contain_text("sudo apt install")
        assert fetched[-1].endswith(f"/records/debian-{number}/install.es.cast")
        # The page's own is told of above it
        told = page.locator(".kg-player > p:first-child")
        expect(told).to_have_count(1 if debian else 0)
        if debian:
            expect(told).to_contain_text(f"Debian {debian}")
        page.locator(".kg-player .kg-session-ways button").click()
    assert not tab.wrong


def test_a_fact_opens_with_what_was_answered_on_each_release(many: Site, tab: Watched) -> None:
    page = tab.go(f"{many.url}requisitos/")
    page.locator(".kg-fact-sign").click()
    box = page.locator(".kg-fact-proof")
    for number in ("12.13", "13.2", "14.2"):
        expect(box).to_contain_text(f"Debian {number}")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", [1280, 320])
def test_nothing_of_it_is_barred_to_anybody(many: Site, browser: Browser, scheme: Scheme, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    for path in ("", "instalacion/", "debian-13/", "en/verificacion/"):
        page.goto(f"{many.url}{path}")
        assert axe.broken(page) == []
        assert axe.wider(page) == []
    context.close()
