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
    """The pages without their number, which Chromium writes after their head and before their text."""
    return [number for number, text in enumerate(paper.pages, start=1) if str(number) not in text.split("\n")[:2]]


def stranded(paper: Paper, headings: Iterable[tuple[str, str]]) -> list[str]:
    """The headings, each a place and a text, that are the last thing on a page: what they announce is on the next."""
    known = {(paper.places.get(place), " ".join(heading.split())) for place, heading in headings}
    ends = [(number, text.split("\n")[-1]) for number, text in enumerate(paper.pages, start=1) if text.count("\n") > 2]
    return [f"page {number}: {line}" for number, line in ends if (number, line) in known]


def lost_commands(paper: Paper, commands: Iterable[str]) -> list[str]:
    """The commands that are not copied from the book to the letter: line after line in one go, with every space.

    Each program has its own way through a page: as it was written, in columns, or as it looks.
    """
    wanted = sorted(commands)
    found = []
    for options in (["-raw"], [], ["-layout"]):
        lines = [line.rstrip() for line in _text(paper.file, *options).replace("\f", "\n").split("\n")]
        starts = dict[str, list[int]]()
        for at, line in enumerate(lines):
            starts.setdefault(line.lstrip(), []).append(at)
        for command in wanted:
            own = command.split("\n")
            if not any(_is_there(own, lines[at : at + len(own)]) for at in starts.get(own[0].lstrip(), [])):
                found.append(f"{' '.join(options) or 'in columns'}: {command}")
    return found


def _is_there(command: list[str], lines: list[str]) -> bool:
    """Whether `lines` are those of `command`, all of them set in by the same."""
    margin = " " * (len(lines[0]) - len(command[0]))
    return [margin + line.rstrip() if line else "" for line in command] == lines


@dataclass(frozen=True)
class Told:
    """A proof as a page has it. place: the name in the book of its mark in the text; said: what was seen, and when;
    answer: what the terminal answered."""

    place: str
    title: str
    said: str
    answer: str


def lost_notes(paper: Paper, wanted: Iterable[Told]) -> list[str]:
    """The proofs that have no endnote of their own, or one that is not led to from its mark and back, or says less."""
    start = paper.places.get("notes--top", len(paper.pages))
    text = " ".join(" ".join(page.split("\n")[1:]) for page in paper.pages[start - 1 :])
    marks = dict.fromkeys(link.place for link in paper.links if link.page >= start and _is_mark(link.place))
    numbers = {place: number for number, place in enumerate(marks, start=1)}
    found = []
    for told in wanted:
        number, page = numbers.get(told.place), paper.places.get(told.place)
        head = f"{number} {' '.join(told.title.split())} p. {page}"
        at = text.find(f" {head} ")
        if number is None or at < 0:
            found.append(f"{told.place}: no note {head!r}")
        elif Link(page or 0, f"note-{number}", "") not in paper.links:
            found.append(f"{told.place}: nothing on page {page} leads to note {number}")
        else:
            # What is broken at a line's or a page's end is still one
            rest, said = _bare(text[at + len(head) + 1 :]), _bare(told.said)
            if not (
                rest.startswith(said) and _bare(told.answer) in rest[len(said) : len(said) + 60 + len(told.answer)]
            ):
                found.append(f"{told.place}: note {number} does not say what the page says")
    return found


def _is_mark(place: str) -> bool:
    return place.endswith("--proof") or "--fact-" in place


def _bare(text: str) -> str:
    return "".join(text.split())
