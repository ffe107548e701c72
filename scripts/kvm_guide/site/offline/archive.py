"""The archive of one language: a folder with its pages, what they show and what their search looks in."""

import base64
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.site.addresses import home_of
from kvm_guide.site.offline import modules, pages
from kvm_guide.site.offline.pages import Places
from kvm_guide.site.render.places import PROOFS
from kvm_guide.site.search import INDEX, MESSAGES

FILES: Final = "assets/js/offline-files.js"
ENGINE: Final = f"{INDEX}/pagefind.js"
_WORKER: Final = f"{INDEX}/pagefind-worker.js"
_WORDS: Final = "verificacion/index.html"
"""The page that has the words of what students do with a step: its script fetches it."""
_RECORDING: Final = ".cast"
"""A recorded session, which its player's script fetches, and which a reader may download."""
_SHARED: Final = ("records/", "kvm-guide.pyz")
_UNUSED: Final = re.compile(
    r".*\.map|assets/javascripts/(?:workers|lunr)/.*|404\.html|[sc]/.*|sitemap\.xml.*|.*\.(?:zip|pdf)"
)
_SINCE: Final = (1980, 1, 1, 0, 0, 0)
"""The same pages make the same archive, byte for byte, whenever they are packed."""


def name(language: Language) -> str:
    """The archive's file, without its ending, and the folder in it."""
    return f"kvm-debian-12-{language}"


def write(site: Path, language: Language, address: str, target: Path) -> None:
    """Pack the pages in `language` of the built `site` into the file `target`.

    address: where the site is served, for what does not come along; "" where that is not known, and such links end.
    """
    places = Places(dict(_members(site, language)), address)
    packed = dict[str, bytes]()
    scripts, engine, fetched = dict[str, str](), "", dict[str, bytes]()
    for source, place in places.members.items():
        content = (site / source).read_bytes()
        if place.endswith(".html"):
            content = pages.offline(content.decode("utf-8"), source, places).encode("utf-8")
        if place == ENGINE:
            engine = modules.defined(place, content.decode("utf-8"))
        elif place.startswith((f"{INDEX}/", f"{PROOFS}/")) or place in (MESSAGES, _WORDS) or place.endswith(_RECORDING):
            fetched[place] = content
        if place.startswith("assets/js/"):
            scripts[place] = content.decode("utf-8")
        elif not place.startswith((f"{INDEX}/", "search/")):
            packed[place] = content
    started = "kvmGuide.start(document.currentScript.dataset.start)"
    packed[pages.SCRIPT] = modules.classic(scripts, started).encode("utf-8")
    encoded = {place: base64.b64encode(content).decode("ascii") for place, content in fetched.items()}
    packed[FILES] = f"kvmGuide.files = {json.dumps(encoded)}\n{engine}\n".encode()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for place in sorted(packed):
            entry = zipfile.ZipInfo(f"{name(language)}/{place}", _SINCE)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, packed[place], zipfile.ZIP_DEFLATED)


def _members(site: Path, language: Language) -> Iterator[tuple[str, str]]:
    """Each file of the site that comes along, and its place in the folder, whose root is the language's home."""
    home = home_of(language)
    others = tuple(home_of(other) for other in LANGUAGES if other != language and home_of(other))
    for file in sorted(site.rglob("*")):
        source = file.relative_to(site).as_posix()
        place = source.removeprefix(home)
        ours = source.startswith(home) and not (others and source.startswith(others))
        if not file.is_file() or not (ours or source.startswith(_SHARED)) or _UNUSED.fullmatch(place):
            continue
        if place == _WORKER or _of_another(place, language):
            continue
        yield source, place


def _of_another(place: str, language: Language) -> bool:
    """Whether it is a record, a recording or a picture of a run in another language."""
    marks = PurePosixPath(place).suffixes
    return place.startswith("records/") and any(f".{other}" in marks for other in LANGUAGES if other != language)
