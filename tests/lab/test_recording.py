"""A record changes where something real does, and only there; what failed stands in it, with what was known before."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from tests import recorded_guide as fabricated
from tests.recorded_guide import CAST, GUIDE

from kvm_guide import paths
from kvm_guide.lab.keys import Lab
from kvm_guide.lab.recording import merge
from kvm_guide.lab.recording import record as recording
from kvm_guide.lab.recording.merge import Written
from kvm_guide.lab.snapshots.store import Snapshots
from kvm_guide.lab.step_runner import StepFailed
from kvm_guide.lessons import GUIDE as REAL
from kvm_guide.model.lesson import Guide, Lesson
from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.records import store
from kvm_guide.records.store import Known
from kvm_guide.records.types import Outcome, Session, TroubleEntry
from kvm_guide.vm.accelerator import TCG
from kvm_guide.vm.console.terminal import Typed
from kvm_guide.vm.image import Image

LATER = "2026-11-29T20:15:30Z"
VOLATILE = Guide(
    tuple(
        replace(
            lesson,
            steps=tuple(
                replace(step, volatile=(r"Unpacking \d+",)) if step.id == "install" else step for step in lesson.steps
            ),
        )
        for lesson in GUIDE.lessons
    )
)
LESSON = VOLATILE.lesson("install")


@pytest.fixture
def old() -> Known:
    return fabricated.fabricated(LESSON, "es", VOLATILE)


def again(old: Known, output: str | None = None) -> Written:
    """What a later run of the same saw: another session, and perhaps another `output` of the install."""
    steps = {name: replace(one, verified_at=LATER, seen_at=LATER) for name, one in old.times.steps.items()}
    entries = tuple(
        replace(one, output=output) if one.id == "install" and output is not None else one for one in old.record.steps
    )
    cast = CAST + b'[1.5, "o", "later"]\n'
    assert old.record.session is not None
    session = Session(old.record.session.file, hashlib.sha256(cast).hexdigest(), 401.0)
    record = replace(old.record, steps=entries, session=session)
    return Written(Known(record, replace(old.times, run=LATER, steps=steps)), {session.file: cast})


def test_where_nothing_real_changed_nothing_but_the_times_does(old: Known) -> None:
    output = (old.record.entry("install") or old.record.steps[0]).output or ""
    new = merge.merge(LESSON, again(old, output.replace("Unpacking 1", "Unpacking 9")), old)
    assert (new.known.record, new.files) == (old.record, {})
    moment = new.known.times.steps["install"]
    assert (moment.verified_at, moment.seen_at) == (LATER, old.times.steps["install"].seen_at)


def test_one_real_word_changes_the_step_and_the_session_and_says_when_it_was_seen(old: Known) -> None:
    output = (old.record.entry("install") or old.record.steps[0]).output or ""
    new = merge.merge(LESSON, again(old, output.replace("Setting up", "Putting up")), old)
    (changed,) = (one for one in new.known.record.steps if one not in old.record.steps)
    assert "Putting up" in (changed.output or "")
    assert list(new.files) == ["install.es.cast"]
    assert new.known.times.steps["install"].seen_at == LATER
    assert new.known.times.steps["window"].seen_at == old.times.steps["window"].seen_at
    assert merge.changed(old.record, new.known.record) == ["step install: another output"]


def test_a_reviewer_reads_what_changed_in_debian(old: Known) -> None:
    assert old.record.system is not None
    system = replace(old.record.system, debian="12.14", versions={"virt-manager": "1:4.1.0-3"})
    assert merge.changed(old.record, replace(old.record, system=system)) == [
        "Debian: 12.13 → 12.14",
        "virt-manager: 1:4.1.0-2 → 1:4.1.0-3",
    ]


BROUGHT = TroubleEntry("apt-locked", "f" * 64, "c" * 64, Outcome.PASSED, 100, "E: It is held by process 1234 (apt-get)")


@pytest.mark.parametrize(
    ("seen", "is_kept"),
    [
        (BROUGHT, True),
        (replace(BROUGHT, output="E: It is held by process 77 (apt-get)"), True),
        (replace(BROUGHT, output="E: It is held by process 1234 (aptitude)"), False),
        (replace(BROUGHT, exit_status=1), False),
        (replace(BROUGHT, chain="d" * 64), False),
        (replace(BROUGHT, outcome=Outcome.FAILED, problem="none of its messages is in what it printed"), False),
    ],
)
def test_a_trouble_is_kept_as_it_was_where_only_numbers_differ(old: Known, seen: TroubleEntry, is_kept: bool) -> None:
    before = replace(old, record=replace(old.record, troubles=(BROUGHT,)))
    now = again(old)
    known = now.known
    record, times = replace(known.record, troubles=(seen,)), replace(known.times, troubles={"apt-locked": LATER})
    new = merge.merge(LESSON, Written(Known(record, times), now.files), before).known
    assert new.record.troubles == ((BROUGHT,) if is_kept else (seen,))
    assert new.times.troubles == {"apt-locked": LATER}, "the last time is now either way"
    assert merge.changed(before.record, new.record) == ([] if is_kept else ["trouble apt-locked: another"])


def test_a_run_that_fails_before_it_leaves_what_was_known_of_a_trouble(tmp_path: Path) -> None:
    first = fabricated.fabricated(GUIDE.lesson("install"), "es")
    old = Known(
        replace(first.record, troubles=(BROUGHT,)),
        replace(first.times, troubles={"apt-locked": "2026-11-22T20:22:00Z"}),
    )
    known = failed("install", old, tmp_path)
    assert (known.record.troubles, known.times.troubles) == ((BROUGHT,), old.times.troubles)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("lesson", REAL.run(), ids=lambda lesson: lesson.id)
def test_one_real_word_of_any_step_of_the_guide_is_a_change(lesson: Lesson, language: Language) -> None:
    known = store.read(paths.RECORDS, lesson.id, language)
    assert known is not None
    for step in lesson.run():
        entry = known.record.entry(step.id)
        assert entry is not None
        lasting = step.lasting(entry.output or "")
        if (entry.output or "").strip():
            word = max(lasting.split(), key=len, default="")
            assert word, f"all of the output of {step.id} is declared volatile"
            assert step.lasting((entry.output or "").replace(word, f"{word}x", 1)) != lasting, step.id


def failure(step_id: str, guide: Guide = GUIDE) -> StepFailed:
    made = StepFailed(guide.step(step_id), ["it ended with 1, not 0"], "not found", Typed(1, "not found", 0.2))
    made.at = LATER
    return made


def failed(step_id: str, old: Known | None, tmp_path: Path) -> Known:
    """The record after a run in which `step_id` failed, and nothing of the lesson before it was typed."""
    lesson = GUIDE.lesson_of(step_id)
    lab = Lab(Image(tmp_path, "f" * 64, ()), TCG, Snapshots(tmp_path))
    empty = recording.of_run(GUIDE, lesson, "es", lab, None, {}, [], None)
    return recording.with_failure(GUIDE, lesson, "es", lab, failure(step_id), empty, old).known


def test_a_failing_step_is_recorded_as_failing_since_then_with_its_last_pass_beside_it(tmp_path: Path) -> None:
    old = fabricated.fabricated(GUIDE.lesson("install"), "es")
    known = failed("install", old, tmp_path)
    entry, times = known.record.entry("install"), known.times.steps["install"]
    assert entry is not None
    assert (entry.outcome, entry.output, entry.passed) == (
        Outcome.FAILED,
        "not found",
        old.record.entry("install"),
    )
    assert (times.failing_since, times.last_passed_at) == (LATER, old.times.steps["install"].last_passed_at)
    assert known.record.entry("window") == old.record.entry("window"), "what comes after it is as it was known"
    again = failed("install", known, tmp_path)
    assert again.record.entry("install") == entry
    assert again.times.steps["install"].failing_since == LATER


def test_a_first_run_that_fails_is_recorded_as_far_as_it_came(tmp_path: Path) -> None:
    known = failed("install", None, tmp_path)
    assert [(one.id, one.outcome) for one in known.record.steps] == [
        ("nested", Outcome.NOT_RUN),
        ("install", Outcome.FAILED),
    ]


def test_the_time_on_another_accelerator_stays_beside_the_new_one(old: Known) -> None:
    kvm = again(old)
    steps = {name: replace(one, accelerator="kvm", seconds=0.5) for name, one in kvm.known.times.steps.items()}
    kvm = Written(Known(kvm.known.record, replace(kvm.known.times, steps=steps)), kvm.files)
    new = merge.merge(LESSON, kvm, old).known
    assert {name: one.seconds for name, one in new.times.steps["install"].other_times.items()} == {"tcg": 252.4}
    back = merge.merge(LESSON, again(old), new).known
    assert {name: one.seconds for name, one in back.times.steps["install"].other_times.items()} == {"kvm": 0.5}
