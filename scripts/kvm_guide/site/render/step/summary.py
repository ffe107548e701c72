"""What the page about the verification shows of a whole record: all steps, the files."""

from collections.abc import Iterator

from kvm_guide.model.step import LANGUAGES, Chapter, Language, Step
from kvm_guide.records import store
from kvm_guide.records.types import Entry, Outcome, Record
from kvm_guide.site.render.html import element, escape
from kvm_guide.site.render.places import file_url, record_url, step_url
from kvm_guide.site.render.sources import Sources
from kvm_guide.site.render.wording import duration, time_element
from kvm_guide.site.render.words import LANGUAGE_NAMES, MARKS, WORDS


def steps(sources: Sources, language: Language) -> str:
    """Which run typed the steps, and a table of all: a link to each, its outcome, its day and how long it took."""
    words = WORDS[language]
    head = element(
        "tr",
        {"role": "row"},
        *(element("th", {"scope": "col", "role": "columnheader"}, escape(name)) for name in words.columns),
    )
    bodies = [_chapter(chapter, sources, language) for chapter in sources.guide.chapters if chapter.steps]
    # The roles stay where a phone's style shows the rows as lines.
    table = element(
        "table", {"class": "kg-table", "role": "table"}, element("thead", {"role": "rowgroup"}, head), *bodies
    )
    said = nothing(sources, language) or _runs(sources, language)
    return said + element("div", {"class": "kg-summary", "data-search-exclude": ""}, table)


def downloads(sources: Sources, language: Language) -> str:
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
    if not files:
        return element("p", {"class": "kg-nothing"}, escape(words.no_downloads))
    items = [element("li", {}, element("a", {"href": url}, escape(text))) for url, text in files]
    return element("ul", {"class": "kg-downloads"}, *items)


def _sessions(sources: Sources, of: Language, language: Language) -> Iterator[tuple[str, str]]:
    words = WORDS[language]
    record = sources.reading(of).record
    numbers = {chapter.page: str(chapter.number) for chapter in sources.guide.chapters}
    for session in record.sessions if record else ():
        if (sources.records / session.file).is_file():
            yield (
                file_url(language, session.file),
                words.download_session.format(
                    chapter=numbers.get(session.page, session.page),
                    language=LANGUAGE_NAMES[language][of],
                    seconds=duration(session.seconds, words),
                ),
            )


def _runs(sources: Sources, language: Language) -> str:
    """How many steps the newest run typed, and how many entries earlier runs left."""
    words = WORDS[language]
    record = sources.reading(language).record
    if record is None or record.run is None:
        return ""
    known = {step.id for step in sources.guide.steps()}
    typed = [entry for entry in record.steps if entry.outcome is not Outcome.NOT_RUN and entry.id in known]
    earlier = sum(_is_earlier(entry, record) for entry in typed)
    now = len(typed) - earlier
    said = escape(words.typed_in_run[now != 1]).format(n=now, date=time_element(record.run, words))
    if earlier:
        said += escape(words.typed_earlier[earlier != 1]).format(n=earlier)
    return element("p", {"class": "kg-runs"}, said + ".")


def _is_earlier(entry: Entry, record: Record) -> bool:
    return entry.outcome is not Outcome.NOT_RUN and record.run is not None and entry.run != record.run


def _chapter(chapter: Chapter, sources: Sources, language: Language) -> str:
    name = f"{chapter.number}. {chapter.title.in_(language)}"
    head = element(
        "tr", {"role": "row"}, element("th", {"scope": "rowgroup", "role": "rowheader", "colspan": "4"}, escape(name))
    )
    return element(
        "tbody", {"role": "rowgroup"}, head, *(_row(chapter, step, sources, language) for step in chapter.steps)
    )


def _row(chapter: Chapter, step: Step, sources: Sources, language: Language) -> str:
    words = WORDS[language]
    proof = sources.proof(step, language)
    entry = proof.entry
    link = element("a", {"href": step_url(chapter.page, step.id)}, escape(step.title.in_(language)))
    day = time_element(entry.verified_at, words) if entry and entry.verified_at else "–"
    seconds = duration(entry.seconds, words) if entry and entry.seconds is not None else "–"
    outcome = f"{MARKS[proof.outcome]} {escape(words.outcomes[proof.outcome])}"
    tag = element("span", {"class": f"kg-tag kg-tag--{proof.outcome}"}, outcome)
    record = sources.reading(language).record
    if entry and record and _is_earlier(entry, record):
        tag += " " + element("span", {"class": "kg-earlier"}, escape(words.earlier))
    cells = [link, tag, day, seconds]
    return element("tr", {"role": "row"}, *(element("td", {"role": "cell"}, cell) for cell in cells))


def nothing(sources: Sources, language: Language) -> str:
    """A sentence where there is no record to tell of, or none that can be read; else nothing."""
    reading = sources.reading(language)
    if reading.record is not None:
        return ""
    words = WORDS[language]
    return element("p", {"class": "kg-nothing"}, escape(reading.problem or words.no_record))
