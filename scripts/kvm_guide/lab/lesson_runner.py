"""A run of a lesson in one language: every step of its branch, in order, on a machine that starts as new.

What led to a state decides its key, so a run goes on from the last state that was kept of exactly what it would do:
most often the end of the lesson it starts from.
"""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from kvm_guide.console import say, working
from kvm_guide.lab import keys, metadata, mirror
from kvm_guide.lab.copies.facts import FactRunner
from kvm_guide.lab.copies.troubles import Troubles
from kvm_guide.lab.inventory import Inventory, changes, described
from kvm_guide.lab.judging.judge import Judge, Judged, TypeAgain
from kvm_guide.lab.keys import SEATED, Lab, Spot
from kvm_guide.lab.metadata import Metadata, Seen, Side
from kvm_guide.lab.seat import Seat
from kvm_guide.lab.snapshots.snapshot import Snapshot
from kvm_guide.lab.step_runner import StepFailed, StepRunner
from kvm_guide.lab.timing import Spent, now
from kvm_guide.model.lesson import Guide, Lesson
from kvm_guide.model.step import LOCALES, Language, Step, sha256_of
from kvm_guide.records.types import Picture, Repeat
from kvm_guide.vm.console import asciicast as playback
from kvm_guide.vm.console.terminal import Typed
from kvm_guide.vm.desktop.keyboard import LAYOUTS
from kvm_guide.vm.group import Group
from kvm_guide.vm.machine import Machine
from kvm_guide.vm.qemu import Saved

DESKTOP: Final = "sitting down at the desktop"
FIRST_LOGIN: Final = "logging in at first"


@dataclass
class Progress:
    """A run so far. last: its state; typed: the steps typed now, the others were kept; spent: where the time went."""

    last: Snapshot
    typed: list[str] = field(default_factory=list)
    spent: Spent = field(default_factory=Spent)


def boot(lab: Lab) -> Snapshot:
    """The state of the machine that has booted, where nobody is logged in; booted where it is not kept."""
    spot = keys.booted(lab)
    kept = lab.states.find(spot.key, lab.indexes)
    if kept is not None and lab.states.usable(kept):
        return kept
    started = time.monotonic()
    with lab.machines() as machines, lab.states.making() as work:
        indexes = machines.first.indexes()
        machines.save(work)
        kept = lab.states.keep(work, spot.key, spot.name, None, indexes, {}, time.monotonic() - started)
    lab.states.settle()
    return kept


