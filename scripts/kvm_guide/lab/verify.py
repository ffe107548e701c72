"""From a lesson to its record: run what has to be run, write or compare."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kvm_guide import schema
from kvm_guide.console import say
from kvm_guide.errors import NotSo
from kvm_guide.lab import lesson_runner, mirror
from kvm_guide.lab.judging.judge import TypeAgain
from kvm_guide.lab.judging.post_checks import PostChecks
from kvm_guide.lab.keys import Lab
from kvm_guide.lab.lesson_runner import LessonRun, Progress
from kvm_guide.lab.recording import record as recording
from kvm_guide.lab.recording.failures import complain
from kvm_guide.lab.recording.merge import Written, changed, merge
from kvm_guide.lab.snapshots.store import Snapshots
from kvm_guide.lab.step_runner import StepFailed
from kvm_guide.model.lesson import Guide, Lesson
from kvm_guide.model.release import DEFAULT, Release
from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.records import store
from kvm_guide.records.store import Known, RecordError
from kvm_guide.records.types import Record, Undo
from kvm_guide.troubles import Trouble
from kvm_guide.troubles import proof as troubles
from kvm_guide.vm import accelerator, image
from kvm_guide.vm.machine import Machine
from kvm_guide.vm.qemu import MachineLost

LEFT: Final = "its troubles were left to the weekly run"
"""What is said before the names of those that were not brought about."""


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
    """A finished run: its record, the steps typed now, and seconds by what they went on.

    left: the troubles that were not brought about, since that was not wanted of its language.
    """

    written: Written
    typed: list[str] = field(default_factory=list)
    spent: dict[str, float] = field(default_factory=dict)
    left: list[Trouble] = field(default_factory=list)

    @property
    def record(self) -> Record:
        """Its record."""
        return self.written.known.record


Visit = Callable[[Machine], None]


def lab(
    cache: Path,
    fresh: Freshness,
    at_failure: Visit | None = None,
    troubles: frozenset[Language] = frozenset(LANGUAGES),
    release: Release = DEFAULT,
) -> Lab:
    """What runs are made with here, the image built where it is not; the rest: see `Lab`. Raises Broken."""
    debian = image.get(cache, release=release, anew=not fresh.images)
    chosen = accelerator.choose(debian, cache)
    indexes = mirror.todays(debian.indexes) if fresh.todays else None
    return Lab(
        debian, chosen, Snapshots(cache, since=fresh.since), indexes, at_failure, troubles=troubles, release=release
    )


def prepare(cache: Path, fresh: Freshness, release: Release = DEFAULT) -> None:
    """Have ready what several runs share: the image, the choice of accelerator, the booted machine. Raises Broken."""
    lesson_runner.boot(lab(cache, fresh, release=release))


def result_of(guide: Guide, lesson: Lesson, language: Language, using: Lab) -> Result:
    """The run of `lesson` in `language`: what of it is kept, and what had to be run now.

    What failed after its last step, a fact, a trouble or an undo, stands in its record. A machine that is lost is no
    fault of the guide's: the run goes on from what is kept, once. Raises StepFailed or Broken.
    """
    try:
        return _result_where_kept(guide, lesson, language, using)
    except MachineLost as lost:
        say(f"{lost} The lab goes on from what it has kept, this once.")
        return _result_where_kept(guide, lesson, language, using)


def _result_where_kept(guide: Guide, lesson: Lesson, language: Language, using: Lab) -> Result:
    while True:
        try:
            return _result_now(guide, lesson, language, using)
        except TypeAgain as again:
            # A machine that has to be woken, for a fact or a trouble, has made room
            using.states.drop(again.kept)


def kept(guide: Guide, lesson: Lesson, language: Language, using: Lab) -> Result | None:
    """The run of `lesson` where all of it is kept and no machine is needed; else None. Raises StepFailed or Broken."""
    run = LessonRun(guide, lesson, language, using)
    ends = PostChecks(guide, lesson, language, using)
    last = run.known()
    if last is None or not run.facts.known(last) or not run.troubles.known(last):
        return None
    taken = ends.known(last)
    if taken is None and ends.needed:
        return None
    with suppress(TypeAgain):
        facts, brought = run.facts.entries(last), run.troubles.entries(last)
        judged = run.seen(last)
        written = recording.of_run(guide, lesson, language, run.lab, last, judged, facts, taken, brought)
        return Result(written, left=run.troubles.left(last))
    return None


def _result_now(guide: Guide, lesson: Lesson, language: Language, using: Lab) -> Result:
    started = time.monotonic()
    if not lesson.run():
        return Result(recording.of_run(guide, lesson, language, using, None, {}, [], None))
    with using.states.in_use():
        known = kept(guide, lesson, language, using)
        if known is not None:
            return known
        say(f"Running {lesson.id} in {language}, on {using.accelerator.name}")
        run = LessonRun(guide, lesson, language, using)
        ends = PostChecks(guide, lesson, language, using)
        with run.go() as (story, machines):
            taken = ends.make(story, machines)
        last = story.last
        with story.spent.on("asking for facts"):
            facts = run.facts.entries(last)
        with story.spent.on("bringing troubles about"):
            brought = run.troubles.entries(last)
        judged = run.seen(last)
        written = recording.of_run(guide, lesson, language, run.lab, last, judged, facts, taken, brought)
    _tell(story, time.monotonic() - started)
    told = {entry.id for entry, _ in brought}
    left = [one for one in run.troubles.left(last) if one.id not in told]
    return Result(written, story.typed, story.spent.seconds, left)


def visit(guide: Guide, language: Language, using: Lab, until: str, see: Visit) -> list[str]:
    """Have the machine as it is after step `until`, and call `see` with it; returns the steps that were typed now."""
    run = lesson_runner.run_until(guide, until, language, using)
    started = time.monotonic()
    with using.states.in_use(), run.go() as (story, machines):
        _tell(story, time.monotonic() - started)
        see(machines[guide.step(until).machine])
    return story.typed


def write(guide: Guide, lesson: Lesson, language: Language, records: Path, using: Lab) -> tuple[str, Result]:
    """Run `lesson` and write its record and its files into `records`; returns a sentence about it, and the run.

    What of a record is as it was is not written anew. Where a step, an undo, a fact or a trouble fails, the record
    says so, with what passed in the same run and with what was known of it before; then StepFailed, UndoFailed,
    FactsFailed or TroublesFailed is raised.
    """
    try:
        old = store.read(records, lesson.id, language, using.release.number)
    except RecordError as error:
        say(str(error))
        old = None
    try:
        result = result_of(guide, lesson, language, using)
    except StepFailed as failure:
        _write_failing(guide, lesson, language, records, using, failure, old)
        raise
    new = merge(lesson, result.written, old)
    if old is not None and old == new.known and not store.file_problems(records, old.record):
        complain(new.known)
        return f"{new.known.record.called}: nothing changed; {_when(old)}", result
    if old is not None and store.file_problems(records, old.record):
        new = result.written
    _write(records, new)
    complain(new.known)
    what = changed(old.record if old else None, new.known.record)
    lines = "".join(f"\n  · {line}" for line in what)
    typed = f"{_when(new.known)}, {len(result.typed)} steps typed now; "
    return f"{new.known.record.called}: {typed}{'changed:' if what else 'nothing real changed'}{lines}", result


def _write_failing(
    guide: Guide, lesson: Lesson, language: Language, records: Path, using: Lab, failure: StepFailed, old: Known | None
) -> None:
    if failure.step_id not in {step.id for step in lesson.run()}:
        return  # it fails in the lesson before: this one waits for it, and nothing of it is known
    run = LessonRun(guide, lesson, language, using)
    with suppress(TypeAgain, StepFailed):
        judged, last = run.seen_before(failure.step_id)
        new = recording.of_run(guide, lesson, language, run.lab, last, judged, [], None)
        failing = recording.with_failure(guide, lesson, language, using, failure, new, old)
        _write(records, failing)


def _write(records: Path, new: Written) -> None:
    schema.check(new.known.record)
    store.write(records, new.known.record, new.known.times, new.files)


def compare(guide: Guide, lesson: Lesson, language: Language, records: Path, using: Lab) -> tuple[str, Result]:
    """Run `lesson`, write nothing, and hold the committed record against what happened; returns a sentence,
    and the run.

    Raises NotSo where an outcome differs; a version, a date or a duration may.
    """
    old = store.read(records, lesson.id, language, using.release.number)
    if old is None:
        raise NotSo(
            f"There is no record of {lesson.id} for {language} on {using.release.name} in {records}. Run scripts/verify"
            f" --release {using.release.number} to write it."
        )
    result = result_of(guide, lesson, language, using)
    complain(result.written.known)
    problems = differences(old.record, result.record)
    for one in result.left:
        proof = troubles.judge(one, guide, old)
        if proof.doubt or proof.failed:
            problems.append(f"trouble {one.id} was left out, and the record does not show it as it is declared")
    if problems:
        raise NotSo(f"The record {old.record.called} is not what happens: {'; '.join(problems)}. Run scripts/verify.")
    when = f"now ({len(result.typed)} steps typed)" if result.typed else "in the kept run"
    said = f"{old.record.called}: the record's outcomes are what happened {when}"
    if result.left:
        said += f"; {LEFT}: {', '.join(one.id for one in result.left)}"
    return said, result


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
    problems += [
        f"the record has step {old.id}, which the guide has not" for old in recorded.steps if not seen.entry(old.id)
    ]
    for fact in seen.facts:
        noted = recorded.fact(fact.id)
        if noted is None or (noted.fingerprint, noted.chain) != (fact.fingerprint, fact.chain):
            problems.append(f"fact {fact.id}, or what leads to it, is not as it was recorded")
    for trouble in seen.troubles:
        brought = recorded.trouble(trouble.id)
        if brought is None or (brought.fingerprint, brought.chain) != (trouble.fingerprint, trouble.chain):
            problems.append(f"trouble {trouble.id}, or what leads to it, is not as it was recorded")
    if _undone(recorded.undo) != _undone(seen.undo):
        problems.append("what is taken back at the end differs")
    return problems


def _tell(story: Progress, seconds: float) -> None:
    parts = ", ".join(f"{what} {taken:.0f} s" for what, taken in story.spent.seconds.items())
    say(f"{len(story.typed)} steps typed in {seconds:.0f} s: {parts}")


def _undone(undo: Undo | None) -> list[tuple[str, int]]:
    return [(one.id, one.exit_status) for one in undo.steps] if undo else []


def _when(known: Known) -> str:
    times = sorted(one.verified_at for one in known.times.steps.values())
    accelerators = sorted({one.accelerator for one in known.times.steps.values()})
    if not times:
        return "nothing of it is run"
    return f"{len(times)} steps proven between {times[0]} and {times[-1]} on {', '.join(accelerators)}"
