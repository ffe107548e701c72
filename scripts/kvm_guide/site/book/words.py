"""What the book says of itself, in both languages."""

from dataclasses import dataclass
from typing import Final

from kvm_guide.model.step import Language


@dataclass(frozen=True)
class BookWords:
    """The words of one language. opens: how the line begins that unfolds something on a page, and not on paper."""

    author: str
    edition: str
    seen_on: str
    online: str
    about: tuple[str, ...]
    contents: str
    introduction: str
    answers: str
    answer: str
    told_there: str
    notes: str
    notes_told: str
    note: str
    page: str
    differs: str
    opens: str
    quoted: str


WORDS: Final[dict[Language, BookWords]] = {
    "es": BookWords(
        author="Los autores de KVM Guide, a partir de la guía de AdrianCE94",
        edition="Edición del {day}",
        seen_on="Comprobada en Debian {debian}",
        online="La guía en la web, siempre al día:",
        about=(
            "Aquí está la guía entera, tal como estaba ese día.",
            "Cada orden se copia de una vez y llega a la terminal tal cual: ninguna línea está partida. Las más largas "
            "van en letra más pequeña para que quepan.",
            "Detrás de cada ✔ hay un número. Es el de una nota, al final: allí tienes el día, el Debian y lo que "
            "respondió la terminal. El número de la nota te devuelve a donde estabas.",
            "Las respuestas a las preguntas de cada capítulo también están al final.",
            "Para practicar las órdenes, marcar los pasos hechos, ver la sesión grabada o buscar, usa las páginas: en "
            "la web o, sin conexión, en el zip.",
        ),
        contents="Contenido",
        introduction="Presentación",
        answers="Respuestas",
        answer="Respuesta",
        told_there="Lo dice la guía",
        notes="Notas: las pruebas",
        notes_told="Cada nota cuenta qué se comprobó, qué día y en qué Debian. Lo que debes buscar en tu terminal va "
        "en negrita.",
        note="nota",
        page="p.",
        differs="Si te sale otra cosa:",
        opens="Ver ",
        quoted="«{said}»",
    ),
    "en": BookWords(
        author="The authors of KVM Guide, after the guide by AdrianCE94",
        edition="Edition of {day}",
        seen_on="Verified on Debian {debian}",
        online="The guide on the web, always up to date:",
        about=(
            "This is the whole guide, as it was on that day.",
            "Each command is copied in one go and reaches the terminal as it is: no line of it is broken. The longest "
            "ones are set smaller, so that they fit.",
            "Behind each ✔ there is a number. It is that of a note at the end, which has the day, the Debian and what "
            "the terminal answered. The note's own number leads back to where you were.",
            "The answers to each chapter's questions are at the end, too.",
            "To practise the commands, tick the steps you have done, play the recorded session or search, use the "
            "pages: on the web or, without a network, in the zip.",
        ),
        contents="Contents",
        introduction="Introduction",
        answers="Answers",
        answer="Answer",
        told_there="The guide says it",
        notes="Notes: the proofs",
        notes_told="Each note says what was verified, on which day and on which Debian. What to look for in your "
        "terminal is bold.",
        note="note",
        page="p.",
        differs="If you get something else:",
        opens="Show ",
        quoted="“{said}”",
    ),
}
