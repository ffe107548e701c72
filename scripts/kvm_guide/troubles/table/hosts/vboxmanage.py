"""Troubles with VBoxManage and with VirtualBox's module on Linux. Data only."""

from typing import Final

from kvm_guide.model.step import Place, Text
from kvm_guide.troubles.model import Area, Message, Trouble

TROUBLES: Final[tuple[Trouble, ...]] = (
    Trouble(
        id="virtualbox-machine-on",
        area=Area.HOSTS,
        title=Text(es="La máquina virtual no está apagada", en="The virtual machine is not powered off"),
        messages=(
            Message(
                "VBoxManage",
                "VBoxManage: error: The machine '{machine}' is already locked for a session (or being unlocked)",
            ),
            Message(
                "VBoxManage",
                "VBoxManage: error: The machine '{machine}' is already locked by a session (or being locked or "
                "unlocked)",
            ),
            Message("VBoxManage", "VBoxManage: error: The machine is not mutable (state is Running)"),
            Message("VBoxManage", "VBoxManage: error: The machine is not mutable (state is Saved)"),
        ),
        cause=Text(
            es="Sus ajustes solo se cambian apagada. En pausa o guardada no basta, y la ventana de sus ajustes debe "
            "estar cerrada.",
            en="Its settings are changed only while it is off. Paused or saved is not enough, and its settings window "
            "must be closed.",
        ),
        cure=Text(
            es="Apaga Debian desde dentro con sudo poweroff, cierra la ventana de ajustes y escribe la orden otra vez. "
            "Si está guardada, enciéndela y apágala.",
            en="Power Debian off from inside with sudo poweroff, close the window of settings and type the command "
            "again. If it is saved, start it and power it off.",
        ),
        place=Place.WINDOWS_HOST,
        source="https://github.com/docker-archive-public/docker.machine/issues/1209",
        page="requisitos/#nesting-command",
    ),
    Trouble(
        id="virtualbox-machine-unknown",
        area=Area.HOSTS,
        title=Text(es="VirtualBox no tiene una máquina con ese nombre", en="VirtualBox has no machine of that name"),
        messages=(Message("VBoxManage", "VBoxManage: error: Could not find a registered machine named '{machine}'"),),
        cause=Text(
            es="El nombre de la orden no es el de tu máquina: el de la guía es solo un ejemplo. Cuentan las "
            "mayúsculas y los espacios.",
            en="The command's name is not your machine's: the guide's is only an example. Capitals and spaces count.",
        ),
        cure=Text(
            es="Esta orden da los nombres. En Windows, escríbela con la ruta entera, como en la guía.",
            en="This command lists the names. On Windows, type it with the whole path, as in the guide.",
        ),
        command="VBoxManage list vms",
        place=Place.LINUX_HOST,
        source="https://www.virtualbox.org/manual/ch08.html#vboxmanage-list",
        page="requisitos/#nesting-command",
    ),
    Trouble(
        id="vboxmanage-missing",
        area=Area.HOSTS,
        title=Text(es="El anfitrión no encuentra VBoxManage", en="The host does not find VBoxManage"),
        messages=(
            Message(
                "cmd",
                "'VBoxManage' is not recognized as an internal or external command, operable program or batch file.",
                '"VBoxManage" no se reconoce como un comando interno o externo, programa o archivo por lotes '
                "ejecutable.",
            ),
            Message(
                "PowerShell",
                "VBoxManage : The term 'VBoxManage' is not recognized as the name of a cmdlet, function, script file, "
                "or operable program.",
                "VBoxManage : El término 'VBoxManage' no se reconoce como nombre de un cmdlet, función, archivo de "
                "script o programa ejecutable.",
            ),
            Message("bash", "bash: VBoxManage: command not found", "bash: VBoxManage: orden no encontrada"),
        ),
        cause=Text(
            es="En Windows, el instalador de VirtualBox no pone su carpeta entre las que la terminal mira. O "
            "escribiste la orden dentro de Debian: es para el anfitrión.",
            en="On Windows, VirtualBox's installer does not put its folder among those that the terminal looks into. "
            "Or you typed the command inside Debian: it is for the host.",
        ),
        cure=Text(
            es="Usa la orden de la guía para Windows, que lleva la ruta entera.",
            en="Use the guide's command for Windows, which has the whole path.",
        ),
        step="nested-virtualbox-windows",
        place=Place.WINDOWS_HOST,
        source="https://www.virtualbox.org/manual/ch08.html#vboxmanage-intro",
        page="requisitos/#nesting-command",
    ),
    Trouble(
        id="vboxdrv-missing",
        area=Area.HOSTS,
        title=Text(es="Al VirtualBox de Linux le falta su módulo", en="VirtualBox on Linux lacks its module"),
        messages=(
            Message("VirtualBox", "Kernel driver not installed (rc=-1908)"),
            Message(
                "VirtualBox",
                "The VirtualBox Linux kernel driver is either not loaded or not set up correctly.",
            ),
            Message("VBoxManage", "The vboxdrv kernel module is not loaded."),
        ),
        cause=Text(
            es="El módulo vboxdrv se compila para cada núcleo, y para el que funciona no está: faltan sus cabeceras, o "
            "el núcleo se actualizó después.",
            en="The module vboxdrv is compiled for each kernel, and for the running one it is not there: its headers "
            "are missing, or the kernel was updated since.",
        ),
        cure=Text(
            es="Instala las cabeceras y compílalo con esta orden (en Debian y Ubuntu). Si dice que la clave fue "
            "rechazada, es el arranque seguro.",
            en="Install the headers and compile it with this command (on Debian and Ubuntu). If it says that the key "
            "was rejected, it is Secure Boot.",
        ),
        command="sudo apt install -y linux-headers-$(uname -r) && sudo /sbin/vboxconfig",
        place=Place.LINUX_HOST,
        source="https://www.virtualbox.org/manual/ch02.html#externalkernelmodules",
        page="requisitos/#in-virtualbox",
    ),
    Trouble(
        id="secure-boot",
        area=Area.HOSTS,
        title=Text(
            es="El arranque seguro rechaza el módulo de VirtualBox", en="Secure Boot rejects VirtualBox's module"
        ),
        messages=(Message("modprobe", "modprobe: ERROR: could not insert 'vboxdrv': Key was rejected by service"),),
        cause=Text(
            es="Con Secure Boot, Linux solo carga módulos firmados con una clave que el firmware conoce, y este no lo "
            "está. Los módulos de KVM sí: vienen con el núcleo.",
            en="With Secure Boot, Linux only loads modules signed with a key that the firmware knows, and this one is "
            "not. KVM's modules are: they come with the kernel.",
        ),
        cure=Text(
            es="Firma el módulo como explica el wiki de Debian, o apaga Secure Boot en el firmware. Esta orden dice si "
            "está activo.",
            en="Sign the module as Debian's wiki explains, or switch Secure Boot off in the firmware. This command "
            "tells whether it is on.",
        ),
        command="mokutil --sb-state",
        place=Place.LINUX_HOST,
        source="https://wiki.debian.org/SecureBoot",
        page="requisitos/#in-virtualbox",
    ),
)
