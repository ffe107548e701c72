"""Obstacles of permission and of the default network: sudo, groups, the session's age, /dev/kvm, the addresses."""

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from kvm_guide.helper.diagnosis.facts import Sudo, SystemFacts
from kvm_guide.helper.diagnosis.obstacle import Obstacle, Verdict, of
from kvm_guide.helper.diagnosis.software import not_installed
from kvm_guide.lessons import GUIDE
from kvm_guide.model.step import Text

_BRIDGE: Final = "virbr0"
_NETWORK: Final = ipaddress.IPv4Network("192.168.122.0/24")
_SYSTEM: Final = "virsh -c qemu:///system"
# Debian's group whose members may use sudo
_ADMINISTRATORS: Final = "sudo"
# As a command, not as the name of the group
_SUDO: Final = re.compile(r"(?:^|[|&;(])\s*sudo ", re.MULTILINE)
_WITH_SUDO: Final = frozenset(step.id for step in GUIDE.steps() if not step.not_run and _SUDO.search(step.command))
_NEEDS_NETWORK: Final = frozenset({"network-start", "network-autostart", "network-after", "bridge"})
# Without its group, libvirt answers none of these; `bridge` needs the network that one of them starts.
_CLOSED: Final = {
    "libvirt": frozenset({"uri", "list-guests", "network-start", "bridge", "virt-manager"})
    | {"guest-start", "guest-remove"},
    "kvm": frozenset({"validate"}),
}
# Whether the network starts by itself only libvirt knows, and it does not answer.
_HIDDEN: Final = frozenset({"network-autostart", "network-after"})


def without_sudo(facts: SystemFacts) -> Obstacle | None:
    """No command with sudo can work: there is no such program, or this user may not use it."""
    if facts.sudo is Sudo.MISSING:
        return of("no-sudo", steps=_WITH_SUDO, anchor="requisitos/#no-sudo")
    if facts.root or facts.sudo is not Sudo.REFUSED:
        return None
    if _ADMINISTRATORS in facts.groups_given:
        # It was given, and this session does not know it yet: giving it once more would help nobody
        return replace(_older([_ADMINISTRATORS]), steps=_WITH_SUDO, command=None)
    why = Text(
        es=f"Tu usuario, {facts.user}, no puede usar sudo.",
        en=f"Your user, {facts.user}, may not use sudo.",
    )
    return of("not-sudoer", why, _WITH_SUDO, "requisitos/#no-sudo")


def groups_missing(facts: SystemFacts) -> Obstacle | None:
    """The user is not in the groups. Where the packages are missing there is no group to join yet."""
    missing = sorted(_CLOSED.keys() - facts.groups_given)
    if facts.root or not facts.user or not missing or not_installed(facts):
        return None
    listed = ", ".join(missing)
    closed = facts.kvm_device and not facts.kvm_usable
    why = Text(
        es=f"Tu usuario no está en: {listed}" + (", y no puede abrir /dev/kvm." if closed else "."),
        en=f"Your user is not in: {listed}" + (", and cannot open /dev/kvm." if closed else "."),
    )
    return of("group", why, _closed_without(missing))


def session_older(facts: SystemFacts) -> Obstacle | None:
    """The groups were given after this session began."""
    late = sorted((_CLOSED.keys() & facts.groups_given) - facts.groups_now)
    if facts.root or not late:
        return None
    return replace(_older(late), steps=_closed_without(late))


def libvirt_silent(facts: SystemFacts) -> Obstacle | None:
    """Without the group, what only libvirt knows cannot be told."""
    basis = groups_missing(facts) or session_older(facts)
    if basis is None or "libvirt" in facts.groups_now:
        return None
    why = Text(
        es="Esta sesión no está en el grupo libvirt, así que libvirt no contesta por la red.",
        en="This session is not in the group libvirt, so libvirt does not answer about the network.",
    )
    silent = of("libvirt-silent", why, _HIDDEN)
    return replace(silent, cure=basis.cure, command=basis.command, verdict=Verdict.CANNOT_TELL)


