"""A run: every step of the guide, in its order, in one language, on a machine that starts as new.

What led to a state decides its key, so a run goes on from the last state that was kept of exactly what it would do.
"""

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Final, cast

from kvm_guide.console import say, working
from kvm_guide.lab import cast as playback
from kvm_guide.lab import mirror, recipe, told
from kvm_guide.lab.accelerator import qemu_version
from kvm_guide.lab.behind import Behind
from kvm_guide.lab.clock import Spent, now
from kvm_guide.lab.machine import Machine
from kvm_guide.lab.state import State, changes
from kvm_guide.lab.states import Kept
from kvm_guide.lab.terminal import Typed
from kvm_guide.lab.told import Seen
from kvm_guide.lab.trail import BOOTED, LOGGED_IN, Lab, Spot, trail
from kvm_guide.lab.trial import SCREEN, StepFailed, Trial
from kvm_guide.record import Changes, Entry, Outcome, Picture, Repeat, System
from kvm_guide.step import LOCALES, Guide, Language, Step, sha256_of

_LANGUAGE_SETTING: Final = "printf 'LANG={locale}\\n' > /etc/default/locale"
FIRST_LOGIN: Final = "logging in at first"
REPEATING: Final = "repeating, beside the rest"
WAITING: Final = "waiting for the repeating"


@dataclass
class Story:
    """A run so far. here: what is known of its machine, kept already or not; typed: the steps typed now, the others
    were kept; spent: where the time went.
    """

    begun: Kept
    behind: Behind
    here: Seen
    prompt: str
    typed: list[str] = field(default_factory=list)
    spent: Spent = field(default_factory=Spent)
    snapshots: dict[str, State] = field(default_factory=dict)

    def kept(self) -> Kept:
        """The last state of it that is kept, once all are that are to be. Raises what repeating or keeping one did."""
        return self.behind.wait()

    def snapshot_after(self, name: str | None) -> State:
        """What the machine was like after the step `name`; None: after logging in."""
        found = self.snapshots.get(name or LOGGED_IN)
        return found if found is not None else told.snapshot_after(self.begun, name)


@dataclass(frozen=True)
class _Going:
    """What a run is under way with."""

    machine: Machine
    story: Story


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
        return lab.states.keep(work, key, BOOTED, None, indexes, {}, time.monotonic() - started)


