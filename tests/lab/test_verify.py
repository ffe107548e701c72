"""A run is held against the record by its outcomes, and kept by everything that led to it."""

import threading
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from tests.lab.small import step
from tests.test_record import ENTRY, HOST
from tests.test_record import RECORD as WHOLE

from kvm_guide.lab import behaviour, jobs, keys, verify
from kvm_guide.lab.jobs import Job
from kvm_guide.lab.judging.judge import TypeAgain
from kvm_guide.lab.keys import Lab
from kvm_guide.lab.metadata import Metadata
from kvm_guide.lab.recording.merge import Written
from kvm_guide.lab.snapshots.snapshot import Snapshot
from kvm_guide.lab.snapshots.store import Snapshots
from kvm_guide.lab.verify import differences
from kvm_guide.lessons import GUIDE
from kvm_guide.model.lesson import Guide, Lesson
from kvm_guide.model.release import NUMBERS
from kvm_guide.model.step import Language
from kvm_guide.records.store import Known
from kvm_guide.records.times import RecordTimes
from kvm_guide.records.types import Outcome
from kvm_guide.vm.accelerator import KVM, TCG
from kvm_guide.vm.image import Image

RECORD = replace(WHOLE, steps=(ENTRY, HOST))
IMAGE = Image(Path("/nowhere"), "f" * 64, ())


def test_another_output_or_version_is_no_difference() -> None:
    assert RECORD.system is not None
    system = replace(RECORD.system, kernel="6.1.1", versions={"virtinst": "5"})
    later = replace(RECORD, steps=(replace(ENTRY, output="other"), HOST), system=system)
    assert differences(RECORD, later) == []


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (replace(ENTRY, outcome=Outcome.EXPECTED_FAILURE, exit_status=1), "recorded as passed"),
        (replace(ENTRY, chain="0" * 64), "was changed since"),
        (replace(ENTRY, id="new-step"), "new-step is not in the record"),
    ],
)
def test_another_outcome_is_a_difference_that_names_its_step(entry: object, said: str) -> None:
    assert isinstance(entry, type(ENTRY))
    assert any(said in problem for problem in differences(RECORD, replace(RECORD, steps=(entry, HOST))))


def test_a_step_that_the_guide_no_longer_has_is_a_difference() -> None:
    assert "the record has step host" in differences(RECORD, replace(RECORD, steps=(ENTRY,)))[0]


def test_a_fact_that_was_edited_is_a_difference() -> None:
    (fact,) = RECORD.facts
    assert differences(RECORD, replace(RECORD, facts=(replace(fact, fingerprint="0" * 64),))) == [
        "fact a-fact, or what leads to it, is not as it was recorded"
    ]


def test_a_trouble_that_was_declared_otherwise_is_a_difference() -> None:
    first, second = RECORD.troubles
    assert differences(RECORD, replace(RECORD, troubles=(replace(first, output="other"), second))) == []
    assert differences(RECORD, replace(RECORD, troubles=(first, replace(second, chain="0" * 64)))) == [
        "trouble b-trouble, or what leads to it, is not as it was recorded"
    ]