def kvm_closed(facts: SystemFacts) -> Obstacle | None:
    """/dev/kvm is closed to this user although the session has the group: its permissions were changed."""
    if not facts.kvm_device or facts.kvm_usable or "kvm" not in facts.groups_now:
        return None
    why = Text(
        es="Estás en el grupo kvm y aun así no puedes abrir /dev/kvm: sus permisos no son los de Debian.",
        en="You are in the group kvm and still cannot open /dev/kvm: its permissions are not Debian's.",
    )
    cure = Text(es="Devuélvele los permisos de Debian.", en="Give it back Debian's permissions.")
    command = "sudo chgrp kvm /dev/kvm && sudo chmod 660 /dev/kvm"
    return replace(of("kvm-closed", why, frozenset({"validate"})), cure=cure, command=command)


def network_taken(facts: SystemFacts) -> Obstacle | None:
    """Something else has the default network's addresses: libvirt then refuses to start it."""
    others = [name for name, network in facts.routes if name != _BRIDGE and _overlaps(network)]
    if not others:
        return None
    why = Text(
        es=f"La red {_NETWORK} ya está en uso en {others[0]}, y la red predeterminada quiere la misma.",
        en=f"The network {_NETWORK} is in use on {others[0]} already, and the default network wants the same one.",
    )
    return of(
        "network-taken", why, frozenset({"network-start", "network-after", "bridge"}), "instalacion/#network-taken"
    )


def network_moved(facts: SystemFacts) -> Obstacle | None:
    """The network runs with other addresses than the guide's: what the page shows and what is here differ."""
    networks = [network for name, network in facts.routes if name == _BRIDGE]
    if not networks or any(_overlaps(network) for network in networks):
        return None
    return Obstacle(
        id="network-moved",
        why=Text(
            es=f"La red predeterminada funciona, pero con otras direcciones que las de la guía: {networks[0]}.",
            en=f"The default network works, but with other addresses than the guide's: {networks[0]}.",
        ),
        cure=Text(
            es="Si las cambiaste tú porque las otras estaban en uso, está bien así.",
            en="If you changed them because the others were in use, all is well.",
        ),
        command=None,
        anchor="instalacion/#network-taken",
        steps=frozenset({"bridge"}),
    )


def network_missing(facts: SystemFacts) -> Obstacle | None:
    """libvirt does not know the default network any more: somebody deleted its definition."""
    if not_installed(facts) or facts.network_defined is not False or any(name == _BRIDGE for name, _ in facts.routes):
        return None
    why = Text(
        es="libvirt no conoce la red predeterminada: alguien borró su definición.",
        en="libvirt does not know the default network: somebody deleted its definition.",
    )
    # Debian's copy is there: libvirt-daemon-system depends on the package that has it
    cure = Text(
        es="Vuelve a definirla con el fichero de Debian; después, arráncala.",
        en="Define it again from Debian's file, then start it.",
    )
    return replace(of("network-missing", why, _NEEDS_NETWORK), cure=cure)


def network_off(facts: SystemFacts) -> Obstacle | None:
    """The default network is there and not started, as Debian leaves it."""
    if not_installed(facts) or facts.network_defined is False or any(name == _BRIDGE for name, _ in facts.routes):
        return None
    why = Text(
        es="La red predeterminada no está arrancada: Debian la deja así.",
        en="The default network is not started: Debian leaves it so.",
    )
    off = of("network-off", why, frozenset({"network-start", "network-after", "bridge"}))
    return replace(off, command=f"{_SYSTEM} net-start default")


def _older(groups: Iterable[str]) -> Obstacle:
    listed = ", ".join(groups)
    why = Text(
        es=f"Ya estás en {listed}, pero esta sesión empezó antes y no lo sabe.",
        en=f"You are in {listed} already, but this session began before that and does not know it.",
    )
    return of("session", why)


def _closed_without(groups: Iterable[str]) -> frozenset[str]:
    return frozenset({"groups-after-login"}).union(*(_CLOSED[group] for group in groups))


def _overlaps(network: str) -> bool:
    # A wider route (a VPN's 192.168.0.0/16) is no obstacle: libvirt starts its network inside it
    other = ipaddress.IPv4Network(network)
    return other.prefixlen >= _NETWORK.prefixlen and other.overlaps(_NETWORK)
