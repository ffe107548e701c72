"""The Markdown of a page: nothing hidden, nothing forged, nothing that did not become what its author meant."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kvm_guide.model.step import LANGUAGES
from kvm_guide.site.checks.built import NOT_FOUND, Built, source_of
from kvm_guide.site.checks.prose import Block, squeezed, words
from kvm_guide.site.parsed import Parsed, classes, made_by, value

BOXES: Final = frozenset({"note", "tip", "info", "warning", "danger", "myth", "fact"})
# A question's fence makes these, and the checks read them as they read what an author wrote.
_ANSWERS: Final = frozenset({"kg-answer"})
_TRANSLATED: Final = re.compile(r"(?:title|description):")
_KEYS: Final = frozenset({"title", "description", "hide"})
_HTML: Final = words(
    """
        a abbr b br div em figcaption figure i kbd span strong sub sup time svg g rect path circle ellipse line
        polyline polygon text tspan title desc defs marker use
        """
)
# Those that pages may use themselves; every other one is a fence's.
_CLASSES: Final = frozenset(
    {"kg-hero", "kg-lead", "kg-cards", "kg-diagram", "kg-on-screen", "kg-word", "kg-wide", "kg-narrow"}
)
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][\w-]*)(?=[\s/>])[^>]*>?")
_KG: Final = re.compile(r"(?<![\w/.-])kg-[\w-]+")
_CODE: Final = re.compile(r"(`+)(?:(?!\1).)*?\1(?!`)")
_PROOF: Final = re.compile(r"^✔ |\b(?:Comprobado|Verificado|Ejecutado) el \d|\b(?:Verified|Checked|Run) on \d")
_UNDONE: Final = re.compile(r"\b(?:TODO|FIXME|XXX|TBD|WIP|PENDIENTE)\b|[Ll]orem ipsum|\?\?\?")
_LEFT: Final = (
    (re.compile(r"!!!|\?\?\?\+?\s"), "a box's mark"),
    (re.compile(r"\*\*|(?<!\w)__(?=\w)"), "the stars of bold text"),
    (re.compile(r"(?<!\S)\*\w|\w\*(?!\S)"), "the star of emphasis"),
    (re.compile(r"\]\(|\]\[|\[\^|!\["), "a link's brackets"),
    (re.compile(r"\{[#.:]|\{ *[.#:]"), "an id or a class in braces"),
    (re.compile(r"\]\{|\{ *\w+ *: *[\w-]*\}"), "a fact's mark"),
    (re.compile(r"```|~~~|(?<!`)`(?!`)"), "the marks of code"),
    (re.compile(r"^#{1,6} |^\|.*\|\s*$|^[*+] "), "the sign of a heading, a table or a list"),
    (re.compile(r"&(?:[a-z]+|#\d+);"), "a character by its name"),
    (re.compile(r"</?[a-z]+>"), "a tag"),
    (re.compile(r"\{\{|\{%|%\}"), "a template's braces"),
)
_HIDING: Final = ("data-search-exclude", "hidden", "style")
_UNSEEN: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?!\s*[.\d])|font-size\s*:\s*0", re.IGNORECASE
)


def problems(built: Built) -> Iterator[str]:
    """What is wrong with the Markdown below `docs`, and what of it shows on the pages as it was typed."""
    yield from _same_heads(built)
    for language in LANGUAGES:
        folder = built.docs / language
        for file in sorted(folder.rglob("*.md")):
            yield from _source(file, f"docs/{language}/{file.relative_to(folder).as_posix()}")
    for path, written in built.written.items():
        if path != NOT_FOUND:
            for block in written:
                for slip in _slips(block):
                    yield f"{source_of(path)}: {block.kind} {block.place()} (“{block.beginning()}”) {slip}"
    for path, page in built.pages.items():
        if page.article and path != NOT_FOUND:
            yield from _hidden(source_of(path), page)


def _source(file: Path, name: str) -> Iterator[str]:
    lines = file.read_text(encoding="utf-8").splitlines()
    first = 0
    if lines[:1] == ["---"] and "---" in lines[1:]:
        first = lines.index("---", 1) + 1
        yield from _front(lines[1 : first - 1], name)
    inside = ""
    for number, line in enumerate(lines[first:], start=first + 1):
        fence = re.match(r"[ \t>]*(`{3,}|~{3,})", line)
        if fence and (not inside or fence[1].startswith(inside)):
            inside = "" if inside else fence[1]
        elif not inside:
            yield from _line(_CODE.sub("", line), f"{name}:{number}")


def _same_heads(built: Built) -> Iterator[str]:
    for here, there in built.pairs():
        names = [source_of(page.path) for page in (here, there)]
        heads = [_head(built.docs.parent / name) for name in names]
        ours, theirs = ([line for line in head if not _TRANSLATED.match(line)] for head in heads)
        if ours != theirs:
            yield f"{names[0]} and {names[1]} differ in their heads ({ours} against {theirs}): make them agree"


def _head(file: Path) -> list[str]:
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    return lines[1 : lines.index("---", 1)] if lines[:1] == ["---"] and "---" in lines[1:] else []


def _front(lines: list[str], name: str) -> Iterator[str]:
    keys = [line.partition(":")[0] for line in lines if line[:1].isalpha()]
    for key in keys:
        if key not in _KEYS:
            yield f"{name}: its head sets {key}, which changes what readers find: have title, description and hide only"
    for key in ("title", "description"):
        if key not in keys:
            yield f"{name}: its head has no {key}: write one, in the page's language"


def _line(line: str, place: str) -> Iterator[str]:
    if "<!--" in line:
        yield f"{place} has a comment, which readers get and do not see: remove it"
    for match in _TAG.finditer(line):
        if match[2].lower() not in _HTML:
            yield f"{place} writes <{match[2]}> by hand: use Markdown, or a fence"
    for name in _KG.findall(line):
        if name not in _CLASSES:
            yield f"{place} writes {name} by hand, which is a fence's: use the fence"


def _slips(block: Block) -> Iterator[str]:
    if block.kind == "a box":
        kinds = classes(block.tag) - {"admonition"}
        if kinds != _ANSWERS and (not kinds <= BOXES or len(kinds) != 1):
            yield (
                f"is of no kind that the guide has ({', '.join(sorted(kinds))}): use one of {', '.join(sorted(BOXES))}"
            )
    if block.made or not block.is_text:
        return
    text = block.text(code=False)
    if not text and not block.tag.find():
        yield "is empty: write it (– in a cell, where there is nothing to say), or remove it"
    if _UNDONE.search(text):
        yield f"is not finished: {_UNDONE.findall(text)[0]!r} stands in it"
    for sign, what in _LEFT:
        if sign.search(text):
            yield f"shows {what} as it was typed ({sign.findall(text)[0]!r}): correct the Markdown"
    if _PROOF.search(text):
        yield "reads like a proof: show the step with its fence, which says what its record says"


def _hidden(source: str, page: Parsed) -> Iterator[str]:
    named = [tag for name in _HIDING for tag in page.having.get(name, [])]
    for tag in dict.fromkeys(named):
        if not any(around is page.article for around in tag.parents):
            continue
        unfound, unseen = (
            tag.has_attr("data-search-exclude"),
            tag.has_attr("hidden") or _UNSEEN.search(value(tag, "style")),
        )
        if not (unfound or unseen) or any(made_by(around) for around in (tag, *tag.parents)):
            continue
        # Whoever looks for a command wants its step, not a question about it
        if unfound and not tag.has_attr("data-questions"):
            said = squeezed(tag.get_text())[:40]
            yield f"{source}: a <{tag.name}> is kept from the search ({said!r}): let it be found"
        if unseen:
            yield f"{source}: a <{tag.name}> is hidden ({squeezed(tag.get_text())[:50]!r}): show it, or remove it"
