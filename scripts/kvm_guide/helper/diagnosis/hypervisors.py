"""Which hypervisor a machine runs under, and how nesting is turned on in it. What is said is for its host."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from kvm_guide.helper.diagnosis.facts import SystemFacts
from kvm_guide.lessons import GUIDE
from kvm_guide.model.step import Text

_PLACE: Final = "requisitos/#"
# Firmware that says which distribution built it: its host is an ordinary one, and Proxmox VE's carries the mark of
# SeaBIOS' own builds instead ("rel-1.16.1-0-g3208b098f51a-prebuilt.qemu.org": wjz304/arpl-zh_CN, issue 4)
_DISTRIBUTIONS: Final = re.compile(r"debian|ubuntu|\.fc\d|\.el\d|suse", re.IGNORECASE)
_PROXMOX_FIRMWARE: Final = "Proxmox"


@dataclass(frozen=True)
class Hypervisor:
    """One hypervisor. name: as its makers write it. cure: how its host lets a guest see VT-x or AMD-V.

    command: what is typed on the host for that, or None. anchor: where the guide says more.
    """

    name: str
    cure: Text
    command: str | None = None
    anchor: str = f"{_PLACE}where"


_VIRTUALBOX: Final = Hypervisor(
    "VirtualBox",
    Text(
        es="Apaga esta máquina y activa la virtualización anidada en el anfitrión: Configuración, Sistema, Procesador, "
        "«Habilitar VT-x/AMD-V anidado»; o escribe allí esta orden, con el nombre de tu máquina. Si el anfitrión es "
        "Windows y sigue igual, Windows tiene ocupada la CPU: lee la página.",
        en="Power this machine off and turn nested virtualisation on at the host: Settings, System, Processor, "
        "“Enable Nested VT-x/AMD-V”; or type this command there, with your machine's name. If the host is Windows "
        "and nothing changes, Windows holds the CPU: read the page.",
    ),
    GUIDE.step("nested-virtualbox-linux").command,
    f"{_PLACE}in-virtualbox",
)
_VMWARE: Final = Hypervisor(
    "VMware",
    Text(
        es="Apaga esta máquina y, en el anfitrión, abre sus ajustes: Processors, «Virtualize Intel VT-x/EPT or "
        'AMD-V/RVI». En el fichero .vmx es la línea vhv.enable = "TRUE".',
        en="Power this machine off and open its settings at the host: Processors, “Virtualize Intel VT-x/EPT or "
        'AMD-V/RVI”. In the .vmx file it is the line vhv.enable = "TRUE".',
    ),
    anchor=f"{_PLACE}in-vmware",
)
_HYPER_V: Final = Hypervisor(
    "Hyper-V",
    Text(
        es="Apaga esta máquina y escribe esta orden en el anfitrión Windows, en PowerShell como administrador, con el "
        "nombre de tu máquina.",
        en="Power this machine off and type this command on the Windows host, in PowerShell as administrator, with "
        "your machine's name.",
    ),
    GUIDE.step("hyper-v-nesting").command,
    f"{_PLACE}in-hyper-v",
)
_LIBVIRT: Final = Hypervisor(
    "KVM",
    Text(
        es="Apaga esta máquina y dale la CPU del anfitrión: escribe esta orden allí, con el nombre de tu máquina. "
        "Además, en el anfitrión /sys/module/kvm_intel/parameters/nested (o kvm_amd) debe decir Y o 1.",
        en="Power this machine off and give it the host's CPU: type this command there, with your machine's name. "
        "Besides, on the host /sys/module/kvm_intel/parameters/nested (or kvm_amd) must say Y or 1.",
    ),
    GUIDE.step("nesting-kvm-host").command,
    f"{_PLACE}in-kvm",
)
_PROXMOX: Final = Hypervisor(
    "Proxmox VE",
    Text(
        es="Apaga esta máquina y dale la CPU del anfitrión: en la web de Proxmox, Hardware, Processors, Type «host»; o "
        "escribe esta orden en su terminal, con el número de tu máquina. Necesitas permiso para cambiarla.",
        en="Power this machine off and give it the host's CPU: on Proxmox's web page, Hardware, Processors, Type "
        "“host”; or type this command in its shell, with your machine's number. You need leave to change it.",
    ),
    GUIDE.step("nesting-proxmox").command,
    f"{_PLACE}in-kvm",
)
_KVM: Final = Hypervisor(
    "KVM",
    Text(
        es="Apaga esta máquina y dale la CPU del anfitrión, según con qué se gobierne allí: en Proxmox VE, Hardware, "
        "Processors, Type «host»; con libvirt, el modo de CPU host-passthrough. Si no es tuyo, pídeselo a quien lo "
        "administra. La página tiene las órdenes.",
        en="Power this machine off and give it the host's CPU, by whatever runs it there: on Proxmox VE, Hardware, "
        "Processors, Type “host”; with libvirt, the CPU mode host-passthrough. If it is not yours, ask whoever runs "
        "it. The page has the commands.",
    ),
    anchor=f"{_PLACE}in-kvm",
)
_QEMU: Final = Hypervisor(
    "QEMU",
    Text(
        es="Esta máquina está emulada. Apágala y arráncala en el anfitrión con una CPU que tenga la extensión: "
        "-accel kvm -cpu host, o -cpu max si allí no hay KVM.",
        en="This machine is emulated. Power it off and start it at the host with a CPU that has the extension: "
        "-accel kvm -cpu host, or -cpu max where there is no KVM.",
    ),
    anchor=f"{_PLACE}in-kvm",
)
_XEN: Final = Hypervisor(
    "Xen",
    Text(
        es="Apaga esta máquina y añade nestedhvm=1 a su configuración en el anfitrión.",
        en="Power this machine off and add nestedhvm=1 to its configuration at the host.",
    ),
)
_PARALLELS: Final = Hypervisor(
    "Parallels",
    Text(
        es="Apaga esta máquina y activa «Enable nested virtualization» en su configuración: Hardware, CPU y memoria.",
        en="Power this machine off and turn “Enable nested virtualization” on in its configuration: Hardware, "
        "CPU & Memory.",
    ),
)
_OF_A_SERVICE: Final = Text(
    es="Pide a quien administra esta máquina que active la virtualización anidada, o usa otra máquina.",
    en="Ask whoever runs this machine to turn nested virtualisation on, or use another machine.",
)
_NUTANIX: Final = Hypervisor("Nutanix AHV", _OF_A_SERVICE)
_OPENSTACK: Final = Hypervisor(
    "OpenStack",
    Text(
        es="Desde dentro no se puede activar. Crea la máquina con otro sabor (flavor) si tu nube tiene uno con "
        "virtualización anidada; si no, pídelo a quien la administra: es la opción cpu_mode de Nova.",
        en="It cannot be turned on from inside. Make the machine with another flavour if your cloud has one with "
        "nested virtualisation; if not, ask whoever runs it: it is Nova's option cpu_mode.",
    ),
    anchor=f"{_PLACE}in-cloud",
)


def _cloud(name: str, es: str = "", en: str = "") -> Hypervisor:
    """A cloud's machine, which nothing typed inside it can change. es, en: what its provider offers."""
    cure = Text(
        es="Desde dentro no se puede activar. "
        + (es or "Mira si tu proveedor tiene un tipo de máquina con virtualización anidada.")
        + " Si no, alquila un servidor dedicado o sigue la guía en tu propio ordenador.",
        en="It cannot be turned on from inside. "
        + (en or "See whether your provider has a type of machine with nested virtualisation.")
        + " If not, rent a dedicated server or follow the guide on a computer of your own.",
    )
    return Hypervisor(name, cure, anchor=f"{_PLACE}in-cloud")


