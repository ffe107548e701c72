"""Obstacles of permission and of the default network: groups, the session's age, /dev/kvm, the network's addresses."""

import ipaddress
from collections.abc import Iterable
from typing import Final

from kvm_guide.chapters import GUIDE
from kvm_guide.step import Text
from kvm_guide.student.facts import Facts
from kvm_guide.student.obstacle import Obstacle, Verdict
from kvm_guide.student.software import not_installed

_BRIDGE: Final = "virbr0"
_NETWORK: Final = ipaddress.IPv4Network("192.168.122.0/24")
_SYSTEM: Final = "virsh -c qemu:///system"
# Without its group, libvirt answers none of these; `bridge` needs the network that one of them starts.
_CLOSED: Final = {
    "libvirt": frozenset({"uri", "list-guests", "network-start", "bridge", "virt-manager"}),
    "kvm": frozenset({"validate"}),
}
# Whether the network starts by itself only libvirt knows, and it does not answer.
_HIDDEN: Final = frozenset({"network-autostart", "network-after"})


def groups_missing(facts: Facts) -> Obstacle | None:
    """The user is not in the groups. Where the packages are missing there is no group to join yet."""
    missing = sorted(_CLOSED.keys() - facts.groups_given)
    if facts.root or not facts.user or not missing or not_installed(facts):
        return None
    step = GUIDE.step("add-groups")
    listed = ", ".join(missing)
    closed = facts.kvm_device and not facts.kvm_usable
    return Obstacle(
        id="group",
        why=Text(
            es=f"Tu usuario no está en: {listed}" + (", y no puede abrir /dev/kvm." if closed else "."),
            en=f"Your user is not in: {listed}" + (", and cannot open /dev/kvm." if closed else "."),
        ),
        cure=Text(
            es="Entra en los grupos con esta orden, y después cierra la sesión y vuelve a entrar.",
            en="Join the groups with this command, then log out and log in again.",
        ),
        command=step.command,
        anchor="instalacion/#join-groups",
        steps=_closed_without(missing),
    )


def session_older(facts: Facts) -> Obstacle | None:
    """The groups were given after this session began."""
    late = sorted((_CLOSED.keys() & facts.groups_given) - facts.groups_now)
    if facts.root or not late:
        return None
    listed = ", ".join(late)
    return Obstacle(
        id="session",
        why=Text(
            es=f"Ya estás en {listed}, pero esta sesión empezó antes y no lo sabe.",
            en=f"You are in {listed} already, but this session began before that and does not know it.",
        ),
        cure=Text(
            es="Cierra la sesión entera y vuelve a entrar; por ssh, escribe exit y conéctate otra vez. Si sigue igual, "
            "reinicia con esta orden.",
            en="Log out of the whole session and log in again; over ssh, type exit and connect again. If nothing "
            "changes, restart with this command.",
        ),
        command="sudo reboot",
        anchor="instalacion/#groups-after-login",
        steps=_closed_without(late),
    )


def libvirt_silent(facts: Facts) -> Obstacle | None:
    """Without the group, what only libvirt knows cannot be told."""
    basis = groups_missing(facts) or session_older(facts)
    if basis is None or "libvirt" in facts.groups_now:
        return None
    return Obstacle(
        id="libvirt-silent",
        why=Text(
            es="Esta sesión no está en el grupo libvirt, así que libvirt no contesta por la red.",
            en="This session is not in the group libvirt, so libvirt does not answer about the network.",
        ),
        cure=basis.cure,
        command=basis.command,
        anchor=basis.anchor,
        steps=_HIDDEN,
        verdict=Verdict.CANNOT_TELL,
    )


def kvm_closed(facts: Facts) -> Obstacle | None:
    """/dev/kvm is closed to this user although the session has the group: its permissions were changed."""
    if not facts.kvm_device or facts.kvm_usable or "kvm" not in facts.groups_now:
        return None
    return Obstacle(
        id="kvm-closed",
        why=Text(
            es="Estás en el grupo kvm y aun así no puedes abrir /dev/kvm: sus permisos no son los de Debian.",
            en="You are in the group kvm and still cannot open /dev/kvm: its permissions are not Debian's.",
        ),
        cure=Text(es="Devuélvele los permisos de Debian.", en="Give it back Debian's permissions."),
        command="sudo chgrp kvm /dev/kvm && sudo chmod 660 /dev/kvm",
        anchor="instalacion/#permissions",
        steps=frozenset({"validate"}),
    )


def network_taken(facts: Facts) -> Obstacle | None:
    """Something else has the default network's addresses: libvirt then refuses to start it."""
    others = [name for name, network in facts.routes if name != _BRIDGE and _overlaps(network)]
    if not others:
        return None
    return Obstacle(
        id="network-taken",
        why=Text(
            es=f"La red {_NETWORK} ya está en uso en {others[0]}, y la red predeterminada quiere la misma.",
            en=f"The network {_NETWORK} is in use on {others[0]} already, and the default network wants the same one.",
        ),
        cure=Text(
            es="Dale a la red predeterminada otras direcciones, 192.168.123.x, y arráncala después. Donde la guía dice "
            "192.168.122, tú verás 192.168.123.",
            en="Give the default network other addresses, 192.168.123.x, and start it afterwards. Where the guide says "
            "192.168.122, you will see 192.168.123.",
        ),
        command=(
            f"{_SYSTEM} net-dumpxml --inactive default | sed 's/192\\.168\\.122\\./192.168.123./g' \\\n"
            f"  | {_SYSTEM} net-define /dev/stdin"
        ),
        anchor="instalacion/#default-network",
        steps=frozenset({"network-start", "network-after", "bridge"}),
    )


def network_moved(facts: Facts) -> Obstacle | None:
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
        anchor="instalacion/#default-network",
        steps=frozenset({"bridge"}),
    )


def network_off(facts: Facts) -> Obstacle | None:
    """The default network is there and not started, as Debian leaves it."""
    if not_installed(facts) or any(name == _BRIDGE for name, _ in facts.routes):
        return None
    return Obstacle(
        id="network-off",
        why=Text(
            es="La red predeterminada no está arrancada: Debian la deja así.",
            en="The default network is not started: Debian leaves it so.",
        ),
        cure=Text(es="Arráncala.", en="Start it."),
        command=f"{_SYSTEM} net-start default",
        anchor="instalacion/#network-start",
        steps=frozenset({"network-start", "network-after", "bridge"}),
    )


def _closed_without(groups: Iterable[str]) -> frozenset[str]:
    return frozenset({"groups-after-login"}).union(*(_CLOSED[group] for group in groups))


def _overlaps(network: str) -> bool:
    # A wider route (a VPN's 192.168.0.0/16) is no obstacle: libvirt starts its network inside it
    other = ipaddress.IPv4Network(network)
    return other.prefixlen >= _NETWORK.prefixlen and other.overlaps(_NETWORK)
