"""What teachers plan by comes from the records and the lessons' data; the page of reports says what the helper says."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from tests.questions.sample import STUDY
from tests.recorded_guide import GUIDE, fabricated, failing, write

from kvm_guide import paths
from kvm_guide.helper.cli import reports as checked
from kvm_guide.helper.output import class_table, report
from kvm_guide.lessons import GUIDE as WHOLE
from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.questions import STUDIES
from kvm_guide.records.store import Known
from kvm_guide.site.render.sources import Sources
from kvm_guide.site.render.teacher import planning, reports
from kvm_guide.site.render.teacher.words import WORDS

SCRIPTS = paths.DOCS / "assets" / "js" / "teacher"
APT: dict[Language, str] = {
    "es": "Se necesita descargar 59,9 MB de archivos.\nSe necesita descargar 100 kB/1.018 kB de archivos.\n",
    "en": "Need to get 59.9 MB of archives.\nNeed to get 100 kB/1,018 kB of archives.\n",
}


def _sources(records: Path, language: Language, output: str = "", seconds: float | None = None) -> Sources:
    """Records of GUIDE in which the step `install` printed `output` and took so many `seconds`."""
    for lesson in GUIDE.lessons:
        if lesson.steps:
            known = fabricated(lesson, language)
            if lesson.id == "install":
                known = _changed(known, output, seconds)
            write(records, known)
    return Sources(GUIDE, records, studies=(STUDY,))


def _changed(known: Known, output: str, seconds: float | None) -> Known:
    steps = tuple(replace(one, output=output) if one.id == "install" else one for one in known.record.steps)
    timed = replace(known.times.steps["install"], seconds=seconds or 252.4)
    return Known(
        replace(known.record, steps=steps), replace(known.times, steps={**known.times.steps, "install": timed})
    )


def _rows(html: str) -> dict[str, list[str]]:
    """The cells of each row of the table, by its first one."""
    rows = BeautifulSoup(html, "html.parser").select("tbody tr")
    return {cells[0]: cells[1:] for row in rows if (cells := [cell.get_text().strip() for cell in row.select("td")])}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_row_is_what_the_records_and_the_opening_say(tmp_path: Path, language: Language) -> None:
    words = WORDS[language]
    rows = _rows(planning.lessons(_sources(tmp_path, language, APT[language]), language))
    lesson = GUIDE.lesson("install")
    minutes, steps, lab, size, *_ = rows[lesson.heading.in_(language)]
    assert lab == words.emulated.format(time="4 min")
    assert size == {"es": "60,9 MB", "en": "60.9 MB"}[language]
    assert steps == "2"
    assert minutes == "–", "nobody has said how long it takes"
    own = GUIDE.lesson(STUDY.lesson)
    asked = words.questions[len(STUDY.questions) != 1].format(n=len(STUDY.questions))
    assert rows[own.heading.in_(language)][0] == words.minutes.format(minutes=STUDY.opening.minutes)
    assert rows[own.heading.in_(language)][4] == f"{asked}: {own.heading.in_(language)}"
    assert rows[words.total][0] == words.minutes.format(minutes=STUDY.opening.minutes)


def test_other_records_make_another_table(tmp_path: Path) -> None:
    slow = planning.lessons(_sources(tmp_path / "slow", "en", APT["en"], 1234.5), "en")
    large = planning.lessons(_sources(tmp_path / "large", "en", "Need to get 1.5 GB of archives."), "en")
    assert "21 min (emulated)" in slow
    assert "1.5 GB" in large
    assert "45 GB" in large, "what thirty machines download"


def test_what_no_record_says_is_not_said(tmp_path: Path) -> None:
    html = planning.lessons(Sources(GUIDE, tmp_path, studies=()), "es")
    assert WORDS["es"].not_timed in html
    assert WORDS["es"].no_downloads in html
    assert not re.search(r"\d (?:MB|kB|GB)", html)


def test_what_a_failed_step_downloaded_does_not_count(tmp_path: Path) -> None:
    for lesson in GUIDE.lessons:
        if lesson.steps:
            known = fabricated(lesson, "en")
            write(tmp_path, failing(_changed(known, APT["en"], 1), "install") if lesson.id == "install" else known)
    assert planning.downloaded(GUIDE.lesson("install"), Sources(GUIDE, tmp_path, studies=()), "en") == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_guide_itself_says_how_long_each_lesson_takes_and_what_is_downloaded(language: Language) -> None:
    sources = Sources(WHOLE, paths.RECORDS)
    rows = _rows(planning.lessons(sources, language))
    for study in STUDIES:
        lesson = WHOLE.lesson(study.lesson)
        minutes, _, lab, *_ = rows[lesson.heading.in_(language)]
        assert str(study.opening.minutes) in minutes
        assert (lab == "–") == (not lesson.run())
    assert planning.downloaded(WHOLE.lesson("install"), sources, language) > 10_000_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_source_is_named_where_the_publisher_said_it(language: Language) -> None:
    address = "https://github.com/ies/kvm"
    known = planning.source(Sources(GUIDE, Path(), repository=address), language)
    assert f'<a href="{address}">{address}</a>' in known
    unknown = planning.source(Sources(GUIDE, Path()), language)
    assert "href" not in unknown
    assert WORDS[language].no_source in unknown


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_reports_says_what_the_helper_says(language: Language) -> None:
    said = reports.said(language)
    assert said["changed"] == report.CHANGED.in_(language)
    assert said["notOne"] == checked.NOT_ONE.in_(language)
    assert said["required"] == report.REQUIRED
    assert said["columns"] == {name: text.in_(language) for name, text in class_table.COLUMNS.items()}
    html = BeautifulSoup(reports.block(Sources(GUIDE, Path()), language), "html.parser")
    (form,) = html.select("[data-kg-reports]")
    assert json.loads(str(form["data-words"])) == json.loads(json.dumps(said))


def test_its_script_asks_for_no_word_and_no_part_that_is_not_there() -> None:
    code = "\n".join(file.read_text(encoding="utf-8") for file in sorted(SCRIPTS.glob("*.js")))
    said = reports.said("es")
    used = set(re.findall(r"\b(?:words|told)\.(\w+)", code)) - {"push"}
    assert used == set(said)
    template = (paths.ROOT / "scripts/kvm_guide/site/render/templates/reports.j2").read_text(encoding="utf-8")
    assert set(re.findall(r'find\("(\w+)"\)', code)) == set(re.findall(r"data-kg-(\w+)=", template)) - {"reports"}


def test_the_dialogs_script_asks_for_no_word_that_is_not_there() -> None:
    code = (paths.DOCS / "assets" / "js" / "share" / "dialog.js").read_text(encoding="utf-8")
    for language in LANGUAGES:
        assert set(re.findall(r"\bwords\.(\w+)", code)) == set(WORDS[language].short)
