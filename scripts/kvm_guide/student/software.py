"""Obstacles of apt, of the packages and of libvirt's service."""

from typing import Final

from kvm_guide.chapters import GUIDE
from kvm_guide.step import Text
from kvm_guide.student.aptwork import REPAIR
from kvm_guide.student.facts import Facts
from kvm_guide.student.hardware import gib
from kvm_guide.student.obstacle import Obstacle

USES_APT: Final = frozenset({"update-index", "install-packages", "install-extras"})
TALKS_TO_LIBVIRT: Final = frozenset({"uri", "list-guests", "network-start", "network-autostart", "network-after"})
NEEDS_SERVICE: Final = (
    frozenset({"enable-service", "service-status", "socket-status", "virt-manager"}) | TALKS_TO_LIBVIRT
)
# Bytes. In the record, apt downloads 89 MB and unpacks 321 MB for both installs; the index and a desktop's own
# needs come on top.
ROOM: Final = 2**30
_LIBVIRT: Final = "libvirt-daemon-system"
_SOCKET: Final = "libvirtd.socket"


def apt_locked(facts: Facts) -> Obstacle | None:
    """Another program is installing."""
    if not facts.lock_holder:
        return None
    return Obstacle(
        id="apt-locked",
        why=Text(
            es=f"Otro programa está usando apt: {facts.lock_holder}.",
            en=f"Another program is using apt: {facts.lock_holder}.",
        ),
        cure=Text(
            es="Espera a que termine; no lo mates. Las actualizaciones automáticas tardan unos minutos.",
            en="Wait until it ends; do not kill it. Automatic updates take some minutes.",
        ),
        command=None,
        anchor="instalacion/#packages",
        steps=USES_APT,
        surroundings=True,
    )


def apt_broken(facts: Facts) -> Obstacle | None:
    """An earlier install was cut short. While one runs, the same shows and nothing is wrong."""
    if facts.lock_holder or not (facts.updates_pending or facts.packages_broken):
        return None
    names = ", ".join(facts.packages_broken[:3]) + (" …" if len(facts.packages_broken) > 3 else "")
    which = f" ({names})" if names else ""
    return Obstacle(
        id="apt-broken",
        why=Text(
            es=f"Una instalación anterior se quedó a medias{which}.",
            en=f"An earlier install was left half done{which}.",
        ),
        cure=Text(es="Termínala con esta orden.", en="Finish it with this command."),
        command=REPAIR,
        anchor="instalacion/#packages",
        steps=USES_APT | {"installed-versions"},
    )


def no_room(facts: Facts) -> Obstacle | None:
    """No space for the packages, where they are still to come."""
    tight = {folder: free for folder, free in facts.free.items() if free < ROOM}
    if not tight or not_installed(facts) is None:
        return None
    folder = min(tight, key=lambda name: tight[name])
    amount = gib(tight[folder])
    return Obstacle(
        id="no-room",
        why=Text(
            es=f"En {folder} quedan {amount.es} GiB libres, y los paquetes necesitan {gib(ROOM).es}.",
            en=f"In {folder} {amount.en} GiB are free, and the packages need {gib(ROOM).en}.",
        ),
        cure=Text(
            es="Haz sitio: esta orden borra lo que apt ya no necesita. Si no basta, amplía el disco.",
            en="Make room: this command deletes what apt needs no more. If that is not enough, enlarge the disk.",
        ),
        command="sudo apt-get clean",
        anchor="requisitos/#disk",
        steps=frozenset({"install-packages", "install-extras"}),
        surroundings=True,
    )


def not_installed(facts: Facts) -> Obstacle | None:
    """What nearly all later steps need."""
    if _LIBVIRT in facts.packages:
        return None
    step = GUIDE.step("install-packages")
    return Obstacle(
        id="not-installed",
        why=Text(es="libvirt todavía no está instalado.", en="libvirt is not installed yet."),
        cure=Text(
            es=f"Haz antes el paso {step.id}.",
            en=f"Take the step {step.id} first.",
        ),
        command=step.command,
        anchor=f"instalacion/#{step.id}",
        steps=NEEDS_SERVICE | {"installed-versions", "add-groups", "groups-after-login", "bridge", "validate"},
    )


def masked(facts: Facts) -> Obstacle | None:
    """A masked unit cannot be started by anything."""
    names = [name for name, unit in facts.units.items() if unit.get("LoadState") == "masked"]
    if not names:
        return None
    listed = " ".join(sorted(names))
    return Obstacle(
        id="masked",
        why=Text(
            es=f"systemd tiene bloqueado {listed} (masked): nada puede arrancarlo.",
            en=f"systemd has {listed} masked: nothing can start it.",
        ),
        cure=Text(es="Desbloquéalo y arranca el socket.", en="Unmask it and start the socket."),
        command=f"sudo systemctl unmask {listed} && sudo systemctl start {_SOCKET}",
        anchor="instalacion/#service",
        steps=NEEDS_SERVICE | {"bridge"},
    )


def socket_off(facts: Facts) -> Obstacle | None:
    """Installed, and the socket that wakes libvirtd does not listen."""
    unit = facts.units.get(_SOCKET, {})
    if unit.get("LoadState") != "loaded" or unit.get("ActiveState") == "active":
        return None
    return Obstacle(
        id="socket-off",
        why=Text(
            es=f"{_SOCKET}, el que despierta a libvirtd, no está activo.",
            en=f"{_SOCKET}, which wakes libvirtd, is not active.",
        ),
        cure=Text(es="Arráncalo.", en="Start it."),
        command=f"sudo systemctl enable --now {_SOCKET}",
        anchor="instalacion/#service",
        steps=NEEDS_SERVICE | {"bridge"},
    )
