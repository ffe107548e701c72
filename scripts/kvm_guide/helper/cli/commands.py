"""The helper's subcommands: what each takes and says of itself. Data; the parser and the completion are made of it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kvm_guide.model.step import Text


class Takes(StrEnum):
    """The argument of a subcommand."""

    NOTHING = "nothing"
    STEP = "step"
    CHAPTERS_AND_STEPS = "chapters-and-steps"
    MESSAGE = "message"
    SHELL = "shell"


@dataclass(frozen=True)
class Option:
    """One option of a subcommand. metavar: the name of its value, None where it is a switch; optional: of the value."""

    flag: str
    help: Text
    metavar: str | None = None
    optional: bool = False


@dataclass(frozen=True)
class Command:
    """One subcommand. examples: arguments, and what they are for."""

    name: str
    summary: Text
    takes: Takes
    options: tuple[Option, ...]
    examples: tuple[tuple[str, Text], ...]


SHELLS: Final = ("bash",)
_JSON: Final = Option("--json", Text(es="escribe JSON, para otro programa", en="write JSON, for another program"))
_YES: Final = Option(
    "--yes", Text(es="no preguntes: enseña cada orden y hazla", en="do not ask: show each command, do it")
)
_DRY: Final = Option(
    "--dry-run", Text(es="enseña lo que harías, sin cambiar nada", en="show what you would do, change nothing")
)

COMMANDS: Final = (
    Command(
        "list",
        Text(es="los capítulos y sus pasos", en="the chapters and their steps"),
        Takes.NOTHING,
        (_JSON,),
        (("list", Text(es="todos los pasos, con su nombre", en="all steps, with their names")),),
    ),
    Command(
        "show",
        Text(
            es="un paso: la orden, para qué sirve, qué cambia y cuándo se probó",
            en="one step: the command, what it is for, what it changes and when it was proven",
        ),
        Takes.STEP,
        (_JSON,),
        (
            (
                "show install-packages",
                Text(es="lee un paso antes de hacerlo", en="read about a step before you do it"),
            ),
        ),
    ),
    Command(
        "check",
        Text(
            es="qué está hecho en esta máquina y qué falta; no cambia nada",
            en="what is done on this machine and what is missing; changes nothing",
        ),
        Takes.CHAPTERS_AND_STEPS,
        (_JSON,),
        (
            ("check", Text(es="todo", en="everything")),
            ("check 4", Text(es="los requisitos", en="the requirements")),
            ("check 4 install-packages", Text(es="un capítulo y un paso más", en="a chapter and a step besides")),
        ),
    ),
    Command(
        "run",
        Text(
            es="haz lo que falta: enseña cada orden y pregunta antes",
            en="do what is missing: shows each command and asks first",
        ),
        Takes.CHAPTERS_AND_STEPS,
        (_YES, _DRY),
        (
            ("run", Text(es="lo que falte, paso a paso", en="what is missing, step by step")),
            ("run 5 --dry-run", Text(es="qué haría en el capítulo 5", en="what it would do in chapter 5")),
            ("run --yes", Text(es="sin preguntar", en="without asking")),
        ),
    ),
    Command(
        "undo",
        Text(
            es="deshaz lo que hizo run, y nada más: enseña cada orden y pregunta antes",
            en="undo what run did, and no more: shows each command and asks first",
        ),
        Takes.CHAPTERS_AND_STEPS,
        (_YES, _DRY),
        (
            ("undo --dry-run", Text(es="qué desharía", en="what it would undo")),
            (
                "undo",
                Text(es="deshazlo todo, de lo último a lo primero", en="undo all of it, from the last to the first"),
            ),
        ),
    ),
    Command(
        "explain",
        Text(
            es="qué significa un mensaje de error y cómo se arregla",
            en="what an error message means and how it is fixed",
        ),
        Takes.MESSAGE,
        (_JSON,),
        (
            (
                'explain "Unable to locate package virt-manager"',
                Text(es="el mensaje, con tus nombres y tus números", en="the message, with your own names and numbers"),
            ),
            (
                "explain",
                Text(es="pégalo después, con las líneas de alrededor", en="paste it, with the lines around it"),
            ),
        ),
    ),
    Command(
        "report",
        Text(
            es="un bloque de texto para tu profesor: hasta dónde has llegado, y en qué máquina",
            en="a block of text for your teacher: how far you have come, and on which machine",
        ),
        Takes.NOTHING,
        (
            Option("--name", Text(es="tu nombre, si quieres que salga", en="your name, if it is to be in it"), "NAME"),
            Option(
                "--verify",
                Text(
                    es="revisa los informes de un fichero (-, o nada: la entrada estándar), o los de una carpeta, en "
                    "una tabla CSV con una fila por estudiante",
                    en="verify the reports in a file (-, or nothing: standard input), or those in a folder, as a CSV "
                    "table with a row per student",
                ),
                "FILE|FOLDER",
                optional=True,
            ),
            _JSON,
        ),
        (
            ('report --name "Ada Lovelace"', Text(es="tu informe", en="your report")),
            (
                "report --verify report.txt",
                Text(es="¿está como salió de la máquina?", en="is it as it left the machine?"),
            ),
            (
                "report --verify reports > class.csv",
                Text(es="la tabla de la clase", en="the table of the class"),
            ),
        ),
    ),
    Command(
        "completion",
        Text(es="que el tabulador complete, en bash", en="completion with the Tab key, in bash"),
        Takes.SHELL,
        (),
        (("completion bash", Text(es="lo que bash tiene que leer", en="what bash has to read")),),
    ),
)
