"""What a teacher plans by: how long each lesson takes, what it downloads, its questions and its short link."""

import re
from decimal import Decimal
from typing import Final

from babel.numbers import NumberFormatError, format_decimal, parse_decimal
from markupsafe import Markup

from kvm_guide.model.lesson import Lesson
from kvm_guide.model.step import Language, Text
from kvm_guide.questions.model import Study
from kvm_guide.records.types import Outcome
from kvm_guide.site.render.places import link, page_url, short_lesson_url
from kvm_guide.site.render.sources import Sources
from kvm_guide.site.render.student.blocks import counted
from kvm_guide.site.render.study import file_name, lab_time, saved_as
from kvm_guide.site.render.teacher.words import WORDS
from kvm_guide.site.render.templates import filled, render
from kvm_guide.site.render.wording import duration
from kvm_guide.site.render.words import WORDS as PAGE_WORDS

CLASS: Final = 30
"""Machines that download at once in the example: as many as a class has."""
# What apt says before it downloads; behind a slash, what it would without what it has already
_DOWNLOAD: Final = Text(
    es=r"Se necesita descargar (?:[\d.,]+ [kMG]?B/)?([\d.,]+) ([kMG]?B) de ",
    en=r"Need to get (?:[\d.,]+ [kMG]?B/)?([\d.,]+) ([kMG]?B) of ",
)
_UNITS: Final = {"B": 1, "kB": 10**3, "MB": 10**6, "GB": 10**9}


def lessons(sources: Sources, language: Language) -> Markup:
    """A table of all lessons, with what its numbers are, and what a class downloads."""
    words = WORDS[language]
    studies = {study.lesson: study for study in sources.studied}
    rows = [_row(lesson, studies.get(lesson.id), sources, language) for lesson in sources.guide.lessons]
    return render(
        "planning",
        words=words,
        rows=rows,
        total=words.minutes.format(minutes=sum(study.opening.minutes for study in studies.values())),
        downloads=_downloads(sources, language),
    )


def source(sources: Sources, language: Language) -> Markup:
    """Where the guide's source is, as far as this build knows."""
    words = WORDS[language]
    if not sources.repository:
        return render("nothing", said=words.no_source)
    return render("sentence", said=filled(words.source, link=link(sources.repository, sources.repository)))


def downloaded(lesson: Lesson, sources: Sources, language: Language) -> int:
    """How much the commands of `lesson` downloaded as packages in the last run, in bytes; 0 where nothing says so."""
    total = Decimal(0)
    for step in lesson.run():
        proof = sources.proof(step, language)
        if proof.entry is None or proof.outcome != Outcome.PASSED:
            continue
        for number, unit in re.findall(_DOWNLOAD.in_(language), proof.entry.output or ""):
            try:
                total += parse_decimal(number, locale=language) * _UNITS[unit]
            except NumberFormatError:
                continue
    return round(total)


def _row(lesson: Lesson, study: Study | None, sources: Sources, language: Language) -> dict[str, object]:
    words = WORDS[language]
    size, asked = downloaded(lesson, sources, language), len(study.questions) if study else 0
    return {
        "name": lesson.heading.in_(language),
        "lesson": link(page_url(f"{lesson.page}/"), lesson.heading.in_(language)),
        "minutes": words.minutes.format(minutes=study.opening.minutes) if study else "–",
        "steps": counted(lesson) or words.nothing_to_type,
        "lab": _lab(lesson, sources, language),
        "size": _size(size, language) if size else "–",
        "questions": words.questions[asked != 1].format(n=asked) if asked else None,
        "file": page_url(file_name(lesson)),
        "saved": saved_as(lesson, language),
        "short": short_lesson_url(language, lesson.id),
    }


def _lab(lesson: Lesson, sources: Sources, language: Language) -> str:
    words = WORDS[language]
    if not lesson.run():
        return "–"
    took = lab_time(lesson, sources, language)
    if took is None:
        return words.not_timed
    said = words.emulated if took.accelerator == "tcg" else words.kvm
    return said.format(time=duration(took.rounded, PAGE_WORDS[language]))


def _downloads(sources: Sources, language: Language) -> str:
    words = WORDS[language]
    size = sum(downloaded(lesson, sources, language) for lesson in sources.guide.lessons if not lesson.optional)
    if not size:
        return words.no_downloads
    return words.downloads.format(size=_size(size, language), count=CLASS, all=_size(size * CLASS, language))


def _size(size: int, language: Language) -> str:
    """`size`, in bytes, as a person says it: "59,9 MB"."""
    unit = next(unit for unit in ("GB", "MB", "kB", "B") if size >= _UNITS[unit] or unit == "B")
    return f"{format_decimal(size / _UNITS[unit], '0.#', locale=language)} {unit}"
