"""Runs beside the desktop of the lab's machine, as its user: tells what is on the screen, a line of JSON each.

Windows as the window manager has them, frame and all; things as the accessibility tree (AT-SPI) calls them. Python's
and GTK's start cost seconds of emulation each time, so it starts once, and is asked over a socket of the user's.
"""

import ctypes
import json
import os
import re
import socket
import sys
from typing import Protocol

import gi

gi.require_version("Atspi", "2.0")
gi.require_version("Gdk", "3.0")
gi.require_version("GdkX11", "3.0")
from gi.repository import Atspi, Gdk, GdkX11, GLib  # noqa: E402

assert GdkX11  # what gives a window its number in X
DEEPEST = 40
MOST = 500


class Window(Protocol):
    """What GDK knows of any program's window."""

    def get_xid(self) -> int: ...


class Thing(Protocol):
    """What AT-SPI knows of a thing on the screen."""

    def get_name(self) -> str | None: ...

    def get_role_name(self) -> str: ...

    def get_child_count(self) -> int: ...

    def get_child_at_index(self, at: int) -> "Thing | None": ...


class Titles:
    """The windows' titles, asked of the X server: GDK's own question for a property cannot be put from Python."""

    def __init__(self) -> None:
        self._x = ctypes.CDLL("libX11.so.6")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XInternAtom.restype = ctypes.c_ulong
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(None))
        self._name, self._utf8 = (
            ctypes.c_ulong(self._x.XInternAtom(self._display, word, False))
            for word in (b"_NET_WM_NAME", b"UTF8_STRING")
        )

    def of(self, window: Window) -> str:
        kind, count, rest = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_ulong()
        size, data = ctypes.c_int(), ctypes.c_void_p()
        answer = (ctypes.byref(one) for one in (kind, size, count, rest, data))
        asked = (ctypes.c_long(0), ctypes.c_long(1024), False, self._utf8)
        self._x.XGetWindowProperty(self._display, ctypes.c_ulong(window.get_xid()), self._name, *asked, *answer)
        if not data:
            return ""
        told = ctypes.string_at(data, count.value).decode(errors="replace")
        self._x.XFree(data)
        return told


def windows(titles: Titles) -> list[dict[str, object]]:
    """From the lowest to the one in front."""
    screen = Gdk.Screen.get_default()
    active = screen.get_active_window()
    found: list[dict[str, object]] = []
    for window in screen.get_window_stack() or []:
        area = window.get_frame_extents()
        found.append(
            {
                "title": titles.of(window),
                "active": active is not None and window.get_xid() == active.get_xid(),
                "area": [area.x, area.y, area.width, area.height],
            }
        )
    return found


def told(thing: Thing) -> dict[str, object] | None:
    """`thing` as it is told; None where it is not shown, or has no place on the screen. Raises GLib.Error."""
    states = Atspi.Accessible.get_state_set(thing)
    if not (states.contains(Atspi.StateType.SHOWING) and states.contains(Atspi.StateType.VISIBLE)):
        return None
    place = Atspi.Accessible.get_component_iface(thing)
    area = place.get_extents(Atspi.CoordType.SCREEN) if place else Atspi.Rect()
    return {
        "name": thing.get_name() or "",
        "role": thing.get_role_name(),
        "area": [area.x, area.y, area.width, area.height],
    }


def below(thing: Thing | None, depth: int = 0) -> list[dict[str, object]]:
    """`thing`, where it is shown, and what is shown in it."""
    if thing is None or depth > DEEPEST:
        return []
    try:
        one = told(thing)
        if one is None:
            return []
        inner = [thing.get_child_at_index(at) for at in range(min(thing.get_child_count(), MOST))]
    except GLib.Error:
        return []  # gone while it was looked at
    return [one, *(found for child in inner for found in below(child, depth + 1))]


def things(window: str) -> list[dict[str, object]]:
    """What is shown in the windows whose title matches `window`."""
    desktop = Atspi.get_desktop(0)
    found: list[dict[str, object]] = []
    for at in range(desktop.get_child_count()):
        try:
            program = desktop.get_child_at_index(at)
            if program is None:
                continue
            program.clear_cache()
            tops = [program.get_child_at_index(number) for number in range(program.get_child_count())]
            found += [one for top in tops if top and re.search(window, top.get_name() or "") for one in below(top)]
        except GLib.Error:
            continue  # it has ended
    return found


def answered(question: dict[str, str], titles: Titles) -> list[dict[str, object]]:
    return things(question["things"]) if "things" in question else windows(titles)


def asked(_source: int, _condition: int, server: socket.socket, titles: Titles) -> bool:
    client, _ = server.accept()
    with client:
        client.settimeout(10)
        heard = b""
        try:
            while not heard.endswith(b"\n"):
                heard += client.recv(65536) or b"\n"
            try:
                answer: dict[str, object] = {"answer": answered(json.loads(heard), titles)}
            except (GLib.Error, ValueError, KeyError, TypeError, AttributeError, re.error) as error:
                answer = {"error": repr(error)}
            client.sendall(json.dumps(answer).encode() + b"\n")
        except OSError:
            pass  # nobody is at the other end any more
    return True


def main() -> None:
    Gdk.init([])
    Atspi.init()
    path = sys.argv[1]
    if os.path.exists(path):
        os.unlink(path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path)
        server.listen(4)
        GLib.io_add_watch(server.fileno(), GLib.PRIORITY_DEFAULT, GLib.IOCondition.IN, asked, server, Titles())
        GLib.MainLoop().run()


if __name__ == "__main__":
    main()
