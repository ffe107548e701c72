"""Which hypervisor a machine runs under, and how nesting is turned on in it. What is said is for its host."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from kvm_guide.chapters import GUIDE
from kvm_guide.step import Text
from kvm_guide.student.facts import Facts


@dataclass(frozen=True)
class Hypervisor:
    """One hypervisor. name: as its makers write it. cure: how its host lets a guest see VT-x or AMD-V.

    command: what is typed on the host for that, or None. anchor: where the guide says more.
    """

    name: str
    cure: Text
    command: str | None = None
    anchor: str = "requisitos/#cpu"


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
    "instalacion/#nesting",
)
_VMWARE: Final = Hypervisor(
    "VMware",
    Text(
        es="Apaga esta máquina y, en el anfitrión, abre sus ajustes: Processors, «Virtualize Intel VT-x/EPT or "
        'AMD-V/RVI». En el fichero .vmx es la línea vhv.enable = "TRUE".',
        en="Power this machine off and open its settings at the host: Processors, “Virtualize Intel VT-x/EPT or "
        'AMD-V/RVI”. In the .vmx file it is the line vhv.enable = "TRUE".',
    ),
)
_HYPER_V: Final = Hypervisor(
    "Hyper-V",
    Text(
        es="Apaga esta máquina y escribe esta orden en el anfitrión Windows, en PowerShell como administrador, con el "
        "nombre de tu máquina.",
        en="Power this machine off and type this command on the Windows host, in PowerShell as administrator, with "
        "your machine's name.",
    ),
    'Set-VMProcessor -VMName "Debian 12" -ExposeVirtualizationExtensions $true',
)
_KVM: Final = Hypervisor(
    "KVM",
    Text(
        es="Apaga esta máquina y dale la CPU del anfitrión: escribe esta orden allí, con el nombre de tu máquina. "
        "Además, en el anfitrión /sys/module/kvm_intel/parameters/nested (o kvm_amd) debe decir Y o 1.",
        en="Power this machine off and give it the host's CPU: type this command there, with your machine's name. "
        "Besides, on the host /sys/module/kvm_intel/parameters/nested (or kvm_amd) must say Y or 1.",
    ),
    'virt-xml "Debian 12" --edit --cpu host-passthrough',
)
_QEMU: Final = Hypervisor(
    "QEMU",
    Text(
        es="Esta máquina está emulada. Apágala y arráncala en el anfitrión con una CPU que tenga la extensión: "
        "-accel kvm -cpu host, o -cpu max si allí no hay KVM.",
        en="This machine is emulated. Power it off and start it at the host with a CPU that has the extension: "
        "-accel kvm -cpu host, or -cpu max where there is no KVM.",
    ),
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
_GOOGLE: Final = Hypervisor("Google Compute Engine", _OF_A_SERVICE)
_AMAZON: Final = Hypervisor("Amazon EC2", _OF_A_SERVICE)
_NUTANIX: Final = Hypervisor("Nutanix AHV", _OF_A_SERVICE)

# What DMI says comes first: it names the product, where a CPUID leaf often lends another's name (VirtualBox and
# Amazon show that of KVM, Nutanix that of Hyper-V).
_BY_DMI: Final[tuple[tuple[str, Hypervisor], ...]] = (
    ("innotek GmbH", _VIRTUALBOX),
    ("VirtualBox", _VIRTUALBOX),
    ("VMware", _VMWARE),
    ("Microsoft Corporation Virtual Machine", _HYPER_V),
    ("Parallels", _PARALLELS),
    ("Google Compute Engine", _GOOGLE),
    ("Amazon EC2", _AMAZON),
    ("Nutanix", _NUTANIX),
    ("Xen", _XEN),
)
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


def seen(facts: Facts) -> Hypervisor | None:
    """The hypervisor that `facts` show; None on bare metal. One nobody knows has the name that the machine gives."""
    for look in _WAYS:
        if known := look(facts):
            return known
    if "hypervisor" not in facts.cpu_flags:
        return None
    given = f"{facts.sys_vendor} {facts.product_name}".strip()
    name = next((one for one in (given, facts.hypervisor_vendor, facts.detected_vm) if one and one != "none"), "?")
    return Hypervisor(name, _OF_A_SERVICE)


def _by_dmi(facts: Facts) -> Hypervisor | None:
    named = f"{facts.sys_vendor} {facts.product_name}"
    # VirtualBox can lend its guest the host's DMI, all but the board (https://github.com/systemd/systemd/issues/13429);
    # Oracle's servers have such boards too, on bare metal
    if facts.board_vendor == "Oracle Corporation" and "hypervisor" in facts.cpu_flags:
        return _VIRTUALBOX
    return next((known for text, known in _BY_DMI if text in named), None)


def _by_detection(facts: Facts) -> Hypervisor | None:
    return _BY_DETECTION.get(facts.detected_vm)


def _by_leaf(facts: Facts) -> Hypervisor | None:
    return _BY_LEAF.get(facts.hypervisor_vendor)


def _by_qemu(facts: Facts) -> Hypervisor | None:
    # Without systemd and with a leaf that lscpu does not know, as an emulator's
    return _QEMU if facts.sys_vendor == "QEMU" else None


_WAYS: Final[tuple[Callable[[Facts], Hypervisor | None], ...]] = (_by_dmi, _by_detection, _by_leaf, _by_qemu)
