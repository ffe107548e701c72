"""What readers take away of a built site, and the links to it on each home page."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from babel.numbers import format_decimal

from kvm_guide.errors import Broken
from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.site.addresses import home_of
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


_SAID: Final[dict[Language, _Said]] = {
    "es": _Said(
        link="Descarga la guía entera para leerla sin conexión",
        how="Descomprime el zip y abre su «index.html»: todo funciona sin red, también el buscador.",
    ),
    "en": _Said(
        link="Download the whole guide to read it offline",
        how="Unpack the zip and open its “index.html”: all of it works without a network, the search too.",
    ),
}


def add(site: Path, address: str) -> None:
    """Put each language's archive into the built `site`, served at `address`, and name it on its home page.

    Raises Broken where a home page has no place for it.
    """
    for language in LANGUAGES:
        home = site / home_of(language)
        file = home / f"{archive.name(language)}.zip"
        archive.write(site, language, address, file)
        page = home / "index.html"
        text = page.read_text(encoding="utf-8")
        if PLACE not in text:
            where = page.relative_to(site)
            raise Broken(f"{where} has no place for its downloads: show the lessons there, with their summary's fence")
        page.write_text(text.replace(PLACE, _link(file, language), 1), encoding="utf-8")


def _link(file: Path, language: Language) -> str:
    size = f"{format_decimal(file.stat().st_size / 1e6, '0.0', locale=language)} MB"
    day = time_element(datetime.now(UTC).isoformat(timespec="seconds"), WORDS[language])
    return render("take_away", file=file.name, words=_SAID[language], size=size, day=day)
