"""Pictures are told to those who cannot see them, and no file below docs/ is there for nothing."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bs4 import Tag

from kvm_guide.model.step import LANGUAGES
from kvm_guide.site.checks.built import Built, source_of
from kvm_guide.site.checks.prose import squeezed
from kvm_guide.site.checks.structure.vendored import vendored
from kvm_guide.site.parsed import Parsed, value

_FILE_NAME: Final = re.compile(r"\S+\.(?:png|jpe?g|gif|svg|webp)\Z", re.IGNORECASE)
_FEW: Final = 12
_NAMED_IN: Final = (".html", ".css", ".js")


def problems(built: Built) -> Iterator[str]:
    """What is wrong with the pictures and the other files of the pages."""
    for path, page in built.pages.items():
        if page.article:
            yield from _page(source_of(path), page, page.article)
    yield from _unreferenced(built)


def _page(source: str, page: Parsed, article: Tag) -> Iterator[str]:
    for image in article.find_all("img"):
        alt, name = squeezed(value(image, "alt")), value(image, "src").rpartition("/")[2]
        if len(alt) < _FEW or _FILE_NAME.match(alt):
            yield (
                f"{source}: the picture {name} has {alt!r} as its alternative text: say in a sentence what it shows, "
                "in the page's language"
            )
        if not (value(image, "width") and value(image, "height") and value(image, "loading") == "lazy"):
            yield (
                f"{source}: the picture {name} has no size, or is fetched before it is seen: give it "
                "{ width=… height=… loading=lazy }"
            )
    for drawing in article.find_all("svg"):
        if not _is_ornament(drawing):
            yield from _drawing(source, page, drawing)


def _is_ornament(drawing: Tag) -> bool:
    icon = any("md-" in value(tag, "class") for tag in [drawing, *drawing.parents])
    return icon and not drawing.find("text")


def _drawing(source: str, page: Parsed, drawing: Tag) -> Iterator[str]:
    parts = {name: drawing.find(name) for name in ("title", "desc")}
    for name, part in parts.items():
        if not isinstance(part, Tag) or len(squeezed(part.get_text())) < _FEW:
            yield f"{source}: a drawing has no <{name}> that tells it: say in it what the drawing shows"
    named = value(drawing, "aria-labelledby").split()
    if value(drawing, "role") != "img" or not named or not set(named) <= set(page.ids):
        yield (
            f'{source}: a drawing is not named for screen readers: give it role="img" and, as aria-labelledby, the ids '
            "of its <title> and <desc>"
        )


def _unreferenced(built: Built) -> Iterator[str]:
    named = "\n".join(_texts(built))
    # A record that is missing or wrong is told of elsewhere, and what it names is not known
    readable = built.sources.complete
    for file in sorted(built.docs.rglob("*")):
        name = file.relative_to(built.docs).as_posix()
        top = name.partition("/")[0]
        if not file.is_file() or file.suffix == ".md" or any(part.startswith(".") for part in Path(name).parts):
            continue
        if vendored(built.docs, file):
            # Their list names them
            continue
        if top in LANGUAGES:
            yield f"docs/{name} lies among the pages of one language: move it below docs/assets, where both find it"
        elif file.name not in named and (top != "records" or readable):
            yield f"docs/{name} is published, and no page, style sheet or script names it: remove it"


def _texts(built: Built) -> Iterator[str]:
    for page in built.pages.values():
        yield from (*page.links, *page.fetched)
    folders = (built.docs / "assets", built.docs.parent / "scripts" / "kvm_guide" / "site" / "theme")
    for file in (file for folder in folders for file in folder.rglob("*")):
        if file.suffix in _NAMED_IN:
            yield file.read_text(encoding="utf-8", errors="replace")
    yield from built.sources.files()
    settings = built.docs.parent / "mkdocs.yml"
    yield settings.read_text(encoding="utf-8") if settings.is_file() else ""
