"""The site's search in a real browser: pages of one's own language, and the messages of the table before all."""

import json
import re
from importlib.resources import files

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.fabricated import Project
from tests.site.browsing import BELOW, FOLDERS, Site, Watched
from tests.troubles.mutations import FOREIGN, fits, halves, in_terminal, mutated, said, telling
from tests.troubles.sample import SAMPLE
from tests.web import served

from kvm_guide.helper.diagnosis.obstacle import entry
from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.site.search import Hit, messages
from kvm_guide.site.sections import Section
from kvm_guide.troubles import TROUBLES, trouble
from kvm_guide.troubles.matching import match
from kvm_guide.troubles.model import Trouble

pytestmark = pytest.mark.browser

SAYINGS = [
    (one, text)
    for one in TROUBLES
    for message in one.messages
    for language in LANGUAGES
    if (text := said(message, language)) is not None
]

# All queries in one go: for each, the first hit's address, and how many hits are messages.
_SEARCH_ALL = """async queries => {
  const field = document.querySelector("[data-search-field]"), list = document.querySelector("[data-search-hits]")
  const found = []
  for (const query of queries) {
    field.value = query
    field.dispatchEvent(new Event("input"))
    const end = performance.now() + 20000
    while (list.dataset.query !== query) {
      if (performance.now() > end) throw new Error(`no answer to ${query}`)
      await new Promise(resume => setTimeout(resume, 4))
    }
    const links = [...list.querySelectorAll("[data-search-hit]")]
    found.push([links[0]?.href ?? "", links.filter(link => link.href.includes("/mensajes-")).length])
  }
  return found
}"""

_FIND_ALL = """async ([base, table, texts]) => {
  const { find, prepare } = await import(base + "assets/js/search/messages.js")
  const ready = prepare(table)
  return texts.map(text => find(text, ready).map(one => [one.trouble, one.score, one.whole]))
}"""


def _open(page: Page) -> None:
    page.locator("[data-search-open]").click()
    expect(page.locator("[data-search-field]")).to_be_focused()


def _search(page: Page, query: str) -> Locator:
    """The hits for `query`, typed into the open field, once all are there."""
    page.locator("[data-search-field]").fill(query)
    page.wait_for_function("query => document.querySelector('[data-search-hits]').dataset.query === query", arg=query)
    return page.locator("[data-search-hit]")


def _links(hits: Locator) -> list[str]:
    return [str(link) for link in hits.evaluate_all("links => links.map(link => link.href)")]


def _all(page: Page, queries: list[str]) -> list[tuple[str, int]]:
    _open(page)
    return [(str(first), int(entries)) for first, entries in page.evaluate(_SEARCH_ALL, queries)]


@pytest.mark.parametrize("site", ["small", pytest.param("guide", marks=pytest.mark.whole)], indirect=True)
@pytest.mark.parametrize(
    ("language", "query"), [("es", "instalacion"), ("es", "página"), ("es", "virsh"), ("en", "virsh"), ("en", "page")]
)
def test_search_finds_pages_of_its_language_only(site: Site, tab: Watched, language: Language, query: str) -> None:
    home = site.url + FOLDERS[language]
    page = tab.go(f"{home}glosario/")
    _open(page)
    hits = _search(page, query)
    found = _links(hits)
    own = re.compile(re.escape(home) + r"(?!en/)")
    assert found
    assert all(own.match(link) and "#" in link for link in found), found
    hits.first.click()
    page.wait_for_url(found[0])
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("[data-kg-search]")).to_be_hidden()
    assert not tab.wrong


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("es", "instalacion", "instalación"),
        ("es", "maquina", "máquina"),
        ("es", "red", "redes"),
        ("en", "guest", "guests"),
    ],
)
def test_accents_and_endings_do_not_matter(
    guide_url: str, tab: Watched, language: Language, one: str, other: str
) -> None:
    page = tab.go(guide_url + FOLDERS[language])
    _open(page)
    found = [_links(_search(page, query)) for query in (one, other)]
    assert found[0]
    assert len(set(found[0]) & set(found[1])) >= len(found[0]) / 2


@pytest.mark.parametrize(
    ("language", "query", "anchor"),
    [
        ("es", "virsh net-start default", "#network-start"),
        ("en", "virsh net-start default", "#network-start"),
        ("es", "Ver la red en marcha", "#network-after"),
        ("en", "sudo apt update", "#update-index"),
    ],
)
def test_a_step_is_found_by_its_command_and_by_its_title(
    guide_url: str, tab: Watched, language: Language, query: str, anchor: str
) -> None:
    page = tab.go(guide_url + FOLDERS[language])
    _open(page)
    found = _links(_search(page, query))
    assert found[0].endswith(anchor), found
    assert not tab.wrong


