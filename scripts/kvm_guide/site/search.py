"""What the search of one language looks in: each section, step and trouble of its pages, and the table of messages.

Pagefind makes an index, which the browser fetches in small pieces once somebody searches. It knows pages only: it is
given each section as a page of its own, so that a hit is the section.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kvm_guide.errors import Broken
from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.site import sections
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


def write(home: Path, language: Language) -> None:
    """Put the index and the table of messages of the built pages in `language` into their folder, `home`.

    Raises Broken where Pagefind does not work.
    """
    found = list(_hits(home, language))
    with tempfile.TemporaryDirectory(prefix="kvm-guide-search-") as folder:
        for number, hit in enumerate(found):
            page = render("hit", hit=hit, language=language)
            (Path(folder) / f"{number}.html").write_text(page, encoding="utf-8")
        _run(Path(folder), home / INDEX)
    table = home / MESSAGES
    table.parent.mkdir(exist_ok=True)
    table.write_text(messages(found, language), encoding="utf-8")
    for pattern in _UNUSED:
        for file in (home / INDEX).glob(pattern):
            file.unlink()


def _run(pages: Path, target: Path) -> None:
    command = [sys.executable, "-m", "pagefind", "--site", str(pages), "--output-path", str(target), "--silent"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Broken(
            f"Pagefind, which makes the search's index, did not run ({error}): set the tools up anew"
        ) from error
    if done.returncode:
        said = (done.stderr or done.stdout).strip()
        raise Broken(f"Pagefind could not make the search's index: {said}. Set the tools up anew")


def _hits(home: Path, language: Language) -> Iterator[Hit]:
    for file in sorted(home.rglob("index.html")):
        url = f"{file.parent.relative_to(home).as_posix()}/".removeprefix("./")
        if url.startswith(tuple(f"{other}/" for other in LANGUAGES if other != language)):
            continue  # its pages lie in this language's folder
        found = sections.read(file.read_text(encoding="utf-8"))
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
