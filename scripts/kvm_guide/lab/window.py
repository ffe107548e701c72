"""A window on the machine's virtual display, and its picture."""

import re
import time
from typing import Final

from kvm_guide.errors import Broken
from kvm_guide.lab.machine import Answer, Machine

START: Final = "systemctl start --no-block lab-windows.service"
"""The shell command, for root, that has the virtual display and its window manager begin to start."""
_ENVIRONMENT: Final = "export DISPLAY=:0 DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/1000/bus"
_SHOT: Final = "/run/user/1000/lab-window.png"


class NoWindow(Exception):
    """The window did not open. `seen`: the titles of those that are there."""

    def __init__(self, message: str, seen: str) -> None:
        super().__init__(message)
        self.seen = seen


def open_display(machine: Machine) -> None:
    """Wait until the virtual display that `START` starts is there, and its window manager, which gives the focus."""
    there = "[ -S /tmp/.X11-unix/X0 ] && xdotool get_num_desktops"
    machine.sure(START, limit=machine.limits.boot)
    _surely(machine, f"for i in $(seq 300); do {there} && exit 0; sleep 0.3; done; exit 1")


def picture(machine: Machine, title: str, limit: float) -> bytes:
    """Wait until a window whose title matches `title` is shown and no longer changes; its picture, as PNG.

    Raises NoWindow after `limit` seconds.
    """
    until = time.monotonic() + limit
    titles = ""
    while time.monotonic() < until:
        titles = _as_reader(machine, "xdotool search --onlyvisible --name . getwindowname %@").output
        if any(re.search(title, line) for line in titles.splitlines()):
            return _still(machine, until)
        time.sleep(1)
    raise NoWindow(f"no window titled {title!r} opened within {limit:.0f} s", titles)


def _still(machine: Machine, until: float) -> bytes:
    last = b""
    same = 0
    while time.monotonic() < until:
        _surely(machine, f"xfce4-screenshooter --window --save {_SHOT}")
        data = machine.read_file(_SHOT)
        same = same + 1 if data == last else 0
        if same == 2:
            break
        last = data
        time.sleep(1)
    return last


def _as_reader(machine: Machine, command: str) -> Answer:
    return machine.as_reader(f"{_ENVIRONMENT}; {command}")


def _surely(machine: Machine, command: str) -> None:
    answer = _as_reader(machine, command)
    if answer.status != 0:
        raise Broken(f"In the lab's machine, {command!r} ended with {answer.status}: {answer.output.strip()[-300:]}")
