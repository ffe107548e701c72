"""A new record beside the old one: new only where something real changed, and what that is."""

import re
from dataclasses import asdict, dataclass, field, replace
from typing import Final

from kvm_guide.model.lesson import Lesson
from kvm_guide.model.step import Step
from kvm_guide.records.store import Known
from kvm_guide.records.times import StepTimes, Timing
from kvm_guide.records.types import Outcome, Record, StepEntry, System, TroubleEntry, Undo

_NUMBER: Final = re.compile(r"\d+")


@dataclass
class Written:
    """A record with its times, and the files it names, by name."""

    known: Known
    files: dict[str, bytes] = field(default_factory=dict)


def merge(lesson: Lesson, new: Written, old: Known | None) -> Written:
    """`new`, in which everything that `old` says alike, volatile parts aside, is as `old` has it."""
    if old is None:
        return new
    record, times = new.known.record, new.known.times
    steps = {step.id: step for step in lesson.steps}
    entries = []
    moments = {}
    for entry in record.steps:
        before = old.record.entry(entry.id)
        alike = before is not None and _alike(steps[entry.id], before, entry)
        entries.append(before if before is not None and alike else entry)
        if entry.id in times.steps:
            moments[entry.id] = _moment(entry, times.steps[entry.id], before, old.times.steps.get(entry.id), alike)
    kept = replace(
        record,
        steps=tuple(entries),
        undo=old.record.undo if _undo_alike(steps, old.record.undo, record.undo) else record.undo,
        troubles=tuple(_trouble(one, old.record.trouble(one.id)) for one in record.troubles),
    )
    if kept.steps == old.record.steps and old.record.session is not None:
        # A session is stored anew only where a step is: its own times are of no use to a reader
        kept = replace(kept, session=old.record.session)
    names = {one.file for one in kept.files()} - {one.file for one in old.record.files() if one in kept.files()}
    files = {name: data for name, data in new.files.items() if name in names}
    return Written(Known(kept, replace(times, steps=moments)), files)


def changed(old: Record | None, new: Record) -> list[str]:
    """What is real and another in `new` than in `old`, a line each: for who reviews a refresh."""
    if old is None:
        return ["it is the first record"]
    lines: list[str] = []
    was, is_now = (_named(one.system) for one in (old, new))
    for name in sorted(was.keys() | is_now.keys()):
        if was.get(name) != is_now.get(name):
            lines.append(f"{name}: {was.get(name, 'none')} → {is_now.get(name, 'none')}")
    for entry in new.steps:
        before = old.entry(entry.id)
        if before is None:
            lines.append(f"step {entry.id}: new")
        elif before != entry:
            first, second = asdict(before), asdict(entry)
            parts = [name for name in first if first[name] != second[name]]
            lines.append(f"step {entry.id}: another {', '.join(parts)}")
    lines += [f"step {entry.id}: gone" for entry in old.steps if new.entry(entry.id) is None]
    lines += ["taking back: another"] if old.undo != new.undo else []
    for fact in new.facts:
        known = old.fact(fact.id)
        if known != fact:
            lines.append(f"fact {fact.id}: {'new' if known is None else 'another answer'}")
    lines += [f"trouble {one.id}: another" for one in new.troubles if old.trouble(one.id) != one]
    return lines


def _named(system: System | None) -> dict[str, str]:
    """What of a machine a reviewer looks at, by name: the point release, the kernel, the packages."""
    return {"Debian": system.debian, "kernel": system.kernel, **system.versions} if system else {}


def _alike(step: Step, before: StepEntry, entry: StepEntry) -> bool:
    if replace(before, output=None) != replace(entry, output=None):
        return False
    return step.lasting(before.output or "") == step.lasting(entry.output or "")


def _moment(
    entry: StepEntry, now: StepTimes, before: StepEntry | None, was: StepTimes | None, alike: bool
) -> StepTimes:
    if before is None or was is None:
        return now
    others = {}
    if before.chain == entry.chain:
        others = dict(was.other_times)
        if before.outcome is not Outcome.FAILED and was.seconds is not None:
            others[was.accelerator] = Timing(was.seconds, was.verified_at)
        others.pop(now.accelerator, None)
    return replace(now, seen_at=was.seen_at if alike else now.seen_at, other_times=others)


def _trouble(now: TroubleEntry, before: TroubleEntry | None) -> TroubleEntry:
    """What was known `before`, where it was the same but for numbers: of processes, most often."""
    if before is None or replace(before, output="") != replace(now, output=""):
        return now
    return before if _NUMBER.sub("", before.output) == _NUMBER.sub("", now.output) else now


def _undo_alike(steps: dict[str, Step], before: Undo | None, now: Undo | None) -> bool:
    if before is None or now is None or len(before.steps) != len(now.steps):
        return False
    if (before.since, before.outcome, before.residue) != (now.since, now.outcome, now.residue):
        return False
    return all(
        replace(old, output="") == replace(new, output="")
        and steps[new.id].lasting(old.output) == steps[new.id].lasting(new.output)
        for old, new in zip(before.steps, now.steps, strict=True)
    )
