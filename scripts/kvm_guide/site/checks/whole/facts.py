"""Each fact stands once, on its lesson's page, in both languages, as its record has it; and each is borne out."""

from collections.abc import Iterator
from typing import Final

from kvm_guide.model.fact import Fact
from kvm_guide.model.lesson import Lesson
from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.records.proof import Doubt
from kvm_guide.records.types import Outcome
from kvm_guide.site.checks.built import Built, built_from, language_of, source_of
from kvm_guide.site.checks.whole import releases
from kvm_guide.site.parsed import Parsed, Shown, made_by, value
from kvm_guide.site.render.fact.extension import KEYWORDS
from kvm_guide.site.render.release import lines
from kvm_guide.site.render.sources import Sources

_WHY: Final = {
    Doubt.NEW: "has not been asked yet",
    Doubt.CHANGED: "has changed since the last run",
    Doubt.EARLIER_CHANGED: "is asked after a step that has changed, or that comes after one that has",
    Doubt.SKIPPED: "was not asked",
}
_TEXTS: Final = frozenset({"p", "li", "td", "dd", "dt"})
# What a sign that opens something may not stand in
_NOT_INSIDE: Final = frozenset({"a", "button", "summary", "h1", "h2", "h3", "h4", "h5", "h6"})


def unproven(sources: Sources, excused: frozenset[tuple[Language, str]] = frozenset()) -> Iterator[str]:
    """The facts of which nothing is known. excused: steps, after which no run could ask."""
    for language in LANGUAGES:
        for fact in sources.there.facts():
            doubt = sources.fact(fact, language).doubt
            # That a whole record cannot be used is told of already
            if doubt in _WHY and (language, fact.after) not in excused:
                yield f"{sources.record_of(fact.after, language)}: the fact {fact.id} {_WHY[doubt]}: run scripts/verify"


def failing(sources: Sources) -> list[tuple[Language, Fact]]:
    """The facts whose answer was another one when they were last asked, and the language of the run."""
    return [
        (language, fact)
        for language in LANGUAGES
        for fact in sources.there.facts()
        if sources.fact(fact, language).outcome == Outcome.FAILED
    ]


def failures(sources: Sources) -> list[str]:
    """A sentence about each of the facts that are `failing`."""
    return [
        f"{sources.record_of(fact.after, language)}: the fact {fact.id} got another answer in the last run: correct "
        "the sentence on its page, or the fact, then run scripts/verify (--allow-failing builds all the same, and the "
        "page says so)"
        for language, fact in failing(sources)
    ]


def problems(built: Built) -> Iterator[str]:
    """What is wrong with the facts on the pages."""
    for language in LANGUAGES:
        where: dict[str, list[str]] = {}
        for page in built.of(language):
            for shown in page.facts:
                where.setdefault(shown.id, []).append(page.path)
                yield from _genuine(shown, page, built.sources)
            yield from _misplaced(page)
            yield from _nameless(page, built)
        for lesson in built.sources.guide.lessons:
            for fact in lesson.facts:
                yield from _shown_once(language, lesson, fact, where.get(fact.id, []))


def _shown_once(language: Language, lesson: Lesson, fact: Fact, places: list[str]) -> Iterator[str]:
    home = source_of(built_from(lesson.page, language))
    mark = f"[the sentence]{{{KEYWORDS[language]}: {fact.id}}}"
    if not places:
        yield f"{home}: no page says the fact {fact.id}: write {mark} there, or remove it from its lesson"
    elif len(places) > 1:
        listed = ", ".join(source_of(path) for path in places)
        yield f"{listed}: the fact {fact.id} is marked {len(places)} times: keep one of them"
    elif source_of(places[0]) != home:
        yield f"{source_of(places[0])}: the fact {fact.id} belongs to the lesson of {home}: say it there, or move it"


def _genuine(shown: Shown, page: Parsed, sources: Sources) -> Iterator[str]:
    source = source_of(page.path)
    fact = next((fact for fact in sources.guide.facts() if fact.id == shown.id), None)
    if fact is None:
        yield f"{source}: the fact {shown.id} is one that no lesson has: correct its id"
        return
    proof = sources.fact(fact, language_of(page.path))
    if shown.attributes.get("data-outcome") != proof.outcome:
        yield (
            f"{source}: the page says {shown.attributes.get('data-outcome')} of the fact {fact.id}, its record says "
            f"{proof.outcome}: mark its sentence and build again"
        )
    others = lines.facts(sources, fact, language_of(page.path))
    yield from releases.problems(source, f"the fact {fact.id}", shown, [one.attributes for one in others])
    if shown.copies:
        yield f"{source}: the fact {fact.id} has a copy button, and its question is not for readers to type"


def _misplaced(page: Parsed) -> Iterator[str]:
    for tag in page.article.select("[data-fact]") if page.article else []:
        around = list(tag.parents)
        inside = next((one.name for one in around if one.name in _NOT_INSIDE), None)
        made = next((made_by(one) for one in around if made_by(one) or one.has_attr("data-fact")), None)
        if inside or made is not None:
            place = f"inside a <{inside}>" if inside else "inside another fact, or what a fence makes"
            name = value(tag, "data-fact")
            yield f"{source_of(page.path)}: the fact {name} stands {place}: mark a sentence of a text"


def _nameless(page: Parsed, built: Built) -> Iterator[str]:
    """A sentence that holds on some releases only says on which: itself, or the text around it."""
    held = {fact.id: fact.only for fact in built.sources.guide.facts() if fact.only}
    for tag in page.article.select("[data-fact]") if page.article and held else []:
        name = value(tag, "data-fact")
        around = next((one for one in tag.parents if one.name in _TEXTS), tag)
        text = " ".join(str(one) for one in around.texts() if not any(made_by(p) for p in one.parents))
        if lacking := [number for number in held.get(name, ()) if number not in releases.named(text)]:
            yield (
                f"{source_of(page.path)}: the fact {name} holds on Debian {', '.join(held[name])} only, and its text "
                f"does not say so: name Debian {lacking[0]} in its sentence or beside it"
            )
