"""The vocabulary of the troubles: a message as a program prints it, what it means and what mends it.

Standard library only: the student's helper imports this module on a bare Debian.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kvm_guide.model.step import Language, Place, Text

_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")


class Area(StrEnum):
    """The part of the guide in which a reader meets a trouble, in the guide's order: a section of the page each."""

    START = "start"
    PACKAGES = "packages"
    KERNEL = "kernel"
    SERVICE = "service"
    PERMISSIONS = "permissions"
    NETWORK = "network"
    GUESTS = "guests"
    STORAGE = "storage"
    WINDOWS = "windows"
    HOSTS = "hosts"


@dataclass(frozen=True)
class Message:
    """What a program of Debian 12 prints. A part that differs from one reader to another stands in braces: `{package}`.

    en: in English; es: from the program's Spanish catalogue, None where that lacks it and a Spanish system shows the
    English. program: as its Debian package or command is called.
    """

    program: str
    en: str
    es: str | None = None

    def in_(self, language: Language) -> str:
        """The message as a system in `language` shows it."""
        return self.es if language == "es" and self.es is not None else self.en


@dataclass(frozen=True)
class Trouble:
    """What goes wrong for readers.

    id: kebab-case, the anchor on the page of messages, the same in both languages. title: its heading. messages: what
    programs print of it, the most telling first; none where it is a state without a message. cause: why. cure: what to
    do, in words. step: the id of a step of the guide whose command mends it; command: else the exact command, typed at
    `place`; at most one of both. source: where the message or the cure is from (an address, or `package: file`); needed
    where the lab has not brought it about. brought_about: the lab has: a test in a real machine makes it happen, sees
    the message and mends it. surroundings: the fault lies outside the step (no network, a lock, a full disk), which may
    succeed later. page: where the guide says more: `page/#anchor`.
    """

    id: str
    area: Area
    title: Text
    messages: tuple[Message, ...]
    cause: Text
    cure: Text
    command: str | None = None
    step: str | None = None
    place: Place = Place.DEBIAN
    source: str | None = None
    brought_about: bool = False
    surroundings: bool = False
    page: str | None = None

    def __post_init__(self) -> None:
        """Refuse what could not be shown or linked. Raises ValueError."""
        if not _ID.match(self.id):
            raise ValueError(f"trouble id {self.id!r}: use lower-case letters, digits and single hyphens")
        if self.command and self.step:
            raise ValueError(f"trouble {self.id}: give a command or the step that has it, not both")
        if not self.brought_about and not self.source:
            raise ValueError(f"trouble {self.id}: the lab has not brought it about, so give its source")
