"""Each slip that a printed book may have is seen: what the tests of the book ask finds it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from tests.fabricated import Project
from tests.paper import Paper, dead_links, lost_commands, lost_notes, stranded, unnumbered, wrong_contents
from tests.site.book.conftest import ADDRESS, Book

from kvm_guide.site.book import pdf, spaces
from kvm_guide.site.book.document import document
from kvm_guide.site.book.printing import printed

pytestmark = pytest.mark.browser
COMMAND = "sudo apt install -y qemu-system-x86 \\\n  virt-manager"


def _swapped(old: str, new: str) -> Callable[[str], str]:
    def swap(html: str) -> str:
        assert old in html, f"{old!r} is not in the book"
        return html.replace(old, new, 1)

    return swap


def _styled(rule: str) -> Callable[[str], str]:
    return _swapped("</style>", f"{rule}</style>")


def _commands(book: Book) -> list[str]:
    return lost_commands(book.paper, [COMMAND])


def _notes(book: Book) -> list[str]:
    return lost_notes(book.paper, book.told())


def _links(book: Book) -> list[str]:
    known = {link.address for link in book.paper.links if link.address.startswith("https://")}
    return dead_links(book.paper, known)


def _contents(book: Book) -> list[str]:
    return wrong_contents(book.paper)


def _headings(book: Book) -> list[str]:
    return stranded(book.paper, book.headings())


def _numbers(book: Book) -> list[str]:
    return [str(number) for number in unnumbered(book.paper)]


@pytest.mark.parametrize(
    ("slip", "asked", "said"),
    [
        (_styled(".kg-command pre { white-space: pre-wrap; width: 40mm }"), _commands, f"-raw: {COMMAND}"),
        (_styled(".kg-command code { white-space: normal }"), _commands, f"in columns: {COMMAND}"),
        (_swapped("<code>sudo apt install -y", "<code>sudo apt install –y"), _commands, f"-layout: {COMMAND}"),
        (
            _swapped('data-page-of="requisitos--top-requisitos"', 'data-page-of="ventajas--top-ventajas"'),
            _contents,
            "La página requisitos: page",
        ),
        (_swapped('href="#requisitos--cpu-flags"', 'href="../requisitos/"'), _links, "file:///"),
        (_swapped('href="#note-1"', 'href="#note-x"'), _notes, "nothing on page 6 leads to note 1"),
        (_swapped('href="#note-1"', 'href="#note-2"'), _notes, "leads to note 1"),
        (
            _swapped("<strong>Comprobar la CPU</strong>", "<strong>Otra</strong>"),
            _notes,
            "no note '1 Comprobar la CPU p. ",
        ),
        (_swapped("Unpacking 0\n", "Unpacking 22\n"), _notes, "--install--proof: note"),
        (_styled("h2 { break-after: page !important }"), _headings, "Instalar"),
        (_swapped("counter(page)", '"-"'), _numbers, "3"),
    ],
)
def test_a_slip_is_seen(
    built: Project, tmp_path: Path, slip: Callable[[str], str], asked: Callable[[Book], list[str]], said: str
) -> None:
    made = document(built.site, "es", ADDRESS)
    (tmp_path / "book.html").write_text(slip(made.html), encoding="utf-8")
    with ThreadPoolExecutor(1) as aside:
        raw = aside.submit(printed, tmp_path / "book.html").result()
    (tmp_path / "book.pdf").write_bytes(pdf.finished(raw, made))
    found = asked(Book(Paper(tmp_path / "book.pdf"), built.site, "es"))
    assert any(said in one for one in found), found


def test_a_book_that_does_not_keep_its_spaces_is_seen(
    built: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spaces, "keep", lambda *_: None)
    made = document(built.site, "es", "")
    (tmp_path / "book.html").write_text(made.html, encoding="utf-8")
    with ThreadPoolExecutor(1) as aside:
        raw = aside.submit(printed, tmp_path / "book.html").result()
    (tmp_path / "book.pdf").write_bytes(pdf.finished(raw, replace(made, contents=[])))
    assert lost_commands(Paper(tmp_path / "book.pdf"), [COMMAND])
