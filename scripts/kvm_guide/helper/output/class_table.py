"""The reports of a class as a table, a row per student, for a spreadsheet.

docs/assets/js/teacher/ makes the same one in a browser: a test holds that both are equal.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kvm_guide.helper.output.report import Verified
from kvm_guide.model.step import Language, Text

COLUMNS: Final[Mapping[str, Text]] = {
    "name": Text(es="nombre", en="name"),
    "date": Text(es="fecha", en="date"),
    "debian": Text(es="Debian", en="Debian"),
    "done": Text(es="pasos hechos", en="steps done"),
    "all": Text(es="pasos en total", en="steps in total"),
    "chapter": Text(es="capítulo {number}: hechos", en="chapter {number}: done"),
    "valid": Text(es="válido", en="valid"),
    "why": Text(es="por qué no", en="why not"),
    "file": Text(es="fichero", en="file"),
    "others": Text(es="otros informes con ese nombre", en="other reports with that name"),
}
"""What each column is called; there are as many of `chapter` as the reports have chapters."""
YES: Final = Text(es="sí", en="yes")
NO: Final = Text(es="no", en="no")

_CHAPTER: Final = re.compile(r"([0-9]{1,3}): ([0-9]{1,4})/([0-9]{1,4})\Z")
# What a spreadsheet would take for a formula, in a cell or behind what some take for the end of one
_FORMULA: Final = re.compile(r"(^|;)( *)(?=[=+\-@＝＋－＠])")


@dataclass(frozen=True)
class Sent:
    """A report, and the file in which it was found, by its path below the class's folder."""

    file: str
    report: Verified

    @property
    def name(self) -> str:
        """The name that the student typed, or ""."""
        return self.report.fields.get("name", "")


@dataclass(frozen=True)
class Row:
    """What is known of a student: the report that counts, and the others with the same name."""

    counts: Sent
    others: tuple[Sent, ...] = ()


def rows(sent: Sequence[Sent]) -> list[Row]:
    """A row for each name in `sent`, and for each report without one, in their order.

    Of several reports with one name, whatever its capitals, an intact one counts before others, then the newest, then
    the last.
    """
    same: dict[str, list[int]] = {}
    for place, one in enumerate(sent):
        same.setdefault(one.name.lower() or f"\n{place}", []).append(place)
    found = []
    for places in same.values():
        best = max(places, key=lambda place: (sent[place].report.slip is None, _date(sent[place]), place))
        found.append((best, Row(sent[best], tuple(sent[place] for place in places if place != best))))
    return [row for _, row in sorted(found, key=lambda one: one[0])]


def table(made: Sequence[Row], language: Language) -> list[list[str]]:
    """The cells of `made`, the head first, in `language`: what could be a formula is none, and each is one line."""
    numbers = sorted({number for row in made for number in _chapters(row.counts)})
    head = []
    for key, text in COLUMNS.items():
        of = numbers if key == "chapter" else [0]
        head += [text.in_(language).format(number=number) for number in of]
    return [[_cell(text) for text in line] for line in [head, *(list(_line(row, numbers, language)) for row in made)]]


def as_csv(cells: Sequence[Sequence[str]]) -> str:
    """`cells` as comma-separated values, a line each."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(cells)
    return text.getvalue()


def _line(row: Row, numbers: Sequence[int], language: Language) -> Iterator[str]:
    sent, slip = row.counts, row.counts.report.slip
    chapters = _chapters(sent)
    yield from (sent.name, _date(sent), sent.report.fields.get("debian", ""))
    for part in (0, 1):
        yield str(sum(pair[part] for pair in chapters.values())) if chapters else ""
    yield from (str(chapters[number][0]) if number in chapters else "" for number in numbers)
    yield (NO if slip else YES).in_(language)
    yield slip.in_(language) if slip else ""
    yield sent.file
    yield ", ".join(other.file for other in row.others)


def _chapters(sent: Sent) -> dict[int, tuple[int, int]]:
    """How many steps are done, and how many there are, by the chapter's number."""
    parts = sent.report.fields.get("chapters", "").split(", ")
    return {int(one[1]): (int(one[2]), int(one[3])) for part in parts if (one := _CHAPTER.match(part))}


def _date(sent: Sent) -> str:
    return sent.report.fields.get("date", "")


def _cell(text: str) -> str:
    shown = "".join(letter if letter.isprintable() else "\ufffd" for letter in text)
    return _FORMULA.sub(r"\1\2'", shown)
