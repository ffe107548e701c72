"""Each lesson's page opens with what it promises and ends with its questions; no answer is older than its record."""

import re
from collections.abc import Iterator
from typing import Final

from bs4 import Tag

from kvm_guide.model.lesson import Lesson
from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.questions.model import Evidence, Question, Study, said
from kvm_guide.records.proof import UNPROVEN
from kvm_guide.records.types import Outcome
from kvm_guide.site.checks.built import Built, built_from, source_of
from kvm_guide.site.checks.whole import proofs
from kvm_guide.site.parsed import Parsed, value
from kvm_guide.site.render.evidence import holds, seen
from kvm_guide.site.render.fences import OPENING_FENCES, QUESTIONS_FENCES
from kvm_guide.site.render.inline import plain
from kvm_guide.site.render.sources import Sources

_HOME: Final = "scripts/kvm_guide/questions/"
# Names that have a number, and places in the guide
_NAMES: Final = re.compile(
    r"\b(?:cap[íi]tulos?|chapters?|Debian|Windows)[ -]?\d+(?!\.?\d)|\bCVE-\d+-\d+|\b\d+ bits\b|\b\d+-bit\b",
    re.IGNORECASE,
)
# The year in which a fault became known is its name here: "the two faults of 2026"
_YEAR: Final = re.compile(r"\b(?:de|of|en|in) (?:19|20)\d\d\b")
_NUMBER: Final = re.compile(r"(?<![\w.,/-])\d+(?:[.,]\d+)*(?:-\w+)*(?![\w/])")
_DEFAULT: Final = re.compile(
    r"\bpor (?:defecto|omisi[óo]n)\b|\bde serie\b|\bsi no (?:dices|se dice) (?:otra cosa|nada)\b"
    r"|\b(?:by|as a) default\b|\bout of the box\b|\bunless (?:you say|told) otherwise\b",
    re.IGNORECASE,
)
_CODE: Final = re.compile(r"`([^`]+)`")
_OUTPUT: Final = re.compile(
    r"\b(?:responde|contesta|dice|muestra|imprime|escribe|sale|saldr[áa]|pone|answers?|says?|prints?|shows?|reads?|writes?)"
    r"(?: \w+){0,2}:? `([^`]+)`",
    re.IGNORECASE,
)
# Nobody reads faster: an estimate below is wrong for everybody
_WORDS_A_MINUTE: Final = 250
_MINUTES_A_STEP: Final = 0.5


def problems(built: Built) -> Iterator[str]:
    """What is wrong with the openings and the questions, as data and on their pages."""
    sources = built.sources
    if not sources.studied:
        return
    yield from _lessons(sources)
    excused = frozenset((language, step) for language, step, _ in proofs.waiting(sources))
    excused |= frozenset(proofs.failing(sources))
    for study in sources.studied:
        lesson = next((one for one in sources.guide.lessons if one.id == study.lesson), None)
        if lesson is None:
            continue
        if lesson.run() and not any(question.rests_on for question in study.questions):
            yield f"{_HOME}: no question of {lesson.id} rests on a record: ask one whose answer a run has shown"
        for language in LANGUAGES:
            page = built.pages.get(built_from(lesson.page, language))
            if page is None or page.article is None:
                continue
            yield from _page(study, lesson, page, page.article, language)
            told = _told(page.article)
            for question in study.questions:
                yield from _evidence(question, sources, language, excused)
                yield from _claims(question, sources, language)
                yield from _codes(question, sources, told, language)


def _lessons(sources: Sources) -> Iterator[str]:
    have = {study.lesson for study in sources.studied}
    names = {lesson.id for lesson in sources.guide.lessons}
    for name in sorted(names - have):
        yield f"{_HOME}: the lesson {name} has no opening and no questions: write a module for it"
    for name in sorted(have - names):
        yield f"{_HOME}: a module is of the lesson {name}, which the guide does not have: correct its id"


def _page(study: Study, lesson: Lesson, page: Parsed, article: Tag, language: Language) -> Iterator[str]:
    """Whether `page` shows what `study` has, where readers look for it."""
    source = source_of(page.path)
    for name, fence in (("data-opening", OPENING_FENCES[language]), ("data-questions", QUESTIONS_FENCES[language])):
        shown = [value(tag, name) for tag in article.select(f"[{name}]")]
        if shown != [lesson.id]:
            had = ", ".join(shown) or "none"
            yield f"{source}: it shows {had} with the fence {fence}: show {lesson.id} with it, once"
            return
    order = [_kind(tag) for tag in article.find_all(True)]
    order = [kind for kind in order if kind]
    if order[:2] != ["h1", "opening"]:
        yield f"{source}: its opening stands below other parts: put {OPENING_FENCES[language]} below the title"
    if order[-2:] != ["h2", "questions"]:
        yield f"{source}: its questions are not its last part: end it with a heading and {QUESTIONS_FENCES[language]}"
    asked = [value(tag, "data-question") for tag in article.select("[data-question]")]
    if asked != [question.id for question in study.questions]:
        yield f"{source}: its questions are not those of {_HOME}: let the fence write them, and build again"
    least = _words(article) / _WORDS_A_MINUTE + _MINUTES_A_STEP * len(lesson.run())
    if study.opening.minutes < least:
        yield (
            f"{source}: its opening promises {study.opening.minutes} minutes, and nobody reads and types it in less "
            f"than {round(least)}: correct minutes in {_HOME}"
        )


