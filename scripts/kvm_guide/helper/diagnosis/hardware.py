"""Obstacles of the machine: its memory, its CPU, the running kernel, its module and /dev/kvm."""

from dataclasses import replace
from typing import Final

from kvm_guide.helper.diagnosis import hypervisors, parsing
from kvm_guide.helper.diagnosis.facts import SystemFacts, known_release
from kvm_guide.helper.diagnosis.obstacle import Obstacle, Verdict, of
from kvm_guide.model.release import DEFAULT
from kvm_guide.model.step import Text

_GIB: Final = 2**30
# What the step's own check asks for: 2 GB less what the kernel keeps for itself.
_LEAST_MEMORY: Final = 1_800_000 * 1024
_MAKERS_MODULE: Final = {"vmx": "kvm_intel", "svm": "kvm_amd"}
NEEDS_MODULE: Final = frozenset({"kvm-module", "kvm-device", "validate", "guest-start"})
_LOOK_IT_UP: Final = Text(
    es="Mira en las noticias de seguridad de quien publica ese núcleo si los tiene. Importa sobre todo en la máquina "
    "que ofrece la virtualización anidada a otras.",
    en="See in the security news of whoever publishes that kernel whether it has them. It matters above all on the "
    "machine that offers nested virtualisation to others.",
)


def kernel_fixes(facts: SystemFacts) -> Obstacle | None:
    """The running kernel lacks a fix that a machine needs which offers nested virtualisation, or it cannot be told."""
    if not facts.kernel_build:
        return None
    running = parsing.kernel_package(facts.kernel_build)
    fixes = replace(of("kernel-fixes", None, frozenset({"kernel-fixes"}), "requisitos/#kernel-security"), stops=False)
    release = known_release(facts.os_id, facts.os_version) or DEFAULT
    if not running.startswith(f"{release.series}."):
        name = running or facts.kernel
        why = Text(
            es=f"El núcleo en marcha ({name}) no es de la serie {release.series} de {release.name}: no se puede "
            f"saber desde aquí si tiene corregidos {' y '.join(release.kernel)}.",
            en=f"The running kernel ({name}) is not of {release.name}'s series {release.series}: whether it has "
            f"the fixes for {' and '.join(release.kernel)} cannot be told from here.",
        )
        return replace(fixes, why=why, cure=_LOOK_IT_UP, command=None, verdict=Verdict.CANNOT_TELL)
    lacking = [fault for fault, version in release.kernel.items() if parsing.older(running, version)]
    if not lacking:
        return None
    newest = release.kernel[lacking[-1]]
    why = Text(
        es=f"El núcleo en marcha es {running}, y le falta corregir {' y '.join(lacking)} (corregido desde {newest}). "
        "Con ese fallo, un huésped con virtualización anidada puede salir a su anfitrión: importa sobre todo en la "
        "máquina que la ofrece a otras.",
        en=f"The running kernel is {running}, which lacks the fix for {' and '.join(lacking)} (fixed from {newest}). "
        "With that fault a guest that is offered nested virtualisation can get out to its host: it matters above all "
        "on the machine that offers it to others.",
    )
    return replace(fixes, why=why)


def memory(facts: SystemFacts) -> Obstacle | None:
    """Less memory than a host with one small guest needs."""
    if not 0 < facts.memory <= _LEAST_MEMORY:
        return None
    amount = gib(facts.memory)
    why = Text(
        es=f"Hay {amount.es} GiB de memoria, y hacen falta 2 como mínimo.",
        en=f"There are {amount.en} GiB of memory, and 2 is the least.",
    )
    return of("memory", why, frozenset({"memory"}))


def virtualisation(facts: SystemFacts) -> Obstacle | None:
    """No vmx and no svm: off in the firmware, or, in a virtual machine, not passed on to it."""
    if not facts.cpu_flags or module_for(facts):
        return None
    steps = NEEDS_MODULE | {"cpu-flags", "cpu-model"}
    hypervisor = hypervisors.seen(facts)
    if hypervisor is None:
        why = Text(
            es="La CPU no muestra VT-x (vmx) ni AMD-V (svm): casi siempre está apagada en el firmware.",
            en="The CPU shows neither VT-x (vmx) nor AMD-V (svm): nearly always it is off in the firmware.",
        )
        return replace(of("firmware", why, steps, "requisitos/#on-metal"), command=None)
    why = Text(
        es=f"Esta es una máquina virtual de {hypervisor.name}, y no le llega VT-x (vmx) ni AMD-V (svm): la "
        "virtualización anidada está desactivada.",
        en=f"This is a virtual machine of {hypervisor.name}, and neither VT-x (vmx) nor AMD-V (svm) reaches it: "
        "nested virtualisation is off.",
    )
    nesting = of("nesting", why, steps, hypervisor.anchor)
    return replace(nesting, cure=hypervisor.cure, command=hypervisor.command)


def module(facts: SystemFacts) -> Obstacle | None:
    """The CPU has the extension, and the module that uses it is not loaded."""
    name = module_for(facts)
    if name is None or name in facts.modules:
        return None
    why = Text(es=f"El módulo {name} no está cargado.", en=f"The module {name} is not loaded.")
    cure = Text(
        es="Cárgalo. Si responde «Operation not supported», la función está bloqueada en el firmware: actívala ahí.",
        en="Load it. If it answers “Operation not supported”, the feature is locked in the firmware: turn it on there.",
    )
    return replace(of("module", why, NEEDS_MODULE), cure=cure, command=f"sudo modprobe {name}")


def device(facts: SystemFacts) -> Obstacle | None:
    """The module is loaded, and its door is missing."""
    name = module_for(facts)
    if name is None or name not in facts.modules or facts.kvm_device:
        return None
    why = Text(
        es=f"El módulo {name} está cargado, pero falta /dev/kvm.",
        en=f"The module {name} is loaded, but /dev/kvm is missing.",
    )
    cure = Text(es="Descarga el módulo y vuelve a cargarlo.", en="Unload the module and load it again.")
    command = f"sudo modprobe -r {name} && sudo modprobe {name}"
    steps = frozenset({"kvm-device", "validate", "guest-start"})
    return replace(of("device", why, steps), cure=cure, command=command)


def module_for(facts: SystemFacts) -> str | None:
    """The module that this CPU needs; None where it shows no extension."""
    return next((module for flag, module in _MAKERS_MODULE.items() if flag in facts.cpu_flags), None)


def gib(amount: int) -> Text:
    """`amount` bytes in GiB, to one decimal."""
    number = f"{amount / _GIB:.1f}"
    return Text(es=number.replace(".", ","), en=number)
