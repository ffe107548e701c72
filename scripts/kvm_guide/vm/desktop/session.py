"""The machine's desktop, as somebody sits at it: pictures, keys, clicks on things by their names, a terminal."""

import re
import time
from collections.abc import Callable
from typing import Final

from kvm_guide.console import working
from kvm_guide.errors import Broken
from kvm_guide.model.step import Language, Work
from kvm_guide.vm import recipe
from kvm_guide.vm.console.terminal import Terminal
from kvm_guide.vm.desktop.eyes import SESSION, Eyes, Thing
from kvm_guide.vm.desktop.keyboard import LAYOUTS, Keyboard
from kvm_guide.vm.desktop.screen import Screen
from kvm_guide.vm.machine import Machine
from kvm_guide.vm.picture import png
from kvm_guide.vm.window import NoWindow

_EVERY: Final = 0.3
_STILL: Final = 20
# In one question, as each takes a while: the first that is missing is what it prints
_THERE: Final = (
    ("the session at the seat", f"loginctl list-sessions --no-legend | grep -q '{recipe.USER} *seat0'"),
    ("the keyboard's shortcuts", f"pgrep -u {recipe.USER} -x xfsettingsd >/dev/null"),
    ("polkit's agent", f"pgrep -u {recipe.USER} -f '^/usr/lib.*/polkit-[a-z]*-authentication-agent-1' >/dev/null"),
    ("the panel", f"pgrep -u {recipe.USER} -x xfce4-panel >/dev/null"),
    ("the folder on the desktop", f"pgrep -u {recipe.USER} -x xfdesktop >/dev/null"),
)
_MISSING: Final = "; ".join(f'{holds} || {{ echo "{what}"; exit 1; }}' for what, holds in _THERE)
_RUNS: Final = "systemctl is-active --quiet lightdm.service && systemctl is-active --quiet lab-eyes.service"
_PANEL: Final = "xfce4-panel"
_OPEN_TERMINAL: Final = "ctrl-alt-t"
_QUIT: Final = "ctrl-q"
_TERMINAL: Final = "Terminal"
# The lab's virtual display has the number that the desktop's is to have
_START: Final = "systemctl stop lab-windows.service lab-display.service; systemctl start lightdm.service"
_STOP: Final = "systemctl stop lab-eyes.service lightdm.service; systemctl start lab-windows.service"


