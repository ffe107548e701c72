"""Troubles that are the place itself: memory, container, WSL2, another processor or system. Data only."""

from typing import Final

from kvm_guide.model.step import Text
from kvm_guide.troubles.model import Area, BroughtAbout, Message, Trouble
from kvm_guide.troubles.table.states import FRESH

_ANOTHER_MACHINE: Final = Text(
    es="Sigue la guía en un ordenador con Debian 12, o en una máquina virtual con Debian 12 dentro.",
    en="Follow the guide on a computer with Debian 12, or in a virtual machine with Debian 12 inside.",
)

TROUBLES: Final[tuple[Trouble, ...]] = (
    Trouble(
        id="memory",
        area=Area.START,
        title=Text(es="La máquina tiene poca memoria", en="The machine has little memory"),
        messages=(),
        cause=Text(
            es="Hay menos de 2 GB, y con menos no caben Debian y un huésped.",
            en="There are less than 2 GB, and with less there is no room for Debian and a guest.",
        ),
        cure=Text(
            es="Apaga la máquina virtual y dale 4 GB en los ajustes de su anfitrión.",
            en="Power the virtual machine off and give it 4 GB in its host's settings.",
        ),
        source="https://www.debian.org/releases/bookworm/amd64/ch03s04.en.html",
        page="requisitos/#ram",
    ),
    Trouble(
        id="no-systemd",
        area=Area.START,
        title=Text(es="systemd no está en marcha", en="systemd is not running"),
        messages=(
            Message("systemctl", "System has not been booted with systemd as init system (PID 1). Can't operate."),
            Message(
                "systemctl",
                "Failed to connect to bus: Host is down",
                "Failed to connect to bus: El `host' no está operativo",
            ),
        ),
        cause=Text(
            es="Esto es un contenedor, o WSL2 sin systemd: nadie arranca los servicios, y libvirtd es uno.",
            en="This is a container, or WSL2 without systemd: nobody starts the services, and libvirtd is one.",
        ),
        cure=_ANOTHER_MACHINE,
        source="systemd: bin/systemctl",
        page="requisitos/#where",
    ),
    Trouble(
        id="container",
        area=Area.START,
        title=Text(es="Esto es un contenedor", en="This is a container"),
        messages=(),
        cause=Text(
            es="Un contenedor (Docker, LXC, Podman) usa el núcleo de otro sistema: no puede cargar el módulo de KVM.",
            en="A container (Docker, LXC, Podman) uses another system's kernel: it cannot load KVM's module.",
        ),
        cure=_ANOTHER_MACHINE,
        source="https://manpages.debian.org/bookworm/systemd/systemd-detect-virt.1.en.html",
        page="requisitos/#where",
    ),
    Trouble(
        id="wsl2",
        area=Area.START,
        title=Text(es="Esto es WSL2", en="This is WSL2"),
        messages=(),
        cause=Text(
            es="WSL2 es el Linux de dentro de Windows: su núcleo es de Microsoft, y esta guía no está probada ahí.",
            en="WSL2 is the Linux inside Windows: its kernel is Microsoft's, and this guide is not proven there.",
        ),
        cure=Text(
            es="En Windows 11 Pro o Education pon Debian 12 en una máquina virtual de Hyper-V; en otro Windows, en una "
            "de VirtualBox.",
            en="On Windows 11 Pro or Education put Debian 12 in a Hyper-V virtual machine; on another Windows, in a "
            "VirtualBox one.",
        ),
        source="https://learn.microsoft.com/windows/wsl/about",
        page="requisitos/#in-wsl2",
    ),
    Trouble(
        id="architecture",
        area=Area.START,
        title=Text(es="El procesador no es un PC de 64 bits", en="The processor is not a 64-bit PC"),
        messages=(),
        cause=Text(
            es="La guía es solo para amd64. Los Mac con Apple silicon y otros portátiles son Arm.",
            en="The guide is for amd64 only. Macs with Apple silicon and some other laptops are Arm.",
        ),
        cure=Text(
            es="Usa un PC con Intel o AMD, o entra por ssh en uno que lo sea.",
            en="Use a PC with Intel or AMD, or log in by ssh to one.",
        ),
        source="https://www.debian.org/ports/",
        page="requisitos/#on-arm",
    ),
    Trouble(
        id="distribution",
        area=Area.START,
        title=Text(es="Esto no es Debian", en="This is not Debian"),
        messages=(),
        cause=Text(
            es="Otra distribución tiene otros paquetes, otros nombres y otros valores por omisión.",
            en="Another distribution has other packages, other names and other defaults.",
        ),
        cure=_ANOTHER_MACHINE,
        source="https://www.debian.org/derivatives/",
        page="requisitos/#system",
    ),
    Trouble(
        id="release",
        area=Area.START,
        title=Text(es="Esta es otra versión de Debian", en="This is another release of Debian"),
        messages=(),
        cause=Text(
            es="Otra versión de Debian trae otras versiones de QEMU y libvirt, y la guía no está probada en ella.",
            en="Another release of Debian has other versions of QEMU and libvirt, and the guide is not proven on it.",
        ),
        cure=_ANOTHER_MACHINE,
        source="https://www.debian.org/releases/",
        page="requisitos/#system",
        brought=BroughtAbout(
            after=FRESH,
            spoil="sed -i 's/^VERSION_ID=.*/VERSION_ID=11/' /etc/os-release; echo 11.11 > /etc/debian_version",
            step="debian-release",
            shown=False,
            elsewhere=True,
            check="debian-release",
            run="debian-release",
        ),
    ),
)
