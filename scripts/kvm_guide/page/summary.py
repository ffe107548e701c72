"""What the page about the verification shows of a whole record: all steps, the end of the run, the files."""

from kvm_guide import recordfile
from kvm_guide.page.card import terminal
from kvm_guide.page.excerpt import Gap, excerpt
from kvm_guide.page.html import element, escape
from kvm_guide.page.places import file_url, record_url, step_url
from kvm_guide.page.sources import Sources
from kvm_guide.page.wording import duration, time_element
from kvm_guide.page.words import LANGUAGE_NAMES, MARKS, WORDS
from kvm_guide.step import LANGUAGES, Chapter, Language, Step


def steps(sources: Sources, language: Language) -> str:
    """A table of all steps: a link to each, its outcome, its day and how long it took."""
    words = WORDS[language]
    head = element("tr", {}, *(element("th", {"scope": "col"}, escape(name)) for name in words.columns))
    bodies = [_chapter(chapter, sources, language) for chapter in sources.guide.chapters if chapter.steps]
    table = element("table", {"class": "kg-table"}, element("thead", {}, head), *bodies)
    return _nothing(sources, language) + element("div", {"class": "kg-summary", "data-search-exclude": ""}, table)


def finale(sources: Sources, language: Language) -> str:
    """The guest that was started at the end of the run, with what it wrote."""
    words = WORDS[language]
    reading = sources.reading(language)
    if reading.record is None:
        return _nothing(sources, language)
    end = reading.record.finale
    if end is None:
        return element("p", {"class": "kg-nothing"}, escape(words.no_finale))
    said = words.finale_kvm if end.virt_type == "kvm" else words.finale_qemu.format(type=escape(end.virt_type))
    when = escape(words.finale_when).format(
        date=time_element(end.verified_at, words), seconds=duration(end.seconds, words)
    )
    shown = [f"$ {line}" if number == 0 else line for number, line in enumerate(end.command.split("\n"))]
    for part in excerpt(end.console, ()):
        shown.append(words.lines_left_out.format(n=part.lines) if isinstance(part, Gap) else part.text)
    block = terminal(words.console_label, escape("\n".join(shown)))
    link = element("a", {"class": "kg-whole", "href": record_url(language)}, escape(words.whole))
    return element(
        "div", {"class": "kg-finale", "data-virt-type": end.virt_type}, element("p", {}, said, " ", when), block, link
    )


def downloads(sources: Sources, language: Language) -> str:
    """Links to the records, in every language, and to their schema; only to those that are there."""
    words = WORDS[language]
    files = [
        (record_url(language, of), words.download_record.format(language=LANGUAGE_NAMES[language][of]))
        for of in LANGUAGES
        if (sources.records / recordfile.file_name(of)).is_file()
    ]
    if (sources.records / "schema.json").is_file():
        files.append((file_url(language, "schema.json"), words.download_schema))
    if not files:
        return element("p", {"class": "kg-nothing"}, escape(words.no_downloads))
    items = [element("li", {}, element("a", {"href": url}, escape(text))) for url, text in files]
    return element("ul", {"class": "kg-downloads"}, *items)


def _chapter(chapter: Chapter, sources: Sources, language: Language) -> str:
    name = f"{chapter.number}. {chapter.title.in_(language)}"
    head = element("tr", {}, element("th", {"scope": "rowgroup", "colspan": "4"}, escape(name)))
    return element("tbody", {}, head, *(_row(chapter, step, sources, language) for step in chapter.steps))


def _row(chapter: Chapter, step: Step, sources: Sources, language: Language) -> str:
    words = WORDS[language]
    proof = sources.proof(step, language)
    entry = proof.entry
    link = element("a", {"href": step_url(chapter.page, step.id)}, escape(step.title.in_(language)))
    day = time_element(entry.verified_at, words) if entry and entry.verified_at else "–"
    seconds = duration(entry.seconds, words) if entry and entry.seconds is not None else "–"
    outcome = f"{MARKS[proof.outcome]} {escape(words.outcomes[proof.outcome])}"
    cells = [link, element("span", {"class": f"kg-tag kg-tag--{proof.outcome}"}, outcome), day, seconds]
    return element("tr", {}, *(element("td", {}, cell) for cell in cells))


def _nothing(sources: Sources, language: Language) -> str:
    reading = sources.reading(language)
    if reading.record is not None:
        return ""
    words = WORDS[language]
    return element("p", {"class": "kg-nothing"}, escape(reading.problem or words.no_record))
