"""From what a run saw to the record of its lesson, which is new only where something real changed."""

from dataclasses import asdict, dataclass, field, replace

from kvm_guide.lab import metadata
from kvm_guide.lab.judging.judge import Judged
from kvm_guide.lab.judging.teardown import TakenBack
from kvm_guide.lab.keys import Lab
from kvm_guide.lab.mirror import hidden
from kvm_guide.lab.snapshots.store import Kept
from kvm_guide.lab.step_runner import StepFailed
from kvm_guide.model.lesson import Guide, Lesson
from kvm_guide.model.step import Language, Step
from kvm_guide.records.store import Known
from kvm_guide.records.times import RecordTimes, StepTimes, Timing
from kvm_guide.records.types import Entry, FactEntry, Outcome, Record, Session, System, Undo
from kvm_guide.vm.accelerator import qemu_version
from kvm_guide.vm.console import asciicast as playback


@dataclass
class Written:
    """A record with its times, and the files it names, by name."""

    known: Known
    files: dict[str, bytes] = field(default_factory=dict)


def of_run(
    guide: Guide,
    lesson: Lesson,
    language: Language,
    lab: Lab,
    last: Kept | None,
    judged: dict[str, Judged],
    facts: list[tuple[FactEntry, str]],
    taken: TakenBack | None,
) -> Written:
    """What a run of `lesson` saw, as a record: of those of its steps that are in `judged`, up to the state `last`."""
    steps = []
    times = {}
    files = {}
    parts = []
    for step in lesson.steps:
        if step.not_run is not None:
            steps.append(_not_run(guide, step, language))
        elif step.id in judged:
            one = judged[step.id]
            steps.append(one.entry)
            at = one.seen.at
            times[step.id] = StepTimes(at, at, one.seen.run, lab.accelerator.name, one.seen.seconds, at)
            parts.append(metadata.shown(one.kept))
            if one.entry.picture is not None:
                files[one.entry.picture.file] = metadata.picture(one.kept)
    session = None
    if parts and all(step.id in judged for step in lesson.run()):
        began = next(iter(times.values())).verified_at
        name = f"{lesson.id}.{language}.cast"
        files[name], seconds = playback.written(parts, lesson.title.in_(language), began)
        session = Session(name, playback.sha256(files[name]), seconds)
    record = Record(
        lesson.id,
        language,
        tuple(steps),
        system=metadata.system(last) if last is not None else None,
        undo=taken.undo if taken else None,
        facts=tuple(entry for entry, _ in facts),
        session=session,
    )
    newest = max((one.run for one in times.values()), default=None)
    undo = taken.times if taken else None
    asked = {entry.id: at for entry, at in facts}
    seen = RecordTimes(newest, qemu_version(), lab.image.fingerprint, times, undo, asked)
    return Written(Known(record, seen), files)


def with_failure(
    guide: Guide, lesson: Lesson, language: Language, lab: Lab, failure: StepFailed, new: Written, old: Known | None
) -> Written:
    """`new`, which ends before the step of `failure`, with that step as failing, and all after it as `old` has it.

    The failing step's entry has the last one in which it passed beside it.
    """
    step = failure.step
    before = old.record.entry(step.id) if old else None
    was = old.times.steps.get(step.id) if old else None
    failed_already = before is not None and before.outcome is Outcome.FAILED
    passed = before.passed if before and failed_already else before
    typed = failure.typed
    entry = Entry(
        id=step.id,
        action=step.action(),
        claim=step.claim(),
        chain=guide.chains[step.id],
        command=step.command,
        outcome=Outcome.FAILED,
        exit_status=typed.exit_status if typed else None,
        output=hidden(failure.screen, lab.image.indexes),
        passed=passed,
    )
    times = StepTimes(
        verified_at=failure.at,
        seen_at=failure.at,
        run=failure.at,
        accelerator=lab.accelerator.name,
        seconds=typed.seconds if typed else None,
        last_passed_at=was.last_passed_at if was else None,
        failing_since=(was.failing_since if was and failed_already else None) or failure.at,
    )
    merged = merge(lesson, new, old)
    record, known = merged.known.record, merged.known.times
    entries = {one.id: one for one in (*(old.record.steps if old else ()), *record.steps)} | {step.id: entry}
    record = replace(
        record,
        steps=tuple(entries[one.id] for one in lesson.steps if one.id in entries),
        system=(old.record.system if old else None) or record.system,
        undo=old.record.undo if old else None,
        facts=old.record.facts if old else (),
        session=old.record.session if old else None,
    )
    known = replace(
        known,
        run=failure.at,
        steps={**(old.times.steps if old else {}), **known.steps, step.id: times},
        undo=old.times.undo if old else None,
        facts=old.times.facts if old else {},
    )
    return Written(Known(record, known), merged.files)


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
    lines += [f"fact {fact.id}: another" for fact in new.facts if old.fact(fact.id) != fact]
    return lines


def _named(system: System | None) -> dict[str, str]:
    """What of a machine a reviewer looks at, by name: the point release, the kernel, the packages."""
    return {"Debian": system.debian, "kernel": system.kernel, **system.versions} if system else {}


def _not_run(guide: Guide, step: Step, language: Language) -> Entry:
    why = step.not_run.in_(language) if step.not_run else None
    return Entry(step.id, step.action(), step.claim(), guide.chains[step.id], step.command, Outcome.NOT_RUN, why)


def _alike(step: Step, before: Entry, entry: Entry) -> bool:
    if replace(before, output=None) != replace(entry, output=None):
        return False
    return step.lasting(before.output or "") == step.lasting(entry.output or "")


def _moment(entry: Entry, now: StepTimes, before: Entry | None, was: StepTimes | None, alike: bool) -> StepTimes:
    if before is None or was is None:
        return now
    others = {}
    if before.chain == entry.chain:
        others = dict(was.other_times)
        if before.outcome is not Outcome.FAILED and was.seconds is not None:
            others[was.accelerator] = Timing(was.seconds, was.verified_at)
        others.pop(now.accelerator, None)
    return replace(now, seen_at=was.seen_at if alike else now.seen_at, other_times=others)


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
