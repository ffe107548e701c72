"""What stands around a fact's question and its answer, in the guide's two languages. Data only."""

from dataclasses import dataclass
from typing import Final

from kvm_guide.model.step import Language
from kvm_guide.records.proof import Doubt


@dataclass(frozen=True)
class FactWords:
    """The words of one language. `{…}` are filled in by the renderer.

    opens: what the sign is called, by outcome; said: what the opened part says first, by outcome.
    """

    opens: dict[str, str]
    said: dict[str, str]
    doubts: dict[Doubt, str]
    label: str
    asked: str
    asked_as_root: str
    answered: str
    nothing: str
    status: str


FACT_WORDS: Final[dict[Language, FactWords]] = {
    "es": FactWords(
        opens={
            "passed": "Comprobado: ver cómo",
            "failed": "La última respuesta fue otra: ver cuál",
            "unproven": "Sin comprobar: ver por qué",
        },
        said={
            "passed": "Una orden lo confirma: comprobado el {date} en {system}.",
            "failed": "El {date}, en {system}, la respuesta fue otra: puede que esto ya no sea cierto.",
            "unproven": "Sin comprobar: {reason}",
        },
        doubts={
            Doubt.NO_RECORD: "todavía no hay registro de ninguna ejecución en español.",
            Doubt.UNREADABLE: "el registro de la ejecución no se puede leer.",
            Doubt.NEW: "la pregunta no está en el registro de la última ejecución.",
            Doubt.CHANGED: "la pregunta ha cambiado desde la última ejecución.",
            Doubt.EARLIER_CHANGED: "ha cambiado un paso anterior desde la última ejecución.",
            Doubt.SKIPPED: "no se preguntó en la última ejecución.",
        },
        label="Cómo se ha comprobado esta frase",
        asked="Se pregunta después del paso «{step}»:",
        asked_as_root="Se pregunta como root después del paso «{step}»:",
        answered="Respuesta:",
        nothing="No respondió nada.",
        status="Código de salida: {status}.",
    ),
    "en": FactWords(
        opens={
            "passed": "Verified: see how",
            "failed": "The last answer was different: see which",
            "unproven": "Not verified: see why",
        },
        said={
            "passed": "A command confirms this: verified on {date} on {system}.",
            "failed": "On {date}, on {system}, the answer was different: this may no longer be true.",
            "unproven": "Not verified: {reason}",
        },
        doubts={
            Doubt.NO_RECORD: "there is no record of a run in English yet.",
            Doubt.UNREADABLE: "the record of the run cannot be read.",
            Doubt.NEW: "the question is not in the record of the last run.",
            Doubt.CHANGED: "the question has changed since the last run.",
            Doubt.EARLIER_CHANGED: "an earlier step has changed since the last run.",
            Doubt.SKIPPED: "it was not asked in the last run.",
        },
        label="How this sentence was verified",
        asked="Asked after the step “{step}”:",
        asked_as_root="Asked as root after the step “{step}”:",
        answered="Answer:",
        nothing="It answered nothing.",
        status="Exit status: {status}.",
    ),
}

FACT_MARKS: Final = {"passed": "✔", "failed": "✘", "unproven": "?"}
