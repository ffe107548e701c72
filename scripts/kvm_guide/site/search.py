"""What the search of one language looks in: each section, step and trouble of its pages, and the table of messages.

Pagefind makes an index, which the browser fetches in small pieces once somebody searches. It knows pages only: it is
given each section as a page of its own, so that a hit is the section.
"""

import json
import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pagefind_bin import get_executable  # type: ignore[import-untyped]

from kvm_guide.errors import Broken
from kvm_guide.model.step import Language
from kvm_guide.site import sections
from kvm_guide.site.addresses import home_of
from kvm_guide.site.parsed import Parsed
from kvm_guide.site.render.templates import render
from kvm_guide.site.sections import Section
from kvm_guide.troubles import TROUBLES
from kvm_guide.troubles.matching import match
from kvm_guide.troubles.matching.common import SYSTEM
from kvm_guide.troubles.matching.rules import RULES
from kvm_guide.troubles.model import Trouble

INDEX: Final = "pagefind"
MESSAGES: Final = "search/messages.json"
# Of what Pagefind leaves beside its index: its own fields and dialogs, which the theme does not use.
_UNUSED: Final = ("pagefind-*ui.*", "pagefind-highlight.js", "wasm.unknown.pagefind")
_PATIENCE: Final = 120
# Linux keeps what is there in memory: a thousand small files that come and go cost a disk more than Pagefind's work
_MEMORY: Final = "/dev/shm"
# Beside what theme/partials/search.html has, which is on every page
_SAID: Final[dict[Language, dict[str, str]]] = {
    "es": {
        "none": "No hay resultados. Prueba con menos palabras.",
        "one": "1 resultado",
        "many": "# resultados",
        "busy": "Buscando en las páginas…",
    },
    "en": {
        "none": "No results. Try fewer words.",
        "one": "1 result",
        "many": "# results",
        "busy": "Searching the pages…",
    },
}


@dataclass(frozen=True)
class Hit:
    """What a reader may be led to. url: from the language's home; page: the title of its page."""

    url: str
    page: str
    section: Section


@contextmanager
def written(home: Path, language: Language, pages: Iterable[Parsed]) -> Iterator[None]:
    """Put the index and the table of messages of the built `pages` in `language` into their folder, `home`.

    Pagefind is at work while what is in the `with` is. Raises Broken where it does not work, OSError.
    """
    # The page of what is not there is none to be led to
    found = [hit for page in pages if page.path.endswith("index.html") for hit in _hits(page, language)]
    memory = _MEMORY if os.access(_MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="kvm-guide-search-", dir=memory) as folder:
        for number, hit in enumerate(found):
            page = render("hit", hit=hit, language=language)
            (Path(folder) / f"{number}.html").write_text(page, encoding="utf-8")
        with _pagefind(Path(folder), home / INDEX):
            yield
    table = home / MESSAGES
    table.parent.mkdir(exist_ok=True)
    table.write_text(messages(found, language), encoding="utf-8")
    for pattern in _UNUSED:
        for file in (home / INDEX).glob(pattern):
            file.unlink()


@contextmanager
def _pagefind(pages: Path, target: Path) -> Iterator[None]:
    try:
        command = [get_executable(), "--site", pages, "--output-path", target, "--silent"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    except OSError as error:
        raise _broken(error) from error
    with process:
        try:
            yield
            said, _ = process.communicate(timeout=_PATIENCE)
        except subprocess.TimeoutExpired as error:
            raise _broken(error) from error
        finally:
            process.kill()
    if process.returncode:
        raise Broken(f"Pagefind could not make the search's index: {said.strip()}. Set the tools up anew")


def _broken(error: Exception) -> Broken:
    return Broken(f"Pagefind, which makes the search's index, did not run ({error}): set the tools up anew")


def _hits(page: Parsed, language: Language) -> Iterator[Hit]:
    url = page.path.removeprefix(home_of(language)).removesuffix("index.html")
    found = sections.read(page.soup)
    for section in found:
        yield Hit(f"{url}#{section.id}", found[0].title, section)


def messages(hits: list[Hit], language: Language, troubles: tuple[Trouble, ...] = TROUBLES) -> str:
    """The table of `troubles` as the browser reads it, only those that `hits` lead to; and what the search says."""
    shown = {hit.section.id: hit for hit in hits if hit.section.kind == "trouble"}
    table = match.compiled(troubles)
    listed = [trouble for trouble in troubles if trouble.id in shown]
    where = {trouble.id: number for number, trouble in enumerate(listed)}
    return json.dumps(
        {
            "rules": RULES,
            "weights": table.weights,
            "system": SYSTEM,
            "words": _SAID[language],
            "troubles": [[(hit := shown[one.id]).url, hit.page, hit.section.title] for one in listed],
            "patterns": [
                [where[one.trouble.id], match.HOLE.sub("…", one.message.in_(one.language)), one.words]
                for one in table.patterns
                if one.trouble.id in where
            ],
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )
