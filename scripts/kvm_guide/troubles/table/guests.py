"""Troubles with creating, starting and removing guests. Data only.

The messages are those of Debian 12's catalogues and programs (libvirt 9.0, virt-manager 4.1, QEMU 7.2, systemd 252).
"""

from typing import Final

from kvm_guide.model.step import Text
from kvm_guide.troubles.model import Area, BroughtAbout, Message, Trouble
from kvm_guide.troubles.table.states import READY, SHUT_OFF, STARTED

_FIRST: Final = (
    "virt-install --connect qemu:///system --name first-guest --memory 128 --osinfo linux2022 --import --disk none"
    " --network none --graphics none"
)

TROUBLES: Final[tuple[Trouble, ...]] = (
    Trouble(
        id="osinfo-required",
        area=Area.GUESTS,
        title=Text(
            es="virt-install pregunta qué sistema vas a instalar", en="virt-install asks which system you will install"
        ),
        messages=(
            Message("virt-install", "--os-variant/--osinfo OS name is required, but no value was\nset or detected."),
            Message("virt-install", "This is now a fatal error. Specifying an OS name is required"),
        ),
        cause=Text(
            es="Sin saber el sistema, virt-install no puede elegir un disco y una tarjeta de red rápidos, y no lo "
            "adivinó por la imagen.",
            en="Without knowing the system, virt-install cannot choose a fast disk and network card, and it did not "
            "guess it from the image.",
        ),
        cure=Text(
            es="Añade --osinfo con un nombre de esta lista. Para un Linux que no esté, sirve linux2022.",
            en="Add --osinfo with a name from this list. For a Linux that is not in it, linux2022 will do.",
        ),
        command="virt-install --osinfo list",
        source="https://manpages.debian.org/bookworm/virtinst/virt-install.1.en.html",
        brought=BroughtAbout(
            after=READY,
            command="virt-install --connect qemu:///system --name other --memory 128 --import --disk none"
            " --network none --graphics none --noautoconsole",
            then="virt-install --connect qemu:///system --name other --memory 128 --import --disk none"
            " --network none --graphics none --noautoconsole --osinfo linux2022 --print-xml 1",
        ),
    ),
    Trouble(
        id="osinfo-unknown",
        area=Area.GUESTS,
        title=Text(es="Debian 12 no conoce ese nombre de sistema", en="Debian 12 does not know that system's name"),
        messages=(Message("virt-install", "Unknown OS name '{name}'. See `--osinfo list` for valid values."),),
        cause=Text(
            es="El nombre tiene una errata, o es más nuevo que la lista de Debian 12, que es de 2022: no están "
            "debian12 ni alpine3.17.",
            en="The name has a slip in it, or it is newer than Debian 12's list, which is from 2022: debian12 and "
            "alpine3.17 are not there.",
        ),
        cure=Text(
            es="Elige uno de esta lista: para Debian 12, debian11; para otro Linux nuevo, linux2022.",
            en="Choose one from this list: for Debian 12, debian11; for another new Linux, linux2022.",
        ),
        command="virt-install --osinfo list",
        source="osinfo-db 0.20221130-2: /usr/share/osinfo/os",
    ),
    Trouble(
        id="guest-exists",
        area=Area.GUESTS,
        title=Text(es="Ya hay un huésped con ese nombre", en="There is a guest with that name already"),
        messages=(
            Message(
                "virt-install",
                "Guest name '{guest}' is already in use.",
                "El nombre de huésped '{guest}' ya está siendo utilizado.",
            ),
            Message(
                "virsh",
                "operation failed: domain '{guest}' already exists with uuid {uuid}",
                "Falló la operación: ya existe un dominio '{guest}' con uuid {uuid}",
            ),
        ),
        cause=Text(
            es="Dos huéspedes no pueden llamarse igual. El de antes sigue definido, aunque esté apagado.",
            en="Two guests cannot have one name. The earlier one is still defined, even if it is off.",
        ),
        cure=Text(
            es="Mira los que tienes. Ponle otro nombre al nuevo, o borra el viejo si ya no lo quieres.",
            en="Look at those you have. Give the new one another name, or remove the old one if you no longer want it.",
        ),
        step="list-guests",
        source="https://gitlab.com/libvirt/libvirt/-/blob/v9.0.0/src/conf/virdomainobjlist.c",
        brought=BroughtAbout(
            after=READY,
            spoil=f"su - ana -c '{_FIRST} --print-xml 1 > first.xml && virsh -c qemu:///system define first.xml'",
            command=f"{_FIRST} --noautoconsole",
            cure="virsh undefine first-guest",
            then=f"{_FIRST} --print-xml 1",
        ),
    ),
    Trouble(
        id="guest-not-found",
        area=Area.GUESTS,
        title=Text(es="Ningún huésped se llama así", en="No guest has that name"),
        messages=(
            Message("virsh", "failed to get domain '{guest}'", "Falló al obtener el dominio '{guest}'"),
            Message(
                "virsh",
                "Domain not found: no domain with matching name '{guest}'",
                "No se encontró dominio: no existe un dominio coincidente con el nombre '{guest}'",
            ),
        ),
        cause=Text(
            es="El nombre tiene una errata, o el huésped está en otro libvirt: el de tu sesión o el del sistema.",
            en="The name has a slip in it, or the guest is in another libvirt: your session's or the system's.",
        ),
        cure=Text(
            es="Mira la lista, también los apagados, y que virsh uri diga qemu:///system.",
            en="Look at the list, those that are off too, and see that virsh uri says qemu:///system.",
        ),
        step="list-guests",
        source="https://gitlab.com/libvirt/libvirt/-/blob/v9.0.0/src/qemu/qemu_driver.c",
        page="instalacion/#choose-uri",
        brought=BroughtAbout(after=READY, command="virsh start nowhere", then="virsh list"),
    ),
    Trouble(
        id="already-running",
        area=Area.GUESTS,
        title=Text(es="El huésped ya estaba encendido", en="The guest was on already"),
        messages=(
            Message(
                "virsh",
                "Requested operation is not valid: domain is already running",
                "La información solicitada no es válida: el dominio ya se encuentra en ejecución",
            ),
            Message("virsh", "Domain is already active", "El dominio ya se encuentra activo"),
        ),
        cause=Text(
            es="Has pedido encender un huésped que ya lo está.", en="You asked to start a guest that is on already."
        ),
        cure=Text(
            es="No hay nada que arreglar. Míralo en la lista.", en="There is nothing to fix. See it in the list."
        ),
        step="guest-list",
        source="https://gitlab.com/libvirt/libvirt/-/blob/v9.0.0/src/qemu/qemu_driver.c",
        brought=BroughtAbout(after=STARTED, command="virsh start first-vm", then="virsh domstate first-vm"),
    ),
    Trouble(
        id="not-running",
        area=Area.GUESTS,
        title=Text(es="El huésped está apagado", en="The guest is off"),
        messages=(
            Message(
                "virsh",
                "Requested operation is not valid: domain is not running",
                "La información solicitada no es válida: El dominio no está ejecutándose",
            ),
            Message("virsh", "The domain is not running", "El dominio no está ejecutándose"),
        ),
        cause=Text(
            es="La orden necesita un huésped encendido: apagarlo, abrir su consola, ver sus direcciones.",
            en="The command needs a guest that is on: to shut it down, open its console, see its addresses.",
        ),
        cure=Text(
            es="Enciéndelo primero. Cambia first-guest por el nombre del tuyo.",
            en="Start it first. Change first-guest to the name of yours.",
        ),
        command="virsh start first-guest",
        source="https://gitlab.com/libvirt/libvirt/-/blob/v9.0.0/src/qemu/qemu_driver.c",
        brought=BroughtAbout(
            after=SHUT_OFF,
            command="virsh console first-vm",
            cure="virsh start first-vm",
            then="virsh domifaddr first-vm",
        ),
    ),
    Trouble(
        id="kvm-unavailable",
        area=Area.GUESTS,
        title=Text(es="libvirt no puede usar KVM", en="libvirt cannot use KVM"),
        messages=(
            Message(
                "virt-install",
                "Host does not support domain type {type} for virtualization type '{virttype}' with architecture "
                "'{architecture}'",
            ),
            Message(
                "virsh",
                "invalid argument: could not get preferred machine for {program} type=kvm",
                "Argumento inválido: could not get preferred machine for {program} type=kvm",
                later="Argumento no válido: no se pudo obtener una máquina preferida para {program} con type=kvm",
            ),
            Message(
                "virsh",
                "unsupported configuration: Emulator '{program}' does not support virt type '{type}'",
                "configuración no soportada: Emulator '{program}' does not support virt type '{type}'",
                later="configuración no admitida: El emulador '{program}' no admite el tipo de virtualizción '{type}'",
            ),
            Message(
                "virt-manager",
                "KVM is not available. This may mean the KVM package is not installed, or the KVM kernel modules are "
                "not loaded. Your virtual machines may perform poorly.",
                "KVM no esta disponible. Esto puede significar que el paquete KVM no esta instalado, o que los "
                "módulos del kernel KVM no están cargados. Sus máquinás virtuales pueden rendir de manera "
                "deficiente.",
            ),
            Message("virt-install", "KVM acceleration not available, using 'qemu'"),
        ),
        cause=Text(
            es="No hay /dev/kvm, o libvirtd arrancó antes de que lo hubiera. La CPU no muestra la virtualización, o "
            "el módulo no está cargado.",
            en="There is no /dev/kvm, or libvirtd started before there was one. The CPU shows no virtualisation, or "
            "the module is not loaded.",
        ),
        cure=Text(
            es="Comprueba que /dev/kvm existe. Si no, sigue el capítulo 4; si existe, reinicia libvirtd para que lo "
            "vea.",
            en="Check that /dev/kvm is there. If not, follow chapter 4; if it is, restart libvirtd so that it sees it.",
        ),
        step="kvm-device",
        source="https://gitlab.com/libvirt/libvirt/-/blob/v9.0.0/src/qemu/qemu_conf.c",
        page="requisitos/#module",
    ),
    Trouble(
        id="machine-type",
        area=Area.GUESTS,
        title=Text(
            es="El huésped pide una máquina que este QEMU no tiene",
            en="The guest wants a machine that this QEMU does not have",
        ),
        messages=(
            Message(
                "virsh",
                "unsupported configuration: Emulator '{program}' does not support machine type '{machine}'",
                "configuración no soportada: Emulator '{program}' does not support machine type '{machine}'",
                later="configuración no admitida: El emulador '{program}' no admite el tipo de máquina '{machine}'",
            ),
            Message(
                "virt-install",
                "Host does not support domain type {type} with machine '{machine}' for virtualization type "
                "'{virttype}' with architecture '{architecture}'",
            ),
        ),
        cause=Text(
            es="El huésped se creó con un QEMU más nuevo: su tipo de máquina, pc-q35-8.2 por ejemplo, no existe en "
            "el de Debian 12.",
            en="The guest was created with a newer QEMU: its machine type, pc-q35-8.2 for example, is not in Debian "
            "12's.",
        ),
        cure=Text(
            es="Dale el tipo q35 de este QEMU, con el huésped apagado. Cambia first-guest por el nombre del tuyo.",
            en="Give it this QEMU's type q35, with the guest off. Change first-guest to the name of yours.",
        ),
        command="virt-xml first-guest --edit --boot machine=q35",
        source="https://manpages.debian.org/bookworm/virtinst/virt-xml.1.en.html",
    ),
    Trouble(
        id="cpu-features",
        area=Area.GUESTS,
        title=Text(es="A la CPU le falta lo que el huésped pide", en="The CPU lacks what the guest asks for"),
        messages=(
            Message(
                "virsh",
                "operation failed: guest CPU doesn't match specification: missing features: {features}",
                "Falló la operación: guest CPU doesn't match specification: missing features: {features}",
            ),
            Message(
                "virsh",
                "the CPU is incompatible with host CPU: {message}",
                later="la CPU es incompatible con la del huésped: {message}",
            ),
        ),
        cause=Text(
            es="El huésped se creó en un ordenador con otra CPU, o pide virtualización dentro de él y aquí no la hay.",
            en="The guest was created on a computer with another CPU, or asks for virtualisation inside and there "
            "is none here.",
        ),
        cure=Text(
            es="Deja que el huésped vea la CPU de este anfitrión. Cambia first-guest por el nombre del tuyo.",
            en="Let the guest see this host's CPU. Change first-guest to the name of yours.",
        ),
        command="virt-xml first-guest --edit --cpu host-passthrough",
        source="https://manpages.debian.org/bookworm/virtinst/virt-xml.1.en.html",
    ),
    Trouble(
        id="no-boot",
        area=Area.GUESTS,
        title=Text(es="El huésped no encuentra de dónde arrancar", en="The guest finds nothing to boot from"),
        messages=(
            Message("SeaBIOS", "No bootable device."),
            Message("SeaBIOS", "Boot failed: not a bootable disk"),
        ),
        cause=Text(
            es="El disco está vacío y no hay un CD de instalación, o el orden de arranque no lo mira. Pasa si la "
            "instalación no terminó.",
            en="The disk is empty and there is no installation CD, or the boot order does not look at it. It "
            "happens when the install did not finish.",
        ),
        cure=Text(
            es="Pon la ISO en el lector y arranca primero de él. Cambia first-guest por el nombre del tuyo.",
            en="Put the ISO in the drive and boot from it first. Change first-guest to the name of yours.",
        ),
        command="virt-xml first-guest --edit --boot cdrom,hd",
        source="https://manpages.debian.org/bookworm/virtinst/virt-install.1.en.html",
    ),
    Trouble(
        id="guest-memory",
        area=Area.GUESTS,
        title=Text(es="No hay memoria para el huésped", en="There is no memory for the guest"),
        messages=(
            Message(
                "virsh",
                "internal error: qemu unexpectedly closed the monitor: {time} qemu-system-x86_64: cannot set up "
                "guest memory '{name}': Cannot allocate memory",
                "error interno: qemu unexpectedly closed the monitor: {time} qemu-system-x86_64: cannot set up guest "
                "memory '{name}': Cannot allocate memory",
            ),
        ),
        cause=Text(
            es="Al anfitrión no le queda la memoria que el huésped pide.",
            en="The host does not have the memory left that the guest asks for.",
        ),
        cure=Text(
            es="Mira cuánta hay libre con free -h. Apaga otros huéspedes, o dale menos a este. Cambia first-guest "
            "por el nombre del tuyo.",
            en="See how much is free with free -h. Shut other guests down, or give this one less. Change "
            "first-guest to the name of yours.",
        ),
        command="virt-xml first-guest --edit --memory 1024",
        source="qemu-system-x86: /usr/bin/qemu-system-x86_64",
        page="requisitos/#ram",
        surroundings=True,
    ),
)
