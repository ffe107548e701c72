"""Obstacles of the machine: its memory, its CPU, the kernel's module and /dev/kvm."""

from typing import Final

from kvm_guide.step import Text
from kvm_guide.student import hypervisors
from kvm_guide.student.facts import Facts
from kvm_guide.student.obstacle import Obstacle

_GIB: Final = 2**30
# What the step's own check asks for: 2 GB less what the kernel keeps for itself.
_LEAST_MEMORY: Final = 1_800_000 * 1024
_MAKERS_MODULE: Final = {"vmx": "kvm_intel", "svm": "kvm_amd"}
NEEDS_MODULE: Final = frozenset({"kvm-module", "kvm-device", "validate"})


def memory(facts: Facts) -> Obstacle | None:
    """Less memory than a host with one small guest needs."""
    if not 0 < facts.memory <= _LEAST_MEMORY:
        return None
    amount = gib(facts.memory)
    return Obstacle(
        id="memory",
        why=Text(
            es=f"Hay {amount.es} GiB de memoria, y hacen falta 2 como mínimo.",
            en=f"There are {amount.en} GiB of memory, and 2 is the least.",
        ),
        cure=Text(
            es="Apaga la máquina virtual y dale 4 GB en los ajustes de su anfitrión.",
            en="Power the virtual machine off and give it 4 GB in its host's settings.",
        ),
        command=None,
        anchor="requisitos/#ram",
        steps=frozenset({"memory"}),
    )


def virtualisation(facts: Facts) -> Obstacle | None:
    """No vmx and no svm: off in the firmware, or, in a virtual machine, not passed on to it."""
    if not facts.cpu_flags or module_for(facts):
        return None
    steps = NEEDS_MODULE | {"cpu-flags", "cpu-model"}
    hypervisor = hypervisors.seen(facts)
    if hypervisor is None:
        return Obstacle(
            id="firmware",
            why=Text(
                es="La CPU no muestra VT-x (vmx) ni AMD-V (svm): casi siempre está apagada en el firmware.",
                en="The CPU shows neither VT-x (vmx) nor AMD-V (svm): nearly always it is off in the firmware.",
            ),
            cure=Text(
                es="Entra en el firmware (BIOS o UEFI) al encender y activa «Intel Virtualization Technology», «VT-x», "
                "«AMD-V» o «SVM Mode».",
                en="Enter the firmware (BIOS or UEFI) when you switch on, and turn “Intel Virtualization Technology”, "
                "“VT-x”, “AMD-V” or “SVM Mode” on.",
            ),
            command=None,
            anchor="requisitos/#cpu",
            steps=steps,
        )
    return Obstacle(
        id="nesting",
        why=Text(
            es=f"Esta es una máquina virtual de {hypervisor.name}, y no le llega VT-x (vmx) ni AMD-V (svm): la "
            "virtualización anidada está desactivada.",
            en=f"This is a virtual machine of {hypervisor.name}, and neither VT-x (vmx) nor AMD-V (svm) reaches it: "
            "nested virtualisation is off.",
        ),
        cure=hypervisor.cure,
        command=hypervisor.command,
        anchor=hypervisor.anchor,
        steps=steps,
    )


def module(facts: Facts) -> Obstacle | None:
    """The CPU has the extension, and the module that uses it is not loaded."""
    name = module_for(facts)
    if name is None or name in facts.modules:
        return None
    return Obstacle(
        id="module",
        why=Text(es=f"El módulo {name} no está cargado.", en=f"The module {name} is not loaded."),
        cure=Text(
            es="Cárgalo. Si responde «Operation not supported», la función está bloqueada en el firmware: actívala "
            "ahí.",
            en="Load it. If it answers “Operation not supported”, the feature is locked in the firmware: turn it on "
            "there.",
        ),
        command=f"sudo modprobe {name}",
        anchor="requisitos/#module",
        steps=NEEDS_MODULE,
    )


def device(facts: Facts) -> Obstacle | None:
    """The module is loaded, and its door is missing."""
    name = module_for(facts)
    if name is None or name not in facts.modules or facts.kvm_device:
        return None
    return Obstacle(
        id="device",
        why=Text(
            es=f"El módulo {name} está cargado, pero falta /dev/kvm.",
            en=f"The module {name} is loaded, but /dev/kvm is missing.",
        ),
        cure=Text(es="Descarga el módulo y vuelve a cargarlo.", en="Unload the module and load it again."),
        command=f"sudo modprobe -r {name} && sudo modprobe {name}",
        anchor="requisitos/#module",
        steps=frozenset({"kvm-device", "validate"}),
    )


def module_for(facts: Facts) -> str | None:
    """The module that this CPU needs; None where it shows no extension."""
    return next((module for flag, module in _MAKERS_MODULE.items() if flag in facts.cpu_flags), None)


def gib(amount: int) -> Text:
    """`amount` bytes in GiB, to one decimal."""
    number = f"{amount / _GIB:.1f}"
    return Text(es=number.replace(".", ","), en=number)
