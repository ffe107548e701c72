"""The page that makes a class's table: the helper's own, letter by letter, and nothing is sent anywhere."""

import csv
import io
import random
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.helper.reports import a_class, made
from tests.site.browsing import FOLDERS, PATIENCE, SCHEMES, Scheme, Site, Watched

from kvm_guide.helper.cli import reports as checked
from kvm_guide.helper.output import class_table, report
from kvm_guide.helper.output.class_table import Sent
from kvm_guide.helper.output.screen import Screen
from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.site.render.teacher import reports
from kvm_guide.site.render.teacher.words import WORDS

pytestmark = pytest.mark.browser
_ROWS = "all => all.map(row => [...row.cells].map(cell => cell.innerText))"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The files of a class."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    return a_class(tmp_path / "class", tmp_path / "machine")


def _by_helper(folder: Path, language: Language, capsys: pytest.CaptureFixture[str]) -> tuple[str, list[str]]:
    """The helper's table of `folder`, and what it says beside it."""
    capsys.readouterr()
    checked.verify(str(folder), Screen(language), as_json=False)
    out, err = capsys.readouterr()
    return out, [line.removeprefix("kvm-guide: ") for line in err.splitlines()]


def _open(tab: Watched, site: Site, language: Language) -> Page:
    page = tab.go(f"{site.url}{FOLDERS[language]}informes/")
    expect(page.locator("[data-kg-reports]")).to_be_visible()
    return page


def _sayings(page: Page) -> list[str]:
    return page.locator("[data-kg-problems] li").all_inner_texts()


def _saved(page: Page, language: Language) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=WORDS[language].save).click()
    assert waiting.value.suggested_filename == WORDS[language].reports["saved"]
    return Path(waiting.value.path()).read_bytes()


