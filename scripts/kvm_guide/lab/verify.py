"""From the guide to its records: run what has to be run, write or compare."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from kvm_guide.console import say
from kvm_guide.errors import NotSo
from kvm_guide.lab import lesson_runner, metadata, mirror
from kvm_guide.lab.judging.judge import TypeAgain
from kvm_guide.lab.judging.post_checks import Ends
from kvm_guide.lab.keys import Lab
from kvm_guide.lab.lesson_runner import Run, Story
from kvm_guide.lab.snapshots.store import Kept, States
from kvm_guide.lab.step_runner import StepFailed
from kvm_guide.model.lesson import Guide
from kvm_guide.model.step import Language
from kvm_guide.records import store
from kvm_guide.records.store import RecordError
from kvm_guide.records.types import Entry, Outcome, Record, Session, Timing, Undo
from kvm_guide.vm import accelerator, image
from kvm_guide.vm.console import asciicast as playback
from kvm_guide.vm.machine import Machine
from kvm_guide.vm.qemu import MachineLost


@dataclass(frozen=True)
class Freshness:
    """What of the cache may be used.

    todays: only states of today's package index. images: a built Debian. since: only what was made after this time
    (seconds of time.time()).
    """

    todays: bool = False
    images: bool = True
    since: float = 0.0


@dataclass
class Result:
    """A finished run: its record, the record's files by name, the steps typed now, and seconds by what they went on."""

    record: Record
    files: dict[str, bytes]
    typed: list[str]
    spent: dict[str, float]


Visit = Callable[[Machine], None]


def lab(cache: Path, fresh: Freshness, at_failure: Visit | None = None) -> Lab:
    """What runs are made with here, the image built where it is not. Raises Broken."""
    debian = image.get(cache, anew=not fresh.images)
    chosen = accelerator.choose(debian, cache)
    indexes = mirror.todays(debian.indexes) if fresh.todays else None
    return Lab(debian, chosen, States(cache, since=fresh.since), indexes, at_failure)


def prepare(cache: Path, fresh: Freshness) -> None:
    """Have ready what several runs share: the image, the choice of accelerator, the booted machine. Raises Broken."""
    lesson_runner.boot(lab(cache, fresh))


def result_of(guide: Guide, language: Language, using: Lab) -> Result:
    """The run of `guide` in `language`: what of it is kept, and what had to be run now.

    A machine that is lost is no fault of the guide's: the run goes on from what is kept, once. Raises StepFailed,
    UndoFailed, NotSo or Broken.
    """
    try:
        return _result_now(guide, language, using)
    except MachineLost as lost:
        say(f"{lost} The lab goes on from what it has kept, this once.")
        return _result_now(guide, language, using)


def _result_now(guide: Guide, language: Language, using: Lab) -> Result:
    started = time.monotonic()
    this = Run(guide, language, using)
    ends = Ends(guide, language, using)
    with using.states.in_use():
        last = this.known()
        if last is not None and ends.is_known(last):
            with suppress(TypeAgain):
                return _result(guide, language, last, this.seen(last), ends.known(last), [], {})
        say(f"Running the guide in {language}, on {using.accelerator.name}")
        with this.go() as (story, machine):
            made = ends.make(story, machine)
        result = _result(guide, language, story.last, this.seen(story.last), made, story.typed, story.spent.seconds)
    _tell(story, time.monotonic() - started)
    return result


def visit(guide: Guide, language: Language, using: Lab, until: str, see: Visit) -> list[str]:
    """Have the machine as it is after step `until`, and call `see` with it; returns the steps that were typed now."""
    this = Run(guide, language, using, until)
    started = time.monotonic()
    with using.states.in_use(), this.go() as (story, machine):
        _tell(story, time.monotonic() - started)
        see(machine)
    return story.typed


def write(guide: Guide, language: Language, records: Path, using: Lab) -> tuple[str, Result]:
    """Run the guide and write its record and its files into `records`; returns a sentence about it, and the run.

    A record that already says the same is left as it is. Where a step fails, the record says so, with what it knew of
    that step before; then StepFailed is raised.
    """
    try:
        existing = store.read(records, language)
    except RecordError as error:
        say(str(error))
        existing = None
    try:
        result = result_of(guide, language, using)
    except StepFailed as failure:
        failing = with_failure(existing, failure, guide, language, using.image.indexes)
        if failing is not None:
            store.write(records, failing, {})
        raise
    new = with_other_times(result.record, existing)
    proven = sum(1 for entry in new.steps if entry.verified_at)
    if existing == new and not store.file_problems(records, existing):
        return f"{language}: nothing changed; {proven} steps proven {_when(new)}", result
    path = store.write(records, new, result.files)
    typed = len(result.typed)
    return f"{language}: {proven} steps proven {_when(new)}, {typed} of them typed now; wrote {path.name}", result


def compare(guide: Guide, language: Language, records: Path, using: Lab) -> tuple[str, Result]:
    """Run the guide, write nothing, and hold the committed record against what happened; returns a sentence,
    and the run.

    Raises NotSo where an outcome differs; a version, a date or a duration may.
    """
    existing = store.read(records, language)
    if existing is None:
        raise NotSo(f"There is no record for {language} in {records}. Run scripts/verify to write it.")
    result = result_of(guide, language, using)
    problems = differences(existing, result.record)
    if problems:
        raise NotSo(f"The record for {language} is not what happens: {'; '.join(problems)}. Run scripts/verify.")
    when = f"now ({len(result.typed)} steps typed)" if result.typed else "in the kept run"
    return f"{language}: the record's outcomes are what happened {when}", result


