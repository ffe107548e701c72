"""What is said of another release than the guide's own, in the guide's two languages. Data only."""

from dataclasses import dataclass
from typing import Final

from kvm_guide.model.step import Language


@dataclass(frozen=True)
class ReleaseWords:
    """The words of one language. `{…}` are filled in by the renderer; pairs are singular and plural.

    choose, both: of the control by which readers say which release is theirs.
    not_run: of a step whose lesson has not been run there. doubt: of one whose proof is none, with the reason.
    """

    choose: str
    both: str
    not_run: str
    doubt: str
    other_command: str
    other_exit: str
    other_output: str
    other_changes: str
    no_output: str
    output: str
    picture: str
    undone: str
    undo_failed: str
    trouble: str
    trouble_failed: str
    proven: str
    proven_part: str
    proven_and: str
    more: str
    nothing: str
    not_known: str
    compared: str
    system: str
    waiting: str
    more_lines: str
    same: str
    tables: dict[str, tuple[str, ...]]


RELEASE_WORDS: Final[dict[Language, ReleaseWords]] = {
    "es": ReleaseWords(
        choose="Tu Debian:",
        both="todos",
        not_run="Sin probar en Debian {release}",
        doubt="Sin comprobar en Debian {release}: {reason}",
        other_command="La orden es otra.",
        other_exit="Termina con el código de salida {there}, y no con {here}.",
        other_output="La salida es otra.",
        other_changes="Cambia otra cosa en la máquina",
        no_output="No sale nada en la pantalla.",
        output="Ver la salida en Debian {release}",
        picture="La ventana en Debian {release}, capturada en el laboratorio.",
        undone="También en Debian {release}, el {date}.",
        undo_failed="En Debian {release} se probó el {date} y no deshizo bien el paso.",
        trouble="También en un Debian {release}. Última vez: {date}.",
        trouble_failed="En un Debian {release}, el {date}, no pasó como dice aquí.",
        proven="Comprobada en {releases}.",
        proven_part="Debian {release} el {date}",
        proven_and=" y en ",
        more="Qué cambia en Debian {release}",
        nothing="Todavía no hay registros de Debian {release}: nadie ha escrito allí los pasos de esta guía, y no se "
        "sabe qué cambia.",
        not_known="Todavía no se sabe.",
        compared="Se comparan {here} con {there}.",
        system="Debian {release} (núcleo {kernel}, {date})",
        waiting="Sin probar todavía en Debian {release}: {lessons}.",
        more_lines="… y {n} más",
        same="No hay ninguna diferencia.",
        tables={
            "steps": ("Paso", "Qué cambia"),
            "lines": ("Paso", "Solo en Debian {here}", "Solo en Debian {there}"),
            "system": ("Qué cambió", "Solo en Debian {here}", "Solo en Debian {there}"),
            "packages": ("Al instalar", "Solo en Debian {here}", "Solo en Debian {there}"),
            "versions": ("Paquete", "Debian {here}", "Debian {there}"),
        },
    ),
    "en": ReleaseWords(
        choose="Your Debian:",
        both="all",
        not_run="Not tried on Debian {release}",
        doubt="Not verified on Debian {release}: {reason}",
        other_command="The command is another.",
        other_exit="It ends with exit status {there}, not {here}.",
        other_output="The output is different.",
        other_changes="It changes something else on the machine",
        no_output="Nothing appears on the screen.",
        output="Show the output on Debian {release}",
        picture="The window on Debian {release}, captured in the lab.",
        undone="On Debian {release} too, on {date}.",
        undo_failed="Tried on Debian {release} on {date}: it did not undo the step well.",
        trouble="On a Debian {release} too. Last time: {date}.",
        trouble_failed="On a Debian {release}, on {date}, it did not go as is said here.",
        proven="Verified on {releases}.",
        proven_part="Debian {release} on {date}",
        proven_and=" and on ",
        more="What is different on Debian {release}",
        nothing="There are no records of Debian {release} yet: nobody has typed the steps of this guide there, and "
        "what differs is not known.",
        not_known="This is not known yet.",
        compared="This compares {here} with {there}.",
        system="Debian {release} (kernel {kernel}, {date})",
        waiting="Not tried on Debian {release} yet: {lessons}.",
        more_lines="… and {n} more",
        same="There is no difference.",
        tables={
            "steps": ("Step", "What differs"),
            "lines": ("Step", "Only on Debian {here}", "Only on Debian {there}"),
            "system": ("What changed", "Only on Debian {here}", "Only on Debian {there}"),
            "packages": ("Installed by", "Only on Debian {here}", "Only on Debian {there}"),
            "versions": ("Package", "Debian {here}", "Debian {there}"),
        },
    ),
}
