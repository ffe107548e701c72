"""What readers take away of a built site, and the links to it on each home page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from babel.numbers import format_decimal

from kvm_guide.errors import Broken
from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.site.addresses import home_of
from kvm_guide.site.book import make as book
from kvm_guide.site.offline import archive
from kvm_guide.site.render.templates import render
from kvm_guide.site.render.wording import time_element
from kvm_guide.site.render.words import WORDS

PLACE: Final = "<!--kg-take-away-->"
"""Where on a home page the links go: below the lessons' cards."""


@dataclass(frozen=True)
class _Said:
    link: str
    how: str


@dataclass(frozen=True)
class Kind:
    """What a language can be taken away as. write: puts it into a file, from the built site, the language and the
    address where the site is served."""

    ending: str
    write: Callable[[Path, Language, str, Path], None]
    said: dict[Language, _Said]


@dataclass(frozen=True)
class _File:
    name: str
    size: str
    said: _Said


KINDS: Final = (
    Kind(
        ".zip",
        archive.write,
        {
            "es": _Said(
                link="Descarga la guía entera para leerla sin conexión",
                how="Descomprime el zip y abre su «index.html»: todo funciona sin red, también el buscador.",
            ),
            "en": _Said(
                link="Download the whole guide to read it offline",
                how="Unpack the zip and open its “index.html”: all of it works without a network, the search too.",
            ),
        },
    ),
    Kind(
        ".pdf",
        book.write,
        {
            "es": _Said(
                link="Descarga la guía entera en PDF",
                how="Para imprimirla o leerla de corrido: con índice, números de página y las pruebas al final.",
            ),
            "en": _Said(
                link="Download the whole guide as a PDF",
                how="To print it or read it through: with contents, page numbers, and the proofs at the end.",
            ),
        },
    ),
)


def add(site: Path, address: str, kinds: tuple[Kind, ...] = KINDS) -> None:
    """Put each language's files of all `kinds` into the built `site`, served at `address`, and name them on its home
    page, each with its size and its day.

    Raises Broken where a home page has no place for them, or the browser that prints does not work; NotSo where a
    command does not fit a page.
    """
    homes = {language: site / home_of(language) for language in LANGUAGES}
    for home in homes.values():
        page = home / "index.html"
        if PLACE not in page.read_text(encoding="utf-8"):
            where = page.relative_to(site)
            raise Broken(f"{where} has no place for its downloads: show the lessons there, with their summary's fence")
    # All of them before any link: what is taken away does not offer itself
    made = {language: [_made(site, language, address, kind) for kind in kinds] for language in LANGUAGES}
    for language, home in homes.items():
        page = home / "index.html"
        day = time_element(datetime.now(UTC).isoformat(timespec="seconds"), WORDS[language])
        links = render("take_away", files=made[language], day=day)
        page.write_text(page.read_text(encoding="utf-8").replace(PLACE, links, 1), encoding="utf-8")


def _made(site: Path, language: Language, address: str, kind: Kind) -> _File:
    file = site / home_of(language) / f"{archive.name(language)}{kind.ending}"
    kind.write(site, language, address, file)
    size = f"{format_decimal(file.stat().st_size / 1e6, '0.0', locale=language)} MB"
    return _File(file.name, size, kind.said[language])
