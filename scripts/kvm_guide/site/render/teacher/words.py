"""What the pages say to teachers, in the guide's two languages. Data only."""

from dataclasses import dataclass
from typing import Final

from kvm_guide.model.step import Language


@dataclass(frozen=True)
class TeacherWords:
    """The words of one language. `{…}` are filled in, by the renderer or by the page's script.

    reports: what the page of reports says by its script, by the name that the script knows it by. short: what the
    dialog with a short link says, by the attribute that its script reads it from. pairs: singular and plural.
    """

    columns: tuple[str, ...]
    minutes: str
    nothing_to_type: str
    emulated: str
    kvm: str
    not_timed: str
    questions: tuple[str, str]
    total: str
    planned: str
    downloads: str
    no_downloads: str
    no_script: str
    paste: str
    add: str
    files: str
    folder: str
    drop: str
    save: str
    clear: str
    reports: dict[str, str]
    share: str
    share_lesson: str
    step_of: str
    lesson: str
    go: str
    short: dict[str, str]
    source: str
    no_source: str


WORDS: Final[dict[Language, TeacherWords]] = {
    "es": TeacherWords(
        columns=("Capítulo", "En clase", "Pasos", "En el laboratorio", "Descarga", "Moodle XML", "Enlace corto"),
        minutes="{minutes} min",
        nothing_to_type="para leer",
        emulated="{time} (emulado)",
        kvm="{time} (KVM)",
        not_timed="sin medir",
        questions=("{n} pregunta", "{n} preguntas"),
        total="En total",
        planned="«En clase» es una estimación para quien lee y escribe las órdenes. «En el laboratorio» es lo que "
        "tardaron solas en la última ejecución: emuladas tardan mucho más que en un ordenador real.",
        downloads="En la última ejecución, la máquina del laboratorio descargó {size} de paquetes para los capítulos "
        "que no son opcionales. {count} máquinas a la vez descargarían {all}.",
        no_downloads="Los registros no dicen cuánto hay que descargar.",
        no_script="Tu navegador no ejecuta el script que hace la tabla. Hazla con el ayudante: {link}.",
        paste="Pega aquí uno o varios informes",
        add="Añadir a la tabla",
        files="O elige los ficheros",
        folder="O una carpeta entera",
        drop="También puedes soltar ficheros o una carpeta en cualquier sitio de la página.",
        save="Descargar la tabla (CSV)",
        clear="Vaciar la tabla",
        reports={
            "empty": "Pega antes un informe: el campo está vacío.",
            "nothing": "Todavía no hay ningún informe en la tabla.",
            "status": "En la tabla: {all}. Válidos: {valid}. No válidos: {wrong}.",
            "caption": "La tabla de la clase",
            "pasted": "lo pegado",
            "known": "{file} ya estaba en la tabla.",
            "unread": "{file} no se puede leer.",
            "saved": "clase.csv",
        },
        share="Enlace y QR",
        share_lesson="Enlace corto y código QR de este capítulo",
        step_of="Un paso del capítulo {lesson}",
        lesson="Capítulo {lesson}",
        go="Ir a la página en español",
        short={
            "title": "Enlace corto: {title}",
            "address": "Dirección",
            "copy": "Copiar",
            "copied": "Copiada",
            "close": "Cerrar",
            "code": "Código QR de esa dirección",
            "local": "Esta dirección solo vale en este ordenador: otro no la puede abrir.",
        },
        source="El código, los registros y las páginas están en {link}. En cada página, el lápiz de arriba lleva a su "
        "fichero.",
        no_source="Esta copia de la guía no dice dónde está su código: pregunta a quien la publica.",
    ),
    "en": TeacherWords(
        columns=("Chapter", "In class", "Steps", "In the lab", "Download", "Moodle XML", "Short link"),
        minutes="{minutes} min",
        nothing_to_type="to read",
        emulated="{time} (emulated)",
        kvm="{time} (KVM)",
        not_timed="not timed",
        questions=("{n} question", "{n} questions"),
        total="In total",
        planned="“In class” is an estimate for somebody who reads and types the commands. “In the lab” is how long "
        "they took by themselves in the last run: emulated they take much longer than on a real computer.",
        downloads="In the last run, the lab's machine downloaded {size} of packages for the chapters that are not "
        "optional. {count} machines at once would download {all}.",
        no_downloads="The records do not say how much there is to download.",
        no_script="Your browser does not run the script that makes the table. Make it with the helper: {link}.",
        paste="Paste one or several reports here",
        add="Add to the table",
        files="Or choose the files",
        folder="Or a whole folder",
        drop="You can also drop files or a folder anywhere on the page.",
        save="Download the table (CSV)",
        clear="Empty the table",
        reports={
            "empty": "Paste a report first: the field is empty.",
            "nothing": "There is no report in the table yet.",
            "status": "In the table: {all}. Valid: {valid}. Not valid: {wrong}.",
            "caption": "The table of the class",
            "pasted": "what was pasted",
            "known": "{file} was in the table already.",
            "unread": "{file} cannot be read.",
            "saved": "class.csv",
        },
        share="Link and QR",
        share_lesson="Short link and QR code of this chapter",
        step_of="A step of chapter {lesson}",
        lesson="Chapter {lesson}",
        go="Go to the page in English",
        short={
            "title": "Short link: {title}",
            "address": "Address",
            "copy": "Copy",
            "copied": "Copied",
            "close": "Close",
            "code": "QR code of that address",
            "local": "This address works on this computer only: no other can open it.",
        },
        source="The code, the records and the pages are at {link}. On each page, the pencil at the top leads to its "
        "file.",
        no_source="This copy of the guide does not say where its code is: ask whoever publishes it.",
    ),
}
