"""The student's helper on a page: a command to type, with its copy button, and the file to download."""

from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from kvm_guide.helper.cli.examples import DIGEST, EXAMPLES, FILE, SITE
from kvm_guide.model.step import Language, Place, Text
from kvm_guide.site.render.places import link, root_url
from kvm_guide.site.render.step import command
from kvm_guide.site.render.templates import filled, render

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


def typed(name: str, file: Download | None, language: Language) -> Markup:
    """The helper's command called `name` in a block of its own. It is no step: it has no id and no proof."""
    example = EXAMPLES[name]
    if file is None:
        return render("nothing", said=_MISSING.in_(language))
    # The script reads where the page was served from, and writes the command with that.
    served = SITE in example.command
    known = example.typed(file.site) if file.site or not served else None
    return render(
        "helper",
        name=name,
        title=example.title.in_(language),
        where=example.where.in_(language),
        typed=example.command if served else None,
        root=root_url(language, "") if served else None,
        by_link=None if known else _by_link(language),
        command=command.block(known, Place.DEBIAN),
    )


def _by_link(language: Language) -> Markup:
    """What stands for a command whose address only the page's script can know."""
    links = [link(root_url(language, name), name, file=name) for name in (FILE, DIGEST)]
    return filled(_BY_LINK.in_(language), links=Markup(f" {_AND.in_(language)} ").join(links))


def download(file: Download | None, language: Language) -> Markup:
    """A link to the helper's file, with what tells it from any other: its version, its size and its SHA-256."""
    if file is None:
        return render("nothing", said=_MISSING.in_(language))
    digest = link(root_url(language, DIGEST), _IN_A_FILE.in_(language), file=DIGEST)
    return render(
        "helper-file",
        url=root_url(language, FILE),
        name=FILE,
        get=_GET.in_(language).format(file=FILE),
        version=_VERSION.in_(language).format(version=file.version, size=round(file.size / 1000)),
        digest=filled(_DIGEST.in_(language), link=digest),
        sha256=file.sha256,
    )
