"""A run: every step of the guide, in its order, in one language, typed into a machine that starts as new."""

import hashlib
import re
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from kvm_guide.console import working
from kvm_guide.errors import NotSo
from kvm_guide.lab import mirror, recipe, window
from kvm_guide.lab.accelerator import Accelerator, qemu_version
from kvm_guide.lab.finale import start_a_guest
from kvm_guide.lab.image import Image
from kvm_guide.lab.machine import Machine
from kvm_guide.lab.state import State, changes
from kvm_guide.lab.terminal import Typed, TypingLate
from kvm_guide.record import Entry, Finale, Outcome, Picture, Record, Repeat, System
from kvm_guide.step import LOCALES, Guide, Language, Step, Work

_BEFORE_REPEAT: Final = "before-repeat"
_LANGUAGE_SETTING: Final = "printf 'LANG={locale}\\n' > /etc/default/locale"


class StepFailed(NotSo):
    """A step did not do what the guide says. `step_id`: which; `screen`: what the terminal showed."""

    def __init__(self, step: Step, problems: list[str], screen: str) -> None:
        self.step_id = step.id
        self.screen = screen
        tail = "\n".join(f"  | {line}" for line in screen.splitlines()[-15:])
        super().__init__(
            f"Step {step.id} failed: {'; '.join(problems)}. It was typed as:\n  $ {step.command}\n"
            "The terminal ended with:\n"
            f"{tail}\nCorrect the step in scripts/kvm_guide/chapters, then run scripts/verify again."
        )


@dataclass
class Result:
    """A finished run: its record, and the pictures it took, by file name."""

    record: Record
    pictures: dict[str, bytes] = field(default_factory=dict)


def run(guide: Guide, language: Language, image: Image, accelerator: Accelerator, *, finale: bool = True) -> Result:
    """Type all of `guide` in `language` on a new machine, and prove at the end that the install is good.

    Raises StepFailed at the first step that is not as the guide says, and Broken where the lab itself fails.
    """
    with Machine(image, accelerator) as machine:
        return run_on(machine, guide, language, image, finale=finale)


def run_on(machine: Machine, guide: Guide, language: Language, image: Image, *, finale: bool) -> Result:
    """Like `run`, on a machine of `image` that is booted already and where nobody is logged in."""
    return _Run(guide, language, image, machine).whole(with_finale=finale)


