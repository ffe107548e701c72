"""What the pages say to students, in the guide's two languages. Data only."""

from dataclasses import dataclass
from typing import Final

from kvm_guide.model.step import Language


@dataclass(frozen=True)
class StudentWords:
    """The words of one language. `{…}` are filled in, by the renderer or by the page's script.

    typing, present, playing: what a script says, by the name of the attribute that it reads it from.
    """

    done: str
    done_optional: str
    type_it: str
    differs: str
    is_it: str
    none_of_them: str
    issue_title: str
    issue_body: str
    unknown: str
    progress: str
    count: str
    first_open: str
    present_it: str
    yours: str
    forget: str
    forgotten: str
    go_on: str
    go_next: str
    all_done: str
    not_kept: str
    failed: str
    close: str
    session: str
    session_told: str
    session_play: str
    session_file: str
    session_text: str
    typing: dict[str, str]
    present: dict[str, str]
    playing: dict[str, str]


WORDS: Final[dict[Language, StudentWords]] = {
    "es": StudentWords(
        done="Hecho",
        done_optional="Hecho (opcional)",
        type_it="Practicar aquí",
        differs="Me sale otra cosa",
        is_it="¿Es alguno de estos casos?",
        none_of_them="No es ninguno: ver todos los mensajes",
        issue_title="Paso {step}: me sale otra cosa",
        issue_body=(
            "Paso: {step}\nLa prueba de la guía: Debian {debian}, {date}\n\n"
            "Mi Debian (cat /etc/debian_version):\n\nLo que escribí:\n\nLo que me salió:\n"
        ),
        unknown="sin comprobar",
        progress="Pasos hechos",
        count="{done} de {total} pasos hechos",
        first_open="Ir al primero sin hacer",
        present_it="Presentar",
        yours="Tu progreso",
        forget="Olvidar mi progreso",
        forgotten="Olvidado: en este navegador ya no queda nada.",
        go_on="Sigue donde estabas: {lesson}",
        go_next="Sigue con {lesson}",
        all_done="Has hecho todos los pasos.",
        not_kept="Tu navegador no deja guardarlo: se olvida al salir de esta página.",
        failed="No se ha podido cargar. Comprueba la conexión y recarga la página.",
        close="Cerrar",
        session="La sesión grabada",
        session_told="Lo que mostró la terminal de verdad, paso tras paso. Grabada el {date} en Debian {debian}; con "
        "las pausas largas acortadas dura {seconds}.",
        session_play="Ver la sesión grabada",
        session_file="Descargarla (asciicast v2)",
        session_text="En texto: cada paso, con su orden y lo que respondió",
        typing={
            "terminal": "Terminal de práctica",
            "hint": "Escribe la orden y pulsa Intro. Aquí no se ejecuta nada. Con Esc se cierra.",
            "command": "Orden",
            "line": "Línea {n} de {total}",
            "next": "Bien. Ahora, la línea {n} de {total}.",
            "first": "Falta {word} al principio.",
            "missing": "Falta {word} detrás de {before}.",
            "extra": "Sobra {typed}.",
            "case": "Mayúsculas y minúsculas no son lo mismo: has escrito {typed} y es {word}.",
            "quote": "Las comillas de {typed} son tipográficas. En la terminal son rectas: {word}.",
            "dash": "La raya de {typed} es de un procesador de textos. En la terminal es el guion: {word}.",
            "space": "Mira los espacios: es {word}.",
            "order": "Están todas las palabras, en otro orden: donde has escrito {typed} va {word}.",
            "other": "Has escrito {typed} y es {word}.",
            "replay": "Grabación: aquí no se ha ejecutado nada. Es lo que respondió Debian {debian} el {date}.",
            "unrecorded": "Bien escrita. La guía no tiene grabado lo que responde.",
            "again": "Otra vez",
        },
        present={
            "slide": "Paso {n} de {total}: {title}",
            "previous": "Anterior",
            "following": "Siguiente",
            "leave": "Salir",
        },
        playing={
            "player": "Reproductor de la sesión grabada",
            "play": "Reproducir",
            "pause": "Pausar",
            "full": "Pantalla completa",
            "jump": "Ir al paso",
            "keys": "Con el teclado, dentro de la grabación: espacio reproduce o pausa; [ y ] van al paso anterior o "
            "al siguiente; ← y → retroceden o avanzan; f es la pantalla completa, y Esc cierra.",
        },
    ),
    "en": StudentWords(
        done="Done",
        done_optional="Done (optional)",
        type_it="Practise here",
        differs="I get something else",
        is_it="Is it one of these cases?",
        none_of_them="None of them: see all messages",
        issue_title="Step {step}: I get something else",
        issue_body=(
            "Step: {step}\nThe guide's proof: Debian {debian}, {date}\n\n"
            "My Debian (cat /etc/debian_version):\n\nWhat I typed:\n\nWhat I got:\n"
        ),
        unknown="not verified",
        progress="Steps done",
        count="{done} of {total} steps done",
        first_open="Go to the first one open",
        present_it="Present",
        yours="Your progress",
        forget="Forget my progress",
        forgotten="Forgotten: nothing is left in this browser.",
        go_on="Go on where you were: {lesson}",
        go_next="Go on with {lesson}",
        all_done="You have done all steps.",
        not_kept="Your browser does not let this be kept: it is forgotten when you leave this page.",
        failed="It could not be loaded. Check the connection and reload the page.",
        close="Close",
        session="The recorded session",
        session_told="What the terminal really showed, step after step. Recorded on {date} on Debian {debian}; with "
        "its long pauses shortened it plays for {seconds}.",
        session_play="Play the recorded session",
        session_file="Download it (asciicast v2)",
        session_text="As text: each step, with its command and what it answered",
        typing={
            "terminal": "Practice terminal",
            "hint": "Type the command and press Enter. Nothing is run here. Esc closes it.",
            "command": "Command",
            "line": "Line {n} of {total}",
            "next": "Good. Now line {n} of {total}.",
            "first": "{word} is missing at the beginning.",
            "missing": "{word} is missing after {before}.",
            "extra": "{typed} is too much.",
            "case": "Capital and small letters are not the same: you typed {typed}, and it is {word}.",
            "quote": "The quotation marks of {typed} are typographic. In a terminal they are straight: {word}.",
            "dash": "The dash of {typed} is a word processor's. In a terminal it is the hyphen: {word}.",
            "space": "Look at the spaces: it is {word}.",
            "order": "All the words are there, in another order: where you typed {typed}, it is {word}.",
            "other": "You typed {typed}, and it is {word}.",
            "replay": "A recording: nothing has been run here. It is what Debian {debian} answered on {date}.",
            "unrecorded": "Well typed. The guide has no recording of what it answers.",
            "again": "Again",
        },
        present={
            "slide": "Step {n} of {total}: {title}",
            "previous": "Previous",
            "following": "Next",
            "leave": "Leave",
        },
        playing={
            "player": "Player of the recorded session",
            "play": "Play",
            "pause": "Pause",
            "full": "Full screen",
            "jump": "Go to step",
            "keys": "By keys, inside the recording: space plays or pauses; [ and ] go to the previous or next step; "
            "← and → go back or forward; f is full screen, and Esc closes.",
        },
    ),
}