class Desktop:
    """The desktop of `machine`, which has a display. language: its reader's, whose keyboard it has.

    `start` starts it where it does not run; so does waking up a machine that was saved with it running. All methods
    raise Broken, and say what they waited for.
    """

    def __init__(self, machine: Machine, language: Language) -> None:
        self._machine = machine
        self._layout = LAYOUTS[language]
        self._eyes = Eyes(machine)
        self._limit = machine.limits.work(Work.WINDOW)

    @property
    def eyes(self) -> Eyes:
        """What is on its screen."""
        return self._eyes

    @property
    def keyboard(self) -> Keyboard:
        """The machine's keyboard."""
        return Keyboard(self._machine.qemu, self._layout)

    @property
    def screen(self) -> Screen:
        """The machine's screen."""
        return Screen(self._machine.qemu, self._machine.folder)

    def start(self) -> None:
        """Start the desktop, where it does not run, and wait until somebody can work at it."""
        runs = self._machine.control(_RUNS).status == 0
        with working("Waiting for the desktop" if runs else "Starting the desktop"):
            if not runs:
                self._machine.sure(_START, limit=self._limit)
            self._wait_for_session()
            if not runs:
                self._machine.sure_as_reader(f"env {SESSION} setxkbmap {self._layout}")
                self._eyes.open()
            self._wait("what tells what is on the screen", self._eyes.ready)
            self._wait("the panel's window", lambda: self._titled(_PANEL))
            if not runs:
                self.screen.settle(_STILL)

    def stop(self) -> None:
        """End the desktop: the machine is at its text console again, with the lab's virtual display beside."""
        self._machine.sure(_STOP, limit=self._limit)

    def picture(self, window: str | None = None, patience: float | None = None) -> bytes:
        """The whole screen as PNG, once nothing on it moves; or of the topmost window whose title matches `window`.

        patience: how long something may move, in seconds; a blinking cursor always does.
        """
        self.screen.point()
        image = self.screen.settle(patience or self._machine.limits.control / 2)
        return png(image, self._eyes.window(window).area if window is not None else None)

    def wait_for_window(self, title: str, limit: float | None = None) -> None:
        """Wait until a window is there whose title matches `title`, at most `limit` seconds. Raises NoWindow."""
        try:
            self._wait(f"a window titled {title!r}", lambda: self._titled(title), limit)
        except Broken as late:
            raise NoWindow(str(late), "\n".join(one.title for one in self._eyes.windows())) from None

    def wait_until_closed(self, title: str, limit: float | None = None) -> None:
        """Wait until no window has a title that matches `title`, at most `limit` seconds."""
        self._wait(f"no window titled {title!r}", lambda: not self._titled(title), limit)

    def find(self, name: str, role: str = "", window: str = "") -> Thing:
        """The one thing on the screen that is called so: name, a pattern for all of it; role, as AT-SPI says it.

        window: a pattern that the title of its window matches. Raises Broken where none, or several, are shown in time.
        """
        seen: list[Thing] = []

        def one() -> bool:
            seen[:] = self._eyes.things(window)
            return len(_called(seen, name, role)) == 1

        try:
            self._wait(f"one {role or 'thing'} called {name!r}", one)
        except Broken as error:
            shown = ", ".join(f"{thing.role} {thing.name!r}" for thing in seen if thing.name)
            raise Broken(f"{error} These are there: {shown}") from None
        return _called(seen, name, role)[0]

    def click(self, name: str, role: str = "", window: str = "", button: str = "left") -> None:
        """Click on what `find` finds."""
        self.screen.click(self.find(name, role, window).area.middle, button)

    def open_terminal(self) -> Terminal:
        """Open a terminal window by its keys, and wait for the shell in it. It is the machine's terminal from then on.

        What is typed there comes from the keyboard. Only the first one that is open is seen.
        """
        self._machine.sit(self._layout)
        self.keyboard.press(_OPEN_TERMINAL)
        self._machine.terminal.wait_for_shell(self._limit)
        self.to_terminal()
        return self._machine.terminal

    def to_terminal(self) -> None:
        """Wait until keys go to the terminal's window."""
        self._wait(
            "the terminal in front", lambda: any(_TERMINAL in w.title and w.active for w in self._eyes.windows())
        )

    def quit(self, title: str) -> None:
        """Quit the program in front by its keys, and wait until its window, whose title matches `title`, is gone."""
        self.keyboard.press(_QUIT)
        self.wait_until_closed(title)

    def _wait_for_session(self) -> None:
        missing = ""

        def complete() -> bool:
            nonlocal missing
            answer = self._machine.as_reader(_MISSING)
            missing = answer.output.strip()
            return answer.status == 0

        try:
            self._wait("the session", complete)
        except Broken as late:
            raise Broken(f"{late} Missing: {missing}") from None

    def _titled(self, title: str) -> bool:
        return any(re.search(title, one.title) for one in self._eyes.windows())

    def _wait(self, what: str, holds: Callable[[], bool], limit: float | None = None) -> None:
        limit = limit or self._limit
        until = time.monotonic() + limit
        while not holds():
            if time.monotonic() > until:
                raise Broken(f"The lab waited {limit:.0f} s for {what} on the desktop, and it did not come.")
            time.sleep(_EVERY)


def _called(seen: list[Thing], name: str, role: str) -> list[Thing]:
    return [
        thing
        for thing in seen
        if re.fullmatch(name, thing.name) and role in ("", thing.role) and thing.area.width > 0 < thing.area.height
    ]
