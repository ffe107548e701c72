"""The table of a class: a row per student, nothing lost, and nothing that a spreadsheet would run."""

import csv
import io
from pathlib import Path

import pytest
from tests.helper.reports import made

from kvm_guide.helper.output import class_table, report
from kvm_guide.helper.output.class_table import COLUMNS, Sent
from kvm_guide.model.step import LANGUAGES, Language


def cells(*sent: Sent, language: Language = "en") -> list[list[str]]:
    """The table of `sent`, read back from its CSV: the head first."""
    written = class_table.as_csv(class_table.table(class_table.rows(sent), language))
    return list(csv.reader(io.StringIO(written, newline=""), strict=True))


def sent(file: str, text: str) -> Sent:
    """The one report in `text`, as it was found in `file`."""
    (one,) = report.verify(text)
    return Sent(file, one)


def test_a_row_says_who_when_how_far_and_whether_it_is_intact(tmp_path: Path) -> None:
    whole = made(tmp_path, "Ada Núñez", missing=1)
    changed = whole.replace("2026-11-25", "2026-11-24").replace("Ada", "Eva")
    head, ada, eva = cells(sent("a.txt", whole), sent("b.txt", changed))
    assert head == [
        *("name", "date", "Debian", "steps done", "steps in total", "chapter 4: done", "chapter 5: done"),
        *("valid", "why not", "file", "other reports with that name"),
    ]
    chapters = report.verify(whole)[0].fields["chapters"]
    four, five = ([int(part) for part in one.partition(": ")[2].split("/")] for one in chapters.split(", "))
    done, total = str(four[0] + five[0]), str(four[1] + five[1])
    assert four[0] == four[1] - 1
    known = ["12.13", done, total, str(four[0]), str(five[0])]
    assert ada == ["Ada Núñez", "2026-11-25T09:30:12Z", *known, "yes", "", "a.txt", ""]
    assert eva == ["Eva Núñez", "2026-11-24T09:30:12Z", *known, "no", report.CHANGED.en, "b.txt", ""]


def test_it_speaks_both_languages(tmp_path: Path) -> None:
    cut = made(tmp_path, "Ada")[:150]
    for language in LANGUAGES:
        head, row = cells(sent("a.txt", cut), language=language)
        assert head[0] == COLUMNS["name"].in_(language)
        assert row[head.index(COLUMNS["why"].in_(language))] == report.CUT.in_(language)
    assert cells(language="es")[0][0] == "nombre"


def test_of_two_reports_of_a_student_the_newest_intact_one_counts_and_the_others_are_named(tmp_path: Path) -> None:
    old, new = made(tmp_path, "Ada"), made(tmp_path, "ADA", day=27)
    newest = made(tmp_path, "Ada", day=28).replace("accelerator: kvm", "accelerator: tcg")
    head, row, other = cells(sent("1", newest), sent("2", new), sent("3", made(tmp_path, "Eva")), sent("4", old))
    assert (row[0], row[head.index("file")], row[-1]) == ("ADA", "2", "1, 4")
    assert other[0] == "Eva"


def test_those_without_a_name_are_not_taken_for_one(tmp_path: Path) -> None:
    nameless = made(tmp_path, None)
    assert [row[0] for row in cells(sent("1", nameless), sent("2", nameless))[1:]] == ["", ""]


@pytest.mark.parametrize("name", ["=1+1", "+34 600", "-1", "@SUM(A1)", "＝1", " =1", "a; =b", "; @c"])
def test_nothing_in_it_is_a_formula(tmp_path: Path, name: str) -> None:
    written = made(tmp_path, name)
    row = cells(sent(f"{name}.txt", written))[1]
    shown = report.verify(written)[0].fields["name"]
    for cell in row:
        for part in cell.split(";"):
            assert part.lstrip(" ")[:1] not in {"=", "+", "-", "@", "＝"}, cell
    assert row[0].replace("'", "") == shown
    assert row[0].count("'") == 1


@pytest.mark.parametrize("name", ["Núñez, Ada", 'Ada "Lovelace"', "O'Neill", "a;b", "José\u0301"])
def test_a_name_comes_back_as_it_was_typed(tmp_path: Path, name: str) -> None:
    written = made(tmp_path, name)
    assert cells(sent("x.txt", written))[1][0] == report.verify(written)[0].fields["name"]


def test_a_row_is_one_line_whatever_a_file_is_called(tmp_path: Path) -> None:
    one = sent('a\n"b",\r\x1b[31m\u2028.txt', made(tmp_path, "Ada"))
    written = class_table.as_csv(class_table.table(class_table.rows([one]), "es"))
    assert len(written.splitlines()) == 2
    assert written.endswith("\n")
    assert cells(one)[1][-2] == 'a\ufffd"b",\ufffd\ufffd[31m\ufffd.txt'


@pytest.mark.parametrize("chapters", ["", "all", "4: 1", "4: 1/2/3", "4:1/2", "99999: 1/1", "4: 99999/1"])
def test_chapters_that_nobody_can_read_are_left_empty(tmp_path: Path, chapters: str) -> None:
    text = made(tmp_path, "Ada")
    line = next(one for one in text.splitlines() if one.startswith("chapters:"))
    head, row = cells(sent("x", text.replace(line, f"chapters: {chapters}")))
    assert [row[head.index(name)] for name in ("steps done", "steps in total")] == ["", ""]
    assert not [name for name in head if name.startswith("chapter ")]
