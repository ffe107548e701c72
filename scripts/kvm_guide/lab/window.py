"""A window on the machine's virtual display, and its picture."""

import re
import shlex
import time
from typing import Final

from kvm_guide.lab.machine import Answer, Machine

_ENVIRONMENT: Final = "export DISPLAY=:0 DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/1000/bus"
# Titles are looked at by us: xdotool's own patterns do not know UTF-8
_SHOWN: Final = 'for w in $(xdotool search --onlyvisible --name .); do echo "$w $(xdotool getwindowname $w)"; done'
_SHOT: Final = "/run/user/1000/lab-window.png"
# Taking a picture costs seconds under emulation, looking at what is on the screen hardly anything. Ends with 0 once
# four looks, a second from each other, saw the same
_STILL: Final = """
import ctypes, hashlib, sys, time
class Image(ctypes.Structure):
    _fields_ = [(name, ctypes.c_int) for name in ("width", "height", "offset", "format")] + [("data", ctypes.c_void_p)]
    _fields_ += [(name, ctypes.c_int) for name in ("order", "unit", "bits", "pad", "depth", "line")]
x = ctypes.CDLL("libX11.so.6")
x.XOpenDisplay.restype = ctypes.c_void_p
x.XDefaultRootWindow.restype = ctypes.c_ulong
x.XGetImage.restype = ctypes.POINTER(Image)
display = ctypes.c_void_p(x.XOpenDisplay(None))
root = ctypes.c_ulong(x.XDefaultRootWindow(display))
size = x.XDisplayWidth(display, 0), x.XDisplayHeight(display, 0)
last, same, until = None, 0, time.monotonic() + float(sys.argv[1])
while same < 3 and time.monotonic() < until:
    time.sleep(1)
    image = x.XGetImage(display, root, 0, 0, *size, ctypes.c_ulong(2**64 - 1), 2).contents
    seen = hashlib.md5(ctypes.string_at(image.data, image.line * image.height)).digest()
    last, same = seen, same + 1 if seen == last else 0
sys.exit(0 if same == 3 else 3)
"""


class NoWindow(Exception):
    """The window did not open, or does not show what it should. `seen`: the titles of those that are there."""

    def __init__(self, message: str, seen: str) -> None:
        super().__init__(message)
        self.seen = seen


def wait_for(machine: Machine, title: str, ready: str | None, limit: float) -> None:
    """Wait until the window in front has a title that matches `title`.

    ready: a shell command for the reader that succeeds once the window shows what it should. Raises NoWindow after
    `limit` seconds.
    """
    until = time.monotonic() + limit
    seen = ""
    while time.monotonic() < until:
        # The picture is of the window in front: before it is there, of the whole screen
        if re.search(title, _on_display(machine, "xdotool getactivewindow getwindowname").output):
            break
        # One whose program does not ask for it is put in front by nobody else
        seen = _on_display(machine, _SHOWN).output
        for number in re.findall(rf"(?m)^(\d+) .*(?:{title})", seen):
            _on_display(machine, f"xdotool windowactivate {number}")
        time.sleep(0.5)
    else:
        raise NoWindow(f"no window titled {title!r} opened within {limit:.0f} s", seen)
    while ready is not None and machine.as_reader(ready).status != 0:
        if time.monotonic() > until:
            raise NoWindow(
                f"the window opened, but within {limit:.0f} s this did not hold: {ready}",
                _on_display(machine, _SHOWN).output,
            )
        time.sleep(0.5)


def picture(machine: Machine) -> bytes:
    """The picture of the window in front, as PNG, once nothing on the screen moves.

    Where something always moves, it shows that at one moment.
    """
    _on_display(machine, f"python3 -S -E -c {shlex.quote(_STILL)} {machine.limits.control / 2:.0f}")
    machine.sure_as_reader(f"{_ENVIRONMENT}; xfce4-screenshooter --window --save {_SHOT}")
    return machine.read_file(_SHOT)


def _on_display(machine: Machine, command: str) -> Answer:
    return machine.as_reader(f"{_ENVIRONMENT}; {command}")
