"""Our end of what tells what is on the desktop's screen (guest/eyes.py), asked over a socket of the machine's user."""

import json
import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kvm_guide.errors import Broken
from kvm_guide.vm import recipe
from kvm_guide.vm.machine import Machine
from kvm_guide.vm.picture import Area

_CODE: Final = (Path(__file__).parents[1] / "guest" / "eyes.py").read_text()
_FILE: Final = "/run/lab-eyes.py"
_SOCKET: Final = "/run/user/1000/lab-eyes"
_PATIENCE: Final = 90
_ENVIRONMENT: Final = {
    "DISPLAY": ":0",
    "XAUTHORITY": f"{recipe.HOME}/.Xauthority",
    "DBUS_SESSION_BUS_ADDRESS": "unix:path=/run/user/1000/bus",
    "XDG_RUNTIME_DIR": "/run/user/1000",
    "LANG": "C.UTF-8",
}
SESSION: Final = " ".join(f"{name}={value}" for name, value in _ENVIRONMENT.items())
"""What a program that belongs to the desktop's session finds it by, for `env`."""
# Restarted: a user's session bus and the X server may come up after it
_START: Final = (
    f"printf %s {shlex.quote(_CODE)} > {_FILE} && "
    f"systemd-run --quiet --unit=lab-eyes --uid={recipe.USER} -p Restart=on-failure -p RestartSec=1 "
    + " ".join(f"-E {name}={value}" for name, value in _ENVIRONMENT.items())
    + f" python3 -E {_FILE} {_SOCKET}"
)


@dataclass(frozen=True)
class Window:
    """A window. area: with its frame; active: it is the one that keys go to."""

    title: str
    area: Area
    active: bool


@dataclass(frozen=True)
class Thing:
    """A thing on the screen as the accessibility tree calls it: `Cancelar`, a `push button`."""

    name: str
    role: str
    area: Area


@dataclass(frozen=True)
class Eyes:
    """What is on the screen of `machine`, whose desktop has been started. Methods raise Broken."""

    machine: Machine

    def open(self) -> None:
        """Start what is asked, where it does not run."""
        self.machine.sure(f"systemctl is-active --quiet lab-eyes || {{ {_START}; }}")

    def ready(self) -> bool:
        """Whether it answers."""
        return self.machine.as_reader(f"test -S {_SOCKET}").status == 0

    def windows(self) -> list[Window]:
        """The windows, from the lowest to the one in front."""
        return [Window(str(one["title"]), _area(one), bool(one["active"])) for one in self._ask()]

    def window(self, title: str) -> Window:
        """The topmost window whose title matches `title`. Raises Broken where there is none."""
        found = self.windows()
        for one in reversed(found):
            if re.search(title, one.title):
                return one
        raise Broken(f"No window is titled {title!r}; these are there: {', '.join(one.title for one in found)}")

    def things(self, window: str = "") -> list[Thing]:
        """What is shown in the windows whose title matches `window`, outer things before those in them."""
        return [Thing(str(one["name"]), str(one["role"]), _area(one)) for one in self._ask(things=window)]

    def _ask(self, **question: str) -> list[dict[str, object]]:
        told = shlex.quote(json.dumps(question))
        said = self.machine.sure_as_reader(f"printf '%s\\n' {told} | timeout {_PATIENCE} nc -N -U {_SOCKET}")
        try:
            answer = json.loads(said)
        except ValueError:
            raise Broken(f"The desktop's screen was not told of: {said[-300:]!r}") from None
        if "error" in answer:
            raise Broken(f"The desktop's screen could not be told of: {answer['error']}")
        return [dict(one) for one in answer["answer"]]


def _area(told: dict[str, object]) -> Area:
    area = told["area"]
    assert isinstance(area, list)
    return Area(*(int(number) for number in area))
