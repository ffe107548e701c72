"""Obstacles that are the place itself: a container, WSL2, another processor, another distribution or release."""

from dataclasses import replace
from typing import Final

from kvm_guide.helper.diagnosis.facts import SystemFacts
from kvm_guide.helper.diagnosis.hardware import NEEDS_MODULE
from kvm_guide.helper.diagnosis.obstacle import Obstacle, of
from kvm_guide.helper.diagnosis.software import NEEDS_SERVICE
from kvm_guide.lessons.releases import ALL
from kvm_guide.model.release import NUMBERS
from kvm_guide.model.step import Text

# What another's kernel takes away: the hardware, and often systemd. Packages and files are there as anywhere.
_ANOTHERS_KERNEL: Final = NEEDS_MODULE | NEEDS_SERVICE | {"cpu-flags", "cpu-model", "bridge"}


def container(facts: SystemFacts) -> Obstacle | None:
    """A container shares another system's kernel: it loads no modules and rarely has systemd."""
    detected = facts.detected_container if facts.detected_container not in ("none", "wsl") else ""
    if not detected and not facts.container_marks:
        return None
    name = detected or facts.container_marks[0]
    why = Text(
        es=f"Esto es un contenedor ({name}), no una máquina: usa el núcleo de otro sistema y no puede con KVM.",
        en=f"This is a container ({name}), not a machine: it uses another system's kernel and cannot do KVM.",
    )
    return replace(of("container", why, _ANOTHERS_KERNEL), general=True)


def wsl(facts: SystemFacts) -> Obstacle | None:
    """Windows' own Linux: Microsoft's kernel, whatever the distribution on it."""
    if "microsoft" not in facts.kernel_build.lower() and not facts.wsl_marks and facts.detected_container != "wsl":
        return None
    why = Text(
        es="Esto es WSL2, el Linux de dentro de Windows: su núcleo es de Microsoft y la guía no está probada ahí.",
        en="This is WSL2, the Linux inside Windows: its kernel is Microsoft's and the guide is not proven there.",
    )
    return replace(of("wsl2", why, _ANOTHERS_KERNEL, "requisitos/#in-wsl2"), general=True)


def architecture(facts: SystemFacts) -> Obstacle | None:
    """The guide is for 64-bit PCs alone."""
    if facts.architecture in ("", "x86_64"):
        return None
    why = Text(
        es=f"Este procesador es {facts.architecture}, y la guía es solo para PC de 64 bits (amd64).",
        en=f"This processor is {facts.architecture}, and the guide is for 64-bit PCs (amd64) only.",
    )
    steps = frozenset({"debian-release", "cpu-flags", "cpu-model", "kvm-module", "kvm-device", "validate"})
    anchor = "requisitos/#on-arm" if facts.architecture.startswith(("aarch64", "arm")) else ""
    return replace(of("architecture", why, steps, anchor), general=True)


def distribution(facts: SystemFacts) -> Obstacle | None:
    """Another distribution has other packages, names and defaults."""
    if facts.os_id in ("", "debian"):
        return None
    name = facts.os_name or facts.os_id
    why = Text(
        es=f"Esto es {name}: la guía está probada en {ALL.es}, no aquí.",
        en=f"This is {name}: the guide is proven on {ALL.en}, not here.",
    )
    return replace(of("distribution", why, frozenset({"debian-release"})), general=True)


def release(facts: SystemFacts) -> Obstacle | None:
    """Another release of Debian has other versions of everything."""
    number = facts.os_version or facts.debian
    if facts.os_id not in ("", "debian") or not number or number.partition(".")[0] in NUMBERS:
        return None
    why = Text(
        es=f"Este es Debian {facts.debian or number}: la guía está probada en {ALL.es}, no en él.",
        en=f"This is Debian {facts.debian or number}: the guide is proven on {ALL.en}, not on it.",
    )
    return replace(of("release", why, frozenset({"debian-release"})), general=True)
