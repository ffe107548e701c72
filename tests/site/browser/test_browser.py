"""The built site in a real browser, below a path, in both languages."""

import hashlib
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from tests.fabricated import ADDRESS, PAGES, Project
from tests.recorded_guide import GUIDE as SMALL
from tests.recorded_guide import fabricated
from tests.site.browsing import BELOW, FOLDERS, Site, Watched, own
from tests.web import served

from kvm_guide.helper.cli.examples import DIGEST, EXAMPLES, FILE
from kvm_guide.lessons import GUIDE
from kvm_guide.model.release import NUMBERS
from kvm_guide.model.step import LANGUAGES, Language, Step

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_copy_button_yields_exactly_the_command(site: Site, tab: Watched, language: Language) -> None:
    copied: list[tuple[str, str]] = []
    for lesson in site.guide.lessons:
        if not lesson.steps:
            continue
        page = tab.go(f"{site.url}{FOLDERS[language]}{lesson.page}/")
        for step in lesson.steps:
            buttons = page.locator(f'[data-step="{step.id}"] button[data-md-type="copy"]')
            commands = [step.command, *others(site, step)]
            expect(buttons).to_have_count(len(commands))
            for button, command in zip(buttons.all(), commands, strict=True):
                page.evaluate("navigator.clipboard.writeText('')")
                button.click()
                page.wait_for_function("async () => (await navigator.clipboard.readText()) !== ''")
                copied.append((page.evaluate("navigator.clipboard.readText()"), command))
        more = sum(len(others(site, step)) for step in lesson.steps)
        undos = sum(step.undo is not None for step in lesson.steps)
        helpers = page.locator("[data-helper]").count()
        fixes = page.locator("[data-fix] [data-copy]").count()
        every = len(lesson.steps) + more + undos + helpers + fixes
        expect(page.locator('article button[data-md-type="copy"]')).to_have_count(every)
    assert [seen for seen, _ in copied] == [command for _, command in copied]
    assert {command for _, command in copied} >= {step.command for step in site.guide.steps()}


def others(site: Site, step: Step) -> list[str]:
    """The commands of `step` on other releases, where they are others."""
    return [there for number in NUMBERS if (there := step.on_release(number).command) != step.command]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_takes_a_step_back_is_beside_it_and_copies_exactly(site: Site, tab: Watched, language: Language) -> None:
    copied: dict[str, str] = {}
    for lesson in site.guide.lessons:
        undoable = [step for step in lesson.steps if step.undo is not None]
        page = tab.go(f"{site.url}{FOLDERS[language]}{lesson.page}/") if undoable else tab.page
        for step in undoable:
            undo = page.locator(f'[data-step="{step.id}"] + details[data-undo-of="{step.id}"]')
            expect(undo).to_have_count(1)
            expect(undo.locator("pre")).to_be_hidden()
            undo.locator("summary").click()
            button = undo.locator('button[data-md-type="copy"]')
            expect(button).to_have_count(1)
            page.evaluate("navigator.clipboard.writeText('')")
            button.click()
            page.wait_for_function("async () => (await navigator.clipboard.readText()) !== ''")
            copied[step.id] = page.evaluate("navigator.clipboard.readText()")
    assert copied == {step.id: step.undo for step in site.guide.steps() if step.undo is not None}
    assert not tab.wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_copy_button_of_the_helper_yields_exactly_its_command(
    site: Site, tab: Watched, language: Language
) -> None:
    course = [lesson.page for lesson in GUIDE.lessons if not lesson.optional]
    pages = ["ayudante", *course] if site.guide is GUIDE else ["ayudante"]
    copied = set[str]()
    for name in pages:
        page = tab.go(f"{site.url}{FOLDERS[language]}{name}/")
        blocks = page.locator("[data-helper]")
        assert blocks.count() >= 1, name
        for block in blocks.all():
            example = EXAMPLES[str(block.get_attribute("data-helper"))]
            button = block.locator('button[data-md-type="copy"]')
            expect(button).to_have_count(1)
            page.evaluate("navigator.clipboard.writeText('')")
            button.click()
            page.wait_for_function("async () => (await navigator.clipboard.readText()) !== ''")
            assert page.evaluate("navigator.clipboard.readText()") == example.typed(site.url)
            copied.add(example.command)
    assert copied == {example.command for example in EXAMPLES.values()}
    assert not tab.wrong


