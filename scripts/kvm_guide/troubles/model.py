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
    """The part of the guide in which a reader meets a trouble, in the guide's order: a section of a page each."""

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

    @property
    def page(self) -> str:
        """The page with the entries of its troubles: a page holds as much as comes at once on a poor line."""
        return _PAGES[self]


_PAGES: Final = {
    Area.START: "mensajes-sistema",
    Area.PACKAGES: "mensajes-sistema",
    Area.KERNEL: "mensajes-kvm",
    Area.SERVICE: "mensajes-kvm",
    Area.PERMISSIONS: "mensajes-kvm",
    Area.NETWORK: "mensajes-kvm",
    Area.GUESTS: "mensajes-huespedes",
    Area.STORAGE: "mensajes-huespedes",
    Area.WINDOWS: "mensajes-huespedes",
    Area.HOSTS: "mensajes-anfitrion",
}


APT_3: Final = {"E: ": "Error: ", "W: ": "Warning: ", "N: ": "Notice: "}
"""How apt 3, of Debian 13, begins what apt 2 begins with a letter."""
_LIBVIRT_11: Final = {
    "Falló la autenticación: ": "Error en la autenticación: ",
    "Falló la operación: ": "Error en la operación: ",
    "Falló al obtener ": "Error al obtener ",
    "Argumento inválido: ": "Argumento no válido: ",
    "configuración no soportada: ": "configuración no admitida: ",
}
"""How libvirt 11's Spanish catalogue (Debian 13: libvirt-l10n) begins what libvirt 9's begins so."""
_BEGUN: Final = {**APT_3, **_LIBVIRT_11}


@dataclass(frozen=True)
class Message:
    """What a program prints. A part that differs from one reader to another stands in braces: `{package}`.

    en: in English; es: from the program's Spanish catalogue, None where that lacks it and a Spanish system shows the
    English. later: as Debian 13's catalogue has it in Spanish, where no rule tells (`forms`). program: as its Debian
    package or command is called.
    """

    program: str
    en: str
    es: str | None = None
    later: str | None = None

    def in_(self, language: Language) -> str:
        """The message as a system in `language` shows it."""
        return self.es if language == "es" and self.es is not None else self.en

    def reworded(self) -> str | None:
        """What a Spanish Debian 13 says in other words; None where it says the same, but for apt's `Error:`."""
        return next((form for form in self.forms("es")[1:] if not form.startswith(tuple(APT_3.values()))), None)

    def forms(self, language: Language) -> list[str]:
        """The message as a system in `language` may show it: as above, and as that of Debian 13 does."""
        said = self.in_(language)
        if language == "es" and self.later is not None:
            return [said, self.later]
        return [said, *(new + said.removeprefix(old) for old, new in _BEGUN.items() if said.startswith(old))]


@dataclass(frozen=True)
class BroughtAbout:
    """How the lab makes a trouble happen, on a copy of a kept machine that is thrown away then, and what it sees.

    after: the id of the step whose machine it starts from. spoil: root's shell commands that bring it about; none where
    the machine is so already. bare: the machine is booted anew instead, with a CPU that shows no virtualisation.
    step: the id of the guide's step that does not do then what the guide says; command: else what the reader types, and
    it ends with `exit_status`; exactly one of both. answers: to what is asked meanwhile, as in `Step`.
    shown: a message of the trouble is seen, in the machine's language; else it is a state, seen by what fails.
    cure: what is typed to mend it, "" for nothing; None: the trouble's own command, or its step's. elsewhere: nothing
    that is typed mends it: the machine as it was kept stands for the other one that the reader needs.
    then: what ends well once it is mended; None: what failed. new_login: what was spoilt counts from the next login;
    cure_login: what mends it does.
    check, run: the ids of the steps of which the helper's `check` and `run` then name this trouble.
    """

    after: str
    spoil: str = ""
    bare: bool = False
    step: str | None = None
    command: str | None = None
    exit_status: int = 1
    answers: tuple[tuple[str, str], ...] = ()
    shown: bool = True
    cure: str | None = None
    elsewhere: bool = False
    then: str | None = None
    new_login: bool = False
    cure_login: bool = False
    check: str | None = None
    run: str | None = None


@dataclass(frozen=True)
class Trouble:
    """What goes wrong for readers.

    id: kebab-case, the anchor on the page of messages, the same in both languages. title: its heading. messages: what
    programs print of it, the most telling first; none where it is a state without a message. cause: why. cure: what to
    do, in words. step: the id of a step of the guide whose command mends it; command: else the exact command, typed at
    `place`; at most one of both. source: where the message or the cure is from (an address, or `package: file`); needed
    where the lab does not bring it about. brought: how it does; the page says so where a run saw it, as it is declared
    now. surroundings: the fault lies outside the step (no network, a lock, a full disk), which may succeed later.
    page: where the guide says more: `page/#anchor`.
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
    brought: BroughtAbout | None = None
    surroundings: bool = False
    page: str | None = None

    def __post_init__(self) -> None:
        """Refuse what could not be shown or linked. Raises ValueError."""
        if not _ID.match(self.id):
            raise ValueError(f"trouble id {self.id!r}: use lower-case letters, digits and single hyphens")
        if self.command and self.step:
            raise ValueError(f"trouble {self.id}: give a command or the step that has it, not both")
        if self.brought is None and not self.source:
            raise ValueError(f"trouble {self.id}: the lab does not bring it about, so give its source")
        if self.brought is not None:
            self._check(self.brought)

    def _check(self, brought: BroughtAbout) -> None:
        if (brought.command is None) == (brought.step is None):
            raise ValueError(f"trouble {self.id}: say what fails once it is there: either a command or a step")
        if brought.command is not None and brought.exit_status == 0:
            raise ValueError(f"trouble {self.id}: what fails does not end with 0: give its exit status")
        if brought.shown and not self.messages:
            raise ValueError(f"trouble {self.id}: it has no message that could be seen: it is a state, so say so")
        if brought.cure is None and not brought.elsewhere and not (self.command or self.step):
            raise ValueError(f"trouble {self.id}: say what is typed to mend it: it has neither command nor step")
