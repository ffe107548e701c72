"""The built site in a real browser, below a path, in both languages."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Request, Response, expect, sync_playwright
from tests.fabricated import GUIDE as SMALL
from tests.fabricated import PAGES, Project
from tests.web import launch, served

from kvm_guide.chapters import GUIDE
from kvm_guide.step import LANGUAGES, Guide, Language
from kvm_guide.student.examples import EXAMPLES, FILE

pytestmark = pytest.mark.browser
BELOW = "/some/where/"
PUBLISHED = "https://example.github.io/kvm-guide/"
FOLDERS: dict[Language, str] = {"es": "", "en": "en/"}
URLS = [FOLDERS[language] + ("" if page == "index" else f"{page}/") for language in LANGUAGES for page in PAGES]


@dataclass(frozen=True)
class Site:
    """A served site and the chapters it shows."""

    url: str
    folder: Path
    guide: Guide


@dataclass
class Watched:
    """A tab, and all that went wrong in it."""

    page: Page
    wrong: list[str] = field(default_factory=list)

    def go(self, url: str) -> Page:
        """Open `url` and wait until nothing is being fetched."""
        self.page.goto(url, wait_until="networkidle")
        return self.page


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = launch(playwright)
        yield launched
        launched.close()


@pytest.fixture(scope="session", params=["guide", "small"])
def site(request: pytest.FixtureRequest, built: Project, guide_site: Path) -> Iterator[Site]:
    """The guide itself as scripts/serve shows it, then a small site with all kinds of proof; both below a path."""
    folder, guide = (built.site, SMALL) if request.param == "small" else (guide_site, GUIDE)
    with served(folder, BELOW) as url:
        yield Site(url, folder, guide)


@pytest.fixture
def tab(browser: Browser) -> Iterator[Watched]:
    """A tab that notes every error and every request that leaves the site."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    context.set_default_timeout(15_000)
    watched = Watched(context.new_page())

    def request(asked: Request) -> None:
        if not asked.url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            watched.wrong.append(f"foreign request: {asked.url}")

    def response(answer: Response) -> None:
        if answer.status >= 400:
            watched.wrong.append(f"{answer.status}: {answer.url}")

    context.on("request", request)
    context.on("response", response)
    context.on("requestfailed", lambda failed: watched.wrong.append(f"failed: {failed.url}"))
    context.on("console", lambda said: watched.wrong.append(said.text) if said.type in ("error", "warning") else None)
    context.on("weberror", lambda error: watched.wrong.append(str(error.error)))
    yield watched
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_copy_button_yields_exactly_the_command(site: Site, tab: Watched, language: Language) -> None:
    copied: dict[str, str] = {}
    for chapter in site.guide.chapters:
        if not chapter.steps:
            continue
        page = tab.go(f"{site.url}{FOLDERS[language]}{chapter.page}/")
        for step in chapter.steps:
            button = page.locator(f'[data-step="{step.id}"] button[data-md-type="copy"]')
            expect(button).to_have_count(1)
            page.evaluate("navigator.clipboard.writeText('')")
            button.click()
            page.wait_for_function("async () => (await navigator.clipboard.readText()) !== ''")
            copied[step.id] = page.evaluate("navigator.clipboard.readText()")
        undos = sum(step.undo is not None for step in chapter.steps)
        helpers = page.locator("[data-helper]").count()
        assert page.locator('article button[data-md-type="copy"]').count() == len(chapter.steps) + undos + helpers
    assert copied == {step.id: step.command for step in site.guide.steps()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_takes_a_step_back_is_beside_it_and_copies_exactly(site: Site, tab: Watched, language: Language) -> None:
    copied: dict[str, str] = {}
    for chapter in site.guide.chapters:
        undoable = [step for step in chapter.steps if step.undo is not None]
        page = tab.go(f"{site.url}{FOLDERS[language]}{chapter.page}/") if undoable else tab.page
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
    pages = ["ayudante", *(chapter.page for chapter in GUIDE.chapters)] if site.guide is GUIDE else ["ayudante"]
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
            assert page.evaluate("navigator.clipboard.readText()") == example.typed(PUBLISHED)
            copied.add(example.command)
    assert copied == {example.command for example in EXAMPLES.values()}
    assert not tab.wrong


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
    for url in URLS:
        tab.go(site.url + url)
        assert not tab.wrong, url


@pytest.mark.parametrize("page_name", PAGES)
def test_the_language_switch_keeps_page_and_anchor(site: Site, tab: Watched, page_name: str) -> None:
    path = "" if page_name == "index" else f"{page_name}/"
    page = tab.go(site.url + path)
    heading = page.locator("article :is(h1, h2, h3)[id]").last.get_attribute("id")
    page.goto(f"{site.url}{path}#{heading}", wait_until="networkidle")
    page.locator("a[data-kg-language][hreflang=en]").click()
    page.wait_for_url(f"{site.url}en/{path}#{heading}")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(f'[id="{heading}"]')).to_have_count(1)
    page.locator("a[data-kg-language][hreflang=es]").click()
    page.wait_for_url(f"{site.url}{path}#{heading}")
    assert not tab.wrong


