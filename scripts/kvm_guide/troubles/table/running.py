"""Troubles with guests that are there: what they lack, their console, agent and removal. Data only.

The messages are those of Debian 12's catalogues and programs (libvirt 9.0, virt-manager 4.1, QEMU 7.2, systemd 252).
"""

from typing import Final

from kvm_guide.model.step import Text
from kvm_guide.troubles.model import Area, Message, Trouble

TROUBLES: Final[tuple[Trouble, ...]] = (
    Trouble(
        id="no-firmware",
        area=Area.GUESTS,
        title=Text(es="Falta el firmware UEFI de los huéspedes", en="The guests' UEFI firmware is missing"),
        messages=(
            Message(
                "virsh",
                "operation failed: Unable to find any firmware to satisfy '{firmware}'",
                "Falló la operación: Unable to find any firmware to satisfy '{firmware}'",
            ),
        ),
        cause=Text(
            es="El huésped pide UEFI, y el paquete que lo trae, ovmf, no está instalado.",
            en="The guest asks for UEFI, and the package that has it, ovmf, is not installed.",
        ),
        cure=Text(es="Instálalo.", en="Install it."),
        command="sudo apt install ovmf",
        source="ovmf: /usr/share/qemu/firmware",
    ),
    Trouble(
        id="no-swtpm",
        area=Area.GUESTS,
        title=Text(es="Falta el TPM de los huéspedes", en="The guests' TPM is missing"),
        messages=(
            Message(
                "virsh",
                "unsupported configuration: TPM version '{version}' is not supported",
                "configuración no soportada: TPM version '{version}' is not supported",
            ),
        ),
        cause=Text(
            es="El huésped pide un TPM, como Windows 11, y el programa que lo imita no está instalado.",
            en="The guest asks for a TPM, as Windows 11 does, and the program that emulates it is not installed.",
        ),
        cure=Text(es="Instálalo.", en="Install it."),
        command="sudo apt install swtpm swtpm-tools",
        source="https://gitlab.com/libvirt/libvirt/-/blob/v9.0.0/src/util/virtpm.c",
    ),
    Trouble(
        id="no-console",
        area=Area.GUESTS,
        title=Text(es="El huésped no tiene consola serie", en="The guest has no serial console"),
        messages=(
            Message(
                "virsh",
                "internal error: cannot find character device {device}",
                "error interno: No se puede encontrar dispositivo de caracteres {device}",
            ),
        ),
        cause=Text(
            es="virsh console necesita un puerto serie en el huésped, y este no lo tiene.",
            en="virsh console needs a serial port in the guest, and this one has none.",
        ),
        cure=Text(
            es="Añádeselo con el huésped apagado. Cambia first-guest por el nombre del tuyo.",
            en="Add it with the guest off. Change first-guest to the name of yours.",
        ),
        command="virt-xml first-guest --add-device --console pty",
        source="https://manpages.debian.org/bookworm/virtinst/virt-xml.1.en.html",
    ),
    Trouble(
        id="console-busy",
        area=Area.GUESTS,
        title=Text(es="Otra terminal tiene la consola", en="Another terminal has the console"),
        messages=(
            Message(
                "virsh",
                "operation failed: Active console session exists for this domain",
                "Falló la operación: Sesión de consola activa existe en dominio",
            ),
        ),
        cause=Text(
            es="Solo una terminal puede tener la consola de un huésped, y otra la dejó abierta.",
            en="Only one terminal can have a guest's console, and another one left it open.",
        ),
        cure=Text(
            es="Sal de ella en la otra terminal con Ctrl+], o quítasela con esta orden. Cambia first-guest por el "
            "nombre del tuyo.",
            en="Leave it in the other terminal with Ctrl+], or take it over with this command. Change first-guest "
            "to the name of yours.",
        ),
        command="virsh console first-guest --force",
        source="https://libvirt.org/manpages/virsh.html",
    ),
    Trouble(
        id="console-silent",
        area=Area.GUESTS,
        title=Text(es="La consola se abre y no sale nada", en="The console opens and nothing appears"),
        messages=(Message("virsh", "Escape character is ^] (Ctrl + ])"),),
        cause=Text(
            es="La conexión está hecha. El huésped no ha escrito nada desde entonces, o su Linux no usa el puerto "
            "serie.",
            en="The connection is made. The guest has written nothing since, or its Linux does not use the serial "
            "port.",
        ),
        cure=Text(
            es="Pulsa Intro. Si sigue muda, escribe esta orden dentro del huésped, entrando por su ventana o por "
            "ssh. Se sale con Ctrl+].",
            en="Press Enter. If it stays silent, type this command inside the guest, entering by its window or by "
            "ssh. You leave with Ctrl+].",
        ),
        command="sudo systemctl enable --now serial-getty@ttyS0.service",
        source="https://manpages.debian.org/bookworm/systemd/systemd-getty-generator.8.en.html",
    ),
    Trouble(
        id="undefine-nvram",
        area=Area.GUESTS,
        title=Text(es="El huésped con UEFI no se deja borrar", en="The guest with UEFI cannot be removed"),
        messages=(
            Message(
                "virsh",
                "Requested operation is not valid: cannot undefine domain with nvram",
                "La información solicitada no es válida: cannot undefine domain with nvram",
            ),
        ),
        cause=Text(
            es="Un huésped con UEFI guarda sus ajustes en un fichero aparte, y virsh quiere saber qué hacer con él.",
            en="A guest with UEFI keeps its settings in a file of their own, and virsh wants to know what to do "
            "with it.",
        ),
        cure=Text(
            es="Bórralo con su fichero. Sus discos se quedan. Cambia first-guest por el nombre del tuyo.",
            en="Remove it with its file. Its disks stay. Change first-guest to the name of yours.",
        ),
        command="virsh undefine first-guest --nvram",
        source="https://libvirt.org/manpages/virsh.html",
    ),
    Trouble(
        id="undefine-snapshots",
        area=Area.GUESTS,
        title=Text(es="El huésped con instantáneas no se deja borrar", en="The guest with snapshots cannot be removed"),
        messages=(
            Message(
                "virsh",
                "Requested operation is not valid: cannot delete inactive domain with {number} snapshots",
                "La información solicitada no es válida: No se puede borrar dominio inactivo con  instantáneas "
                "{number}",
            ),
            Message(
                "virsh",
                "Refusing to undefine while {number} snapshots exist",
                "No permite quitar definición mientras existan las instantáneas {number}",
            ),
        ),
        cause=Text(
            es="libvirt guarda la lista de sus instantáneas y no la borra sin que se lo pidas.",
            en="libvirt keeps the list of its snapshots and does not remove it unasked.",
        ),
        cure=Text(
            es="Bórralo con la lista. Los ficheros de los discos se quedan. Cambia first-guest por el nombre del tuyo.",
            en="Remove it with the list. The disks' files stay. Change first-guest to the name of yours.",
        ),
        command="virsh undefine first-guest --snapshots-metadata",
        source="https://libvirt.org/manpages/virsh.html",
    ),
    Trouble(
        id="undefine-saved",
        area=Area.GUESTS,
        title=Text(
            es="El huésped con un estado guardado no se deja borrar",
            en="The guest with a saved state cannot be removed",
        ),
        messages=(
            Message(
                "virsh",
                "Refusing to undefine while domain managed save image exists",
                "No permite quitar la definición mientras exista una imagen de almacenamiento administrada",
            ),
        ),
        cause=Text(
            es="El huésped se guardó con virsh managedsave o al apagar el ordenador, y borrarlo perdería ese estado.",
            en="The guest was saved with virsh managedsave or when the computer was shut down, and removing it "
            "would lose that state.",
        ),
        cure=Text(
            es="Si no lo necesitas, bórralo con él. Cambia first-guest por el nombre del tuyo.",
            en="If you do not need it, remove it along with it. Change first-guest to the name of yours.",
        ),
        command="virsh undefine first-guest --managed-save",
        source="https://libvirt.org/manpages/virsh.html",
    ),
    Trouble(
        id="guest-agent",
        area=Area.GUESTS,
        title=Text(es="El agente del huésped no responde", en="The guest's agent does not answer"),
        messages=(
            Message(
                "virsh",
                "Guest agent is not responding: QEMU guest agent is not connected",
                "Agente de huésped no responde: QEMU guest agent is not connected",
            ),
            Message(
                "virsh",
                "argument unsupported: QEMU guest agent is not configured",
                "Argumento sin soporte: Agente de huésped QEMU no está configurado",
            ),
        ),
        cause=Text(
            es="La orden habla con un programa de dentro del huésped, qemu-guest-agent, que no está instalado o no "
            "tiene su canal.",
            en="The command talks to a program inside the guest, qemu-guest-agent, which is not installed or does "
            "not have its channel.",
        ),
        cure=Text(
            es="Escribe esta orden dentro del huésped. Si dice que no está configurado, apágalo y añádele antes, "
            "con virt-manager, el hardware «Canal» org.qemu.guest_agent.0.",
            en="Type this command inside the guest. If it says that it is not configured, shut it down and first "
            'add to it, with virt-manager, the hardware "Channel" org.qemu.guest_agent.0.',
        ),
        command="sudo apt install qemu-guest-agent",
        source="https://www.qemu.org/docs/master/interop/qemu-ga.html",
    ),
    Trouble(
        id="state-lock",
        area=Area.GUESTS,
        title=Text(es="El huésped está ocupado con otra orden", en="The guest is busy with another command"),
        messages=(
            Message(
                "virsh",
                "Timed out during operation: cannot acquire state change lock (held by monitor={name})",
                "Finalizó el tiempo establecido durante la operación: cannot acquire state change lock (held by "
                "monitor={name})",
            ),
        ),
        cause=Text(
            es="Otra orden sobre el mismo huésped no ha terminado: una copia, una instantánea, un apagado que no "
            "acaba.",
            en="Another command on the same guest has not finished: a copy, a snapshot, a shutdown that does not end.",
        ),
        cure=Text(
            es="Espera a que termine. Si se quedó colgada, reinicia libvirtd: los huéspedes encendidos siguen "
            "funcionando.",
            en="Wait until it ends. If it hangs, restart libvirtd: running guests go on working.",
        ),
        command="sudo systemctl restart libvirtd",
        source="https://gitlab.com/libvirt/libvirt/-/blob/v9.0.0/src/conf/virdomainjob.c",
        surroundings=True,
    ),
    Trouble(
        id="xml-invalid",
        area=Area.GUESTS,
        title=Text(es="libvirt no acepta el XML", en="libvirt does not accept the XML"),
        messages=(
            Message(
                "virsh",
                "XML document failed to validate against schema: {message}",
                later="El documento XML no pudo validarse según el esquema: {message}",
            ),
        ),
        cause=Text(
            es="Lo que escribiste en virsh edit no es lo que libvirt espera: un nombre mal escrito, o una pieza en "
            "otro lugar.",
            en="What you wrote in virsh edit is not what libvirt expects: a name misspelt, or a part in another place.",
        ),
        cure=Text(
            es="Contesta n para volver al texto de antes, o y para corregirlo. Para cambios corrientes, virt-xml se "
            "equivoca menos.",
            en="Answer n to go back to the text as it was, or y to correct it. For common changes, virt-xml makes "
            "fewer mistakes.",
        ),
        source="https://libvirt.org/formatdomain.html",
    ),
)
