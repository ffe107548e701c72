"""What a reader copies from a printed page, and where its links lead."""

import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pikepdf
import pytest

from kvm_guide.site.book.pdf import pages_of


def copied(pdf: Path) -> str:
    """The text of `pdf`, line by line, runs of spaces as one.

    On paper there are no spaces, only gaps: each program that reads a PDF makes as many as it likes of a wide one.
    """
    return plain(_text(pdf, "-raw"))


def plain(text: str) -> str:
    """`text` with each line's runs of spaces as one, and none at its ends."""
    return "\n".join(" ".join(line.split()) for line in text.splitlines())


def _text(pdf: Path, *options: str) -> str:
    if not shutil.which("pdftotext"):
        pytest.skip("no pdftotext here: scripts/test installs it on Debian and Ubuntu")
    command = ["pdftotext", *options, str(pdf), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout


@dataclass(frozen=True)
class Link:
    """A link on a page, which counts from 1: to a place in the PDF, by its name, or to an address in the world."""

    page: int
    place: str
    address: str


@dataclass(frozen=True)
class Line:
    """A line of the contents: its text, the number that is printed there, and where it leads."""

    text: str
    number: int
    link: Link


@dataclass(frozen=True)
class Paper:
    """A printed book."""

    file: Path

    @cached_property
    def pages(self) -> list[str]:
        """The text of each page."""
        return [plain(page) for page in _text(self.file, "-raw").split("\f")[:-1]]

    @cached_property
    def places(self) -> dict[str, int]:
        """The page of each place that something links to, by its name."""
        return pages_of(self.file.read_bytes())

    @cached_property
    def links(self) -> list[Link]:
        """Every link, in the order in which they are read; one that takes two lines is one."""
        with pikepdf.open(self.file) as pdf:
            return list(dict.fromkeys(_links(pdf)))

    def contents(self) -> list[Line]:
        """The lines of the contents, which begin with the first link that stays in the book."""
        first = next(link for link in self.links if link.place)
        last = self.places[first.place]
        # One at the foot of a page begins again on the next
        links = list({link.place: link for link in reversed(self.links) if first.page <= link.page < last}.values())[
            ::-1
        ]
        # Chromium writes a page's foot before its text
        text = "\n".join(page.partition("\n")[2] for page in self.pages[first.page - 1 : last - 1])
        found = re.findall(r"(\S.*?)\s(\d+)(?=\n|\Z)", text.partition("\n")[2], re.DOTALL)
        assert len(found) == len(links), f"{len(found)} lines of contents and {len(links)} links"
        return [Line(" ".join(said.split()), int(at), link) for (said, at), link in zip(found, links, strict=True)]


def _links(pdf: pikepdf.Pdf) -> Iterator[Link]:
    for number, page in enumerate(pdf.pages, start=1):
        for told in page.obj.get("/Annots", pikepdf.Array()).as_list():
            action = told.get("/A", pikepdf.Dictionary())
            place = told.get("/Dest", action.get("/D", ""))
            yield Link(number, str(place).removeprefix("/"), str(action.get("/URI", "")))


def dead_links(paper: Paper, known: Iterable[str]) -> list[str]:
    """The links that lead to no place in the book and to none of the addresses `known`."""
    addresses = set(known)
    return [
        f"page {link.page}: {link.place or link.address}"
        for link in paper.links
        if (link.place and paper.places.get(link.place, -1) < 1) or (not link.place and link.address not in addresses)
    ]


def wrong_contents(paper: Paper) -> list[str]:
    """The lines of the contents whose number is not that of the page on which their heading is."""
    found = []
    for line in paper.contents():
        there = paper.places[line.link.place]
        if line.number != there or line.text not in " ".join(paper.pages[there - 1].split()):
            found.append(f"{line.text}: page {line.number}, and it is on {there}")
    return found


def unnumbered(paper: Paper) -> list[int]:
    """The pages on which their number does not stand beside their text: Chromium writes it first, after the head."""
    return [number for number, text in enumerate(paper.pages, start=1) if str(number) not in text.split("\n")[:2]]


def lost_commands(paper: Paper, commands: Iterable[str]) -> list[str]:
    """The commands that are not copied from the book as they are, line after line, in one go."""
    whole = "\n".join(paper.pages)
    return [command for command in commands if f"\n{plain(command)}\n" not in whole]