def _words(article: Tag) -> int:
    """How many words of `article` a reader cannot but read: none that are folded."""
    folded = article.find_all("details")
    outer = [tag for tag in folded if tag.find_parent("details") is None]
    return len(article.get_text(" ").split()) - sum(len(tag.get_text(" ").split()) for tag in outer)


def _kind(tag: Tag) -> str:
    if tag.has_attr("data-opening"):
        return "opening"
    if tag.has_attr("data-questions"):
        return "questions"
    if tag.name not in ("h1", "h2", "h3", "h4"):
        return ""
    made = any(parent.has_attr(name) for parent in tag.parents for name in ("data-step", "data-trouble"))
    return "" if made else tag.name


def _evidence(
    question: Question, sources: Sources, language: Language, excused: frozenset[tuple[Language, str]]
) -> Iterator[str]:
    """Whether a run in `language` saw what `question` rests on."""
    place = f"{_HOME}: the answer to {question.id} rests on"
    for evidence in question.rests_on:
        try:
            one = seen(evidence, sources, language)
        except KeyError:
            yield f"{place} {evidence.name}, which the guide does not have: correct its id"
            continue
        after = _after(evidence, sources)
        # That a record's outcome is a failure is told of already, and may be allowed
        if one.outcome == UNPROVEN and (language, after) not in excused:
            yield f"{place} {evidence.name}, of which no run in {language} has a proof: run scripts/verify"
        if one.outcome != Outcome.PASSED:
            continue
        whole = [plain(text) for text in question.whole(language)]
        for shows in evidence.shows:
            words = said(shows, language)
            if not holds(one.text, words):
                yield f"{place} {words!r} in {evidence.name}, and its record in {language} has it no more: correct it"
            if not any(holds(one_said, words) for one_said in whole):
                yield f"{place} {words!r} in {evidence.name}, and does not say it in {language}: correct one of them"


def _after(evidence: Evidence, sources: Sources) -> str:
    return sources.guide.fact(evidence.fact).after if evidence.fact else evidence.step or ""


def needs(text: str) -> list[str]:
    """What in `text` only a record can bear out: numbers and versions, a default, what a program puts out."""
    bare = _YEAR.sub(" ", _NAMES.sub(" ", text))
    found = [f"the number {number}" for number in _NUMBER.findall(bare)]
    found += [f"the default ({phrase})" for phrase in _DEFAULT.findall(bare)]
    return found + [f"the output {output!r}" for output in _OUTPUT.findall(bare)]


def _claims(question: Question, sources: Sources, language: Language) -> Iterator[str]:
    """What an answer names without a record that has it, where there is a record of all that it rests on."""
    texts = _texts(question.rests_on, sources, language)
    if not all(texts):
        return
    accepted = [said(word, language) for word in question.accepted]
    if accepted and not any(holds(text, accepted[0]) for text in texts):
        yield _unborne(question, f"the word {accepted[0]!r}", language)
    # The word to type has been looked for
    for claim in question.claims(language)[1 if accepted else 0 :]:
        for need in needs(claim):
            words = need.partition(" ")[2].partition(" ")[2].strip("'\"")
            borne = bool(texts) if need.startswith("the default") else any(holds(text, words) for text in texts)
            if not borne:
                yield _unborne(question, need, language)


def _unborne(question: Question, what: str, language: Language) -> str:
    return (
        f"{_HOME}: the answer to {question.id} names {what} in {language}, and nothing that it rests on shows it: "
        "correct it, or name the fact that has it in rests_on"
    )


def _told(article: Tag) -> str:
    """What `article` says besides its opening and its questions."""
    asked = {id(text) for tag in article.find_all(_is_asked) for text in tag.find_all(string=True)}
    return "\n".join(str(text) for text in article.find_all(string=True) if id(text) not in asked)


def _is_asked(tag: Tag) -> bool:
    return tag.has_attr("data-opening") or tag.has_attr("data-questions")


def _codes(question: Question, sources: Sources, page: str, language: Language) -> Iterator[str]:
    """What stands as code in a question or its answer, and neither on its page nor in what it rests on."""
    texts = [page, *_texts(question.rests_on, sources, language)]
    for told in (said(question.ask, language), *question.claims(language)):
        for code in _CODE.findall(told):
            if not any(holds(text, code) for text in texts):
                yield (
                    f"{_HOME}: {question.id} names `{code}` in {language}, and its page does not: ask what the page "
                    "says, or say it there"
                )


def _texts(rests_on: tuple[Evidence, ...], sources: Sources, language: Language) -> list[str]:
    found = []
    for evidence in rests_on:
        try:
            found.append(seen(evidence, sources, language).text)
        except KeyError:
            continue
    return found
