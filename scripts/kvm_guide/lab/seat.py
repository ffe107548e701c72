"""The reader's place at the desktop of the lab's machine: what is typed there, and the windows that come."""

import time
from dataclasses import replace
from typing import Final

from kvm_guide.model.step import Language, Step
from kvm_guide.vm.console.terminal import Typed
from kvm_guide.vm.desktop.session import Desktop
from kvm_guide.vm.machine import Machine
from kvm_guide.vm.window import NoWindow

_EVERY: Final = 0.5
_PATIENCE: Final = 2


class Seat:
    """A place at the desktop of `machine`, for a reader of `language`. All methods raise Broken."""

    def __init__(self, machine: Machine, language: Language) -> None:
        self._machine = machine
        self._language: Language = language
        self._desktop = Desktop(machine, language)

    def take(self) -> None:
        """Start the desktop and open a terminal window: the machine's terminal from then on."""
        self._desktop.start()
        self._desktop.open_terminal()

    def type(self, step: Step, limit: float) -> tuple[Typed, bytes | None]:
        """Type `step`, answer its dialog, wait at most `limit` seconds; also the dialog's picture (PNG), if it has one.

        Raises TypingLate, and NoWindow where the dialog does not come.
        """
        self._desktop.to_terminal()
        if step.dialog is None:
            return self._machine.terminal.type(step.command, limit, step.answers, step.console), None
        terminal = self._machine.terminal
        started = time.monotonic()
        terminal.begin(step.command)
        title = step.dialog.window.in_(self._language)
        self._desktop.wait_for_window(title, limit)
        asked = time.monotonic()
        # Whoever asked gives up waiting: libvirt 25 s after it asked polkit, and all is slow under emulation
        picture = self._desktop.picture(title, _PATIENCE)
        self._desktop.click(step.dialog.press.in_(self._language), window=title)
        answered = time.monotonic()
        self._desktop.wait_until_closed(title)
        typed = terminal.end(limit)
        # What the window waited for an answer is no time of the command's
        own = asked - started + time.monotonic() - answered
        return replace(typed, seconds=round(own, 1)), picture

    def window(self, title: str, ready: str | None, limit: float) -> bytes:
        """The picture (PNG) of the window titled `title`, once `ready` holds; its program is quit then.

        ready: a shell command for the reader. Raises NoWindow after `limit` seconds.
        """
        until = time.monotonic() + limit
        self._desktop.wait_for_window(title, limit)
        while ready is not None and self._machine.as_reader(ready).status != 0:
            if time.monotonic() > until:
                raise NoWindow(f"the window opened, but within {limit:.0f} s this did not hold: {ready}", title)
            time.sleep(_EVERY)
        picture = self._desktop.picture(title)
        self._desktop.quit(title)
        return picture