def test_a_text_that_nothing_has_in_full_finds_what_has_its_rarest_words(guide_url: str, tab: Watched) -> None:
    page = tab.go(guide_url)
    _open(page)
    found = _links(_search(page, "por qué dice qwertyuiop que dnsmasq no está en mi ordenador portátil de xyzzy"))
    assert found
    # Pagefind takes "xyz" for a word that begins with x
    assert _links(_search(page, "xyzzy")) == []
    expect(page.get_by_role("status")).to_contain_text("No hay resultados")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_fetched_before_somebody_searches(guide_url: str, tab: Watched, language: Language) -> None:
    asked: list[str] = []
    tab.page.on("request", lambda request: asked.append(request.url))
    home = guide_url + FOLDERS[language]
    page = tab.go(f"{home}instalacion/", until="networkidle")
    assert not [url for url in asked if re.search(r"pagefind|search/|workers|lunr|search_index|sitemap", url)]
    before = len(asked)
    _open(page)
    _search(page, "virsh")
    fetched = asked[before:]
    assert [url for url in fetched if "pagefind.js" in url]
    # Each language has its search at its own place, and nothing of the other's is fetched
    other = [FOLDERS[one] for one in LANGUAGES if one != language and FOLDERS[one]]
    assert not [
        url for url in fetched if not url.startswith(home) or url.startswith(tuple(home + one for one in other))
    ]
    assert not tab.wrong


def test_all_by_keyboard(guide_url: str, tab: Watched) -> None:
    page = tab.go(f"{guide_url}en/requisitos/")
    page.locator("[data-search-open]").focus()
    page.keyboard.press("/")
    field = page.locator("[data-search-field]")
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    page.keyboard.type("virsh net", delay=5)
    page.wait_for_function("document.querySelector('[data-search-hits]').dataset.query === 'virsh net'")
    hits = page.locator("[data-search-hit]")
    page.keyboard.press("ArrowDown")
    expect(hits.first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(hits.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    first = _links(hits)[0]
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator("[data-search-open]")).to_be_focused()
    page.keyboard.press("s")
    page.keyboard.press("Enter")
    page.wait_for_url(first)


def test_who_presses_enter_before_the_answer_is_led_to_it(guide_url: str, tab: Watched) -> None:
    page = tab.go(f"{guide_url}en/requisitos/")
    page.locator("[data-search-open]").focus()
    page.keyboard.press("/")
    expect(page.locator("[data-search-field]")).to_be_focused()
    page.keyboard.insert_text("virsh net-start default")
    page.keyboard.press("Enter")
    page.wait_for_url("**/instalacion/#network-start")
    assert not tab.wrong


def test_a_key_typed_into_a_field_or_with_control_opens_no_search(guide_url: str, tab: Watched) -> None:
    page = tab.go(guide_url)
    page.keyboard.press("Control+f")
    page.evaluate("document.body.append(Object.assign(document.createElement('input'), {id: 'mine'}))")
    page.locator("#mine").press_sequentially("fs/")
    expect(page.locator("#mine")).to_have_value("fs/")
    expect(page.locator("[data-kg-search]")).to_be_hidden()


@pytest.mark.parametrize(
    ("language", "many", "one"), [("es", "resultados", "1 resultado"), ("en", "results", "1 result")]
)
def test_a_screen_reader_is_told_what_it_is_and_how_much_was_found(
    guide_url: str, tab: Watched, language: Language, many: str, one: str
) -> None:
    page = tab.go(guide_url + FOLDERS[language])
    _open(page)
    name = {"es": "Buscar", "en": "Search"}[language]
    expect(page.get_by_role("dialog", name=name, exact=True)).to_be_visible()
    expect(page.get_by_role("textbox")).to_have_accessible_name(re.compile("mensaje|message"))
    count = _search(page, "virsh").count()
    assert count > 1
    expect(page.get_by_role("status")).to_have_text(re.compile(rf"^\d+ {many}$"))
    page.locator("[data-search-close]").click()
    expect(page.locator("[data-search-open]")).to_be_focused()
    assert one


@pytest.mark.whole
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_open_search_breaks_no_accessibility_rule(
    guide_url: str, browser: Browser, width: int, scheme: str
) -> None:
    axe = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme="dark" if scheme == "dark" else "light"
    )
    page = context.new_page()
    page.goto(f"{guide_url}en/glosario/", wait_until="networkidle")
    _open(page)
    texts = ["", "virsh", *([mutated(SAYINGS[0][1])] if SAYINGS else [])]
    for text in texts:
        page.locator("[data-search-field]").fill(text)
        if text:
            _search(page, text)
        page.evaluate(axe)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        broken = [f"{rule['id']}: {node['html'][:160]}" for rule in found["violations"] for node in rule["nodes"]]
        assert not broken, broken
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    context.close()