@pytest.mark.parametrize("below", ["/", "/an aula's/(kvm)/"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_copied_command_downloads_the_helper_wherever_the_site_is_served(
    built: Project, tab: Watched, tmp_path: Path, language: Language, below: str
) -> None:
    with served(built.site, below) as url:
        page = tab.go(f"{url}{FOLDERS[language]}ayudante/?from=a-search#get")
        block = page.locator("[data-helper=get]")
        block.locator('button[data-md-type="copy"]').click()
        page.wait_for_function("async () => (await navigator.clipboard.readText()) !== ''")
        copied = str(page.evaluate("navigator.clipboard.readText()"))
        assert block.locator("pre").inner_text().strip() == copied
        done = subprocess.run(["bash", "-c", copied], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{copied}: {done.stderr}"
    for name in (FILE, DIGEST):
        assert (tmp_path / name).read_bytes() == (built.site / name).read_bytes()


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_script_a_site_that_knows_no_address_offers_links_and_no_command(
    browser: Browser, site: Site, language: Language
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.url}{FOLDERS[language]}ayudante/")
    block = page.locator("[data-helper=get]")
    if site.guide is SMALL:
        # That site was built for an address.
        expect(block.locator("pre")).to_have_text(EXAMPLES["get"].typed(ADDRESS))
    else:
        expect(block.locator("pre")).to_be_hidden()
        for name in (FILE, DIGEST):
            with page.expect_download() as started:
                block.locator(f'a[download="{name}"]').click()
            assert started.value.path().read_bytes() == (site.folder / name).read_bytes()
    context.close()


def test_the_helper_is_downloaded_with_a_click_and_is_the_one_the_page_names(built: Project, tab: Watched) -> None:
    with served(built.site, BELOW) as url:
        for language in LANGUAGES:
            page = tab.go(f"{url}{FOLDERS[language]}ayudante/")
            with page.expect_download() as started:
                page.locator(f'.kg-helper-file a[download="{FILE}"]').click()
            assert started.value.suggested_filename == FILE
            digest = hashlib.sha256(started.value.path().read_bytes()).hexdigest()
            expect(page.locator(".kg-helper-file code")).to_have_text(digest)
    assert not tab.wrong


# The fabricated proofs are of 2026-11-22 at 20:15:30.
@pytest.mark.parametrize(
    ("language", "now", "said"),
    [
        ("es", "2026-12-22T20:15:00Z", None),
        ("es", "2026-12-22T20:16:00Z", "Esta comprobación tiene más de 30 días"),
        ("en", "2026-11-22T20:16:00Z", None),
        ("en", "2027-11-22T20:15:00Z", "This was verified more than 30 days ago"),
    ],
)
def test_an_old_proof_says_so_and_a_fresh_one_does_not(
    built: Project, tab: Watched, language: Language, now: str, said: str | None
) -> None:
    tab.page.clock.set_fixed_time(now)
    with served(built.site, BELOW) as url:
        page = tab.go(f"{url}{FOLDERS[language]}instalacion/")
        notes = page.locator(".kg-aged")
        # The step that is never run has no proof that could age.
        expect(notes).to_have_count(2 if said else 0)
        expect(page.locator('[data-step="install"] > .kg-proof time')).to_have_count(1)
        expect(page.locator('[data-step="nested"] .kg-aged')).to_have_count(0)
        if said:
            expect(page.locator('[data-step="install"] > .kg-proof + .kg-aged')).to_contain_text(said)
    assert not tab.wrong


def test_every_page_loads_with_no_error_and_no_foreign_request(site: Site, tab: Watched) -> None:
    for url in own(site):
        tab.go(site.url + url, until="networkidle")
        assert not tab.wrong, url


@pytest.mark.parametrize("page_name", PAGES)
def test_the_language_switch_keeps_page_and_anchor(guide: Site, tab: Watched, page_name: str) -> None:
    path = "" if page_name == "index" else f"{page_name}/"
    page = tab.go(guide.url + path)
    heading = page.locator("article :is(h1, h2, h3)[id]").last.get_attribute("id")
    page.goto(f"{guide.url}{path}#{heading}")
    page.locator("a[data-kg-language][hreflang=en]").click()
    # What is left while it is being fetched would count as failed
    page.wait_for_url(f"{guide.url}en/{path}#{heading}", wait_until="networkidle")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(f'[id="{heading}"]')).to_have_count(1)
    page.locator("a[data-kg-language][hreflang=es]").click()
    page.wait_for_url(f"{guide.url}{path}#{heading}")
    assert not tab.wrong


def test_the_language_switch_keeps_the_chosen_colours(built: Project, tab: Watched) -> None:
    with served(built.site, BELOW) as url:
        page = tab.go(f"{url}requisitos/")
        for _ in ("light", "dark"):
            page.locator("label[for^=__palette]:visible").click()
        for language in reversed(LANGUAGES):
            expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
            page.locator(f"a[data-kg-language][hreflang={language}]").click()
            page.wait_for_url(f"{url}{FOLDERS[language]}requisitos/")
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    assert not tab.wrong


def test_the_language_switch_keeps_the_anchor_of_a_clicked_link(guide: Site, tab: Watched) -> None:
    page = tab.go(f"{guide.url}requisitos/")
    page.locator('[data-step="cpu-flags"]').hover()
    page.locator('[data-step="cpu-flags"] a.kg-anchor').click()
    page.locator("a[data-kg-language][hreflang=en]").click()
    page.wait_for_url(f"{guide.url}en/requisitos/#cpu-flags")


@pytest.mark.parametrize("below", ["/kvm-guide/", "/"])
def test_the_404_page_speaks_both_languages_and_leads_home(browser: Browser, built: Project, below: str) -> None:
    with served(built.site, below) as url:
        context = browser.new_context()
        page = context.new_page()
        for missing in ("nada", "en/nada/de/nada/"):
            for language in LANGUAGES:
                answer = page.goto(url + missing)
                assert answer
                assert answer.status == 404
                expect(page.get_by_role("heading", name="Esta página no existe")).to_be_visible()
                expect(page.get_by_role("heading", name="This page does not exist")).to_be_visible()
                page.locator(f"a[hreflang={language}]").click()
                page.wait_for_url(url + FOLDERS[language])
                expect(page.locator("html")).to_have_attribute("lang", language)
        context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_script_the_guide_can_be_read_and_walked(browser: Browser, built: Project, language: Language) -> None:
    with served(built.site, BELOW) as url:
        context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
        page = context.new_page()
        page.goto(f"{url}{FOLDERS[language]}requisitos/")
        step = page.locator('[data-step="cpu-flags"]')
        expect(step.locator(".kg-proof")).to_be_visible()
        expect(step.locator(".kg-output")).to_be_hidden()
        step.locator(".kg-details > summary").click()
        expect(step.locator(".kg-output")).to_be_visible()
        page.locator("nav.md-nav--primary a", has_text="5.").click()
        page.wait_for_url(f"{url}{FOLDERS[language]}instalacion/")
        other = next(code for code in LANGUAGES if code != language)
        page.locator(f"a[data-kg-language][hreflang={other}]").click()
        page.wait_for_url(f"{url}{FOLDERS[other]}instalacion/")
        page.locator("a.md-footer__link--next").click()
        page.wait_for_url(f"{url}{FOLDERS[other]}ventajas/")
        context.close()


def test_a_picture_and_a_whole_output_can_be_fetched(built: Project, tab: Watched) -> None:
    with served(built.site, BELOW) as url:
        for language in LANGUAGES:
            page = tab.go(f"{url}{FOLDERS[language]}instalacion/")
            page.locator('[data-step="window"] img').scroll_into_view_if_needed()
            page.wait_for_function("document.querySelector('[data-step=window] img').naturalWidth === 2")
            page.locator('[data-step="install"] .kg-details > summary').click()
            link = page.locator('[data-step="install"] .kg-whole')
            expect(link).to_be_visible()
            answer = page.request.get(str(link.evaluate("link => link.href")))
            assert answer.status == 200
            steps = fabricated(built.guide.lesson("install"), language).record.steps
            assert answer.body().decode("utf-8-sig") == next(one.output for one in steps if one.id == "install")
        assert not tab.wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rest_of_a_long_output_comes_when_it_is_opened_and_stays_folded_until_it_is_wanted(
    built: Project, tab: Watched, language: Language
) -> None:
    steps = fabricated(built.guide.lesson("install"), language).record.steps
    whole = next(one.output or "" for one in steps if one.id == "install").rstrip("\n")
    with served(built.site, BELOW) as url:
        page = tab.go(f"{url}{FOLDERS[language]}instalacion/", until="networkidle")
        output = page.locator('[data-step="install"] .kg-output')
        marked = str(output.locator("mark").text_content())
        assert output.locator("i.kg-gap").count() == 1
        page.locator('[data-step="install"] .kg-details > summary').click()
        gap = output.locator("button.kg-gap")
        expect(gap).to_have_attribute("aria-expanded", "false")
        expect(output.get_by_text("Unpacking 30")).to_be_hidden()
        gap.click()
        expect(gap).to_have_attribute("aria-expanded", "true")
        expect(output.get_by_text("Unpacking 30")).to_be_visible()
        shown = output.inner_text().replace(f"{gap.inner_text()}\n", "")
        assert shown.strip("\n") == whole.strip("\n")
        expect(output.locator("mark")).to_have_text(marked)
        gap.click()
        expect(output.get_by_text("Unpacking 30")).to_be_hidden()
        assert not tab.wrong