def _paste(page: Page, text: str, language: Language) -> None:
    page.get_by_label(WORDS[language].paste).fill(text)
    page.get_by_role("button", name=WORDS[language].add).click()


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_table_is_the_helpers_and_nothing_is_sent_or_kept(
    small: Site, tab: Watched, folder: Path, language: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    written, said = _by_helper(folder, language, capsys)
    page = _open(tab, small, language)
    page.wait_for_load_state("networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator("input[webkitdirectory]").set_input_files(folder)
    expect(page.locator(".kg-class tbody tr")).to_have_count(len(written.splitlines()) - 1)
    shown = page.locator(".kg-class tr").evaluate_all(_ROWS)
    assert shown == list(csv.reader(io.StringIO(written, newline="")))
    assert _saved(page, language).decode("utf-8") == written
    assert [one.replace("\x1b", "").replace("\ufffd", "") for one in _sayings(page)] == said
    assert [url for url in asked if not url.startswith("blob:")] == []
    assert page.evaluate("[localStorage, sessionStorage].map(one => JSON.stringify(one)).join()").count("Ada") == 0
    page.reload()
    expect(page.locator(".kg-class")).to_have_count(0)
    assert not tab.wrong


_SIGNS = (
    "\0\t\n\v\f\r\x1b\x1c\x1f !\"$',-/:;=>@"
    "\x85\xa0\xad\u1680\u180e\u2003\u200b\u200d\u2011\u2014\u2028\u2029\u2212\u3000\ufeffﬁ½ßİΣ＝：\u0301🐧"
)
_BY_SCRIPT = """
async ([texts, words, folder]) => {
  const [{ verify }, { rows, table, csv }] = await Promise.all(
    ["report", "table"].map(name => import(new URL(`assets/js/teacher/${name}.js`, folder).href)),
  )
  const named = (report, place) => ({ file: `file ${place % 3}`, report })
  return texts.map(text => csv(table(rows(verify(text, words).map(named)), words)))
}
"""


def test_whatever_happens_to_a_report_both_say_the_same_of_it(small: Site, tab: Watched, tmp_path: Path) -> None:
    chance = random.Random(7)
    whole = [made(tmp_path, name, day=day, missing=day) for day, name in enumerate(["Ada", "ada", None, 'Ñ, "x"'], 1)]
    texts = [_harmed("".join(chance.sample(whole, chance.randint(1, 4))), chance) for _ in range(1500)]
    found = [[Sent(f"file {place % 3}", one) for place, one in enumerate(report.verify(text))] for text in texts]
    by_helper = [class_table.as_csv(class_table.table(class_table.rows(sent), "es")) for sent in found]
    assert len({one.slip for sent in found for one in (each.report for each in sent)}) > 3, "too little went wrong"
    page = _open(tab, small, "es")
    by_script = page.evaluate(_BY_SCRIPT, [texts, reports.said("es"), small.url])
    assert [pair for pair in zip(texts, by_helper, by_script, strict=True) if pair[1] != pair[2]][:1] == []


def _harmed(text: str, chance: random.Random) -> str:
    """`text` with a few signs put in, taken out or replaced."""
    for _ in range(chance.randint(0, 6)):
        at, kind = chance.randrange(len(text)), chance.random()
        text = text[:at] + (chance.choice(_SIGNS) if kind < 0.7 else "") + text[at + (kind > 0.5) :]
    return text


def test_a_folder_and_files_that_are_dropped_are_read(
    small: Site, tab: Watched, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written, _ = _by_helper(folder, "en", capsys)
    page = _open(tab, small, "en")
    _drop(page, [str(folder)])
    expect(page.locator(".kg-class tbody tr")).to_have_count(len(written.splitlines()) - 1)
    assert _saved(page, "en").decode("utf-8") == written
    page.get_by_role("button", name=WORDS["en"].clear).click()
    expect(page.locator(".kg-class")).to_have_count(0)
    _drop(page, [str(folder / "ada.txt"), str(folder / "notas.txt")])
    expect(page.locator(".kg-class tbody tr")).to_have_count(1)
    assert _sayings(page) == [checked.NOT_ONE.en.format(file="notas.txt")]
    assert page.url.endswith("/en/informes/"), "a dropped file took the page's place"
    assert not tab.wrong


def _drop(page: Page, paths: list[str]) -> None:
    """Drop files of the disk onto the page, as a hand does."""
    session = page.context.new_cdp_session(page)
    for kind in ("dragEnter", "dragOver", "drop"):
        data = {"items": [], "files": paths, "dragOperationsMask": 1}
        session.send("Input.dispatchDragEvent", {"type": kind, "x": 600, "y": 500, "data": data})


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_no_report_gets_one_sentence(small: Site, tab: Watched, tmp_path: Path, language: Language) -> None:
    words = WORDS[language].reports
    page = _open(tab, small, language)
    status = page.locator("[data-kg-told]")
    expect(status).to_have_text(words["nothing"])
    _paste(page, "  \n", language)
    assert _sayings(page) == [words["empty"]]
    expect(page.get_by_label(WORDS[language].paste)).to_be_focused()
    _paste(page, "Ana no ha venido.", language)
    assert _sayings(page) == [checked.NOT_ONE.in_(language).format(file=words["pasted"])]
    assert page.get_by_label(WORDS[language].paste).input_value() == "Ana no ha venido.", "what was typed is lost"
    ada = made(tmp_path, "Ada")
    _paste(page, ada, language)
    assert _sayings(page) == []
    assert page.get_by_label(WORDS[language].paste).input_value() == ""
    _paste(page, ada, language)
    assert _sayings(page) == [words["known"].format(file=words["pasted"])]
    _paste(page, made(tmp_path, "Ada", day=26) + made(tmp_path, "Eva").replace("Eva", "Eve"), language)
    expect(status).to_have_text(words["status"].format(all=2, valid=1, wrong=1))
    expect(page.locator(".kg-invalid")).to_contain_text(report.CHANGED.in_(language))
    large = tmp_path / "large.txt"
    large.write_bytes(b"x" * (checked.LARGEST + 1))
    page.locator("input[type=file]:not([webkitdirectory])").set_input_files(large)
    expect(page.locator("[data-kg-problems]")).to_contain_text(checked.TOO_LARGE.in_(language).format(file="large.txt"))
    assert not tab.wrong


def test_it_is_used_and_sorted_by_keys_alone(small: Site, tab: Watched, tmp_path: Path) -> None:
    page = _open(tab, small, "es")
    _paste(page, "".join(made(tmp_path, name, missing=n) for name, n in (("Íñigo", 20), ("Ada", 0), ("Zoe", 3))), "es")
    names = page.locator(".kg-class tbody tr > :first-child")
    expect(names).to_have_text(["Íñigo", "Ada", "Zoe"])
    name = class_table.COLUMNS["name"].es
    header = page.get_by_role("columnheader", name=name, exact=True)
    expect(header).to_have_attribute("aria-sort", "none")
    page.get_by_role("button", name=WORDS["es"].add).focus()
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText") == name:
            break
    page.keyboard.press("Enter")
    expect(names).to_have_text(["Ada", "Íñigo", "Zoe"])
    expect(header).to_have_attribute("aria-sort", "ascending")
    expect(header.get_by_role("button")).to_be_focused()
    page.keyboard.press("Enter")
    expect(names).to_have_text(["Zoe", "Íñigo", "Ada"])
    expect(header).to_have_attribute("aria-sort", "descending")
    page.keyboard.press("Tab")
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    # By number, not by letter: 9 comes before 10
    expect(names).to_have_text(["Íñigo", "Zoe", "Ada"])
    saved = _saved(page, "es").decode("utf-8")
    assert [line.partition(",")[0] for line in saved.splitlines()] == [name, "Íñigo", "Ada", "Zoe"]


def test_a_report_can_bring_no_markup(small: Site, tab: Watched, tmp_path: Path) -> None:
    page = _open(tab, small, "es")
    hostile = "<img src=x onerror=alert(1)>"
    _paste(page, made(tmp_path, hostile) + made(tmp_path, hostile.upper(), day=26), "es")
    expect(page.locator(".kg-class tbody tr")).to_have_count(1)
    assert page.locator(".kg-reports img").count() == 0
    assert hostile.upper() in page.locator(".kg-class tbody").inner_text()
    assert not tab.wrong


def test_without_a_script_it_leads_to_the_helper(small: Site, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{small.url}en/informes/")
    # Playwright finds no text in a <noscript>
    said = page.locator("noscript .kg-nothing")
    expect(said).to_be_visible()
    assert said.inner_text() == WORDS["en"].no_script.format(link="report --verify")
    expect(page.locator("[data-kg-reports]")).to_be_hidden()
    context.close()


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (390, "light"), (1280, "dark"), (1280, "light")])
def test_no_accessibility_rule_is_broken(
    small: Site, browser: Browser, folder: Path, width: int, scheme: Scheme
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(f"{small.url}{'en/' if width == 390 else ''}informes/")
    page.locator("input[webkitdirectory]").set_input_files(folder)
    page.locator(".kg-class thead button").first.click()
    page.wait_for_function(f"document.body.dataset.mdColorScheme === '{SCHEMES[scheme]}'")
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    broken = [
        f"{rule['id']}: {node['html'][:160]} ({node['failureSummary'].splitlines()[-1].strip()})"
        for rule in page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        for node in rule["nodes"][:3]
    ]
    broken += page.evaluate(
        """() => [...document.querySelectorAll(".kg-reports :is(button, input, textarea)")]
          .filter(one => one.checkVisibility() && Math.min(one.offsetWidth, one.offsetHeight) < 24)
          .map(one => `smaller than 24 px: ${one.outerHTML}`)"""
    )
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        broken.append("the page is wider than the screen")
    context.close()
    assert not broken, "\n".join(broken)