# https://cloud.google.com/compute/docs/instances/nested-virtualization/overview
_GOOGLE: Final = _cloud(
    "Google Compute Engine",
    "Crea otra con «gcloud compute instances create» y --enable-nested-virtualization, de un tipo con Intel que no sea "
    "E2.",
    "Make another with “gcloud compute instances create” and --enable-nested-virtualization, of a type with Intel that "
    "is not E2.",
)
# https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/amazon-ec2-nested-virtualization.html
_AMAZON: Final = _cloud(
    "Amazon EC2",
    "Solo la ofrecen algunas familias con Intel (C8i, M8i y R8i, con NestedVirtualization=enabled en sus opciones de "
    "CPU) y los tipos .metal.",
    "Only some families with Intel offer it (C8i, M8i and R8i, with NestedVirtualization=enabled in their CPU options) "
    "and the types .metal.",
)
# https://learn.microsoft.com/azure/virtual-machines/acu
_AZURE: Final = _cloud(
    "Microsoft Azure",
    "Cambia la máquina a un tamaño que la tenga, como Dv3, Ev3 o posteriores con Intel: allí no hay que activar nada.",
    "Change the machine to a size that has it, such as Dv3, Ev3 or later ones with Intel: there nothing need be "
    "turned on.",
)
_ORACLE_CLOUD: Final = _cloud("Oracle Cloud")
# https://mvm-deployment-docs.pages.dev/providers/hetzner/
_HETZNER: Final = _cloud(
    "Hetzner Cloud",
    "Ninguna de sus máquinas virtuales la ofrece.",
    "None of its virtual machines offers it.",
)

