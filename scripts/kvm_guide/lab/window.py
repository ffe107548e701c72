"""A window on the machine's virtual display, and its picture."""

import re
import time
from typing import Final

from kvm_guide.lab import recipe
from kvm_guide.lab.machine import Machine

_ENVIRONMENT: Final = "DISPLAY=:0 XDG_RUNTIME_DIR=/run/user/1000 DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/1000/bus"
_SHOT: Final = "/run/user/1000/lab-window.png"


class NoWindow(Exception):
    """The window did not open. `seen`: the titles of those that are there."""

    def __init__(self, message: str, seen: str) -> None:
        super().__init__(message)
        self.seen = seen


def open_display(machine: Machine) -> None:
    """Start the virtual display and its window manager."""
    machine.sure("systemctl start lab-windows.service", limit=machine.limits.boot)
    ready = f"for i in $(seq 100); do {_as_user('xdotool getmouselocation')} && exit 0; sleep 0.3; done; exit 1"
    machine.sure(ready, limit=machine.limits.boot)


def picture(machine: Machine, title: str, limit: float) -> bytes:
    """Wait until a window whose title matches `title` is shown and no longer changes; its picture, as PNG.

    Raises NoWindow after `limit` seconds.
    """
    until = time.monotonic() + limit
    titles = ""
    while time.monotonic() < until:
        titles = machine.control(_as_user("xdotool search --onlyvisible --name . getwindowname %@")).output
        if any(re.search(title, line) for line in titles.splitlines()):
            return _still(machine, until)
        time.sleep(1)
    raise NoWindow(f"no window titled {title!r} opened within {limit:.0f} s", titles)


def _still(machine: Machine, until: float) -> bytes:
    last = b""
    same = 0
    while time.monotonic() < until:
        machine.sure(_as_user(f"xfce4-screenshooter --window --save {_SHOT}"), limit=machine.limits.boot)
        data = machine.read_file(_SHOT)
        same = same + 1 if data == last else 0
        if same == 2:
            break
        last = data
        time.sleep(1)
    return last


def _as_user(command: str) -> str:
    return f"runuser -u {recipe.USER} -- env {_ENVIRONMENT} {command}"
