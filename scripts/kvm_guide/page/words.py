"""What a card says around a step, in the guide's two languages. Data only."""

from dataclasses import dataclass
from typing import Final

from kvm_guide.page.proof import Doubt
from kvm_guide.step import Language, Place


@dataclass(frozen=True)
class Words:
    """The words of one language. `{…}` are filled in by the renderer; pairs are singular and plural."""

    months: tuple[str, ...]
    places: dict[Place, str]
    new_login: str
    at_screen: str
    permalink: str
    verified: str
    refused: str
    not_run: str
    unproven: str
    failed: str
    failed_never_passed: str
    last_passed: str
    with_kvm: str
    emulated: str
    under_a_second: str
    doubts: dict[Doubt, str]
    output: str
    output_empty: str
    output_label: str
    lines_left_out: str
    whole: str
    unchanged: str
    changes: str
    kinds: dict[str, tuple[str, str]]
    repeat_safe: str
    repeat_unsafe: str
    repeat_status: str
    picture_alt: str
    picture_caption: str
    columns: tuple[str, str, str, str]
    outcomes: dict[str, str]
    no_record: str
    no_finale: str
    finale_kvm: str
    finale_qemu: str
    finale_when: str
    console_label: str
    download_record: str
    download_schema: str
    no_downloads: str


