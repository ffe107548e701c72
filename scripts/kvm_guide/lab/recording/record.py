"""From what a run saw to the record of its lesson."""

from collections.abc import Sequence
from dataclasses import replace

from kvm_guide.lab import metadata
from kvm_guide.lab.judging.judge import Judged
from kvm_guide.lab.judging.teardown import TakenBack
from kvm_guide.lab.keys import Lab
from kvm_guide.lab.mirror import hidden
from kvm_guide.lab.recording.merge import Written, merge
from kvm_guide.lab.snapshots.snapshot import Snapshot
from kvm_guide.lab.step_runner import StepFailed
from kvm_guide.model.lesson import Guide, Lesson
from kvm_guide.model.step import Language, Step
from kvm_guide.records.store import Known
from kvm_guide.records.times import RecordTimes, StepTimes
from kvm_guide.records.types import FactEntry, Outcome, Record, Session, StepEntry, TroubleEntry
from kvm_guide.vm.accelerator import qemu_version
from kvm_guide.vm.console import asciicast as playback


def of_run(
    guide: Guide,
    lesson: Lesson,
    language: Language,
    lab: Lab,
    last: Snapshot | None,
    judged: dict[str, Judged],
    facts: list[tuple[FactEntry, str]],
    taken: TakenBack | None,
    troubles: Sequence[tuple[TroubleEntry, str]] = (),
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
        debian=lab.release.number,
        system=metadata.system(last) if last is not None else None,
        undo=taken.undo if taken else None,
        facts=tuple(entry for entry, _ in facts),
        session=session,
        troubles=tuple(entry for entry, _ in troubles),
    )
    newest = max((one.run for one in times.values()), default=None)
    undo = taken.times if taken else None
    asked = {entry.id: at for entry, at in facts}
    brought = {entry.id: at for entry, at in troubles}
    seen = RecordTimes(newest, qemu_version(), lab.image.fingerprint, times, undo, asked, brought)
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
    entry = StepEntry(
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
        troubles=old.record.troubles if old else (),
    )
    known = replace(
        known,
        run=failure.at,
        steps={**(old.times.steps if old else {}), **known.steps, step.id: times},
        undo=old.times.undo if old else None,
        facts=old.times.facts if old else {},
        troubles=old.times.troubles if old else {},
    )
    return Written(Known(record, known), merged.files)


def _not_run(guide: Guide, step: Step, language: Language) -> StepEntry:
    why = step.not_run.in_(language) if step.not_run else None
    return StepEntry(step.id, step.action(), step.claim(), guide.chains[step.id], step.command, Outcome.NOT_RUN, why)