class Run:
    """One run of `guide` in `language`; until: only up to this step.

    `known` is what is kept of it, `go` makes the rest.
    """

    def __init__(self, guide: Guide, language: Language, lab: Lab, until: str | None = None) -> None:
        self._lab = lab
        self._language: Language = language
        self._chains = guide.chains()
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
        at, kept = self._furthest()
        started = time.monotonic()
        with (
            Machine(self._lab.image, self._lab.accelerator, self._lab.states.folder, kept.saved) as machine,
            Behind(kept) as behind,
        ):
            story = Story(kept, behind, told.seen(kept), told.prompt(kept))
            story.spent.add("starting", time.monotonic() - started)
            machine.terminal.recorder.prompt = story.prompt
            going = _Going(machine, story)
            try:
                for number, spot in enumerate(self.spots[at + 1 :], at + 1):
                    self._take(spot, going, f"{number - 1}/{len(self.spots) - 2}")
                yield story, machine
                with story.spent.on(WAITING):
                    story.kept()
            except StepFailed:
                if self._lab.at_failure is not None:
                    self._lab.at_failure(behind.machine or machine)
                raise

    def _furthest(self) -> tuple[int, Kept]:
        for at in range(len(self.spots) - 1, 0, -1):
            while (kept := self._lab.states.find(self.spots[at].key, self._lab.indexes)) is not None:
                if self._lab.states.usable(kept):
                    return at, kept
                if kept.folder.exists():
                    break  # it has lost its memory to another's need of room
        return 0, boot(self._lab)

    def _take(self, spot: Spot, going: _Going, place: str) -> None:
        if spot.step is None:
            self._log_in(spot, going)
            return
        with working(f"{place} {spot.name}"):
            self._step(spot, spot.step, going)
        going.story.typed.append(spot.name)

    def _log_in(self, spot: Spot, going: _Going) -> None:
        started = time.monotonic()
        machine = going.machine
        machine.sure(_LANGUAGE_SETTING.format(locale=LOCALES[self._language]))
        with working("Logging in"):
            machine.terminal.log_in()
        machine.terminal.recorder.end()
        going.story.here = replace(going.story.here, snapshot=machine.snapshot())
        going.story.spent.add(FIRST_LOGIN, time.monotonic() - started)
        with ExitStack() as making:
            work = making.enter_context(self._lab.states.making())
            self._keep(spot.name, spot.key, work, making.pop_all(), going, started)

    def _step(self, spot: Spot, step: Step, going: _Going) -> None:
        started = time.monotonic()
        machine, story, spent = going.machine, going.story, going.story.spent
        trial = Trial(machine, self._language)
        with trial.at_screen(step, spent), ExitStack() as making:
            work = making.enter_context(self._lab.states.making())
            typed, picture = self._attempt(step, trial, going)
            shown = machine.terminal.recorder.end()
            before = story.here
            with spent.on("comparing"):
                after = machine.snapshot()
            changed = changes(before.snapshot, after)
            system, indexes = before.system, before.indexes
            if system is None or changed.packages:
                system = asdict(self._describe(machine))
            if step.fetches:
                with spent.on("keeping"):
                    # Only what fetches has another index after it: asking takes a while under emulation
                    indexes = machine.indexes()
                    machine.forget_files()
            story.here = Seen(after, system, indexes)
            shown = playback.hidden(shown, mirror.hosts(self._lab.image.indexes), mirror.SHOWN)
            (work / told.CAST).write_text(json.dumps(shown))
            if picture is not None:
                (work / told.PICTURE).write_bytes(picture[1])
            entry = self._entry(step, typed, changed, picture[0] if picture else None, system)
            # Whoever goes on from a step is not at the screen any more: that is one more state, after the step's own
            key = sha256_of([spot.key, "at the screen"]) if step.at_screen else spot.key
            self._keep(spot.name, key, work, making.pop_all(), going, started, (step, entry))
        if step.at_screen:
            with ExitStack() as making:
                started = time.monotonic()
                work = making.enter_context(self._lab.states.making())
                self._keep(spot.name, spot.key, work, making.pop_all(), going, started)

    def _attempt(self, step: Step, trial: Trial, going: _Going) -> tuple[Typed, tuple[Picture, bytes] | None]:
        machine, spent = going.machine, going.story.spent
        for attempt in range(1, mirror.TRIES + 1):
            if step.new_login:
                with spent.on("logging in"):
                    machine.terminal.log_out()
                    machine.terminal.log_in()
                machine.terminal.recorder.end()
            machine.terminal.recorder.begin()
            try:
                typed = trial.type(step)
                spent.add("commands", typed.seconds)
                with spent.on(SCREEN):
                    picture = trial.picture(step)
                with spent.on("checking"):
                    trial.judge(step, typed)
            except mirror.MirrorTrouble as trouble:
                if attempt == mirror.TRIES:
                    raise
                say(f"  {trouble} (Try {attempt} of {mirror.TRIES}: the machine goes back to before {step.id}.)")
                machine.resume(going.story.kept().saved)
                machine.terminal.recorder.prompt = going.story.prompt
            else:
                return typed, picture
        raise AssertionError("the last try returns or raises")

    def _keep(
        self,
        name: str,
        key: str,
        work: Path,
        making: ExitStack,
        going: _Going,
        started: float,
        done: tuple[Step, Entry] | None = None,
    ) -> None:
        """Save the machine into `work`; have it kept, and before that the step `done` repeated on a copy of it."""
        states, story, spent = self._lab.states, going.story, going.story.spent
        with ExitStack() as ours:
            ours.push(making)
            place = states.place(key)
            with spent.on("keeping"):
                going.machine.save(work, place)
            states.pack_ahead(work)
            story.prompt = going.machine.terminal.recorder.prompt
            here = story.snapshots[name] = story.here.snapshot
            facts = {"prompt": story.prompt, "snapshot": here, "system": story.here.system, "entry": None}
            indexes, seconds = story.here.indexes, round(time.monotonic() - started, 1)

            def job(before: Kept) -> Kept:
                if done is not None:
                    step, entry = done
                    with spent.on(REPEATING):
                        saved = states.packed(work)
                        copy = Machine(self._lab.image, self._lab.accelerator, states.folder, saved, beside=True)
                        with story.behind.on(copy):
                            repeat = _repeated(step, Trial(copy, self._language), copy, here)
                    facts["entry"] = asdict(replace(entry, repeat=repeat))
                return states.keep(work, key, name, before, indexes, facts, seconds, place)

            with spent.on(WAITING):
                story.behind.do(ours.pop_all(), job)

    def _entry(self, step: Step, typed: Typed, changed: Changes, picture: Picture | None, system: object) -> Entry:
        at = now()
        return Entry(
            id=step.id,
            fingerprint=step.fingerprint(),
            chain=self._chains[step.id],
            command=step.command,
            outcome=Outcome.EXPECTED_FAILURE if step.failure_wanted else Outcome.PASSED,
            verified_at=at,
            last_passed_at=at,
            exit_status=typed.exit_status,
            seconds=typed.seconds,
            output=mirror.hidden(typed.output, self._lab.image.indexes),
            changes=changed,
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
