"""A run: every step of the guide, in its order, in one language, on a machine that starts as new.

What led to a state decides its key, so a run goes on from the last state that was kept of exactly what it would do.
"""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final, cast

from kvm_guide.console import say, working
from kvm_guide.lab import metadata, mirror
from kvm_guide.lab.inventory import State, changes
from kvm_guide.lab.judging.judge import Judge, TypeAgain
from kvm_guide.lab.keys import BOOTED, Lab, Spot, trail
from kvm_guide.lab.snapshots.store import Kept
from kvm_guide.lab.step_runner import StepFailed, Trial
from kvm_guide.lab.timing import Spent, now
from kvm_guide.model.lesson import Guide
from kvm_guide.model.step import LOCALES, Language, Step, sha256_of
from kvm_guide.records.types import Changes, Entry, Outcome, Picture, Repeat, System
from kvm_guide.vm import recipe
from kvm_guide.vm.accelerator import qemu_version
from kvm_guide.vm.console import asciicast as playback
from kvm_guide.vm.console.terminal import Typed
from kvm_guide.vm.machine import Machine

_LANGUAGE_SETTING: Final = "printf 'LANG={locale}\\n' > /etc/default/locale"
FIRST_LOGIN: Final = "logging in at first"


@dataclass
class Story:
    """A run so far. last: its state; typed: the steps typed now, the others were kept; spent: where the time went."""

    last: Kept
    typed: list[str] = field(default_factory=list)
    spent: Spent = field(default_factory=Spent)


def boot(lab: Lab) -> Kept:
    """The state of the machine that has booted, where nobody is logged in; booted where it is not kept."""
    key = trail(Guide(()), "en", lab)[0].key
    kept = lab.states.find(key, lab.indexes)
    if kept is not None and lab.states.usable(kept):
        return kept
    started = time.monotonic()
    with Machine(lab.image, lab.accelerator, lab.states.folder) as machine, lab.states.making() as work:
        indexes = machine.indexes()
        machine.save(work)
        kept = lab.states.keep(work, key, BOOTED, None, indexes, {}, time.monotonic() - started)
    lab.states.settle()
    return kept


