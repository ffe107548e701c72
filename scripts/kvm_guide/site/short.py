"""The short links: for each step and lesson a tiny page, of no language, that leads to the reader's; and its QR code.

An id once published stays: what was published and is no more in the guide goes on leading where its line of the list
of published addresses says.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import segno

from kvm_guide.model.lesson import Guide, Lesson
from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.site.addresses import home_of
from kvm_guide.site.render.places import LESSONS, STEPS
from kvm_guide.site.render.teacher.words import WORDS
from kvm_guide.site.render.templates import render

PAGE: Final = "index.html"
CODE: Final = "qr.svg"
_UP: Final = "../../"


@dataclass(frozen=True)
class ShortLink:
    """A short link. place: its folder at the site's root, as `s/cpu-flags`; target: where it leads, below a language's
    home; titles: what is there, and told: what that is, in each language.
    """

    place: str
    target: str
    titles: dict[Language, str]
    told: dict[Language, str]


def links(guide: Guide, published: Iterable[str] = ()) -> list[ShortLink]:
    """The short links of `guide`, and those that stand in `published`, lines of the list, and that it has no more."""
    found = {link.place: link for link in _of_guide(guide)}
    for line in published:
        file, _, target = line.partition("#")
        place = file.removesuffix(f"/{PAGE}")
        if place.partition("/")[0] in (STEPS, LESSONS) and target and place not in found:
            name = place.partition("/")[2]
            found[place] = ShortLink(place, target, dict.fromkeys(LANGUAGES, name), dict.fromkeys(LANGUAGES, ""))
    return list(found.values())


def _of_guide(guide: Guide) -> Iterator[ShortLink]:
    for lesson in guide.lessons:
        titles = {language: lesson.title.in_(language) for language in LANGUAGES}
        told = {language: _heading(lesson, language, WORDS[language].lesson) for language in LANGUAGES}
        yield ShortLink(f"{LESSONS}/{lesson.id}", f"{lesson.page}/", titles, told)
        for step in lesson.steps:
            titles = {language: step.title.in_(language) for language in LANGUAGES}
            told = {language: _heading(lesson, language, WORDS[language].step_of) for language in LANGUAGES}
            yield ShortLink(f"{STEPS}/{step.id}", f"{lesson.page}/#{step.id}", titles, told)


def _heading(lesson: Lesson, language: Language, said: str) -> str:
    return said.format(lesson=lesson.heading.in_(language))


def listed(guide: Guide) -> list[str]:
    """What `guide` publishes of them, as lines of the list: the file, and behind a # where it leads."""
    return sorted(f"{link.place}/{PAGE}#{link.target}" for link in links(guide))


def write(site: Path, guide: Guide, published: Path, address: str) -> None:
    """Write the pages into the built `site`; with `address`, where it will be served, their QR codes beside them.

    published: the list of published addresses, which may be missing. Raises OSError.
    """
    lines = published.read_text(encoding="utf-8").splitlines() if published.is_file() else []
    for link in links(guide, lines):
        folder = site / link.place
        folder.mkdir(parents=True)
        (folder / PAGE).write_text(page(link, address), encoding="utf-8")
        if address:
            _code(f"{address}{link.place}/").save(
                str(folder / CODE), kind="svg", xmldecl=False, omitsize=True, border=4, light="#fff"
            )


def page(link: ShortLink, address: str) -> str:
    """The page of `link`, with its QR code where `address` is known."""
    return render(
        "short",
        link=link,
        name=link.place.partition("/")[2],
        urls={language: f"{_UP}{home_of(language)}{link.target}" for language in LANGUAGES},
        words=WORDS,
        address=f"{address}{link.place}/" if address else None,
        canonical=f"{address}{link.target}" if address else None,
        code=CODE,
        up=_UP,
    )


def _code(address: str) -> segno.QRCode:
    return segno.make(address, error="m", micro=False)
