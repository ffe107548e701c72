"""The student's helper on a page: a command to type, with its copy button, and the file to download."""

from dataclasses import dataclass
from typing import Final

from kvm_guide.helper.cli.examples import DIGEST, EXAMPLES, FILE, SITE
from kvm_guide.model.step import Language, Place, Text
from kvm_guide.site.render.html import element, escape
from kvm_guide.site.render.places import root_url
from kvm_guide.site.render.step import command

DOWNLOAD: Final = "download"
NAMES: Final = (*EXAMPLES, DOWNLOAD)

_GET: Final = Text(es="Descargar {file}", en="Download {file}")
_VERSION: Final = Text(es="Versión {version}, {size} kB", en="Version {version}, {size} kB")
_DIGEST: Final = Text(es="Su SHA-256 (también {link}):", en="Its SHA-256 (also {link}):")
_IN_A_FILE: Final = Text(es="en un fichero", en="in a file")
_BY_LINK: Final = Text(
    es="Tu navegador no ejecuta el script que escribe aquí la orden. Descarga los dos ficheros con un clic: {links}.",
    en="Your browser does not run the script that writes the command here. Download both files with a click: {links}.",
)
_AND: Final = Text(es="y", en="and")
_MISSING: Final = Text(
    es="El ayudante no se ha construido con esta página: scripts/build o scripts/serve la muestran entera.",
    en="The helper was not built with this page: scripts/build or scripts/serve show it whole.",
)


@dataclass(frozen=True)
class Download:
    """The helper's file as this build serves it. site: the address of the site, which ends with a slash, or "" where
    nobody knows yet where it will be served; sha256: of the file's bytes, hex; size: in bytes.
    """

    site: str
    version: str
    sha256: str
    size: int


def typed(name: str, file: Download | None, language: Language) -> str:
    """The helper's command called `name` in a block of its own. It is no step: it has no id and no proof."""
    example = EXAMPLES[name]
    if file is None:
        return element("p", {"class": "kg-nothing"}, escape(_MISSING.in_(language)))
    title = example.title.in_(language)
    head = element(
        "div",
        {"class": "kg-head"},
        element("span", {"class": "kg-title"}, escape(title)),
        element("span", {"class": "kg-place", "data-search-exclude": ""}, escape(example.where.in_(language))),
    )
    attributes: dict[str, str | None] = {
        "class": "kg-helper",
        "role": "group",
        "aria-label": title,
        "data-helper": name,
    }
    if SITE not in example.command:
        return element("div", attributes, head, command.block(example.command, Place.DEBIAN))
    # The script reads where the page was served from, and writes the command with that.
    attributes |= {"data-kg-typed": example.command, "data-kg-root": root_url(language, "")}
    shown = command.block(example.typed(file.site), Place.DEBIAN) if file.site else _until_known(language)
    return element("div", attributes, head, shown)


def _until_known(language: Language) -> str:
    """What stands for a command whose address only the page's script can know."""
    links = f" {_AND.in_(language)} ".join(
        element("a", {"href": root_url(language, name), "download": name}, name) for name in (FILE, DIGEST)
    )
    note = element("p", {"class": "kg-by-link"}, escape(_BY_LINK.in_(language)).format(links=links))
    return note + command.blank(Place.DEBIAN)


def download(file: Download | None, language: Language) -> str:
    """A link to the helper's file, with what tells it from any other: its version, its size and its SHA-256."""
    if file is None:
        return element("p", {"class": "kg-nothing"}, escape(_MISSING.in_(language)))
    button = element(
        "a",
        {"class": "md-button md-button--primary", "href": root_url(language, FILE), "download": FILE},
        escape(_GET.in_(language).format(file=FILE)),
    )
    what = escape(_VERSION.in_(language).format(version=file.version, size=round(file.size / 1000)))
    link = element("a", {"href": root_url(language, DIGEST), "download": DIGEST}, escape(_IN_A_FILE.in_(language)))
    said = escape(_DIGEST.in_(language)).format(link=link)
    return element(
        "div",
        {"class": "kg-helper-file", "data-search-exclude": ""},
        element("p", {}, button, " ", element("span", {"class": "kg-helper-version"}, what)),
        element("p", {}, said, " ", element("code", {}, file.sha256)),
    )