def differences(recorded: Record, seen: Record) -> list[str]:
    """Where the outcomes of two records differ, a sentence each."""
    problems = []
    for entry in seen.steps:
        old = recorded.entry(entry.id)
        if old is None:
            problems.append(f"step {entry.id} is not in the record")
        elif (old.action, old.claim, old.chain) != (entry.action, entry.claim, entry.chain):
            problems.append(f"step {entry.id}, or one before it, was changed since it was recorded")
        elif (old.outcome, old.exit_status) != (entry.outcome, entry.exit_status):
            was, is_now = (f"{e.outcome.value} ({e.exit_status})" for e in (old, entry))
            problems.append(f"step {entry.id} is recorded as {was} and now is {is_now}")
    known = {entry.id for entry in seen.steps}
    problems += [
        f"the record has step {old.id}, which the guide has not" for old in recorded.steps if old.id not in known
    ]
    if _undone(recorded.undo) != _undone(seen.undo):
        problems.append("what is taken back at the end differs")
    return problems


def with_other_times(new: Record, existing: Record | None) -> Record:
    """`new`, and how long the same steps took on another accelerator, as far as `existing` knows it."""
    return replace(new, steps=tuple(_with_other_times(entry, existing) for entry in new.steps))


def with_failure(
    existing: Record | None, failure: StepFailed, guide: Guide, language: Language, indexes: tuple[str, ...]
) -> Record | None:
    """`existing`, in which the step of `failure` is failing, with the last run that passed beside it.

    None where there is no record yet: then nothing was proven that could be lost.
    """
    if existing is None:
        return None
    step = failure.step
    old = existing.entry(step.id)
    typed = failure.typed
    passed = old.passed if old and old.outcome is Outcome.FAILED else old
    since = old.failing_since if old and old.outcome is Outcome.FAILED else None
    failed = Entry(
        id=step.id,
        action=step.action(),
        claim=step.claim(),
        chain=guide.chains()[step.id],
        command=step.command,
        outcome=Outcome.FAILED,
        verified_at=failure.at,
        last_passed_at=passed.last_passed_at if passed else None,
        exit_status=typed.exit_status if typed else None,
        seconds=typed.seconds if typed else None,
        output=mirror.hidden(failure.screen, indexes),
        run=failure.at,
        failing_since=since or failure.at,
        passed=passed,
        system=passed.system if passed else None,
    )
    entries = {entry.id: entry for entry in existing.steps} | {step.id: failed}
    steps = tuple(entries[one.id] for one in guide.steps() if one.id in entries)
    return replace(existing, steps=steps, run=failure.at)


def _with_other_times(entry: Entry, existing: Record | None) -> Entry:
    old = existing.entry(entry.id) if existing else None
    if old is None or old.system is None or entry.system is None or old.chain != entry.chain:
        return entry
    times = dict(old.other_times)
    if old.outcome is not Outcome.FAILED and old.seconds is not None and old.verified_at is not None:
        times[old.system.accelerator] = Timing(old.seconds, old.verified_at)
    times.pop(entry.system.accelerator, None)
    return replace(entry, other_times=times)


def _result(
    guide: Guide,
    language: Language,
    last: Kept,
    found: dict[str, tuple[Entry, Kept]],
    undo: Undo | None,
    typed: list[str],
    spent: dict[str, float],
) -> Result:
    chains = guide.chains()
    steps = []
    files = {}
    sessions = []
    for lesson in guide.lessons:
        parts = []
        for step in lesson.steps:
            if step.not_run is not None:
                why = step.not_run.in_(language)
                unrun = Entry(step.id, step.action(), step.claim(), chains[step.id], step.command, Outcome.NOT_RUN, why)
                steps.append(unrun)
                continue
            entry, kept = found[step.id]
            steps.append(entry)
            parts.append(metadata.shown(kept))
            if entry.picture is not None:
                files[entry.picture.file] = metadata.picture(kept)
        if parts:
            began = next(e.verified_at for e in steps if e.verified_at and e.id in {s.id for s in lesson.steps})
            data, seconds = playback.written(parts, lesson.title.in_(language), began)
            name = f"{lesson.page}.{language}.cast"
            files[name] = data
            sessions.append(Session(lesson.page, name, playback.sha256(data), seconds))
    newest = max((entry.run for entry in steps if entry.run), default=None)
    record = Record(language, tuple(steps), run=newest, undo=undo, sessions=tuple(sessions))
    return Result(record, files, typed, spent)


def _tell(story: Story, seconds: float) -> None:
    parts = ", ".join(f"{what} {taken:.0f} s" for what, taken in story.spent.seconds.items())
    say(f"{len(story.typed)} steps typed in {seconds:.0f} s: {parts}")


def _undone(undo: Undo | None) -> list[tuple[str, int]]:
    return [(one.id, one.exit_status) for one in undo.steps] if undo else []


def _when(seen: Record) -> str:
    times = sorted(entry.verified_at for entry in seen.steps if entry.verified_at)
    accelerators = sorted({entry.system.accelerator for entry in seen.steps if entry.system})
    return f"between {times[0]} and {times[-1]} on {', '.join(accelerators)}" if times else "never"
