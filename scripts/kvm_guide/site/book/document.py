"""The book of one language as one HTML document: cover, contents, chapters, answers, notes."""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bs4 import BeautifulSoup, Tag
from markupsafe import Markup

from kvm_guide.model.step import Language
from kvm_guide.site.addresses import home_of
from kvm_guide.site.book import answers, notes
from kvm_guide.site.book.chapter import Chapter, chapters
from kvm_guide.site.book.words import WORDS, BookWords
from kvm_guide.site.parsed import value
from kvm_guide.site.render.templates import render
from kvm_guide.site.render.wording import time_element
from kvm_guide.site.render.words import WORDS as PAGE_WORDS

_STYLE: Final = Path(__file__).with_name("book.css")
FONTS: Final = Path(__file__).with_name("fonts")
_CUTS: Final = (
    ("Source Sans 3", "source-sans-3", 400, "normal"),
    ("Source Sans 3", "source-sans-3", 400, "italic"),
    ("Source Sans 3", "source-sans-3", 600, "normal"),
    ("Source Code Pro", "source-code-pro", 400, "normal"),
    ("Source Code Pro", "source-code-pro", 600, "normal"),
)
"""Of each font file: the typeface's name, the file's beginning, its weight and its style."""


@dataclass(frozen=True)
class Entry:
    """A line of the contents. level: 1 or 2; id: the name of its place in the book."""

    level: int
    id: str
    title: Markup


@dataclass(frozen=True)
class Document:
    """The book before it is printed. subject: what it is, in a sentence."""

    title: str
    author: str
    subject: str
    html: str


def document(site: Path, language: Language, address: str) -> Document:
    """The pages in `language` of the built `site` as one document.

    address: where the site is served, or "". Raises NotSo where a command does not fit a page.
    """
    words, home = WORDS[language], home_of(language)
    cover = BeautifulSoup((site / home / "index.html").read_text(encoding="utf-8"), "html.parser")
    title = " ".join(_first(cover, "article h1").get_text().replace("¶", "").split())
    lead = value(_first(cover, "meta[name=description]"), "content")
    found = chapters(site, home, address, words)
    answered = [(one, given) for one in found if (given := list(answers.taken(one, words)))]
    proven = list(_proven(found, words))
    today = datetime.now(UTC).isoformat(timespec="seconds")
    html = render(
        "book",
        words=words,
        language=language,
        name=value(_first(cover, "a.md-logo"), "title"),
        title=title,
        lead=lead,
        edition=Markup(words.edition).format(day=time_element(today, PAGE_WORDS[language])),
        seen_on=_seen_on(found, words),
        address=address + home if address else "",
        rights=Markup(_first(cover, ".md-copyright__highlight").decode_contents()),
        style=Markup("\n".join([*_fonts(), _STYLE.read_text(encoding="utf-8")])),
        heads=[(_page(one), Markup(json.dumps(one.title, ensure_ascii=False))) for one in found],
        contents=list(_contents(found, words)),
        chapters=[{"page": _page(one), "html": Markup(str(one.article))} for one in found],
        answers=render("book-answers", words=words, parts=answered),
        notes=render("book-notes", words=words, parts=proven),
    )
    return Document(title, words.author, lead, html)


def _proven(found: list[Chapter], words: BookWords) -> Iterator[tuple[Chapter, list[notes.Note]]]:
    """Each chapter that has proofs, with them, numbered through the book."""
    number = 1
    for chapter in found:
        if taken := notes.taken(chapter, number, words):
            number += len(taken)
            yield chapter, taken


def _contents(found: list[Chapter], words: BookWords) -> Iterator[Entry]:
    for chapter in found:
        for heading in chapter.article.select("h1[id], h2[id]"):
            twin = _first(BeautifulSoup(str(heading), "html.parser"), heading.name)
            for mark in twin.select("sup"):
                mark.decompose()
            for link in twin.select("a"):
                link.unwrap()
            yield Entry(int(heading.name[1]), value(heading, "id"), Markup(twin.decode_contents().strip()))
    yield Entry(1, "answers--top", Markup(words.answers))
    yield Entry(1, "notes--top", Markup(words.notes))


def _seen_on(found: list[Chapter], words: BookWords) -> str:
    """On which Debian the steps were seen: the newest."""
    seen = {value(tag, "data-debian") for one in found for tag in one.article.select("[data-step][data-debian]")}
    newest = max(seen, key=lambda name: [int(part) for part in name.split(".") if part.isdigit()], default="")
    return words.seen_on.format(debian=newest) if newest else ""


def font_files() -> list[Path]:
    """The files of the typefaces, in the order of the cuts."""
    return [FONTS / start / f"{start}-latin-{weight}-{style}.woff2" for _, start, weight, style in _CUTS]


def _fonts() -> Iterator[str]:
    for file, (name, _, weight, style) in zip(font_files(), _CUTS, strict=True):
        data = base64.b64encode(file.read_bytes()).decode("ascii")
        yield (
            f'@font-face {{ font-family: "{name}"; font-weight: {weight}; font-style: {style}; '
            f'src: url("data:font/woff2;base64,{data}") format("woff2") }}'
        )


def _page(chapter: Chapter) -> str:
    """The name of the kind of page on which `chapter` is, which has its title at the top."""
    return f"chapter-{chapter.name.key}"


def _first(tag: Tag, selector: str) -> Tag:
    found = tag.select_one(selector)
    assert found is not None, f"a page has {selector}"
    return found
