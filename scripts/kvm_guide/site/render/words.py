"""What a card says around a step, in the guide's two languages. Data only."""

from dataclasses import dataclass
from typing import Final

from kvm_guide.model.step import Language, Place
from kvm_guide.records.proof import Doubt


@dataclass(frozen=True)
class Words:
    """The words of one language. `{…}` are filled in by the renderer; pairs are singular and plural."""

    language: Language
    places: dict[Place, str]
    new_login: str
    reboots: str
    rebooted: str
    at_screen: str
    seat: str
    dialog: str
    console: str
    aside: str
    verified: str
    refused: str
    not_run: str
    unproven: str
    failed: str
    failing: str
    failed_never_passed: str
    last_passed: str
    aged: str
    accelerators: dict[str, str]
    on_day: str
    an_instant: str
    doubts: dict[Doubt, str]
    output: str
    output_earlier: str
    output_passed: str
    output_empty: str
    output_missing: str
    lines_left_out: str
    whole: str
    whole_list: str
    unchanged: str
    changes: str
    kinds: dict[str, tuple[str, str]]
    units: dict[str, str]
    unit_states: dict[str, str]
    accounts: dict[str, dict[str, str]]
    in_groups: tuple[str, str]
    network: str
    network_states: dict[str, str]
    interface: dict[str, str]
    joined: str
    repeat_safe: str
    repeat_unsafe: str
    repeat_status: str
    picture_alt: str
    picture_caption: str
    undo: str
    undo_asks: str
    undone: str
    undo_failed: str
    undo_unproven: str
    taken_back: tuple[str, str]
    taken_back_badly: str
    residue: str
    no_residue: str
    base_step: str
    base_new: str
    no_undo: str
    typed_in_run: tuple[str, str]
    typed_earlier: tuple[str, str]
    earlier: str
    columns: tuple[str, str, str, str]
    outcomes: dict[str, str]
    no_record: str
    download_record: str
    download_session: str
    download_times: str
    download_schema: str
    no_downloads: str


