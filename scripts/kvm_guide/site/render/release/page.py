"""The page about what is different on another release, made from the two sets of records: a fence shows a part."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from kvm_guide.model import release
from kvm_guide.model.release import DEFAULT
from kvm_guide.model.step import Language
from kvm_guide.records.types import System
from kvm_guide.site.render.places import link, proof_url, step_url
from kvm_guide.site.render.release.difference import Difference
from kvm_guide.site.render.release.proof import Seen, differing, seen_on, sentences
from kvm_guide.site.render.release.words import RELEASE_WORDS
from kvm_guide.site.render.sources import Sources
from kvm_guide.site.render.step import texts
from kvm_guide.site.render.templates import filled, render
from kvm_guide.site.render.wording import time_element
from kvm_guide.site.render.words import MARKS, WORDS

RUNS: Final = "runs"
MOST: Final = 12
"""So many lines that only one release has are shown of a step; the rest is in its texts."""
_OF_THE_SYSTEM: Final = ("units", "accounts", "networks", "sockets", "files")


@dataclass(frozen=True)
class Row:
    """A row of a table. cells: each a list of lines; more: how many each leaves out. code: they are as printed."""

    name: Markup
    cells: tuple[list[str], ...]
    more: tuple[int, ...] = (0, 0)
    code: bool = True


@dataclass(frozen=True)
class _Pair:
    """A step on both releases."""

    url: str
    title: str
    here: Seen
    there: Seen
    told: Difference | None

    @property
    def link(self) -> Markup:
        """Its title, which leads to it."""
        return link(self.url, self.title)


def part(sources: Sources, language: Language, number: str, name: str) -> Markup:
    """The part called `name`, one of `PARTS`, of what differs on the release `number`. Raises KeyError for another."""
    release.release(number)
    words = RELEASE_WORDS[language]
    other = next((one for one in sources.others if one.debian == number), None)
    if other is None or not any(reading.known for _, reading in other.readings(language)):
        said = words.nothing if name == RUNS else words.not_known
        return render("nothing", said=said.format(release=number))
    if name == RUNS:
        return _runs(sources, other, language)
    found = list(_TABLES[name](sources, other, language))
    if not found:
        return render("sentence", said=words.same)
    columns = [one.format(here=DEFAULT.number, there=number) for one in words.tables[name]]
    return render("differences", columns=columns, rows=found, more=words.more_lines)


def _runs(sources: Sources, other: Sources, language: Language) -> Markup:
    """When which point releases were compared, and what has not been run on the other one yet."""
    words = RELEASE_WORDS[language]
    said = [_system(one, language) for one in (sources, other)]
    waiting = [lesson for lesson, reading in other.readings(language) if lesson.run() and reading.known is None]
    told = filled(words.compared, here=said[0], there=said[1])
    if waiting:
        names = Markup(", ").join(link(f"../{lesson.page}/", lesson.heading.in_(language)) for lesson in waiting)
        told += " " + filled(words.waiting, release=other.debian, lessons=names)
    return render("sentence", said=told)


def _system(sources: Sources, language: Language) -> Markup:
    runs = [
        (reading.known.times.run or "", reading.known.record.system)
        for _, reading in sources.readings(language)
        if reading.known and reading.known.record.system
    ]
    at, system = max(runs, key=lambda one: one[0], default=("", None))
    day = time_element(at, WORDS[language]) if at else "?"
    return filled(
        RELEASE_WORDS[language].system,
        release=system.debian if system else sources.debian,
        kernel=system.kernel if system else "?",
        date=day,
    )


def _pairs(sources: Sources, other: Sources, language: Language) -> Iterator[_Pair]:
    for lesson in sources.guide.lessons:
        for step in lesson.steps:
            here, there = (seen_on(one, step, language) for one in (sources, other))
            url, title = step_url(lesson.page, step.id), step.title.in_(language)
            yield _Pair(url, title, here, there, differing(here, there))


def _steps(sources: Sources, other: Sources, language: Language) -> Iterator[Row]:
    """The steps that are another there: in their command, in how they end or in what came of them."""
    words, page_words = RELEASE_WORDS[language], WORDS[language]
    for one in _pairs(sources, other, language):
        if one.told is None or not (one.told.command or one.told.outcome or one.told.exit_status):
            continue
        said = [told for told in sentences(one.told, one.here, one.there, words) if told != words.other_output]
        if one.told.outcome:
            outcome = one.there.proof.outcome
            said.append(f"{MARKS[outcome]} {page_words.outcomes[outcome]}")
        yield Row(one.link, (said,), (0,), code=False)


def _versions(sources: Sources, other: Sources, language: Language) -> Iterator[Row]:
    """What the records say of the machines: the kernel, and the packages that the guide is about."""
    known = [_known(one, language) for one in (sources, other)]
    for name in dict.fromkeys([*known[0], *known[1]]):
        yield Row(link(None, name), tuple([one[name]] if name in one else [] for one in known))


def _known(sources: Sources, language: Language) -> dict[str, str]:
    found = dict[str, str]()
    systems: list[System] = [
        one.record.system for _, one in sources.readings(language) if one.record and one.record.system
    ]
    for system in systems:
        found |= {"linux": system.kernel, **system.versions}
    return found


def _packages(sources: Sources, other: Sources, language: Language) -> Iterator[Row]:
    """The packages that a step brings on the one release only."""
    for one in _pairs(sources, other, language):
        lines = one.told.changed.get("packages") if one.told else None
        if lines:
            yield Row(one.link, tuple([line.removeprefix("+ ") for line in cell] for cell in lines))


def _changed(sources: Sources, other: Sources, language: Language) -> Iterator[Row]:
    """What a step changes of the system on the one release only, packages apart."""
    for one in _pairs(sources, other, language):
        for kind in _OF_THE_SYSTEM if one.told else ():
            if one.told and (lines := one.told.changed.get(kind)):
                name = filled("{step}: {kind}", step=one.link, kind=WORDS[language].kinds[kind][1])
                yield _cut(name, lines)


def _lines(sources: Sources, other: Sources, language: Language) -> Iterator[Row]:
    """The lines that a step prints on the one release only."""
    for one in _pairs(sources, other, language):
        if one.told and one.told.output:
            whole = link(proof_url(one.there.step.id, texts.OUTPUT, other.debian), f"Debian {other.debian}")
            printed = (one.there.ran.output if one.there.ran else None) or ""
            name = filled("{step} ({whole})", step=one.link, whole=whole) if printed.strip() else one.link
            yield _cut(name, one.told.lines)


def _cut(name: Markup, lines: tuple[list[str], list[str]]) -> Row:
    return Row(name, tuple(cell[:MOST] for cell in lines), tuple(max(0, len(cell) - MOST) for cell in lines))


_TABLES: Final[dict[str, Callable[[Sources, Sources, Language], Iterator[Row]]]] = {
    "steps": _steps,
    "versions": _versions,
    "packages": _packages,
    "system": _changed,
    "lines": _lines,
}
PARTS: Final = (RUNS, *_TABLES)
