"""What must be true of docs/ before it is built. Each check returns sentences that name the file and the cure."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kvm_guide.model.lesson import Guide
from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.site.render.fact.extension import KEYWORDS, MARK
from kvm_guide.site.render.fences import (
    AREAS,
    FIX_FENCES,
    HELPER_FENCES,
    MESSAGES_FENCES,
    OPENING_FENCES,
    QUESTIONS_FENCES,
    STEP_FENCES,
    SUMMARY_FENCES,
    SUMMARY_WORDS,
    summary_of,
)
from kvm_guide.site.render.helper import NAMES
from kvm_guide.troubles import TROUBLES

CONFIGURATION: Final = frozenset({"xml", "ini", "json", "yaml"})
_FENCE: Final = re.compile(r"^[ \t>]*(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>[^`]*)$")
_FORGED: Final = re.compile(
    r"data-step|kg-step|data-outcome|kg-undo|data-undo-of|data-helper|kg-helper"
    r"|data-trouble|data-message|kg-trouble|data-fix|kg-fix|data-fact|kg-fact|popover"
    r"|data-questions?\b|data-rests-on|kg-question|data-opening|kg-opening"
)

_FACTS: Final = re.compile(r"-fact|popover")
_QUESTIONS: Final = re.compile(r"-question|-rests-on")
_OPENING: Final = re.compile(r"-opening")
_TROUBLES: Final = re.compile(r"-trouble|-message|-fix")


def problems(docs: Path, guide: Guide) -> list[str]:
    """All that is wrong with the Markdown files below `docs`."""
    found = list(_missing_pages(docs))
    for language in LANGUAGES:
        for page in _pages(docs / language):
            found += _page(docs / language / page, f"docs/{language}/{page}", language, guide)
    return found


def _pages(folder: Path) -> list[str]:
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*.md"))


def _missing_pages(docs: Path) -> Iterator[str]:
    pages = {language: set(_pages(docs / language)) for language in LANGUAGES}
    for page in sorted(set().union(*pages.values())):
        for language in LANGUAGES:
            if page not in pages[language]:
                there = next(other for other in LANGUAGES if page in pages[other])
                yield (
                    f"docs/{language}/{page} is missing, and docs/{there}/{page} is there: "
                    "write the page in both languages, or remove it from both"
                )
    for page in _pages(docs):
        if page.split("/")[0] not in LANGUAGES:
            yield f"docs/{page} belongs to no language: move it below docs/es and docs/en"


def _page(file: Path, name: str, language: Language, guide: Guide) -> Iterator[str]:
    inside: str | None = None
    opened, info, body = 0, "", list[str]()
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        match = _FENCE.match(line)
        if inside is None and match:
            inside, opened, info, body = match["fence"], number, match["info"].strip(), []
        elif inside is None and _FORGED.search(line):
            yield f"{name}:{number} writes {_forged(line)}'s markup by hand: use {_instead(line, language)}"
        elif match and inside and match["fence"].startswith(inside) and not match["info"].strip():
            yield from _block(info, "\n".join(body), f"{name}:{opened}", language, guide)
            yield from _study(info, "\n".join(body), f"{name}:{opened}", language, guide)
            inside = None
        else:
            body.append(line)
            if inside is None:
                yield from _facts(line, f"{name}:{number}", language, guide)
    if inside is not None:
        yield f"{name}:{opened} opens a block that is never closed: end it with {inside}"


def _facts(line: str, place: str, language: Language, guide: Guide) -> Iterator[str]:
    own = KEYWORDS[language]
    for mark in MARK.finditer(line):
        fact_id = mark["id"].strip()
        if mark["word"] != own:
            yield f"{place}: {mark[0]} speaks the other language: in docs/{language} it is {{{own}: {fact_id}}}"
        elif fact_id not in {fact.id for fact in guide.facts()}:
            yield (
                f"{place}: no lesson has the fact {fact_id}: correct the id, "
                "or add the fact in scripts/kvm_guide/lessons/facts/"
            )
        elif not line[: mark.start()].endswith("]"):
            yield f"{place}: {mark[0]} stands behind no brackets: write [the sentence]{mark[0]}, with nothing between"


def _forged(line: str) -> str:
    if _FACTS.search(line):
        return "a fact"
    if _QUESTIONS.search(line) or _OPENING.search(line):
        return "a question" if _QUESTIONS.search(line) else "an opening"
    return "a trouble" if _TROUBLES.search(line) else "a step"


def _instead(line: str, language: Language) -> str:
    if _FACTS.search(line):
        return f"[the sentence]{{{KEYWORDS[language]}: its-id}}"
    return f"the {_fence_for(line, language)} fence"


def _fence_for(line: str, language: Language) -> str:
    if "-helper" in line:
        return HELPER_FENCES[language]
    if "-fix" in line:
        return FIX_FENCES[language]
    if _QUESTIONS.search(line) or _OPENING.search(line):
        return (QUESTIONS_FENCES if _QUESTIONS.search(line) else OPENING_FENCES)[language]
    return MESSAGES_FENCES[language] if _TROUBLES.search(line) else STEP_FENCES[language]


def _block(info: str, body: str, place: str, language: Language, guide: Guide) -> Iterator[str]:
    name = info.split()[0] if info else ""
    fence, summary, helper = STEP_FENCES[language], SUMMARY_FENCES[language], HELPER_FENCES[language]
    known = {step.id for step in guide.steps()}
    if name == fence:
        if len(body.split()) != 1:
            yield f"{place}: a {fence} block holds {body.strip()!r}: write the id of one step in it, and nothing else"
        elif body.strip() not in known:
            yield (
                f"{place}: no chapter has the step {body.strip()}: correct the id, "
                "or add the step in scripts/kvm_guide/lessons/"
            )
    elif name == summary:
        if summary_of(body) is None:
            yield f"{place}: a {summary} block holds {body.strip()!r}: write one of {SUMMARY_WORDS} in it"
    elif name == helper:
        if body.strip() not in NAMES:
            yield (
                f"{place}: the {helper} fence holds {body.strip()!r}: write one of {', '.join(NAMES)} in it, "
                "or add the command in scripts/kvm_guide/helper/cli/examples.py"
            )
    elif name == MESSAGES_FENCES[language]:
        if " ".join(body.split()) not in AREAS:
            yield f"{place}: a {name} block holds {body.strip()!r}: write one of {', '.join(AREAS)} in it"
    elif name == FIX_FENCES[language]:
        if body.strip() not in {one.id for one in TROUBLES}:
            yield (
                f"{place}: a {name} block holds {body.strip()!r}: write the id of one trouble in it, "
                "or add the trouble in scripts/kvm_guide/troubles/"
            )
    elif name in (OPENING_FENCES[language], QUESTIONS_FENCES[language]):
        return
    elif name in (foreign := _other_fences(language)):
        yield f"{place}: the {name} fence speaks the other language: in docs/{language} it is called {foreign[name]}"
    elif name not in CONFIGURATION:
        yield (
            f"{place}: a raw block ({info or 'no language'}): make the command a step in scripts/kvm_guide/lessons/ "
            f"and show it with a {fence} fence"
        )


def _study(info: str, body: str, place: str, language: Language, guide: Guide) -> Iterator[str]:
    """Whether an opening or questions on the page at `place` are its own."""
    name = info.split()[0] if info else ""
    if name not in (OPENING_FENCES[language], QUESTIONS_FENCES[language]):
        return
    page = place.removeprefix(f"docs/{language}/").rpartition(".md:")[0]
    own = [lesson.id for lesson in guide.lessons if lesson.page == page]
    if [body.strip()] != own:
        wanted = f"write {own[0]} in it, the lesson of this page" if own else "only a lesson's page has it: remove it"
        yield f"{place}: a {name} block holds {body.strip()!r}: {wanted}"


def _other_fences(language: Language) -> dict[str, str]:
    """The fences of the other languages: for each, what it is called in `language`."""
    kinds = (STEP_FENCES, SUMMARY_FENCES, HELPER_FENCES, MESSAGES_FENCES, FIX_FENCES, OPENING_FENCES, QUESTIONS_FENCES)
    return {kind[other]: kind[language] for kind in kinds for other in LANGUAGES if other != language}
