"""Reports of a class, made by the helper's own code, and a folder of files such as teachers get."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.helper.recorded import DONE, VIRTUALBOX, Recorded

from kvm_guide.helper.cli.selection import doable
from kvm_guide.helper.diagnosis.checking import Finding, Verdict
from kvm_guide.helper.output import report
from kvm_guide.helper.output.screen import Screen
from kvm_guide.helper.source import Source
from kvm_guide.lessons import GUIDE
from kvm_guide.model.step import Text

SOURCE = Source(GUIDE, "https://x/", "0.1.0+0123456789ab", {"es": {}, "en": {}})


def findings(missing: int) -> list[Finding]:
    """What is found on a machine where so many of the first steps are not done."""
    said = Text(es="x", en="x")
    steps = [step for lesson in GUIDE.lessons if not lesson.optional for step in lesson.steps if doable(step)]
    return [
        Finding(step, Verdict.NOT_THERE if place < missing else Verdict.THERE, None, said, None, None)
        for place, step in enumerate(steps)
    ]


def made(folder: Path, name: str | None, *, day: int = 25, missing: int = 0, machine: Recorded = DONE) -> str:
    """The helper's report of a student called `name`, of a day in November, on `machine`, made in `folder`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LC_ALL", "es_ES.UTF-8")
        now = datetime(2026, 11, day, 9, 30, 12, tzinfo=UTC)
        screen = Screen("es", io.StringIO())
        facts = machine.facts(folder)
        return "\n".join(report.block(report.make(findings(missing), SOURCE, facts, name, now, screen))) + "\n"


def a_class(folder: Path, machines: Path) -> Path:
    """The files of a class in the new `folder`, as they come: intact, mailed, cut, changed, twice, and no reports.

    machines: a folder for the machines' own files.
    """
    ada, eva = made(machines, "Ada Núñez"), made(machines, 'Pérez, "Eva"; =1+1', missing=2)
    files: dict[str, bytes] = {
        "ada.txt": f"Hola, aquí va:\n\n{ada}\nUn saludo".encode(),
        "ada-otra-vez.txt": made(machines, "ada núñez", day=26).encode(),
        "formula.txt": made(machines, "=HYPERLINK(A1)").encode(),
        "plus, at.txt": (made(machines, "+1") + made(machines, "@x") + made(machines, "-1")).encode(),
        "sin nombre.txt": (made(machines, None) + made(machines, None, machine=VIRTUALBOX, missing=9)).encode(),
        "windows.txt": made(machines, "Íñigo").replace("\n", "\r\n").encode("utf-16"),
        "mark.txt": made(machines, "ß İ ﬁ ½", day=3).encode("utf-8-sig"),
        "Grupo B/eva.txt": "".join(f"> {line}\n" for line in eva.splitlines()).encode(),
        "Grupo B/hondo/cortado.txt": "\n".join(made(machines, "Cortado").splitlines()[:6]).encode(),
        "Grupo B/hondo/cambiado.txt": made(machines, "Cambiado")
        .replace("accelerator: kvm", "accelerator: tcg")
        .encode(),
        "Grupo B/hondo/sin línea.txt": made(machines, "Sin línea").replace("kernel:", "x:").encode(),
        "versión.txt": made(machines, "Otra versión").replace("format: 1", "format: 2").encode(),
        "chat.txt": made(machines, "Raya").replace("-----", "\N{EM DASH}\N{EN DASH}").encode(),
        "blancos.txt": made(machines, "Blancos").replace(": ", ":\N{NO-BREAK SPACE}\u1680 ").encode(),
        "líneas.txt": made(machines, "Líneas").replace("\n", "\x85\u2028\v").encode(),
        "notas.txt": b"Ana no ha venido.\n",
        "vacío.txt": b"",
        "imagen.png": bytes(range(256)) * 9,
        "-x=\x1b[31m.txt": made(machines, "Escape\x00").encode(),
        ".DS_Store": b"\x00\x01",
        ".git/HEAD": b"x",
    }
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return folder
