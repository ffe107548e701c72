"""The proofs as endnotes: what a page unfolds, or shows at a sign, has a number in the text and is told at the end."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bs4 import BeautifulSoup, Tag
from markupsafe import Markup

from kvm_guide.site.book.chapter import Chapter
from kvm_guide.site.book.words import BookWords
from kvm_guide.site.parsed import value
from kvm_guide.site.render.templates import render
from kvm_guide.site.render.words import MARKS

_PROVEN: Final = ".kg-step, .kg-fact"


@dataclass(frozen=True)
class Note:
    """A proof. place: the name in the book of its number in the text; title: of what; said: when and on which Debian it
    was seen, and how it went; kind: `step` or `fact`; parts: what was asked and answered, what else to look at."""

    number: int
    place: str
    title: Markup
    said: Markup
    kind: str
    parts: tuple[Markup, ...]

    @property
    def name(self) -> str:
        """The name of its own place in the book."""
        return f"note-{self.number}"


def taken(chapter: Chapter, first: int, words: BookWords) -> list[Note]:
    """The proofs in `chapter`, numbered from `first` on, in whose places their numbers stand then."""
    notes = []
    for number, tag in enumerate(chapter.article.select(_PROVEN), start=first):
        notes.append(_step(tag, number, words) if tag.has_attr("data-step") else _fact(tag, number, chapter, words))
    for folded in chapter.article.select("details"):
        _unfold(folded)
    return notes


def _step(step: Tag, number: int, words: BookWords) -> Note:
    proof, title = step.select_one(".kg-proof"), step.select_one(".kg-title")
    assert proof is not None, "a step's card has its proof"
    assert title is not None, "a step's card has its title"
    said, place = Markup(proof.decode_contents()), f"{value(step, 'id')}--proof"
    own = step.select_one(".kg-own")
    parts = (*_printed(step, words), *_troubles(own, words))
    if own is not None:
        own.decompose()
    proof.append(" ")
    proof.append(_mark("book-note-link", place, number, words))
    return Note(number, place, Markup(title.decode_contents()), said, "step", parts)


def _printed(step: Tag, words: BookWords) -> Iterator[Markup]:
    """What the terminal answered, as the page has it, or that it was silent."""
    for silent in step.select(".kg-silent"):
        yield Markup(str(silent))
    for folded in step.select(".kg-details"):
        for summary in folded.select("summary"):
            said = summary.get_text().strip().removeprefix(words.opens)
            summary.name, summary.string = "p", f"{said[:1].upper()}{said[1:]}:"
        yield Markup(folded.decode_contents())
        folded.decompose()


def _troubles(own: Tag | None, words: BookWords) -> Iterator[Markup]:
    """Where to look if it went otherwise."""
    if links := own.select("li a") if own else []:
        yield render("book-troubles", words=words, links=[Markup(str(link)) for link in links])


def _fact(fact: Tag, number: int, chapter: Chapter, words: BookWords) -> Note:
    sign, proof = fact.select_one(".kg-fact-sign"), fact.select_one(".kg-fact-proof")
    assert sign is not None, "a fact has its sign"
    assert proof is not None, "a fact has its proof"
    place, mark = chapter.name.named(f"fact-{value(fact, 'data-fact')}"), sign.get_text()
    sign.decompose()
    said = proof.extract()
    head = said.select_one("b")
    assert head is not None, "a fact's proof says how it went"
    head.extract()
    title = Markup(fact.decode_contents().strip())
    shown = f"{mark if mark != MARKS['passed'] else ''}{number}"
    fact.append(_mark("book-fact-link", place, number, words, shown=shown))
    quoted = Markup(words.quoted).format(said=title)
    return Note(number, place, quoted, Markup(head.decode_contents()), "fact", (Markup(said.decode_contents()),))


def _mark(template: str, place: str, number: int, words: BookWords, shown: str = "") -> BeautifulSoup:
    """The number in the text, as a link to its note."""
    html = render(template, place=place, number=number, words=words, shown=shown)
    return BeautifulSoup(html, "html.parser")


def _unfold(folded: Tag) -> None:
    """Show what a page folds: of what changed, the sentence."""
    summary = folded.select_one("summary")
    assert summary is not None, "what is folded says what it is"
    if "kg-changes" in value(folded, "class"):
        summary.name = "p"
        folded.replace_with(summary.extract())
        return
    folded.name, summary.name = "div", "p"
    if "kg-undo" in value(folded, "class"):
        summary["class"] = "kg-undo-title"
    else:
        folded["class"], summary["class"] = f"admonition {value(folded, 'class')}".strip(), "admonition-title"
