"""The printed book: what is copied from it, where its links lead, and what its contents and its endnotes say."""

from pathlib import Path

import pikepdf
import pytest
from tests.paper import Paper, dead_links, lost_commands, lost_notes, stranded, unnumbered, wrong_contents
from tests.site.book.conftest import ADDRESS, Book

from kvm_guide.lessons import GUIDE
from kvm_guide.model.step import LANGUAGES
from kvm_guide.site.book.words import WORDS

pytestmark = pytest.mark.browser


def test_each_command_is_copied_as_it_is_whatever_copies_it(book: Book) -> None:
    commands = {str(tag["data-copy"]) for _, article in book.articles() for tag in article.select("[data-copy]")}
    assert commands
    assert lost_commands(book.paper, commands) == []


def test_the_contents_name_the_page_of_each_heading(book: Book) -> None:
    assert wrong_contents(book.paper) == []
    headings = [h for _, article in book.articles() for h in article.select("h1, h2")]
    # Those of the home page, of the answers and of the notes come to them
    assert len(book.paper.contents()) > len(headings)


def test_every_page_has_its_number(book: Book) -> None:
    assert unnumbered(book.paper) == []


def test_no_heading_is_the_last_thing_on_a_page(book: Book) -> None:
    assert stranded(book.paper, book.headings()) == []


def test_every_link_leads_somewhere(book: Book) -> None:
    known = {str(tag["href"]) for _, article in book.articles() for tag in article.select("a[href]")}
    world = {url for url in known if url.startswith(("https://", "http://"))}
    ours = {link.address for link in book.paper.links if link.address.startswith(ADDRESS)}
    rights = {link.address for link in book.paper.links if link.page == 1}
    assert dead_links(book.paper, world | ours | rights) == []
    assert all((book.site / url.removeprefix(ADDRESS)).exists() for url in ours)


def test_every_step_and_every_fact_has_its_endnote(book: Book) -> None:
    told = list(book.told())
    assert told
    assert lost_notes(book.paper, told) == []


def test_it_says_what_it_is_in_which_language_and_shows_its_outline(book: Book) -> None:
    with pikepdf.open(book.paper.file) as pdf:
        said = {name: str(text) for name, text in pdf.docinfo.items()}
        assert said["/Author"] == WORDS[book.language].author
        assert said["/Title"]
        assert said["/Subject"]
        assert (str(pdf.Root.Lang), pdf.Root.PageMode) == (book.language, pikepdf.Name.UseOutlines)
        with pdf.open_outline() as outline:
            named = [one.title for one in outline.root]
    chapters = [line.text for line in book.paper.contents() if line.text in named]
    assert len(chapters) > 5
    assert named[-1] == WORDS[book.language].notes


@pytest.mark.whole
def test_every_step_of_the_guide_is_on_a_page(guide_site: Path) -> None:
    """That each is in the book is the test of the endnotes: this one, that it misses none."""
    for language in LANGUAGES:
        told = Book(Paper(guide_site), guide_site, language).told()
        steps = {step.id for lesson in GUIDE.lessons for step in lesson.steps}
        assert {one.place.split("--")[1] for one in told if one.place.endswith("--proof")} == steps