WORDS: Final[dict[Language, Words]] = {
    "es": Words(
        language="es",
        places={
            Place.DEBIAN: "En tu Debian",
            Place.LINUX_HOST: "En el anfitrión: terminal",
            Place.WINDOWS_HOST: "En el anfitrión: PowerShell",
        },
        new_login="Antes de escribir esta orden, cierra la sesión y vuelve a entrar.",
        reboots="La máquina se reinicia: guarda antes lo que tengas abierto.",
        rebooted="Antes de escribir esta orden, espera a que la máquina se reinicie y vuelve a entrar.",
        at_screen="Hazlo con una sesión abierta en la pantalla de la máquina: por ssh no basta.",
        seat="En el escritorio: escríbelo en una ventana de terminal, sentado ante la máquina.",
        dialog="Se abre la ventana «{window}»: pulsa «{press}».",
        console="Te lleva a la consola del huésped. Para salir de ella, pulsa Ctrl + ]: es una tecla, no una orden.",
        aside="Hazlo solo si te hace falta: el texto de la página dice a quién.",
        verified="Comprobado el {date} en {system}",
        refused="Falla como se espera: comprobado el {date} en {system}",
        not_run="No se ha ejecutado: {reason}",
        unproven="Sin comprobar: {reason}",
        failed="Falló el {date} en {system}",
        failing="Falla desde el {since}. El último intento fue el {date} en {system}",
        failed_never_passed="No consta que haya funcionado nunca.",
        last_passed="La última vez que funcionó fue el {date}.",
        aged="Esta comprobación tiene más de 30 días: puede que algo haya cambiado desde entonces.",
        accelerators={"kvm": "KVM", "tcg": "emulado"},
        on_day="el {date}",
        an_instant="menos de 0,1 s",
        doubts={
            Doubt.NO_RECORD: "todavía no hay registro de ninguna ejecución en español.",
            Doubt.UNREADABLE: "el registro de la ejecución no se puede leer.",
            Doubt.NEW: "este paso no está en el registro de la última ejecución.",
            Doubt.CHANGED: "el paso ha cambiado desde la última ejecución.",
            Doubt.EARLIER_CHANGED: "ha cambiado un paso anterior desde la última ejecución.",
            Doubt.SKIPPED: "no se escribió en la última ejecución.",
        },
        output="Ver la salida real",
        output_earlier="Ver la salida real, del {date}; desde entonces solo cambian horas, tamaños o números",
        output_passed="Ver la salida de cuando funcionó, el {date}",
        output_empty="No debe salir nada en la pantalla.",
        output_missing="No salió nada en la pantalla.",
        lines_left_out="… {n} líneas más",
        whole="La salida entera, sin formato",
        whole_list="La lista entera, sin formato",
        unchanged="No cambia nada en la máquina.",
        changes="Qué cambió:",
        kinds={
            "packages": ("paquete", "paquetes"),
            "units": ("unidad de systemd", "unidades de systemd"),
            "accounts": ("usuario o grupo", "usuarios y grupos"),
            "networks": ("red", "redes"),
            "sockets": ("puerto o socket a la escucha", "puertos y sockets a la escucha"),
            "files": ("fichero en /etc", "ficheros en /etc"),
            "own-files": ("fichero de tu carpeta personal", "ficheros de tu carpeta personal"),
        },
        units={"service": "servicio {name}", "socket": "socket {name}", "timer": "temporizador {name}"},
        unit_states={
            "active": "activo",
            "enabled": "habilitado",
            "stopped": "habilitado, pero parado",
            "masked": "bloqueado",
            "gone": "desactivado",
        },
        accounts={
            "group": {"+": "grupo {name} creado", "-": "grupo {name} borrado", "~": "grupo {name} sin miembros"},
            "user": {"+": "usuario {name} creado", "-": "usuario {name} borrado", "~": "usuario {name} modificado"},
        },
        in_groups=("usuario en el grupo {names}", "usuario en los grupos {names}"),
        network="red {name} {state}",
        network_states={
            "active": "activa",
            "autostart": "con inicio automático",
            "defined": "definida",
            "stopped": "parada",
            "gone": "borrada",
        },
        interface={"+": "interfaz {name}", "-": "sin interfaz {name}", "~": "interfaz {name} modificada"},
        joined=" y ",
        repeat_safe="Se puede repetir: la segunda vez no cambió nada.",
        repeat_unsafe="Es mejor no repetirlo: la segunda vez cambió algo más.",
        repeat_status="Al repetirlo, terminó con el código de salida {status} y no cambió nada.",
        picture_alt="Captura de pantalla: {why}",
        picture_caption="La ventana, capturada en el laboratorio.",
        undo="Cómo deshacerlo",
        undo_asks="Primero te enseña lo que va a cambiar y pregunta. Lee la lista antes de decir que sí.",
        undone="Se deshizo el {date} junto con los demás pasos, del último al primero. Tardó {seconds}.",
        undo_failed="Se probó el {date} y no deshizo bien el paso.",
        undo_unproven="Esta orden está sin comprobar.",
        taken_back=(
            "Capítulo {lesson}: el {date} el laboratorio deshizo, del último al primero, los pasos que cambian algo "
            "desde {first}: "
            "{n} orden, {seconds} en total.",
            "Capítulo {lesson}: el {date} el laboratorio deshizo, del último al primero, los pasos que cambian algo "
            "desde {first}: "
            "{n} órdenes, {seconds} en total.",
        ),
        taken_back_badly="Se paró en {name}, cuya orden no lo deshizo bien.",
        residue=(
            "Esto es lo que queda, si se compara la máquina con cómo estaba {base} "
            "(+ no estaba, - falta, ~ ha cambiado):"
        ),
        no_residue="No queda nada, si se compara la máquina con cómo estaba {base}.",
        base_step="después de {step}",
        base_new="al empezar",
        no_undo="El laboratorio aún no ha probado a deshacerlo todo: no se sabe qué quedaría.",
        typed_in_run=(
            "Capítulo {lesson}: {n} paso se escribió en la ejecución del {date}",
            "Capítulo {lesson}: {n} pasos se escribieron en la ejecución del {date}",
        ),
        typed_earlier=(" y otro más en una ejecución anterior", " y otros {n} en ejecuciones anteriores"),
        earlier="ejecución anterior",
        columns=("Paso", "Resultado", "Fecha", "Duración"),
        outcomes={
            "passed": "Comprobado",
            "expected-failure": "Falla como se espera",
            "not-run": "No se ha ejecutado",
            "failed": "Falla",
            "unproven": "Sin comprobar",
        },
        no_record="Todavía no hay registro de ninguna ejecución en español.",
        download_record="Registro del capítulo {lesson} en {language} (JSON)",
        download_session="Sesión del capítulo {lesson} en {language} (asciicast v2, {seconds})",
        download_times="Fechas y duraciones de todos los registros (JSON)",
        download_schema="Esquema de los registros (JSON Schema)",
        no_downloads="Todavía no hay registros que descargar.",
    ),
    "en": Words(
        language="en",
        places={
            Place.DEBIAN: "On your Debian",
            Place.LINUX_HOST: "On the host: terminal",
            Place.WINDOWS_HOST: "On the host: PowerShell",
        },
        new_login="Before you type this command, log out and log in again.",
        reboots="The machine reboots: save what you have open first.",
        rebooted="Before you type this command, wait until the machine has rebooted and log in again.",
        at_screen="Do this while logged in at the machine's own screen: ssh is not enough.",
        seat="At the desktop: type it into a terminal window there, sitting at the machine.",
        dialog="The window “{window}” opens: press “{press}”.",
        console="It takes you to the guest's console. To leave it, press Ctrl + ]: that is a key, not a command.",
        aside="Do this only if you need it: the text on the page says who does.",
        verified="Verified on {date} on {system}",
        refused="Fails as expected: verified on {date} on {system}",
        not_run="Not run: {reason}",
        unproven="Not verified: {reason}",
        failed="Failed on {date} on {system}",
        failing="Failing since {since}. Last tried on {date} on {system}",
        failed_never_passed="It is not known to have worked before.",
        last_passed="It last worked on {date}.",
        aged="This was verified more than 30 days ago: something may have changed since then.",
        accelerators={"kvm": "KVM", "tcg": "emulated"},
        on_day="on {date}",
        an_instant="less than 0.1 s",
        doubts={
            Doubt.NO_RECORD: "there is no record of a run in English yet.",
            Doubt.UNREADABLE: "the record of the run cannot be read.",
            Doubt.NEW: "this step is not in the record of the last run.",
            Doubt.CHANGED: "the step has changed since the last run.",
            Doubt.EARLIER_CHANGED: "an earlier step has changed since the last run.",
            Doubt.SKIPPED: "it was not typed in the last run.",
        },
        output="Show the real output",
        output_earlier="Show the real output, of {date}; since then only times, sizes or numbers differ",
        output_passed="Show the output from when it worked, on {date}",
        output_empty="Nothing should appear on the screen.",
        output_missing="Nothing appeared on the screen.",
        lines_left_out="… {n} more lines",
        whole="The whole output, as plain text",
        whole_list="The whole list, as plain text",
        unchanged="It changes nothing on the machine.",
        changes="What changed:",
        kinds={
            "packages": ("package", "packages"),
            "units": ("systemd unit", "systemd units"),
            "accounts": ("user or group", "users and groups"),
            "networks": ("network", "networks"),
            "sockets": ("listening port or socket", "listening ports and sockets"),
            "files": ("file in /etc", "files in /etc"),
            "own-files": ("file in your home folder", "files in your home folder"),
        },
        units={"service": "service {name}", "socket": "socket {name}", "timer": "timer {name}"},
        unit_states={
            "active": "active",
            "enabled": "enabled",
            "stopped": "enabled, but stopped",
            "masked": "masked",
            "gone": "disabled",
        },
        accounts={
            "group": {"+": "group {name} created", "-": "group {name} deleted", "~": "group {name} without members"},
            "user": {"+": "user {name} created", "-": "user {name} deleted", "~": "user {name} modified"},
        },
        in_groups=("user in the group {names}", "user in the groups {names}"),
        network="network {name} {state}",
        network_states={
            "active": "active",
            "autostart": "starting automatically",
            "defined": "defined",
            "stopped": "stopped",
            "gone": "deleted",
        },
        interface={"+": "interface {name}", "-": "no interface {name}", "~": "interface {name} modified"},
        joined=" and ",
        repeat_safe="Safe to repeat: the second time, it changed nothing.",
        repeat_unsafe="Best not repeated: the second time, it changed something else.",
        repeat_status="Repeated, it ended with exit status {status} and changed nothing.",
        picture_alt="Screenshot: {why}",
        picture_caption="The window, captured in the lab.",
        undo="How to undo this",
        undo_asks="It first shows what it is going to change, and asks. Read the list before you say yes.",
        undone="Undone on {date} together with the other steps, from the last to the first. It took {seconds}.",
        undo_failed="Tried on {date}: it did not undo the step well.",
        undo_unproven="This command is not verified.",
        taken_back=(
            "Chapter {lesson}: on {date} the lab undid the steps that change something, from the last back to {first}: "
            "{n} command, {seconds} in total.",
            "Chapter {lesson}: on {date} the lab undid the steps that change something, from the last back to {first}: "
            "{n} commands, {seconds} in total.",
        ),
        taken_back_badly="It stopped at {name}, whose command did not undo it well.",
        residue=(
            "Compared with the machine as it was {base}, this is what is left "
            "(+ was not there, - is missing, ~ has changed):"
        ),
        no_residue="Compared with the machine as it was {base}, nothing is left.",
        base_step="after {step}",
        base_new="at the start",
        no_undo="The lab has not tried undoing everything yet: what would be left is not known.",
        typed_in_run=(
            "Chapter {lesson}: {n} step was typed in the run of {date}",
            "Chapter {lesson}: {n} steps were typed in the run of {date}",
        ),
        typed_earlier=(", {n} in an earlier run", ", {n} in earlier runs"),
        earlier="earlier run",
        columns=("Step", "Result", "Date", "Time taken"),
        outcomes={
            "passed": "Verified",
            "expected-failure": "Fails as expected",
            "not-run": "Not run",
            "failed": "Failing",
            "unproven": "Not verified",
        },
        no_record="There is no record of a run in English yet.",
        download_record="Record of chapter {lesson} in {language} (JSON)",
        download_session="Session of chapter {lesson} in {language} (asciicast v2, {seconds})",
        download_times="Dates and durations of all records (JSON)",
        download_schema="Schema of the records (JSON Schema)",
        no_downloads="There are no records to download yet.",
    ),
}

LANGUAGE_NAMES: Final[dict[Language, dict[Language, str]]] = {
    "es": {"es": "español", "en": "inglés"},
    "en": {"es": "Spanish", "en": "English"},
}

MARKS: Final = {"passed": "✔", "expected-failure": "✔", "not-run": "–", "failed": "✘", "unproven": "⚠"}
