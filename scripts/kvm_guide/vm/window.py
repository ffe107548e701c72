"""A window on the machine's virtual display, and its picture."""

import re
import shlex
import struct
import time
import zlib
from typing import Final

from PIL import Image

from kvm_guide.vm.machine import Answer, Machine
from kvm_guide.vm.picture import png

_ENVIRONMENT: Final = "export DISPLAY=:0 DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/1000/bus"
# Titles are looked at by us: xdotool's own patterns do not know UTF-8
_SHOWN: Final = 'for w in $(xdotool search --onlyvisible --name .); do echo "$w $(xdotool getwindowname $w)"; done'
_SHOT: Final = "/run/user/1000/lab-window"
# A program that takes pictures takes seconds to start under emulation, looking at the screen hardly anything. Once four
# looks, a second from each other, saw the same, this writes what the last one saw of the window in front, frame and
# all: its size in 16 bits each, and zlib's of its pixels (blue, green, red, nothing)
_LOOK: Final = """
import ctypes, hashlib, struct, sys, time, zlib
class Image(ctypes.Structure):
    _fields_ = [(name, ctypes.c_int) for name in ("width", "height", "offset", "format")] + [("data", ctypes.c_void_p)]
    _fields_ += [(name, ctypes.c_int) for name in ("order", "unit", "bits", "pad", "depth", "line")]
x = ctypes.CDLL("libX11.so.6")
x.XOpenDisplay.restype = ctypes.c_void_p
x.XDefaultRootWindow.restype = ctypes.c_ulong
x.XGetImage.restype = ctypes.POINTER(Image)
Window, Number = ctypes.c_ulong, ctypes.c_uint
display = ctypes.c_void_p(x.XOpenDisplay(None))
root = Window(x.XDefaultRootWindow(display))
size = x.XDisplayWidth(display, 0), x.XDisplayHeight(display, 0)
last, same, until = None, 0, time.monotonic() + float(sys.argv[2])
while same < 3 and time.monotonic() < until:
    time.sleep(1)
    image = x.XGetImage(display, root, 0, 0, *size, ctypes.c_ulong(2**64 - 1), 2).contents
    pixels = ctypes.string_at(image.data, image.line * image.height)
    seen = hashlib.md5(pixels).digest()
    last, same = seen, same + 1 if seen == last else 0
frame, parent, top, children, count = Window(int(sys.argv[1])), Window(), Window(), ctypes.c_void_p(), Number()
while x.XQueryTree(display, frame, *map(ctypes.byref, (top, parent, children, count))) and parent.value != root.value:
    frame = Window(parent.value)
left, above = ctypes.c_int(), ctypes.c_int()
width, height, border, depth = Number(), Number(), Number(), Number()
x.XGetGeometry(display, frame, *map(ctypes.byref, (top, left, above, width, height, border, depth)))
right, below = min(left.value + width.value, size[0]), min(above.value + height.value, size[1])
left, above = max(left.value, 0), max(above.value, 0)
rows = b"".join(pixels[y * image.line + 4 * left : y * image.line + 4 * right] for y in range(above, below))
with open(sys.argv[3], "wb") as file:
    file.write(struct.pack(">HH", right - left, below - above) + zlib.compress(rows, 1))
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
    patience = machine.limits.control / 2
    look = f'python3 -S -E -c {shlex.quote(_LOOK)} "$(xdotool getactivewindow)" {patience:.0f} {_SHOT}'
    machine.sure_as_reader(f"{_ENVIRONMENT}; {look}")
    seen = machine.read_file(_SHOT)
    width, height = struct.unpack(">HH", seen[:4])
    return png(Image.frombytes("RGB", (width, height), zlib.decompress(seen[4:]), "raw", "BGRX"))


def _on_display(machine: Machine, command: str) -> Answer:
    return machine.as_reader(f"{_ENVIRONMENT}; {command}")
