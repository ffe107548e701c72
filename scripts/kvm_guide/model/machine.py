"""The machines that lessons are typed into: what each is made of, declared. Standard library only."""

import hashlib
import re
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Final

from kvm_guide.model.step import ID, sha256_of

_MAC: Final = re.compile(r"52:54:00(:[0-9a-f]{2}){3}")
_LEAST_MEMORY: Final = 256
_LARGEST_DISK: Final = 1024


class Boot(StrEnum):
    """How a machine starts."""

    KERNEL = "kernel"
    """QEMU loads the image's kernel: the quickest way. A reboot ends the machine."""
    GRUB = "grub"
    """From its own disk: `sudo reboot` is a step like any other."""


@dataclass(frozen=True)
class Card:
    """A network card. segment: the private segment it is plugged into; None: it reaches the outside.

    mac: its address, of QEMU's range (52:54:00:…); "": one that is made of the machine's name and the card's place.
    Raises ValueError.
    """

    segment: str | None = None
    mac: str = ""

    def __post_init__(self) -> None:
        if self.segment is not None and not ID.match(self.segment):
            raise ValueError(f"segment {self.segment!r}: use lower-case letters, digits and single hyphens")
        if self.mac and not _MAC.fullmatch(self.mac):
            raise ValueError(f"MAC address {self.mac!r}: use 52:54:00 and three more pairs of lower-case hex digits")


OUTSIDE: Final = Card()


@dataclass(frozen=True)
class MachineSpec:
    """A declared machine.

    name: kebab-case; image: the recipe it is built of (vm/recipe.py); memory: MiB; disks: the size of each disk beside
    the system's, in GiB, empty at first; cards: in the order eth0, eth1 …; display: it has a keyboard, a tablet to
    point with, and a desktop that can be started. Raises ValueError.
    """

    name: str
    image: str
    memory: int
    disks: tuple[int, ...] = ()
    cards: tuple[Card, ...] = (OUTSIDE,)
    boot: Boot = Boot.KERNEL
    display: bool = False

    def __post_init__(self) -> None:
        if not ID.match(self.name):
            raise ValueError(f"machine name {self.name!r}: use lower-case letters, digits and single hyphens")
        if self.memory < _LEAST_MEMORY:
            raise ValueError(f"machine {self.name}: {self.memory} MiB are too few for Debian: {_LEAST_MEMORY} or more")
        if not all(0 < size <= _LARGEST_DISK for size in self.disks):
            raise ValueError(f"machine {self.name}: a disk has 1 to {_LARGEST_DISK} GiB")
        segments = [card.segment for card in self.cards if card.segment is not None]
        if len(set(segments)) != len(segments):
            raise ValueError(f"machine {self.name} has two cards on one segment")

    @property
    def segments(self) -> list[str]:
        """The private segments it is plugged into, in the order of its cards."""
        return [card.segment for card in self.cards if card.segment is not None]

    def mac(self, place: int) -> str:
        """The address of the card at `place`, counted from 0; "" leaves QEMU its own, for the first card outside."""
        card = self.cards[place]
        if card.mac or (place == 0 and card.segment is None):
            return card.mac
        told = hashlib.sha256(f"{self.name} {place}".encode()).hexdigest()
        return ":".join(("52:54:00", told[:2], told[2:4], told[4:6]))

    def fingerprint(self) -> str:
        """SHA-256 (hex) of all that is declared: with another, kept states are not gone on from."""
        told = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "cards"}
        return sha256_of({**told, "cards": [[card.segment, self.mac(at)] for at, card in enumerate(self.cards)]})


def sharing(specs: tuple[MachineSpec, ...]) -> dict[str, tuple[str, str]]:
    """For each segment of `specs`, the names of the two machines on it. Raises ValueError where they are not two."""
    plugged: dict[str, list[str]] = {}
    for spec in specs:
        for segment in spec.segments:
            plugged.setdefault(segment, []).append(spec.name)
    shared: dict[str, tuple[str, str]] = {}
    for segment, names in plugged.items():
        if len(names) != 2:
            raise ValueError(f"segment {segment} joins two machines, but these are on it: {', '.join(names)}")
        shared[segment] = (names[0], names[1])
    return shared


_DECLARED: Final = (
    MachineSpec("debian", image="desktop", memory=2560, display=True),
    MachineSpec("server", image="server", memory=1024, boot=Boot.GRUB),
    MachineSpec("bare", image="bare", memory=1024, boot=Boot.GRUB),
    MachineSpec("alpha", image="server", memory=768, cards=(OUTSIDE, Card("lan")), boot=Boot.GRUB),
    MachineSpec("beta", image="server", memory=768, cards=(OUTSIDE, Card("lan")), boot=Boot.GRUB),
)
MACHINES: Final = {spec.name: spec for spec in _DECLARED}
"""Those that a lesson may name, by name."""