class LessonRun:
    """One run of `lesson` in `language`; until: only up to this step.

    `known` is what is kept of it, `go` makes the rest, `seen` tells it.
    """

    def __init__(self, guide: Guide, lesson: Lesson, language: Language, lab: Lab, until: str | None = None) -> None:
        lab = lab.on(lesson.machines)
        self._lab = lab
        self._language: Language = language
        self._layout = LAYOUTS[language]
        self._lesson = lesson
        self._branch = [step for one in guide.branch(lesson) for step in one.run()]
        self._judge = Judge(guide, language, lab)
        self.facts = FactRunner(guide, lesson, language, lab)
        self.troubles = Troubles(guide, lesson, language, lab)
        self.spots = keys.spots(guide, lesson, language, lab)
        if until is not None:
            last = next(number for number, spot in enumerate(self.spots) if spot.name == until)
            self.spots = self.spots[: last + 1]
        self._began = now()

    @property
    def lab(self) -> Lab:
        """What it is made with: the lab of its own machine."""
        return self._lab

    def known(self) -> Snapshot | None:
        """The last state of the run, where nothing has to be run; else None."""
        return self._lab.states.find(self.spots[-1].key, self._lab.indexes)

    @contextmanager
    def go(self) -> Iterator[tuple[Progress, Group]]:
        """Run what is not kept; inside, the machines are as the last step left them. Raises StepFailed, or Broken."""
        at, kept = self._judged()
        story = Progress(kept)
        started = time.monotonic()
        seated = any(spot.name == SEATED for spot in self.spots[: at + 1])
        with self._lab.machines(kept, self._layout if seated else None) as machines:
            story.spent.add("starting", time.monotonic() - started)
            for number, spot in enumerate(self.spots[at + 1 :], at + 1):
                self._take(spot, machines, story, f"{number - 1}/{len(self.spots) - 2}")
            with story.spent.on("keeping"):
                self._lab.states.settle()
            yield story, machines

    def seen(self, last: Snapshot) -> dict[str, Judged]:
        """What the run up to `last` saw of the lesson's own steps: see `Judge.judged`."""
        return self._judge.judged(self._lesson.run(), last)

    def seen_before(self, step_id: str) -> tuple[dict[str, Judged], Snapshot | None]:
        """What is kept of the lesson's own steps before `step_id`, and the state before it. Raises like `Judge`."""
        at = next(number for number, spot in enumerate(self.spots) if spot.name == step_id)
        last = self._lab.states.find(self.spots[at - 1].key, self._lab.indexes)
        own = self._lesson.run()
        before = own[: next(number for number, step in enumerate(own) if step.id == step_id)]
        return (self._judge.judged(before, last) if last is not None else {}), last

    def _judged(self) -> tuple[int, Snapshot]:
        """From where to go on, once all that is kept before it is as the guide says. Raises StepFailed, or Broken."""
        while True:
            at, kept = self._furthest()
            try:
                self._judge.judged(self._branch, kept)
            except TypeAgain as again:
                self._lab.states.drop(again.kept)
            else:
                return at, kept

    def _furthest(self) -> tuple[int, Snapshot]:
        for at in range(len(self.spots) - 1, 0, -1):
            while (kept := self._lab.states.find(self.spots[at].key, self._lab.indexes)) is not None:
                if self._lab.states.usable(kept):
                    return at, kept
                if kept.folder.exists():
                    break  # it has lost its memory to another's need of room
        return 0, boot(self._lab)

    def _take(self, spot: Spot, machines: Group, story: Progress, place: str) -> None:
        for machine in machines:
            machine.terminal.recorder.prompt = metadata.prompt(story.last, machine.spec.name)
        started = time.monotonic()
        if spot.name == SEATED:
            self._sit_down(spot, machines, story)
        elif spot.step is None:
            self._log_in(spot, machines, story)
        else:
            try:
                with working(f"{place} {spot.name}"):
                    self._step(spot, spot.step, machines, story, started)
            except StepFailed:
                if self._lab.at_failure is not None:
                    self._lab.at_failure(machines[spot.step.machine])
                raise
            story.typed.append(spot.name)

    def _log_in(self, spot: Spot, machines: Group, story: Progress) -> None:
        started = time.monotonic()
        with working("Logging in"):
            for machine in machines:
                machine.speak(LOCALES[self._language])
                machine.terminal.log_in()
                machine.terminal.recorder.end()
        seen = {machine.spec.name: Side(inventory=machine.snapshot()) for machine in machines}
        story.spent.add(FIRST_LOGIN, time.monotonic() - started)
        whole = Metadata(inventory=seen.pop(machines.first.spec.name).inventory, beside=seen)
        self._save(spot, machines, story, whole, started)

    def _sit_down(self, spot: Spot, machines: Group, story: Progress) -> None:
        started = time.monotonic()
        machine = machines.first
        with story.spent.on(DESKTOP):
            Seat(machine, self._language).take()
        machine.terminal.recorder.end()
        seen = Side(machine.terminal.recorder.prompt, machine.snapshot())
        whole = metadata.after(story.last, machine.spec.name, seen, metadata.system(story.last))
        self._save(spot, machines, story, whole, started)

    def _save(self, spot: Spot, machines: Group, story: Progress, whole: Metadata, started: float) -> None:
        with self._lab.states.making() as work:
            with story.spent.on("keeping"):
                machines.prepare(machines.save(work))
            self._keep(spot, spot.key, work, machines, story, whole, started)

    def _seated(self, machines: Group, story: Progress) -> Snapshot:
        """Let the reader sit down at the desktop, aside from the last state; where that is kept, from there."""
        # A step aside has left nothing: steps aside that follow each other begin at one seat
        asides = {step.id for step in self._branch if step.aside}
        spot = keys.sitting_down(next(kept for kept in story.last.chain() if kept.name not in asides).key)
        kept = self._lab.states.find(spot.key, self._lab.indexes)
        self._lab.states.settle()
        if kept is not None and self._lab.states.usable(kept):
            machines.sit(self._layout)
            machines.resume(kept.saved(self._lab.specs))
            machines.first.terminal.recorder.prompt = metadata.prompt(kept, machines.first.spec.name)
            return kept
        machines.resume(story.last.saved(self._lab.specs))
        aside = Progress(story.last, spent=story.spent)
        self._sit_down(spot, machines, aside)
        return aside.last

    def _aside(self, step: Step, before_it: Mapping[str, Saved], machines: Group, story: Progress) -> Snapshot:
        """Let the reader of `step` leave the way, which goes on from `before_it`; what the machine is like then."""
        since = self._seated(machines, story) if step.seat else story.last
        machines.prepare(before_it)
        return since

    def _step(self, spot: Spot, step: Step, machines: Group, story: Progress, started: float) -> None:
        spent = story.spent
        machine = machines[step.machine]
        since = story.last
        runner = StepRunner(machine, self._language)
        with runner.at_screen(step, spent), self._lab.states.making() as work:
            before_it = None
            if step.aside:
                # What is kept, and gone on from, is the machine before it
                with spent.on("keeping"):
                    before_it = machines.save(work)
                since = self._aside(step, before_it, machines, story)
            typed, picture, problems = self._attempt(step, runner, machines, story, before_it)
            at = now()
            shown = machine.terminal.recorder.end()
            prompt = machine.terminal.recorder.prompt
            with spent.on("comparing"):
                before, after = metadata.inventory(since, step.machine), machine.snapshot()
            changed = changes(before, after)
            system = metadata.system(story.last)
            if system is None or changed.packages:
                system = described(machine, self._lab.made_of, self._language)
            if not step.aside:
                with spent.on("keeping"):
                    if step.fetches:
                        machine.forget_files()
                    machines.prepare(machines.save(work))
            shown = playback.hidden(shown, mirror.hosts(self._lab.image.indexes), mirror.SHOWN)
            (work / metadata.CAST).write_text(json.dumps(shown))
            if picture is not None:
                (work / metadata.PICTURE).write_bytes(picture[1])
            with spent.on("asking for facts"):
                answers = {} if step.at_screen else self.facts.asked(step, machine)
            with spent.on("repeating"):
                repeat = _repeated(step, runner, machine, after if not answers else machine.snapshot())
            seen = Seen(
                step=step.id,
                run=self._began,
                at=at,
                seconds=typed.seconds,
                exit_status=typed.exit_status,
                output=mirror.hidden(typed.output, self._lab.image.indexes),
                changes=changed,
                repeat=repeat,
                picture=picture[0] if picture else None,
                check=step.check,
                failed=step.claim() if problems else None,
            )
            now_is = Side(prompt, after)
            if step.aside:
                machines.sit(None)
                now_is = Side(metadata.prompt(story.last, step.machine), metadata.inventory(story.last, step.machine))
            whole = metadata.after(story.last, step.machine, now_is, system, seen)
            # Whoever goes on from a step is not at the screen any more: that is one more state, after the step's own
            key = sha256_of([spot.key, "at the screen"]) if step.at_screen else spot.key
            self._keep(spot, key, work, machines, story, whole, started)
            self.facts.keep(story.last, answers)
        if step.at_screen:
            with self._lab.states.making() as work:
                with spent.on("keeping"):
                    machines.prepare(machines.save(work))
                left = replace(whole, prompt=machine.terminal.recorder.prompt, seen=None)
                self._keep(spot, spot.key, work, machines, story, left, time.monotonic())
        if problems:
            # What it did is kept all the same: another claim of it is judged by that
            raise runner.failed(step, problems, typed.output, typed)

    def _attempt(
        self,
        step: Step,
        runner: StepRunner,
        machines: Group,
        story: Progress,
        before_it: Mapping[str, Saved] | None,
    ) -> tuple[Typed, tuple[Picture, bytes] | None, list[str]]:
        machine = machines[step.machine]
        for attempt in range(1, mirror.TRIES + 1):
            if step.new_login:
                with story.spent.on("logging in"):
                    machine.terminal.log_out()
                    machine.terminal.log_in()
                machine.terminal.recorder.end()
            machine.terminal.recorder.begin()
            try:
                typed = runner.type(step)
                story.spent.add("commands", typed.seconds)
                picture = runner.picture(step, story.spent)
                with story.spent.on("checking"):
                    problems = runner.problems(step, typed)
            except mirror.MirrorTrouble as trouble:
                if attempt == mirror.TRIES:
                    raise
                say(f"  {trouble} (Try {attempt} of {mirror.TRIES}: the machine goes back to before {step.id}.)")
                self._lab.states.settle()
                machines.resume(story.last.saved(self._lab.specs))
                machine.terminal.recorder.prompt = metadata.prompt(story.last, step.machine)
                if before_it is not None:
                    self._aside(step, before_it, machines, story)
            else:
                return typed, picture, problems
        raise AssertionError("the last try returns or raises")

    def _keep(
        self, spot: Spot, key: str, work: Path, machines: Group, story: Progress, whole: Metadata, started: float
    ) -> None:
        # Only what fetches has another index after it: asking takes a while under emulation
        asked = spot.step is not None and spot.step.fetches and spot.step.machine == machines.first.spec.name
        indexes = machines.first.indexes() if asked else story.last.indexes
        seconds = round(time.monotonic() - started, 1)
        # What the machine did since it was saved, a second time, did not happen
        with story.spent.on("repeating"):
            machines.wait_for_prepared()
        with story.spent.on("keeping"):
            story.last = self._lab.states.keep(work, key, spot.name, story.last, indexes, whole.plain(), seconds)
        with story.spent.on("repeating"):
            machines.become_prepared(story.last.saved(self._lab.specs))


def run_until(guide: Guide, step_id: str, language: Language, lab: Lab) -> LessonRun:
    """The run of the lesson that has the step `step_id`, up to it. Raises KeyError."""
    return LessonRun(guide, guide.lesson_of(step_id), language, lab, step_id)


def _repeated(step: Step, runner: StepRunner, machine: Machine, after: Inventory) -> Repeat:
    typed = runner.type(step)
    held, _ = runner.holds(step)
    changed = changes(after, machine.snapshot())
    return Repeat(safe=held and not changed, exit_status=typed.exit_status, changes=changed)