class Run:
    """One run of `guide` in `language`; until: only up to this step.

    `known` is what is kept of it, `go` makes the rest, `seen` tells it.
    """

    def __init__(self, guide: Guide, language: Language, lab: Lab, until: str | None = None) -> None:
        self._lab = lab
        self._language: Language = language
        self._chains = guide.chains()
        self._judge = Judge(guide, language, lab)
        self.spots = trail(guide, language, lab)
        if until is not None:
            last = next(number for number, spot in enumerate(self.spots) if spot.name == until)
            self.spots = self.spots[: last + 1]
        self._began = now()

    def known(self) -> Kept | None:
        """The last state of the run, where nothing has to be run; else None."""
        return self._lab.states.find(self.spots[-1].key, self._lab.indexes)

    @contextmanager
    def go(self) -> Iterator[tuple[Story, Machine]]:
        """Run what is not kept; inside, the machine is as the last step left it. Raises StepFailed, or Broken."""
        at, kept = self._judged()
        story = Story(kept)
        started = time.monotonic()
        with Machine(self._lab.image, self._lab.accelerator, self._lab.states.folder, kept.saved) as machine:
            story.spent.add("starting", time.monotonic() - started)
            for number, spot in enumerate(self.spots[at + 1 :], at + 1):
                self._take(spot, machine, story, f"{number - 1}/{len(self.spots) - 2}")
            with story.spent.on("keeping"):
                self._lab.states.settle()
            yield story, machine

    def seen(self, last: Kept) -> dict[str, tuple[Entry, Kept]]:
        """What the run up to `last` saw: see `Judge.entries`."""
        return self._judge.entries(last)

    def _judged(self) -> tuple[int, Kept]:
        """From where to go on, once all that is kept before it is as the guide says. Raises StepFailed, or Broken."""
        while True:
            at, kept = self._furthest()
            try:
                self.seen(kept)
            except TypeAgain as again:
                self._lab.states.drop(again.kept)
            else:
                return at, kept

    def _furthest(self) -> tuple[int, Kept]:
        for at in range(len(self.spots) - 1, 0, -1):
            while (kept := self._lab.states.find(self.spots[at].key, self._lab.indexes)) is not None:
                if self._lab.states.usable(kept):
                    return at, kept
                if kept.folder.exists():
                    break  # it has lost its memory to another's need of room
        return 0, boot(self._lab)

    def _take(self, spot: Spot, machine: Machine, story: Story, place: str) -> None:
        machine.terminal.recorder.prompt = metadata.prompt(story.last)
        started = time.monotonic()
        if spot.step is None:
            self._log_in(spot, machine, story)
        else:
            try:
                with working(f"{place} {spot.name}"):
                    self._step(spot, spot.step, machine, story, started)
            except StepFailed:
                if self._lab.at_failure is not None:
                    self._lab.at_failure(machine)
                raise
            story.typed.append(spot.name)

    def _log_in(self, spot: Spot, machine: Machine, story: Story) -> None:
        started = time.monotonic()
        machine.sure(_LANGUAGE_SETTING.format(locale=LOCALES[self._language]))
        with working("Logging in"):
            machine.terminal.log_in()
        machine.terminal.recorder.end()
        facts: dict[str, object] = {"snapshot": machine.snapshot(), "system": None, "entry": None}
        story.spent.add(FIRST_LOGIN, time.monotonic() - started)
        with self._lab.states.making() as work:
            with story.spent.on("keeping"):
                machine.prepare(machine.save(work))
            self._keep(spot, spot.key, work, machine, story, facts, started)

    def _step(self, spot: Spot, step: Step, machine: Machine, story: Story, started: float) -> None:
        spent = story.spent
        trial = Trial(machine, self._language)
        with trial.at_screen(step, spent), self._lab.states.making() as work:
            if step.aside:
                # What is kept, and gone on from, is the machine before it
                with spent.on("keeping"):
                    machine.prepare(machine.save(work))
            typed, picture, problems = self._attempt(step, trial, machine, story)
            shown = machine.terminal.recorder.end()
            facts: dict[str, object] = {"prompt": machine.terminal.recorder.prompt}
            with spent.on("comparing"):
                before, after = metadata.snapshot(story.last), machine.snapshot()
            changed = changes(before, after)
            system = story.last.told["system"]
            if system is None or changed.packages:
                system = asdict(self._describe(machine))
            if not step.aside:
                with spent.on("keeping"):
                    if step.fetches:
                        machine.forget_files()
                    machine.prepare(machine.save(work))
            shown = playback.hidden(shown, mirror.hosts(self._lab.image.indexes), mirror.SHOWN)
            (work / metadata.CAST).write_text(json.dumps(shown))
            if picture is not None:
                (work / metadata.PICTURE).write_bytes(picture[1])
            with spent.on("repeating"):
                repeat = _repeated(step, trial, machine, after)
            entry = self._entry(step, typed, changed, repeat, picture[0] if picture else None, system)
            facts |= {
                "snapshot": before if step.aside else after,
                "system": system,
                "entry": asdict(entry),
                "check": step.check,
            }
            # Whoever goes on from a step is not at the screen any more: that is one more state, after the step's own
            key = sha256_of([spot.key, "at the screen"]) if step.at_screen else spot.key
            self._keep(spot, key, work, machine, story, facts, started)
        if step.at_screen:
            with self._lab.states.making() as work:
                with spent.on("keeping"):
                    machine.prepare(machine.save(work))
                left = {**facts, "entry": None}
                self._keep(spot, spot.key, work, machine, story, left, time.monotonic())
        if problems:
            # What it did is kept all the same: another claim of it is judged by that
            raise trial.failed(step, problems, typed.output, typed)

    def _attempt(
        self, step: Step, trial: Trial, machine: Machine, story: Story
    ) -> tuple[Typed, tuple[Picture, bytes] | None, list[str]]:
        for attempt in range(1, mirror.TRIES + 1):
            if step.new_login:
                with story.spent.on("logging in"):
                    machine.terminal.log_out()
                    machine.terminal.log_in()
                machine.terminal.recorder.end()
            machine.terminal.recorder.begin()
            try:
                typed = trial.type(step)
                story.spent.add("commands", typed.seconds)
                picture = trial.picture(step, story.spent)
                with story.spent.on("checking"):
                    problems = trial.problems(step, typed)
            except mirror.MirrorTrouble as trouble:
                if attempt == mirror.TRIES:
                    raise
                say(f"  {trouble} (Try {attempt} of {mirror.TRIES}: the machine goes back to before {step.id}.)")
                self._lab.states.settle()
                machine.resume(story.last.saved)
                machine.terminal.recorder.prompt = metadata.prompt(story.last)
            else:
                return typed, picture, problems
        raise AssertionError("the last try returns or raises")

    def _keep(
        self, spot: Spot, key: str, work: Path, machine: Machine, story: Story, facts: dict[str, object], started: float
    ) -> None:
        facts = {"prompt": machine.terminal.recorder.prompt, **facts}
        # Only what fetches has another index after it: asking takes a while under emulation
        indexes = machine.indexes() if spot.step and spot.step.fetches else story.last.indexes
        seconds = round(time.monotonic() - started, 1)
        # What the machine did since it was saved, a second time, did not happen
        with story.spent.on("repeating"):
            machine.wait_for_prepared()
        with story.spent.on("keeping"):
            story.last = self._lab.states.keep(work, key, spot.name, story.last, indexes, facts, seconds)
        with story.spent.on("repeating"):
            machine.become_prepared(story.last.saved)

    def _entry(
        self, step: Step, typed: Typed, changed: Changes, repeat: Repeat, picture: Picture | None, system: object
    ) -> Entry:
        at = now()
        return Entry(
            id=step.id,
            action=step.action(),
            claim=step.claim(),
            chain=self._chains[step.id],
            command=step.command,
            outcome=Outcome.EXPECTED_FAILURE if step.failure_wanted else Outcome.PASSED,
            verified_at=at,
            last_passed_at=at,
            exit_status=typed.exit_status,
            seconds=typed.seconds,
            output=mirror.hidden(typed.output, self._lab.image.indexes),
            changes=changed,
            repeat=repeat,
            picture=picture,
            system=System(**cast(dict[str, str], system)),  # type: ignore[arg-type]
            run=self._began,
        )

    def _describe(self, machine: Machine) -> System:
        wanted = " ".join(recipe.GUIDE_PACKAGES)
        printed = machine.control(f"dpkg-query -W -f='${{Package}} ${{Version}}\\n' {wanted} 2>/dev/null").output
        versions = dict(
            line.split(" ", 1) for line in printed.splitlines() if len(line.split(" ")) == 2 and line.split()[1]
        )
        return System(
            debian=machine.sure("cat /etc/debian_version").strip(),
            kernel=machine.sure("uname -r").strip(),
            accelerator=machine.accelerator.name,
            locale=LOCALES[self._language],
            qemu=qemu_version(),
            image=self._lab.image.fingerprint,
            versions=versions,
        )


def _repeated(step: Step, trial: Trial, machine: Machine, after: State) -> Repeat:
    typed = trial.type(step)
    held, _ = trial.holds(step)
    changed = changes(after, machine.snapshot())
    return Repeat(safe=held and not changed, exit_status=typed.exit_status, changes=changed)
