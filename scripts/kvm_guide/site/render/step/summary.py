"""What the page about the verification shows of a whole record: all steps, the files."""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from kvm_guide.model.lesson import Lesson
from kvm_guide.model.step import LANGUAGES, Language, Step
from kvm_guide.records import store
from kvm_guide.records.types import Entry, Outcome, Record
from kvm_guide.site.render.places import file_url, record_url, step_url
from kvm_guide.site.render.sources import Sources
from kvm_guide.site.render.templates import filled, render
from kvm_guide.site.render.wording import duration, time_element
from kvm_guide.site.render.words import LANGUAGE_NAMES, MARKS, WORDS


@dataclass(frozen=True)
class _Row:
    """A step in the table. day, seconds: "–" where no run has any; earlier: an earlier run than the newest typed it."""

    url: str
    title: str
    outcome: str
    earlier: bool
    day: str
    seconds: str


def steps(sources: Sources, language: Language) -> Markup:
    """Which run typed the steps, and a table of all: a link to each, its outcome, its day and how long it took."""
    table = render(
        "steps",
        runs=_runs(sources, language),
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
    )
    return nothing(sources, language) + table


def downloads(sources: Sources, language: Language) -> Markup:
    """Links to the records and sessions, in every language, and to the schema; only to those that are there."""
    words = WORDS[language]
    files = [
        (record_url(language, of), words.download_record.format(language=LANGUAGE_NAMES[language][of]))
        for of in LANGUAGES
        if (sources.records / store.file_name(of)).is_file()
    ]
    own_first = sorted(LANGUAGES, key=lambda of: of != language)
    files += [file for of in own_first for file in _sessions(sources, of, language)]
    if (sources.records / "schema.json").is_file():
        files.append((file_url(language, "schema.json"), words.download_schema))
    return render("downloads", files=files) if files else render("nothing", said=words.no_downloads)


def _sessions(sources: Sources, of: Language, language: Language) -> Iterator[tuple[str, str]]:
    words = WORDS[language]
    record = sources.reading(of).record
    numbers = {lesson.page: str(lesson.number) for lesson in sources.guide.lessons}
    for session in record.sessions if record else ():
        if (sources.records / session.file).is_file():
            yield (
                file_url(language, session.file),
                words.download_session.format(
                    lesson=numbers.get(session.page, session.page),
                    language=LANGUAGE_NAMES[language][of],
                    seconds=duration(session.seconds, words),
                ),
            )


def _runs(sources: Sources, language: Language) -> Markup | None:
    """How many steps the newest run typed, and how many entries earlier runs left."""
    words = WORDS[language]
    record = sources.reading(language).record
    if record is None or record.run is None:
        return None
    known = {step.id for step in sources.guide.steps()}
    typed = [entry for entry in record.steps if entry.outcome is not Outcome.NOT_RUN and entry.id in known]
    earlier = sum(_is_earlier(entry, record) for entry in typed)
    now = len(typed) - earlier
    said = filled(words.typed_in_run[now != 1], n=now, date=time_element(record.run, words))
    return said + (words.typed_earlier[earlier != 1].format(n=earlier) if earlier else "") + "."


def _is_earlier(entry: Entry, record: Record) -> bool:
    return entry.outcome is not Outcome.NOT_RUN and record.run is not None and entry.run != record.run


def _row(lesson: Lesson, step: Step, sources: Sources, language: Language) -> _Row:
    words = WORDS[language]
    record = sources.reading(language).record
    proof = sources.proof(step, language)
    entry = proof.entry
    return _Row(
        url=step_url(lesson.page, step.id),
        title=step.title.in_(language),
        outcome=proof.outcome,
        earlier=entry is not None and record is not None and _is_earlier(entry, record),
        day=time_element(entry.verified_at, words) if entry and entry.verified_at else "–",
        seconds=duration(entry.seconds, words) if entry and entry.seconds is not None else "–",
    )


def nothing(sources: Sources, language: Language) -> Markup:
    """A sentence where there is no record to tell of, or none that can be read; else nothing."""
    reading = sources.reading(language)
    if reading.record is not None:
        return Markup()
    return render("nothing", said=reading.problem or WORDS[language].no_record)