def test_without_script_there_is_no_dead_button(browser: Browser, built: Project) -> None:
    with served(built.site, BELOW) as url:
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(f"{url}requisitos/")
        expect(page.locator("[data-search-open]")).to_be_hidden()
        expect(page.locator("[data-search-field]")).to_be_hidden()
        context.close()


def test_an_index_that_does_not_come_is_told(guide_url: str, tab: Watched) -> None:
    page = tab.go(guide_url)
    page.route("**/pagefind/**", lambda route: route.abort())
    _open(page)
    page.locator("[data-search-field]").fill("virsh")
    expect(page.get_by_role("status")).to_contain_text("no se ha podido cargar")


@pytest.mark.parametrize(
    "table", [pytest.param(SAMPLE, id="sample"), pytest.param(TROUBLES, id="table", marks=pytest.mark.whole)]
)
def test_the_browser_finds_the_messages_that_the_helper_finds(
    built: Project, tab: Watched, table: tuple[Trouble, ...]
) -> None:
    texts = list(FOREIGN)
    for one in table:
        for message in one.messages:
            for language in LANGUAGES:
                text = mutated(said(message, language) or message.en)
                texts += [text, *halves(text), in_terminal(text, 80, hard=True)]
    shown = [Hit(entry(one), "", Section(one.id, "trouble")) for one in table]
    with served(built.site, BELOW) as url:
        page = tab.go(url)
        there = page.evaluate(_FIND_ALL, [url, json.loads(messages(shown, "en", table)), texts])
    ids = [one.id for one in table]
    for text, found in zip(texts, there, strict=True):
        here = [[ids.index(one.trouble.id), one.score, one.whole] for one in match.find_all(text, table)]
        assert [[number, whole] for number, _, whole in found] == [[number, whole] for number, _, whole in here], text
        assert [score for _, score, _ in found] == pytest.approx([score for _, score, _ in here], abs=0.002), text


@pytest.mark.whole
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_of_another_program_finds_no_entry(guide_url: str, tab: Watched, language: Language) -> None:
    page = tab.go(guide_url + FOLDERS[language])
    found = _all(page, list(FOREIGN))
    wrong = [(text, first) for text, (first, entries) in zip(FOREIGN, found, strict=True) if entries]
    assert not wrong
    assert not tab.wrong


@pytest.mark.whole
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_finds_its_entry_first_whole_and_half(guide_url: str, tab: Watched, language: Language) -> None:
    page = tab.go(guide_url + FOLDERS[language])
    whole = [(one, mutated(text)) for one, text in SAYINGS]
    half = [(one, part) for one, text in whole for part in halves(text) if telling(part)]
    found = [first for first, _ in _all(page, [text for _, text in (*whole, *half)])]
    home = f"{guide_url}{FOLDERS[language]}"
    missed = [
        f"{one.id}: {text!r} leads to {first}"
        for (one, text), first in zip(whole, found, strict=False)
        if first != home + entry(one) and not _same_message(first, home, one)
    ]
    assert len(missed) <= 0.02 * len(whole), "\n".join(missed)
    missed = [
        f"{one.id}: {text!r} leads to {first}"
        for (one, text), first in zip(half, found[len(whole) :], strict=True)
        if not (_is_entry(first, home) and fits(text, trouble(first.partition("#")[2])))
    ]
    assert len(missed) <= 0.02 * len(half), "\n".join(missed)
    assert not tab.wrong


def _same_message(first: str, home: str, one: Trouble) -> bool:
    """Whether the entry that `first` leads to has a message of `one` word by word."""
    return _is_entry(first, home) and bool(set(trouble(first.partition("#")[2]).messages) & set(one.messages))


def _is_entry(first: str, home: str) -> bool:
    """Whether `first` leads to an entry of the messages."""
    return first.startswith(f"{home}mensajes-") and "#" in first
