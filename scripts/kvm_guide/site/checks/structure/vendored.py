"""Others' files that the site serves itself: they are what their list says, with their licence, and nothing else."""

import hashlib
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kvm_guide.site.checks.built import Built

FOLDER: Final = "assets/vendor"
"""Below the folder of pages: a folder a package, each with its list."""
LIST: Final = "vendored.toml"
"""The package, its version and licence, and the SHA-256 of each of its files."""
_SAID: Final = ("package", "version", "licence", "source")


def vendored(docs: Path, file: Path) -> bool:
    """Whether `file` is another's: it is held against its list, not against the rules for our own."""
    return file.is_relative_to(docs / FOLDER)


def problems(built: Built) -> Iterator[str]:
    """What is wrong with the vendored files in the folder of pages, and with what the site made of them."""
    for folder in sorted((built.docs / FOLDER).glob("*")):
        yield from _package(built, folder)


def _package(built: Built, folder: Path) -> Iterator[str]:
    name = f"docs/{folder.relative_to(built.docs).as_posix()}"
    try:
        told = tomllib.loads((folder / LIST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        yield f"{name}/{LIST} cannot be read ({error}): say there what the package is, and the SHA-256 of its files"
        return
    for key in _SAID:
        if not told.get(key):
            yield f"{name}/{LIST} does not say its {key}: add it"
    hashes = told.get("sha256")
    known: dict[str, object] = hashes if isinstance(hashes, dict) else {}
    if not any(file.startswith("LICENSE") for file in known):
        yield f"{name}/{LIST} lists no licence: keep the package's LICENSE beside what is served of it"
    for file in sorted(set(known) | {path.name for path in folder.iterdir()} - {LIST}):
        for place in (folder, built.site / folder.relative_to(built.docs)):
            # A site in memory has no files of its own
            if place.is_dir() and _hash(place / file) != known.get(file):
                where = name if place == folder else f"the site's {FOLDER}/{folder.name}"
                yield f"{where}/{file} is not what {LIST} says: restore it, or fetch the package anew and list its hash"


def _hash(file: Path) -> str | None:
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else None