class _Run:
    def __init__(self, guide: Guide, language: Language, image: Image, machine: Machine) -> None:
        self._guide = guide
        self._language: Language = language
        self._image = image
        self._machine = machine
        self._pictures: dict[str, bytes] = {}
        self._state: State = {}
        self._system: System | None = None

    def whole(self, *, with_finale: bool) -> Result:
        machine = self._machine
        machine.sure(_LANGUAGE_SETTING.format(locale=LOCALES[self._language]))
        with working("Logging in"):
            machine.terminal.log_in()
        self._state = machine.snapshot()
        chains = self._guide.chains()
        steps = list(self._guide.steps())
        entries = [self._entry(step, chains[step.id], f"{i}/{len(steps)}") for i, step in enumerate(steps, 1)]
        finale: Finale | None = None
        if with_finale:
            with working("Starting a guest on the finished install"):
                finale = start_a_guest(machine)
        return Result(Record(self._language, tuple(entries), finale), self._pictures)

    def _entry(self, step: Step, chain: str, place: str) -> Entry:
        if step.not_run is not None:
            return Entry(
                step.id, step.fingerprint(), chain, step.command, Outcome.NOT_RUN, step.not_run.in_(self._language)
            )
        if step.new_login:
            with working("Logging out and in again"):
                self._machine.terminal.log_out()
                self._machine.terminal.log_in()
        with working(f"{place} {step.id}"), self._at_screen(step):
            if step.window is not None:
                window.open_display(self._machine)
            typed = self._type(step)
            picture = self._picture(step)
            self._judge(step, typed)
            before, self._state = self._state, self._machine.snapshot()
            repeat = self._repeat(step)
        changed = changes(before, self._state)
        if self._system is None or changed.packages:
            self._system = self._describe()
        now = _now()
        return Entry(
            id=step.id,
            fingerprint=step.fingerprint(),
            chain=chain,
            command=step.command,
            outcome=Outcome.EXPECTED_FAILURE if step.failure_wanted else Outcome.PASSED,
            verified_at=now,
            last_passed_at=now,
            exit_status=typed.exit_status,
            seconds=typed.seconds,
            output=mirror.hidden(typed.output, self._image.indexes),
            changes=changed,
            repeat=repeat,
            picture=picture,
            system=self._system,
        )

    @contextmanager
    def _at_screen(self, step: Step) -> Iterator[None]:
        if not step.at_screen:
            yield
            return
        # A real login on tty1, which is on the seat: systemd lends its user the devices of the seat
        seated = f"loginctl list-sessions --no-legend | grep -q '{recipe.USER}.*seat0'"
        wait = f"for i in $(seq 100); do {seated} && exit 0; sleep 0.3; done; exit 1"
        self._machine.sure(f"systemctl start getty@tty1.service; {wait}", limit=self._machine.limits.boot)
        self._machine.sure("udevadm settle")
        yield
        self._machine.sure("systemctl stop getty@tty1.service", limit=self._machine.limits.boot)

    def _type(self, step: Step) -> Typed:
        limit = self._machine.limits.work(step.work)
        try:
            return self._machine.terminal.type(step.command, limit, step.answers)
        except TypingLate as late:
            raise StepFailed(step, [f"it did not end within {limit:.0f} s"], late.screen) from None

    def _judge(self, step: Step, typed: Typed) -> None:
        problems = []
        if typed.exit_status != step.exit_status:
            problems.append(f"it ended with {typed.exit_status}, not {step.exit_status}")
        lines = typed.output.splitlines()
        for pattern in step.patterns(self._language):
            if not any(re.search(pattern, line) for line in lines):
                problems.append(f"no line of its output matches {pattern!r}")
        if not problems:
            held, said = self._holds(step)
            if not held:
                problems.append(f"its check does not hold: {step.check} ({said})")
        if problems:
            if step.work in (Work.DOWNLOAD, Work.INSTALL):
                mirror.blame(self._machine, typed, self._image.indexes)
            raise StepFailed(step, problems, typed.output)

    def _holds(self, step: Step) -> tuple[bool, str]:
        assert step.check is not None
        answer = self._machine.as_reader(step.check)
        return answer.status == 0, answer.output.strip()

    def _repeat(self, step: Step) -> Repeat:
        machine = self._machine
        machine.save(_BEFORE_REPEAT)
        try:
            typed = self._type(step)
            held, _ = self._holds(step)
            changed = changes(self._state, machine.snapshot())
        finally:
            machine.restore(_BEFORE_REPEAT)
        machine.terminal.forget()
        return Repeat(safe=held and not changed, exit_status=typed.exit_status, changes=changed)

    def _picture(self, step: Step) -> Picture | None:
        if step.window is None:
            return None
        title = step.window if isinstance(step.window, str) else step.window.in_(self._language)
        try:
            data = window.picture(self._machine, title, self._machine.limits.work(step.work))
        except window.NoWindow as missing:
            raise StepFailed(step, [str(missing)], missing.seen) from None
        name = f"{step.id}.{self._language}.png"
        self._pictures[name] = data
        width, height = struct.unpack(">II", data[16:24])
        return Picture(name, hashlib.sha256(data).hexdigest(), width, height)

    def _describe(self) -> System:
        machine = self._machine
        wanted = " ".join(recipe.GUIDE_PACKAGES)
        told = machine.control(f"dpkg-query -W -f='${{Package}} ${{Version}}\\n' {wanted} 2>/dev/null").output
        versions = dict(
            line.split(" ", 1) for line in told.splitlines() if len(line.split(" ")) == 2 and line.split()[1]
        )
        return System(
            debian=machine.sure("cat /etc/debian_version").strip(),
            kernel=machine.sure("uname -r").strip(),
            accelerator=machine.accelerator.name,
            locale=LOCALES[self._language],
            qemu=qemu_version(),
            image=self._image.fingerprint,
            versions=versions,
        )


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
