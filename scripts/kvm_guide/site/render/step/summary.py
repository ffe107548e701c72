"""What the page about the verification shows of the records: all steps, the files."""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from kvm_guide.model.lesson import Lesson
from kvm_guide.model.release import DEFAULT
from kvm_guide.model.step import LANGUAGES, Language, Step
from kvm_guide.records.proof import Proof
from kvm_guide.records.store import Known, times_name
from kvm_guide.site.render.places import file_url, record_url, records_url, step_url
from kvm_guide.site.render.sources import SCHEMA, Sources
from kvm_guide.site.render.student import blocks
from kvm_guide.site.render.templates import filled, render
from kvm_guide.site.render.wording import duration, time_element
from kvm_guide.site.render.words import LANGUAGE_NAMES, MARKS, WORDS, Words


@dataclass(frozen=True)
class _Row:
    """A step in the table. day, seconds: "–" where no run has any; earlier: an earlier run than the newest typed it.

    why: what the presentation of its lesson says of it. others: on each other release, its outcome and its day.
    """

    url: str
    title: str
    why: str
    outcome: str
    earlier: bool
    day: str
    seconds: str
    others: list[tuple[str, str]]


def steps(sources: Sources, language: Language) -> Markup:
    """Which runs typed the steps, and a table of all: a link to each, its outcome, its day and how long it took."""
    table = render(
        "steps",
        runs=[
            _run(lesson, reading.known, language)
            for lesson, reading in sources.readings(language)
            if reading.known and reading.known.times.run
        ],
        lessons=[
            (
                f"{lesson.number}. {lesson.title.in_(language)}",
                [_row(lesson, step, sources, language) for step in lesson.steps],
            )
            for lesson in sources.guide.lessons
            if lesson.steps
        ],
        words=WORDS[language],
        marks=MARKS,
        said=blocks.said(language),
        releases=[f"Debian {one.debian}" for one in sources.others],
    )
    return nothing(sources, language) + table


def downloads(sources: Sources, language: Language) -> Markup:
    """Links to the records and sessions, in every language, to their times and to the schema; to those there are."""
    words = WORDS[language]
    files: list[tuple[str, str]] = []
    for one in sources.proven_on:
        listed = [
            file
            for of in sorted(LANGUAGES, key=lambda of: of != language)
            for lesson, reading in one.readings(of)
            for file in (_files(lesson, reading.known, of, language) if reading.known else [])
        ]
        if listed:
            listed.append((records_url(language, times_name(one.debian)), words.download_times))
        where = "" if one.debian == DEFAULT.number else f"Debian {one.debian}: "
        files += [(url, f"{where}{said}") for url, said in listed]
    if files:
        files.append((records_url(language, SCHEMA), words.download_schema))
    return render("downloads", files=files) if files else render("nothing", said=words.no_downloads)


def _files(lesson: Lesson, known: Known, of: Language, language: Language) -> Iterator[tuple[str, str]]:
    words = WORDS[language]
    names = {"lesson": lesson.number, "language": LANGUAGE_NAMES[language][of]}
    debian = known.record.debian
    yield record_url(language, lesson.id, of, debian), words.download_record.format(**names)
    session = known.record.session
    if session is not None:
        said = words.download_session.format(**names, seconds=duration(session.seconds, words))
        yield file_url(language, session.file, debian), said


def _run(lesson: Lesson, known: Known, language: Language) -> Markup:
    """How many steps of `lesson` the newest run typed, and how many entries earlier runs left."""
    words, times = WORDS[language], known.times
    typed = [times.steps[step.id] for step in lesson.steps if step.id in times.steps]
    earlier = sum(one.run != times.run for one in typed)
    now = len(typed) - earlier
    date = time_element(times.run or "", words)
    said = filled(words.typed_in_run[now != 1], lesson=lesson.number, n=now, date=date)
    return said + (words.typed_earlier[earlier != 1].format(n=earlier) if earlier else "") + "."


def _row(lesson: Lesson, step: Step, sources: Sources, language: Language) -> _Row:
    words = WORDS[language]
    newest = sources.reading(lesson, language).times
    proof = sources.proof(step, language)
    times = proof.times
    return _Row(
        url=step_url(lesson.page, step.id),
        title=step.title.in_(language),
        why=step.why.in_(language),
        outcome=proof.outcome,
        earlier=times is not None and newest is not None and times.run != newest.run,
        day=time_element(times.verified_at, words) if times else "–",
        seconds=duration(times.seconds, words) if times and times.seconds is not None else "–",
        others=[_there(other.proof(step, language), words) for other in sources.others],
    )


def _there(proof: Proof, words: Words) -> tuple[str, str]:
    return proof.outcome, time_element(proof.times.verified_at, words) if proof.times else words.outcomes[proof.outcome]


def nothing(sources: Sources, language: Language) -> Markup:
    """A sentence where there is no record to tell of, or one that cannot be read; else nothing."""
    readings = [reading for _, reading in sources.readings(language)]
    problem = next((reading.problem for reading in readings if reading.problem), None)
    if any(reading.known for reading in readings) and problem is None:
        return Markup()
    return render("nothing", said=problem or WORDS[language].no_record)
