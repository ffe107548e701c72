"""The books that the tests read, and what their pages say."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from tests.paper import Paper, Told
from tests.shared import once

from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.site.addresses import home_of
from kvm_guide.site.book import fetched, make
from kvm_guide.site.book.words import WORDS

ADDRESS = "https://guide.example/kvm/"


@dataclass(frozen=True)
class Book:
    """A printed book, and the pages it was made of."""

    paper: Paper
    site: Path
    language: Language

    def articles(self) -> Iterator[tuple[str, Tag]]:
        """The text of each page with the name of its folder, in the order of their names."""
        home = self.site / home_of(self.language)
        for file in sorted(home.glob("*/index.html")):
            if file.parent.name not in LANGUAGES:
                soup = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser", multi_valued_attributes=None)
                for article in soup.select("article"):
                    # What is fetched when a reader asks for it is of the page, too
                    fetched.put_back(self.site, home_of(self.language), file.relative_to(self.site).as_posix(), article)
                    yield file.parent.name, article

    def headings(self) -> Iterator[tuple[str, str]]:
        """Each heading's place in the book, and its text."""
        for page, article in self.articles():
            for heading in article.select(":is(h1, h2, h3, h4)[id]"):
                yield f"{page}--{heading['id']}", heading.get_text().replace("¶", "")

    def told(self) -> Iterator[Told]:
        """Each step and each fact with its proof, as the pages have them."""
        for page, article in self.articles():
            for tag in article.select(".kg-step, .kg-fact"):
                step = "data-step" in tag.attrs
                yield _step(page, tag) if step else _fact(page, tag, WORDS[self.language].quoted)


def _step(page: str, tag: Tag) -> Told:
    shown = tag.select(".kg-output") or tag.select(".kg-silent")
    answer = shown[0].get_text() if shown else ""
    said = tag.select(".kg-proof")[0].get_text()
    return Told(f"{page}--{tag['id']}--proof", tag.select(".kg-title")[0].get_text(), said, answer)


def _fact(page: str, tag: Tag, quoted: str) -> Told:
    proof = tag.select(".kg-fact-proof")[0].extract()
    for sign in tag.select(".kg-fact-sign"):
        sign.decompose()
    said = proof.select("b")[0].extract().get_text()
    title = quoted.format(said=tag.get_text().strip())
    return Told(f"{page}--fact-{tag['data-fact']}", title, said, proof.get_text())


@pytest.fixture(
    scope="session",
    params=[
        *(pytest.param(("small", language), id=f"small-{language}") for language in LANGUAGES),
        *(pytest.param(("guide", language), id=f"guide-{language}", marks=pytest.mark.whole) for language in LANGUAGES),
    ],
)
def book(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The book of the healthy project, which has all kinds of proof on few pages; in a whole run, the guide's, too."""
    name, language = request.param
    site = request.getfixturevalue("guide_site") if name == "guide" else request.getfixturevalue("built").site

    def write(folder: Path) -> None:
        folder.mkdir()
        # Playwright has one loop a thread, and the browser of the other tests has this one's
        with ThreadPoolExecutor(1) as aside:
            aside.submit(make.write, site, language, ADDRESS, folder / "book.pdf").result()

    return Book(Paper(once(tmp_path_factory, f"book-{name}-{language}", write) / "book.pdf"), site, language)
