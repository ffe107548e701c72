"""The answers to the questions: a page folds them, and the book has them behind its chapters."""

from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag
from markupsafe import Markup

from kvm_guide.site.book.chapter import Chapter
from kvm_guide.site.book.words import BookWords
from kvm_guide.site.parsed import value
from kvm_guide.site.render.templates import render


@dataclass(frozen=True)
class Answer:
    """The answer to a question. number: the question's in its chapter; question: the name of its place in the book."""

    number: int
    question: str
    text: Markup

    @property
    def name(self) -> str:
        """The name of its own place in the book."""
        return f"answer--{self.question}"


def taken(chapter: Chapter, words: BookWords) -> Iterator[Answer]:
    """The answers that are folded in `chapter`, each of which becomes a link to where it is now."""
    for number, folded in enumerate(chapter.article.select(".kg-answer"), start=1):
        asked = folded.find_parent("li")
        assert asked is not None, "a question is an item of a list"
        for summary in folded.select("summary"):
            summary.decompose()
        _name_the_place(folded, words)
        answer = Answer(number, value(asked, "id"), Markup(folded.decode_contents()))
        folded.replace_with(BeautifulSoup(render("book-answer-link", answer=answer, words=words), "html.parser"))
        yield answer


def _name_the_place(folded: Tag, words: BookWords) -> None:
    """What the answer's last link leads to is no longer on "this page": it is on one with a number."""
    for link in folded.select("a")[-1:]:
        html = render("book-told-there", place=value(link, "href")[1:], words=words)
        link.replace_with(BeautifulSoup(html, "html.parser"))
