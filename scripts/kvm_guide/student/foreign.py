"""Obstacles that are the place itself: a container, WSL2, another processor, another distribution or release."""

from typing import Final

from kvm_guide.record import DEBIAN
from kvm_guide.step import Text
from kvm_guide.student.facts import Facts
from kvm_guide.student.hardware import NEEDS_MODULE
from kvm_guide.student.obstacle import Obstacle
from kvm_guide.student.software import NEEDS_SERVICE

# What another's kernel takes away: the hardware, and often systemd. Packages and files are there as anywhere.
_ANOTHERS_KERNEL: Final = NEEDS_MODULE | NEEDS_SERVICE | {"cpu-flags", "cpu-model", "bridge"}
_ANOTHER_MACHINE: Final = Text(
    es="Sigue la guía en un ordenador con Debian 12, o en una máquina virtual con Debian 12 dentro.",
    en="Follow the guide on a computer with Debian 12, or in a virtual machine with Debian 12 inside.",
)


def container(facts: Facts) -> Obstacle | None:
    """A container shares another system's kernel: it loads no modules and rarely has systemd."""
    detected = facts.detected_container if facts.detected_container not in ("none", "wsl") else ""
    if not detected and not facts.container_marks:
        return None
    name = detected or facts.container_marks[0]
    return Obstacle(
        id="container",
        why=Text(
            es=f"Esto es un contenedor ({name}), no una máquina: usa el núcleo de otro sistema y no puede con KVM.",
            en=f"This is a container ({name}), not a machine: it uses another system's kernel and cannot do KVM.",
        ),
        cure=_ANOTHER_MACHINE,
        command=None,
        anchor="instalacion/#machine-needs",
        steps=_ANOTHERS_KERNEL,
        general=True,
    )


def wsl(facts: Facts) -> Obstacle | None:
    """Windows' own Linux: Microsoft's kernel, whatever the distribution on it."""
    if "microsoft" not in facts.kernel_build.lower() and not facts.wsl_marks and facts.detected_container != "wsl":
        return None
    return Obstacle(
        id="wsl2",
        why=Text(
            es="Esto es WSL2, el Linux de dentro de Windows: su núcleo es de Microsoft y la guía no está probada ahí.",
            en="This is WSL2, the Linux inside Windows: its kernel is Microsoft's and the guide is not proven there.",
        ),
        cure=_ANOTHER_MACHINE,
        command=None,
        anchor="instalacion/#windows-way-out",
        steps=_ANOTHERS_KERNEL,
        general=True,
    )


def architecture(facts: Facts) -> Obstacle | None:
    """The guide is for 64-bit PCs alone."""
    if facts.architecture in ("", "x86_64"):
        return None
    return Obstacle(
        id="architecture",
        why=Text(
            es=f"Este procesador es {facts.architecture}, y la guía es solo para PC de 64 bits (amd64).",
            en=f"This processor is {facts.architecture}, and the guide is for 64-bit PCs (amd64) only.",
        ),
        cure=Text(
            es="Usa un PC con Intel o AMD, o entra por ssh en uno que lo sea.",
            en="Use a PC with Intel or AMD, or log in by ssh to one.",
        ),
        command=None,
        anchor="#before",
        steps=frozenset({"debian-release", "cpu-flags", "cpu-model", "kvm-module", "kvm-device", "validate"}),
        general=True,
    )


def distribution(facts: Facts) -> Obstacle | None:
    """Another distribution has other packages, names and defaults."""
    if facts.os_id in ("", "debian"):
        return None
    name = facts.os_name or facts.os_id
    return Obstacle(
        id="distribution",
        why=Text(
            es=f"Esto es {name}, no Debian {DEBIAN}: la guía no está probada aquí.",
            en=f"This is {name}, not Debian {DEBIAN}: the guide is not proven here.",
        ),
        cure=_ANOTHER_MACHINE,
        command=None,
        anchor="requisitos/#system",
        steps=frozenset({"debian-release"}),
        general=True,
    )


def release(facts: Facts) -> Obstacle | None:
    """Another release of Debian has other versions of everything."""
    number = facts.os_version or facts.debian
    if facts.os_id not in ("", "debian") or not number or number.partition(".")[0] == DEBIAN:
        return None
    return Obstacle(
        id="release",
        why=Text(
            es=f"Este es Debian {facts.debian or number}, no Debian {DEBIAN}: la guía no está probada en él.",
            en=f"This is Debian {facts.debian or number}, not Debian {DEBIAN}: the guide is not proven on it.",
        ),
        cure=_ANOTHER_MACHINE,
        command=None,
        anchor="requisitos/#system",
        steps=frozenset({"debian-release"}),
        general=True,
    )
