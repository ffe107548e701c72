"""A run is held against the record by its outcomes, and kept by everything that led to it."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.test_record import ENTRY as FULL
from tests.test_record import HOST
from tests.test_record import RECORD as WHOLE

from kvm_guide.lab import behaviour, keys
from kvm_guide.lab.keys import Lab
from kvm_guide.lab.snapshots.store import States
from kvm_guide.lab.step_runner import StepFailed
from kvm_guide.lab.verify import differences, with_failure, with_other_times
from kvm_guide.lessons import GUIDE
from kvm_guide.model.lesson import Guide
from kvm_guide.model.step import Language
from kvm_guide.records.types import Outcome
from kvm_guide.vm.accelerator import KVM, TCG
from kvm_guide.vm.console.terminal import Typed
from kvm_guide.vm.image import Image

ENTRY = replace(FULL, other_times={})
RECORD = replace(WHOLE, steps=(ENTRY, HOST))
IMAGE = Image(Path("/nowhere"), "f" * 64, ())


def test_another_duration_date_or_version_is_no_difference() -> None:
    assert ENTRY.system is not None
    system = replace(ENTRY.system, kernel="6.1.1", versions={"virtinst": "5"})
    later = replace(ENTRY, seconds=99.0, verified_at="2027-01-01T00:00:00Z", output="other", system=system)
    assert differences(RECORD, replace(RECORD, steps=(later, HOST))) == []


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


def test_a_failing_step_is_recorded_as_failing_since_then_with_its_last_pass_beside_it() -> None:
    assert RECORD.steps[0] == ENTRY
    step = GUIDE.step("memory")
    entry = replace(ENTRY, id=step.id)
    record = replace(RECORD, steps=(entry,))
    failure = StepFailed(step, ["it ended with 1, not 0"], "free: not found", Typed(1, "free: not found", 0.2))
    failing = with_failure(record, failure, GUIDE, "es", ())
    assert failing is not None
    (failed,) = failing.steps
    assert failed.outcome is Outcome.FAILED
    assert (failed.failing_since, failed.passed, failed.output) == (failure.at, entry, "free: not found")
    later = StepFailed(step, ["again"], "", None)
    later.at = "2099-01-01T00:00:00Z"
    again = with_failure(failing, later, GUIDE, "es", ())
    assert again is not None
    assert again.steps[0].verified_at == later.at
    assert (again.steps[0].failing_since, again.steps[0].passed) == (failure.at, entry)
    assert with_failure(None, failure, GUIDE, "es", ()) is None


def test_the_time_on_another_accelerator_stays_beside_the_new_one() -> None:
    assert ENTRY.system is not None
    kvm = replace(ENTRY.system, accelerator="kvm")
    on_kvm = replace(ENTRY, seconds=0.01, verified_at="2026-12-01T00:00:00Z", system=kvm)
    new = with_other_times(replace(RECORD, steps=(on_kvm,)), RECORD).steps[0]
    assert {name: timing.seconds for name, timing in new.other_times.items()} == {"tcg": 0.1}
    back = with_other_times(replace(RECORD, steps=(ENTRY,)), replace(RECORD, steps=(new,))).steps[0]
    assert {name: timing.seconds for name, timing in back.other_times.items()} == {"kvm": 0.01}
    other_step = replace(ENTRY, chain="0" * 64)
    assert with_other_times(replace(RECORD, steps=(other_step,)), RECORD).steps[0].other_times == {}


def test_what_leads_to_a_state_is_in_its_key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(keys, "qemu_version", lambda: "7.2")
    states = States(tmp_path)
    lab = Lab(IMAGE, TCG, states)

    def last(language: Language = "es", lab: Lab = lab, lessons: int = 5) -> str:
        return keys.trail(replace(GUIDE, lessons=GUIDE.lessons[:lessons]), language, lab)[-1].key

    seen = {
        last(),
        last("en"),
        last(lab=replace(lab, accelerator=KVM)),
        last(lab=replace(lab, accelerator=replace(TCG, options=("-cpu", "max")))),
        last(lab=replace(lab, image=replace(IMAGE, fingerprint="0" * 64))),
        last(lessons=4),
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
    lab = Lab(IMAGE, TCG, States(tmp_path))
    lessons = list(GUIDE.lessons)
    steps = list(lessons[3].steps)
    edited = next(number for number, step in enumerate(steps) if step.id == "debian-release")
    steps[edited] = replace(steps[edited], command="true")
    lessons[3] = replace(lessons[3], steps=tuple(steps))
    before = [spot.key for spot in keys.trail(GUIDE, "es", lab)]
    after = [spot.key for spot in keys.trail(Guide(tuple(lessons)), "es", lab)]
    same = [old == new for old, new in zip(before, after, strict=True)]
    # Two before the first step, and three steps: what is typed on a host is in no chain
    assert same == [True] * 5 + [False] * (len(same) - 5)
