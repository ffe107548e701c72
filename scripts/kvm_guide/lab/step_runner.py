"""One step in one machine: typed, judged, and held against what the page promises."""

import hashlib
import re
import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from kvm_guide.console import quoted
from kvm_guide.errors import Broken, NotSo
from kvm_guide.lab import mirror
from kvm_guide.lab.judging import claims
from kvm_guide.lab.seat import Seat
from kvm_guide.lab.timing import Spent, now
from kvm_guide.model.step import Console, Language, Step
from kvm_guide.records.types import Picture
from kvm_guide.vm import recipe, window
from kvm_guide.vm.console.terminal import Typed, TypingLate
from kvm_guide.vm.machine import Machine
from kvm_guide.vm.qemu import MachineLost

SCREEN: Final = "the screen"
WINDOW: Final = "the window that a command opens"
_FULL: Final = re.compile(r"No space left on device|No queda espacio en el dispositivo")


class StepFailed(NotSo):
    """A step did not do what the guide says. typed: what came of it, where it ended; `screen`: what was shown."""

    def __init__(self, step: Step, problems: list[str], screen: str, typed: Typed | None, journal: str = "") -> None:
        self.step_id = step.id
        self.step = step
        self.screen = screen
        self.typed = typed
        self.journal = journal
        self.at = now()
        tail = quoted(screen)
        message = (
            f"Step {step.id} failed: {'; '.join(problems)}. It was typed as:\n  $ {step.command}\n"
            f"The terminal ended with:\n{tail}\n"
        )
        if journal:
            message += f"The machine's journal ended with:\n{quoted(journal, 25)}\n"
        super().__init__(message + "Correct the step in scripts/kvm_guide/lessons, then run scripts/verify again.")


class StepRunner:
    """Types steps into `machine` for a reader of `language`. All methods raise StepFailed, or Broken for the lab."""

    def __init__(self, machine: Machine, language: Language) -> None:
        self._machine = machine
        self._language: Language = language
        self._seat = Seat(machine, language)
        self._asked: bytes | None = None

    def type(self, step: Step) -> Typed:
        """Type the step's command and wait for its end; where it reboots, until somebody is logged in again."""
        if step.reboots:
            return self._reboot(step)
        if step.seat:
            return self._at_seat(step)
        return self._type(step, step.command, step.answers, step.console)

    def undo(self, step: Step) -> Typed:
        """Type the command that takes the step back and wait for its end."""
        assert step.undo is not None
        return self._type(step, step.undo, step.undo_answers)

    def _type(
        self, step: Step, command: str, answers: Sequence[tuple[str, str]], console: Console | None = None
    ) -> Typed:
        limit = self._machine.limits.work(step.work)
        with self._late_told(step, limit):
            return self._machine.terminal.type(command, limit, answers, console)

    def _at_seat(self, step: Step) -> Typed:
        limit = self._machine.limits.work(step.work)
        with self._late_told(step, limit):
            typed, self._asked = self._seat.type(step, limit)
        return typed

    @contextmanager
    def _late_told(self, step: Step, limit: float) -> Iterator[None]:
        try:
            yield
        except window.NoWindow as missing:
            raise self.failed(step, [str(missing)], missing.seen) from None
        except TypingLate as late:
            if not self._machine.answers():
                raise MachineLost(
                    f"The lab's machine hangs: {step.id} was typed, and the guest does not answer. Try again."
                ) from None
            raise self.failed(step, [f"it did not end within {limit:.0f} s"], late.screen) from None

    def _reboot(self, step: Step) -> Typed:
        machine = self._machine
        before = machine.expect_reboot()
        typed = machine.terminal.leave(step.command, machine.limits.work(step.work))
        if typed.exit_status != 0:
            machine.terminal.wait_for_shell(machine.limits.control)
            return typed
        try:
            machine.wait_for_reboot(before)
        except MachineLost:
            if not machine.answers():
                raise
            raise self.failed(step, ["the machine did not reboot"], typed.output, typed) from None
        machine.terminal.log_in()
        return typed

    def problems(self, step: Step, typed: Typed) -> list[str]:
        """What came of `step` that is not as the guide says, a clause each.

        Raises MirrorTrouble or Broken where that says nothing of the guide.
        """
        if step.fetches:
            mirror.heed(typed, self._machine.image.indexes)
        found = claims.problems(step, self._language, typed.exit_status, typed.output)
        if not found:
            held, said = self.holds(step)
            found = [] if held else [claims.not_held(step, said)]
        if found:
            if _FULL.search(typed.output):
                raise Broken(f"The disk of the lab's machine is full (at {step.id}): give it more in vm/recipe.py.")
            if step.fetches:
                mirror.probe(self._machine)
        return found

    def failed(self, step: Step, problems: list[str], screen: str, typed: Typed | None = None) -> StepFailed:
        """That `step` failed, and why, with the machine's journal."""
        return StepFailed(step, problems, screen, typed, self._machine.journal())

    def holds(self, step: Step) -> tuple[bool, str]:
        """Whether the step's check holds, and what it said."""
        assert step.check is not None
        answer = self._machine.as_reader(step.check)
        return answer.status == 0, answer.output.strip()

    def picture(self, step: Step, spent: Spent) -> tuple[Picture, bytes] | None:
        """The picture of the window that the step opens, or that asks; None without. spent: where waiting counts."""
        limit = self._machine.limits.work(step.work)
        if step.dialog is not None:
            data = self._asked
        elif step.window is None:
            return None
        else:
            title = step.window if isinstance(step.window, str) else step.window.in_(self._language)
            with self._late_told(step, limit):
                data = self._picture(title, step, limit, spent)
        assert data is not None
        width, height = struct.unpack(">II", data[16:24])
        return Picture(f"{step.id}.{self._language}.png", hashlib.sha256(data).hexdigest(), width, height), data

    def _picture(self, title: str, step: Step, limit: float, spent: Spent) -> bytes:
        if step.seat:
            with spent.on(WINDOW):
                return self._seat.window(title, step.ready, limit)
        with spent.on(WINDOW):
            window.wait_for(self._machine, title, step.ready, limit)
        with spent.on(SCREEN):
            return window.picture(self._machine)

    @contextmanager
    def at_screen(self, step: Step, spent: Spent) -> Iterator[None]:
        """While inside, the reader has a session at the machine's own screen too, if the step wants it.

        spent: where coming and going is counted.
        """
        if step.at_screen:
            # A real login on tty1, which is on the seat: systemd lends its user the devices of the seat
            seated = f"loginctl list-sessions --no-legend | grep -q '{recipe.USER}.*seat0'"
            wait = f"for i in $(seq 100); do {seated} && exit 0; sleep 0.3; done; exit 1"
            with spent.on(SCREEN):
                self._machine.sure(f"systemctl start getty@tty1.service; {wait}", limit=self._machine.limits.boot)
                self._machine.sure("udevadm settle")
        yield
        if step.at_screen:
            with spent.on(SCREEN):
                self._machine.sure("systemctl stop getty@tty1.service", limit=self._machine.limits.boot)