def test_where_a_machine_that_must_be_woken_has_made_room_its_step_is_typed_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As for a fact or a trouble that is asked of a kept machine, whose memory is gone by then."""
    roomless = Snapshot(tmp_path / "gone", "a" * 64, "gone", 0.0, [], Metadata().plain(), 1.0, {})
    lesson, dropped, runs = GUIDE.lesson("install"), list[Snapshot](), list[str]()
    whole = verify.Result(Written(Known(WHOLE, RecordTimes())))

    def run(*_: object) -> verify.Result:
        runs.append("run")
        if len(runs) == 1:
            raise TypeAgain(roomless)
        return whole

    monkeypatch.setattr(verify, "_result_now", run)
    monkeypatch.setattr(Snapshots, "drop", lambda _, kept: dropped.append(kept))
    assert verify.result_of(GUIDE, lesson, "es", Lab(IMAGE, TCG, Snapshots(tmp_path))) is whole
    assert (len(runs), dropped) == (2, [roomless])


def test_what_leads_to_a_state_is_in_its_key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(keys, "qemu_version", lambda: "7.2")
    states = Snapshots(tmp_path)
    lab = Lab(IMAGE, TCG, states)

    def last(language: Language = "es", lab: Lab = lab, lesson: str = "install") -> str:
        return keys.spots(GUIDE, GUIDE.lesson(lesson), language, lab)[-1].key

    seen = {
        last(),
        last("en"),
        last(lab=replace(lab, accelerator=KVM)),
        last(lab=replace(lab, accelerator=replace(TCG, options=("-cpu", "max")))),
        last(lab=replace(lab, image=replace(IMAGE, fingerprint="0" * 64))),
        last(lesson="requirements"),
    }
    monkeypatch.setattr(keys, "qemu_version", lambda: "10.0")
    seen.add(last())
    monkeypatch.setattr(behaviour, "NUMBER", 0)
    seen.add(last())
    assert len(seen) == 8


def test_an_edited_step_changes_the_keys_from_it_on_and_none_before_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(keys, "qemu_version", lambda: "7.2")
    lab = Lab(IMAGE, TCG, Snapshots(tmp_path))
    edited = with_command("debian-release", "true")

    def same(lesson: str) -> list[bool]:
        before, after = (keys.spots(guide, guide.lesson(lesson), "es", lab) for guide in (GUIDE, edited))
        return [old.key == new.key for old, new in zip(before, after, strict=True)]

    # Two before the first step, and three steps: what is typed on a host is in no chain
    assert same("requirements") == [True] * 5 + [False] * (len(same("requirements")) - 5)
    assert same("install") == [True] * 5 + [False] * (len(same("install")) - 5)


def with_command(step_id: str, command: str) -> Guide:
    """The guide in which a step has another command."""
    lessons = [
        replace(
            lesson,
            steps=tuple(replace(step, command=command) if step.id == step_id else step for step in lesson.steps),
        )
        for lesson in GUIDE.lessons
    ]
    return Guide(tuple(lessons))


def small(lesson_id: str, starts: str | None = None) -> Lesson:
    """A lesson of one step."""
    number = sum(map(ord, lesson_id))
    return Lesson(lesson_id, number, lesson_id, step("x", "true").title, (step(f"{lesson_id}-step", "true"),), starts)


TREE = Guide((small("root"), small("left", "root"), small("right", "root"), small("far", "left"), small("other")))


def test_a_lesson_of_a_branch_is_in_no_chain_and_no_key_of_its_sisters(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(keys, "qemu_version", lambda: "7.2")
    lab = Lab(IMAGE, TCG, Snapshots(tmp_path))
    other = Guide((small("root"), small("right", "root")))
    chain = TREE.chains["right-step"]
    assert chain == other.chains["right-step"] != TREE.chains["left-step"]
    both = [keys.spots(guide, guide.lesson("right"), "es", lab) for guide in (TREE, other)]
    assert both[0] == both[1]
    assert [spot.name for spot in keys.spots(TREE, TREE.lesson("far"), "es", lab)][2:] == [
        "root-step",
        "left-step",
        "far-step",
    ]


def test_what_fails_makes_wait_only_what_comes_after_it_in_its_branch_and_language() -> None:
    began: list[str] = []

    def work(job: Job) -> int:
        began.append(job.name)
        return 1 if job.name == "left.es" else 0

    codes = jobs.run(jobs.jobs(TREE, TREE.lessons, ("es", "en")), work)
    named = {job.name: code for job, code in codes.items()}
    assert {name: code for name, code in named.items() if code != 0} == {"left.es": 1, "far.es": None}
    assert "far.es" not in began
    assert began.index("root.en") < began.index("left.en") < began.index("far.en")


def test_two_lessons_that_do_not_need_each_other_run_at_the_same_time() -> None:
    both = threading.Barrier(2, timeout=60)

    def work(job: Job) -> int:
        if job.lesson.id in ("left", "right"):
            both.wait()
        return 0

    wanted = [TREE.lesson(name) for name in ("root", "left", "right")]
    assert set(jobs.run(jobs.jobs(TREE, wanted, ("es",)), work, side_by_side=2).values()) == {0}


def test_the_run_with_the_most_to_come_after_it_begins_first() -> None:
    began: list[str] = []
    asked = jobs.jobs(TREE, TREE.lessons, ("es",))

    def work(job: Job) -> int:
        began.append(job.lesson.id)
        return 0

    jobs.run(reversed(asked), work, side_by_side=1)
    assert (began[:2], set(began[2:])) == (["root", "left"], {"far", "right", "other"})


def test_a_lesson_that_is_asked_for_alone_waits_for_none() -> None:
    (job,) = jobs.jobs(TREE, [TREE.lesson("far")], ("es",))
    assert job.after is None
    (root, far) = jobs.jobs(TREE, [TREE.lesson("far"), TREE.lesson("root")], ("es",))
    assert far.after == root


def test_single_runs_are_asked_for_by_name_and_wait_for_the_one_they_go_on_from() -> None:
    asked = jobs.jobs(TREE, [TREE.lesson("root")], ("es",), ["left.es", "left.en", "root.es"])
    assert {job.name: job.after and job.after.name for job in asked} == {
        "root.es": None,
        "left.es": "root.es",
        "left.en": None,
    }


def test_the_matrix_of_ci_has_every_lesson_that_types_something_in_each_language_on_each_release() -> None:
    made = [(job["release"], job["lesson"], job["language"]) for job in jobs.matrix(GUIDE, ("es", "en"))]
    runs = [lesson.id for lesson in GUIDE.lessons if lesson.run()]
    assert sorted(made) == sorted(product(NUMBERS, runs, ("es", "en")))