WORDS: Final[dict[Language, Words]] = {
    "es": Words(
        months=("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"),
        places={
            Place.DEBIAN: "En tu Debian",
            Place.LINUX_HOST: "En el anfitrión: terminal",
            Place.WINDOWS_HOST: "En el anfitrión: PowerShell",
        },
        new_login="Antes de escribirlo, cierra la sesión y vuelve a entrar.",
        at_screen="Hazlo con la sesión abierta en la pantalla de la máquina, no solo por ssh.",
        permalink="Enlace a este paso",
        verified="Comprobado el {date} en {system}",
        refused="Falla como se espera: comprobado el {date} en {system}",
        not_run="No se ha ejecutado: {reason}",
        unproven="Sin comprobar: {reason}",
        failed="Falló el {date} en {system}",
        failed_never_passed="No consta que haya funcionado antes.",
        last_passed="La última vez que funcionó fue el {date}.",
        with_kvm="con KVM",
        emulated="emulado",
        under_a_second="menos de 1 s",
        doubts={
            Doubt.NO_RECORD: "todavía no hay registro de ninguna ejecución en español.",
            Doubt.UNREADABLE: "el registro de la ejecución no se puede leer.",
            Doubt.NEW: "este paso no está en el registro de la última ejecución.",
            Doubt.CHANGED: "el paso ha cambiado desde la última ejecución.",
            Doubt.EARLIER_CHANGED: "ha cambiado un paso anterior desde la última ejecución.",
            Doubt.SKIPPED: "la última ejecución se lo saltó.",
        },
        output="Ver la salida real",
        output_empty="No escribe nada en la pantalla, y así debe ser.",
        output_label="Salida de: {title}",
        lines_left_out="… {n} líneas más, completas en el registro",
        whole="Registro completo (JSON)",
        unchanged="No cambia nada en la máquina.",
        changes="Cambió:",
        kinds={
            "packages": ("paquete", "paquetes"),
            "units": ("unidad de systemd", "unidades de systemd"),
            "accounts": ("usuario o grupo", "usuarios y grupos"),
            "networks": ("red", "redes"),
            "sockets": ("puerto o socket a la escucha", "puertos y sockets a la escucha"),
            "files": ("fichero en /etc", "ficheros en /etc"),
        },
        repeat_safe="Se puede repetir: al escribirlo otra vez no cambió nada.",
        repeat_unsafe="Mejor no repetirlo: la segunda vez no dejó todo igual.",
        repeat_status="Repetirlo terminó con el código {status}, sin cambiar nada.",
        picture_alt="Captura de pantalla: {why}",
        picture_caption="La ventana de verdad, fotografiada en el laboratorio.",
        columns=("Paso", "Resultado", "Fecha", "Duración"),
        outcomes={
            "passed": "Comprobado",
            "expected-failure": "Falla como se espera",
            "not-run": "No se ejecuta",
            "failed": "Falló",
            "unproven": "Sin comprobar",
        },
        no_record="Todavía no hay registro de ninguna ejecución en español.",
        no_finale="El registro de la última ejecución no contiene el arranque final de un huésped.",
        finale_kvm="Al final, el laboratorio arrancó un huésped de tipo <code>kvm</code> sobre la instalación.",
        finale_qemu=(
            "Al final, el laboratorio arrancó un huésped emulado (tipo <code>{type}</code>): "
            "el anfitrión de fuera no permitió un tercer nivel de KVM."
        ),
        finale_when="Fue el {date} y tardó {seconds}. Esto escribió el huésped en su consola:",
        console_label="Consola del huésped",
        download_record="Registro en {language} (JSON)",
        download_schema="Esquema de los registros (JSON Schema)",
        no_downloads="Todavía no hay registros que descargar.",
    ),
    "en": Words(
        months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
        places={
            Place.DEBIAN: "On your Debian",
            Place.LINUX_HOST: "On the host: terminal",
            Place.WINDOWS_HOST: "On the host: PowerShell",
        },
        new_login="Before typing it, log out and log in again.",
        at_screen="Do it with a session open at the machine's own screen, not only over ssh.",
        permalink="Link to this step",
        verified="Verified on {date} on {system}",
        refused="Fails as expected: verified on {date} on {system}",
        not_run="Not run: {reason}",
        unproven="Not verified: {reason}",
        failed="Failed on {date} on {system}",
        failed_never_passed="It is not known to have worked before.",
        last_passed="It last worked on {date}.",
        with_kvm="with KVM",
        emulated="emulated",
        under_a_second="less than 1 s",
        doubts={
            Doubt.NO_RECORD: "there is no record of a run in English yet.",
            Doubt.UNREADABLE: "the record of the run cannot be read.",
            Doubt.NEW: "this step is not in the record of the last run.",
            Doubt.CHANGED: "the step has changed since the last run.",
            Doubt.EARLIER_CHANGED: "an earlier step has changed since the last run.",
            Doubt.SKIPPED: "the last run skipped it.",
        },
        output="See the real output",
        output_empty="It writes nothing on the screen, and that is as it should be.",
        output_label="Output of: {title}",
        lines_left_out="… {n} more lines, whole in the record",
        whole="Whole record (JSON)",
        unchanged="It changes nothing on the machine.",
        changes="Changed:",
        kinds={
            "packages": ("package", "packages"),
            "units": ("systemd unit", "systemd units"),
            "accounts": ("user or group", "users and groups"),
            "networks": ("network", "networks"),
            "sockets": ("listening port or socket", "listening ports and sockets"),
            "files": ("file in /etc", "files in /etc"),
        },
        repeat_safe="Safe to repeat: typed again, it changed nothing.",
        repeat_unsafe="Better not repeated: the second time left something different.",
        repeat_status="Repeating it ended with status {status}, changing nothing.",
        picture_alt="Screenshot: {why}",
        picture_caption="The real window, photographed in the lab.",
        columns=("Step", "Result", "Date", "Time taken"),
        outcomes={
            "passed": "Verified",
            "expected-failure": "Fails as expected",
            "not-run": "Not run",
            "failed": "Failed",
            "unproven": "Not verified",
        },
        no_record="There is no record of a run in English yet.",
        no_finale="The record of the last run does not hold the final start of a guest.",
        finale_kvm="At the end, the lab started a guest of type <code>kvm</code> on the finished install.",
        finale_qemu=(
            "At the end, the lab started an emulated guest (type <code>{type}</code>): "
            "the outer host did not allow a third level of KVM."
        ),
        finale_when="It was on {date} and took {seconds}. This is what the guest wrote on its console:",
        console_label="The guest's console",
        download_record="Record in {language} (JSON)",
        download_schema="Schema of the records (JSON Schema)",
        no_downloads="There are no records to download yet.",
    ),
}

LANGUAGE_NAMES: Final[dict[Language, dict[Language, str]]] = {
    "es": {"es": "español", "en": "inglés"},
    "en": {"es": "Spanish", "en": "English"},
}

MARKS: Final = {"passed": "✔", "expected-failure": "✔", "not-run": "–", "failed": "✘", "unproven": "⚠"}
