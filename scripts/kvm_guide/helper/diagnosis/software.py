"""Obstacles of apt, of the packages and of libvirt's service."""

from dataclasses import replace
from typing import Final

from kvm_guide.helper.diagnosis.facts import SystemFacts
from kvm_guide.helper.diagnosis.hardware import gib
from kvm_guide.helper.diagnosis.obstacle import Obstacle, of
from kvm_guide.model.step import Text

USES_APT: Final = frozenset({"update-index", "install-packages", "install-extras"})
TALKS_TO_LIBVIRT: Final = frozenset(
    {"uri", "list-guests", "network-move", "network-start", "network-autostart", "network-after"}
    | {"guest-start", "guest-remove"}
)
NEEDS_SERVICE: Final = (
    frozenset({"enable-service", "service-status", "socket-status", "virt-manager"}) | TALKS_TO_LIBVIRT
)
# Bytes. In the record, apt downloads 89 MB and unpacks 321 MB for both installs; the index and a desktop's own
# needs come on top.
ROOM: Final = 2**30
_LIBVIRT: Final = "libvirt-daemon-system"
_SOCKET: Final = "libvirtd.socket"


def apt_locked(facts: SystemFacts) -> Obstacle | None:
    """Another program is installing."""
    if not facts.lock_holder:
        return None
    why = Text(
        es=f"Otro programa está usando apt: {facts.lock_holder}.",
        en=f"Another program is using apt: {facts.lock_holder}.",
    )
    return of("apt-locked", why, USES_APT)


def apt_broken(facts: SystemFacts) -> Obstacle | None:
    """An earlier install was cut short. While one runs, the same shows and nothing is wrong."""
    if facts.lock_holder or not (facts.updates_pending or facts.packages_broken):
        return None
    names = ", ".join(facts.packages_broken[:3]) + (" …" if len(facts.packages_broken) > 3 else "")
    which = f" ({names})" if names else ""
    why = Text(
        es=f"Una instalación anterior se quedó a medias{which}.",
        en=f"An earlier install was left half done{which}.",
    )
    return of("apt-broken", why, USES_APT | {"installed-versions"})


def no_room(facts: SystemFacts) -> Obstacle | None:
    """No space for the packages, where they are still to come."""
    tight = {folder: free for folder, free in facts.free.items() if free < ROOM}
    if not tight or not_installed(facts) is None:
        return None
    folder = min(tight, key=lambda name: tight[name])
    amount = gib(tight[folder])
    why = Text(
        es=f"En {folder} quedan {amount.es} GiB libres, y los paquetes necesitan {gib(ROOM).es}.",
        en=f"In {folder} {amount.en} GiB are free, and the packages need {gib(ROOM).en}.",
    )
    return of("no-room", why, frozenset({"install-packages", "install-extras"}))


def not_installed(facts: SystemFacts) -> Obstacle | None:
    """What nearly all later steps need."""
    if _LIBVIRT in facts.packages:
        return None
    steps = NEEDS_SERVICE | {"installed-versions", "add-groups", "groups-after-login", "bridge", "validate"}
    return of("not-installed", Text(es="libvirt todavía no está instalado.", en="libvirt is not installed yet."), steps)


def masked(facts: SystemFacts) -> Obstacle | None:
    """A masked unit cannot be started by anything."""
    names = [name for name, unit in facts.units.items() if unit.get("LoadState") == "masked"]
    if not names:
        return None
    listed = " ".join(sorted(names))
    why = Text(
        es=f"systemd tiene bloqueado {listed} (masked): nada puede arrancarlo.",
        en=f"systemd has {listed} masked: nothing can start it.",
    )
    command = f"sudo systemctl unmask {listed} && sudo systemctl start {_SOCKET}"
    return replace(of("masked", why, NEEDS_SERVICE | {"bridge"}), command=command)


def socket_off(facts: SystemFacts) -> Obstacle | None:
    """Installed, and the socket that wakes libvirtd does not listen."""
    unit = facts.units.get(_SOCKET, {})
    if unit.get("LoadState") != "loaded" or unit.get("ActiveState") == "active":
        return None
    why = Text(
        es=f"{_SOCKET}, el que despierta a libvirtd, no está activo.",
        en=f"{_SOCKET}, which wakes libvirtd, is not active.",
    )
    off = of("socket-off", why, NEEDS_SERVICE | {"bridge"})
    cure = Text(es="Actívalo y arráncalo.", en="Enable it and start it.")
    return replace(off, cure=cure, command=f"sudo systemctl enable --now {_SOCKET}")