# What DMI says comes first: it names the product, where a CPUID leaf often lends another's name (VirtualBox and
# Amazon show that of KVM, Nutanix that of Hyper-V). The clouds' names are those by which cloud-init knows them (its
# tools/ds-identify, 22.4.2; Linode's in later ones).
_BY_DMI: Final[tuple[tuple[str, Hypervisor], ...]] = (
    ("innotek GmbH", _VIRTUALBOX),
    ("VirtualBox", _VIRTUALBOX),
    ("VMware", _VMWARE),
    ("Microsoft Corporation Virtual Machine", _HYPER_V),
    ("Parallels", _PARALLELS),
    ("Google Compute Engine", _GOOGLE),
    ("Amazon EC2", _AMAZON),
    ("Hetzner", _HETZNER),
    *((name, _cloud(name)) for name in ("DigitalOcean", "Linode", "Vultr", "Scaleway", "UpCloud", "Exoscale")),
    ("Alibaba Cloud", _cloud("Alibaba Cloud")),
    ("OpenStack", _OPENSTACK),
    ("Nutanix", _NUTANIX),
    ("Xen", _XEN),
)
# By the chassis' tag: these lend QEMU's or Hyper-V's own names for the rest
_BY_TAG: Final[dict[str, Hypervisor]] = {
    "7783-7084-3265-9085-8269-3286-77": _AZURE,
    "OracleCloud.com": _ORACLE_CLOUD,
    "OpenTelekomCloud": _OPENSTACK,
    "HUAWEICLOUD": _OPENSTACK,
    "OpenStack Nova": _OPENSTACK,
    "OpenStack Compute": _OPENSTACK,
}
_BY_DETECTION: Final[dict[str, Hypervisor]] = {
    "oracle": _VIRTUALBOX,
    "vmware": _VMWARE,
    "microsoft": _HYPER_V,
    "parallels": _PARALLELS,
    "google": _GOOGLE,
    "amazon": _AMAZON,
    "xen": _XEN,
    "kvm": _KVM,
    "qemu": _QEMU,
}
_BY_LEAF: Final[dict[str, Hypervisor]] = {
    "KVM": _KVM,
    "VMware": _VMWARE,
    "Microsoft": _HYPER_V,
    "Xen": _XEN,
    "Oracle": _VIRTUALBOX,
    "Parallels": _PARALLELS,
}


def seen(facts: SystemFacts) -> Hypervisor | None:
    """The hypervisor that `facts` show; None on bare metal. One nobody knows has the name that the machine gives."""
    for look in _WAYS:
        if known := look(facts):
            return _by_firmware(facts) if known is _KVM else known
    if "hypervisor" not in facts.cpu_flags:
        return None
    given = f"{facts.sys_vendor} {facts.product_name}".strip()
    name = next((one for one in (given, facts.hypervisor_vendor, facts.detected_vm) if one and one != "none"), "?")
    return Hypervisor(name, _OF_A_SERVICE)


def _by_dmi(facts: SystemFacts) -> Hypervisor | None:
    named = f"{facts.sys_vendor} {facts.product_name}"
    # VirtualBox can lend its guest the host's DMI, all but the board (https://github.com/systemd/systemd/issues/13429);
    # Oracle's servers have such boards too, on bare metal
    if facts.board_vendor == "Oracle Corporation" and "hypervisor" in facts.cpu_flags:
        return _VIRTUALBOX
    return next((known for text, known in _BY_DMI if text in named), None)


def _by_tag(facts: SystemFacts) -> Hypervisor | None:
    # Bare metal of the same clouds has the tag too
    return _BY_TAG.get(facts.chassis_tag) if "hypervisor" in facts.cpu_flags else None


def _by_firmware(facts: SystemFacts) -> Hypervisor:
    """Who runs a machine of KVM, by who built its firmware."""
    if _PROXMOX_FIRMWARE in facts.bios_vendor:
        return _PROXMOX
    return _LIBVIRT if _DISTRIBUTIONS.search(facts.bios_version) else _KVM


def _by_detection(facts: SystemFacts) -> Hypervisor | None:
    return _BY_DETECTION.get(facts.detected_vm)


def _by_leaf(facts: SystemFacts) -> Hypervisor | None:
    return _BY_LEAF.get(facts.hypervisor_vendor)


def _by_qemu(facts: SystemFacts) -> Hypervisor | None:
    # Without systemd and with a leaf that lscpu does not know, as an emulator's
    return _QEMU if facts.sys_vendor == "QEMU" else None


_WAYS: Final[tuple[Callable[[SystemFacts], Hypervisor | None], ...]] = (
    _by_tag,
    _by_dmi,
    _by_detection,
    _by_leaf,
    _by_qemu,
)
