"""An edited claim is held against what is kept: nothing is typed for it, and nothing that failed passes."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.lab.small import guide, step

from kvm_guide.lab.judging.judge import Judge, TypeAgain
from kvm_guide.lab.keys import Lab
from kvm_guide.lab.metadata import Metadata, Seen
from kvm_guide.lab.snapshots.snapshot import Snapshot
from kvm_guide.lab.snapshots.store import Snapshots
from kvm_guide.lab.step_runner import StepFailed
from kvm_guide.model.step import Step, Text
from kvm_guide.records.proof import judge
from kvm_guide.records.store import Known
from kvm_guide.records.times import RecordTimes
from kvm_guide.records.types import Changes, Outcome, Record, Repeat, StepEntry
from kvm_guide.vm.accelerator import TCG
from kvm_guide.vm.image import Image

STEP = step("a-step", "uname -r", expect="6[.]1", check="true")
AFTER = step("after", "echo after")


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    return Lab(Image(tmp_path, "f" * 64, ()), TCG, Snapshots(tmp_path))


def kept(of: Step = STEP, failed: bool = False, changes: Changes | None = None, exit_status: int = 0) -> Snapshot:
    """What is kept of a run that typed STEP, and saw it end and print a kernel."""
    at = "2026-11-22T20:00:00Z"
    repeat = Repeat(True, 0, changes or Changes())
    claim = of.claim() if failed else None
    seen = Seen(of.id, at, at, 0.1, exit_status, "6.1.0-41", Changes(), repeat, None, of.check, claim)
    return Snapshot(Path("/nowhere"), "k" * 64, of.id, 0.0, [], Metadata(seen=seen).plain(), 1.0, {})


def judged(lab: Lab, claim: Step, last: Snapshot) -> StepEntry:
    return Judge(guide(claim, AFTER), "es", lab).judged([claim], last)[claim.id].entry


def proves(entry: StepEntry, step: Step) -> bool:
    known = Known(Record("lesson-1", "es", (entry,)), RecordTimes())
    return judge(step, guide(step, AFTER).chains[step.id], known).proves


def test_an_edited_pattern_is_held_against_the_kept_output(lab: Lab) -> None:
    edited = replace(STEP, expect=(r"^\d+[.]\d+", Text(es="-41", en="hello")))
    entry = judged(lab, edited, kept())
    assert proves(entry, edited)
    assert not proves(entry, STEP)


@pytest.mark.parametrize(
    ("edited", "said"),
    [
        (replace(STEP, expect=("6[.]12",)), "no line of its output matches '6[.]12'"),
        (replace(STEP, exit_status=1), "it ended with 0, not 1"),
    ],
)
def test_a_claim_that_the_kept_output_does_not_bear_out_fails_its_step(lab: Lab, edited: Step, said: str) -> None:
    with pytest.raises(StepFailed) as failure:
        judged(lab, edited, kept())
    assert said in str(failure.value)
    assert failure.value.screen == "6.1.0-41"


def test_a_wanted_failure_is_an_outcome_of_the_claim(lab: Lab) -> None:
    wanted = replace(STEP, exit_status=1, failure_wanted=True)
    assert judged(lab, wanted, kept(exit_status=1)).outcome is Outcome.EXPECTED_FAILURE


def test_a_step_that_failed_by_this_very_claim_is_typed_again_and_by_another_is_judged(lab: Lab) -> None:
    wrong = replace(STEP, expect=("6[.]12",))
    with pytest.raises(TypeAgain):
        judged(lab, wrong, kept(wrong, failed=True))
    last = kept(wrong, failed=True)
    lab.results.write(Judge.key(last, "true"), {"held": True})
    assert judged(lab, STEP, last).outcome is Outcome.PASSED


def test_another_check_is_asked_of_the_kept_machine_and_of_none_that_made_room(lab: Lab) -> None:
    edited = replace(STEP, check="test -e /etc/debian_version")
    with pytest.raises(TypeAgain):
        judged(lab, edited, kept())
    lab.results.write(Judge.key(kept(), "test -e /etc/debian_version"), {"held": True})
    assert judged(lab, edited, kept()).claim == edited.claim()


@pytest.mark.parametrize(("changes", "safe"), [(Changes(), True), (Changes(packages=["+ ovmf: 1"]), False)])
def test_with_another_check_a_repetition_was_safe_where_it_changed_nothing(
    lab: Lab, changes: Changes, safe: bool
) -> None:
    edited = replace(STEP, check="test -e /")
    last = kept(changes=changes)
    lab.results.write(Judge.key(last, "test -e /"), {"held": True})
    repeat = judged(lab, edited, last).repeat
    assert repeat is not None
    assert repeat.safe is safe