def test_the_language_switch_keeps_the_anchor_of_a_clicked_link(site: Site, tab: Watched) -> None:
    page = tab.go(f"{site.url}requisitos/")
    page.locator('[data-step="cpu-flags"]').hover()
    page.locator('[data-step="cpu-flags"] a.kg-anchor').click()
    page.locator("a[data-kg-language][hreflang=en]").click()
    page.wait_for_url(f"{site.url}en/requisitos/#cpu-flags")


def _search(page: Page, query: str) -> Locator:
    field = page.locator("input.md-search__input")
    field.focus()
    # The theme listens to keys, not to what the field holds.
    field.press_sequentially(query)
    results = page.locator("a.md-search-result__link")
    results.first.wait_for()
    return results


@pytest.mark.parametrize(
    ("language", "query"), [("es", "instalacion"), ("es", "página"), ("es", "virsh"), ("en", "virsh"), ("en", "page")]
)
def test_search_finds_pages_of_its_language_only(site: Site, tab: Watched, language: Language, query: str) -> None:
    home = site.url + FOLDERS[language]
    page = tab.go(f"{home}glosario/")
    results = _search(page, query)
    found = [str(link) for link in results.evaluate_all("links => links.map(link => link.href)")]
    own = re.compile(re.escape(home) + r"(?!en/)")
    assert found
    assert all(own.match(link) for link in found), found
    results.first.click()
    page.wait_for_load_state("networkidle")
    expect(page.locator("html")).to_have_attribute("lang", language)
    assert not tab.wrong


def test_accents_do_not_matter_to_the_search(site: Site, tab: Watched) -> None:
    page = tab.go(site.url)
    found = []
    for query in ("instalacion", "instalación"):
        page.reload(wait_until="networkidle")
        _search(page, query)
        # Results of the query's beginning come first.
        page.wait_for_timeout(1000)
        found.append(page.locator(".md-search-result__meta").inner_text())
    assert found[0] == found[1]


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
        page.wait_for_url(f"{url}{FOLDERS[other]}ayudante/")
        context.close()


def test_a_picture_and_the_whole_record_can_be_fetched(built: Project, tab: Watched) -> None:
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
            assert answer.json()["language"] == language
        assert not tab.wrong


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_accessibility_rule_is_broken(site: Site, browser: Browser, width: int, scheme: str) -> None:
    axe = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        has_touch=width < 600,
        is_mobile=width < 600,
    )
    page = context.new_page()
    broken = []
    # Of the small site, what only its records can show.
    for url in URLS if site.guide is GUIDE else [url for url in URLS if re.search("instalacion|verificacion", url)]:
        page.goto(site.url + url, wait_until="networkidle")
        page.evaluate("for (const folded of document.querySelectorAll('article details')) folded.open = true")
        page.evaluate(axe)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        broken += [
            f"{url}: {rule['id']}: {node['html'][:160]} ({node['failureSummary'].splitlines()[-1].strip()})"
            for rule in found["violations"]
            for node in rule["nodes"][:3]
        ]
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if overflow > 0:
            broken.append(f"{url}: {overflow} px wider than the screen")
    context.close()
    assert not broken, "\n".join(broken)
