"""The commands around the helper that the guide's pages show, once for both languages. Data only.

A page names one in its `ayudante` or `helper` fence. The tests give the arguments of each to the helper's own parser.
"""

from dataclasses import dataclass
from typing import Final

from kvm_guide.model.step import Text

FILE: Final = "kvm-guide.pyz"
DIGEST: Final = f"{FILE}.sha256"
PROGRAM: Final = f"python3 {FILE}"
SITE: Final = "{site}"
ON_DEBIAN: Final = Text(es="En tu Debian", en="On your Debian")
ANYWHERE: Final = Text(es="En cualquier terminal", en="In any terminal")


@dataclass(frozen=True)
class Example:
    """A command that a reader types. command: as in a step, but `SITE` stands for the address of the guide's site,
    which ends with a slash; the page's script knows it too. title: what it is for, in a few words. where: it is typed.
    """

    command: str
    title: Text
    where: Text = ON_DEBIAN

    def typed(self, site: str) -> str:
        """The command as it is typed, of a guide whose site is at `site`."""
        return self.command.replace(SITE, site)


EXAMPLES: Final[dict[str, Example]] = {
    "get": Example(
        f"wget -N {SITE}{FILE} {SITE}{DIGEST}",
        Text(es="Descargar el ayudante", en="Download the helper"),
    ),
    "intact": Example(
        f"sha256sum -c {DIGEST}",
        Text(es="Comprobar que ha llegado entero", en="Check that it arrived intact"),
    ),
    "check": Example(
        f"{PROGRAM} check",
        Text(es="Comprobar tu máquina", en="Check your machine"),
    ),
    "check-4": Example(
        f"{PROGRAM} check 4",
        Text(es="Comprobar los requisitos en tu máquina", en="Check the requirements on your machine"),
    ),
    "check-5": Example(
        f"{PROGRAM} check 5",
        Text(es="Comprobar la instalación en tu máquina", en="Check the installation on your machine"),
    ),
    "list": Example(
        f"{PROGRAM} list",
        Text(es="Ver los capítulos y sus pasos", en="See the chapters and their steps"),
    ),
    "show": Example(
        f"{PROGRAM} show install-packages",
        Text(es="Leer un paso antes de hacerlo", en="Read about a step before you do it"),
    ),
    "run-dry": Example(
        f"{PROGRAM} run --dry-run",
        Text(es="Ver qué haría, sin cambiar nada", en="See what it would do, changing nothing"),
    ),
    "run": Example(
        f"{PROGRAM} run",
        Text(es="Hacer los pasos que faltan", en="Do the steps that are missing"),
    ),
    "undo": Example(
        f"{PROGRAM} undo",
        Text(es="Deshacer lo que hizo el ayudante", en="Undo what the helper did"),
    ),
    "explain": Example(
        f'{PROGRAM} explain "Could not access KVM kernel module: Permission denied"',
        Text(es="Entender un mensaje de error", en="Understand an error message"),
    ),
    "report": Example(
        f'{PROGRAM} report --name "Ada Lovelace"',
        Text(es="Hacer el informe", en="Make a report"),
    ),
    "verify": Example(
        f"{PROGRAM} report --verify report.txt",
        Text(es="Revisar un informe", en="Check a report"),
        ANYWHERE,
    ),
    "verify-all": Example(
        f"{PROGRAM} report --verify reports > class.csv",
        Text(es="Hacer la tabla de la clase", en="Make the table of the class"),
        ANYWHERE,
    ),
    "completion": Example(
        f"source <({PROGRAM} completion bash)",
        Text(es="Completar con el tabulador", en="Complete names with the Tab key"),
    ),
}
