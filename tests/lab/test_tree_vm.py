"""The tree, for real: sisters start from one kept end, what fails is recorded, and facts leave nothing behind."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.lab.small import step

from kvm_guide.lab import verify
from kvm_guide.lab.keys import Lab
from kvm_guide.lab.recording.failures import FactsFailed, UndoFailed
from kvm_guide.lab.step_runner import StepFailed
from kvm_guide.model.fact import Fact
from kvm_guide.model.lesson import Guide, Lesson
from kvm_guide.model.step import Step, Text
from kvm_guide.records import store
from kvm_guide.records.types import Outcome, Record

pytestmark = [pytest.mark.vm, pytest.mark.usefixtures("kept_pass")]


def lesson(name: str, *steps: Step, starts: str | None = None, facts: tuple[Fact, ...] = ()) -> Lesson:
    """A lesson that is called after its id."""
    return Lesson(name, 1, name, Text(es=name, en=name), steps, starts, facts=facts)


def written(guide: Guide, name: str, records: Path, lab: Lab) -> Record:
    """The record in `records` after a run of the lesson `name` in English."""
    verify.write(guide, guide.lesson(name), "en", records, lab)
    return known(name, records)


def known(name: str, records: Path) -> Record:
    found = store.read(records, name, "en")
    assert found is not None
    return found.record


def test_sisters_go_on_from_one_kept_end_and_know_nothing_of_each_other(lab: Lab, tmp_path: Path) -> None:
    root = lesson("root", step("at-root", "touch ~/root"))
    left = lesson("left", step("at-left", "touch ~/left; ls ~", expect="left"), starts="root")
    right = lesson("right", step("at-right", "ls ~/root ~/left || echo alone", expect="alone"), starts="root")
    guide = Guide((root, left, right))
    typed = [verify.result_of(guide, one, "en", lab).typed for one in guide.lessons]
    assert typed == [["at-root"], ["at-left"], ["at-right"]]
    edited = Guide((root, replace(left, steps=(step("at-left", "touch ~/other"),)), right))
    assert [verify.result_of(edited, one, "en", lab).typed for one in edited.lessons] == [[], ["at-left"], []]
    assert verify.result_of(Guide((root, right)), right, "en", lab).typed == []
    assert written(guide, "right", tmp_path, lab).entry("at-root") is None


def test_what_passed_before_a_failing_step_is_recorded_with_it_and_what_comes_after_waits(
    lab: Lab, tmp_path: Path
) -> None:
    good, bad, after = step("good", "echo one"), step("bad", "echo no; false"), step("after", "echo after")
    guide = Guide((lesson("root", good, bad, after), lesson("next", step("onwards", "true"), starts="root")))
    with pytest.raises(StepFailed):
        verify.write(guide, guide.lesson("root"), "en", tmp_path, lab)
    assert [(one.id, one.outcome) for one in known("root", tmp_path).steps] == [
        ("good", Outcome.PASSED),
        ("bad", Outcome.FAILED),
    ]
    with pytest.raises(StepFailed, match="Step bad failed"):
        verify.write(guide, guide.lesson("next"), "en", tmp_path, lab)
    assert store.read(tmp_path, "next", "en") is None, "nothing is known of what waits"


def test_an_undo_that_fails_is_recorded_as_failing_and_the_steps_as_passed(lab: Lab, tmp_path: Path) -> None:
    guide = Guide((lesson("root", step("made", "touch ~/made", undo="echo no; false")),))
    with pytest.raises(UndoFailed, match="Taking back made failed: it ended with 1"):
        verify.write(guide, guide.lesson("root"), "en", tmp_path, lab)
    record = known("root", tmp_path)
    assert [one.outcome for one in record.steps] == [Outcome.PASSED]
    assert record.undo is not None
    assert (record.undo.outcome, record.undo.problem) == (Outcome.FAILED, "it ended with 1")
    mended = Guide((lesson("root", step("made", "touch ~/made", undo="rm ~/made")),))
    result = verify.result_of(mended, mended.lesson("root"), "en", lab)
    assert result.typed == [], "the steps are not typed again for it"
    assert result.record.undo is not None
    assert result.record.undo.outcome is Outcome.PASSED


def test_a_fact_is_asked_of_a_copy_and_one_that_is_not_so_fails_the_run_and_stands_as_failing(
    lab: Lab, tmp_path: Path
) -> None:
    first = step("first", "touch ~/.first")
    second = step("second", "ls -A ~", expect=r"^\.first$|\.first ")
    facts = (
        Fact("it-is-there", "first", "ls -A ~; touch ~/.asked; id -un", (r"\.first", "^ana$")),
        Fact("root-may", "first", "id -un", ("^root$",), root=True),
        Fact("not-yet", "second", "ls -A ~ | grep -c asked", ("^0$",), exit_status=1),
    )
    guide = Guide((lesson("root", first, second, facts=facts),))
    record = written(guide, "root", tmp_path, lab)
    assert {one.id: one.outcome for one in record.facts} == dict.fromkeys(
        ("it-is-there", "root-may", "not-yet"), Outcome.PASSED
    )
    wrong = (replace(facts[0], expect=("^nobody$",)), *facts[1:])
    edited = Guide((lesson("root", first, second, facts=wrong),))
    with pytest.raises(FactsFailed, match=r"1 facts of root\.en are not so:\n.*it-is-there"):
        verify.write(edited, edited.lesson("root"), "en", tmp_path, lab)
    failing = known("root", tmp_path).fact("it-is-there")
    assert failing is not None
    assert (failing.outcome, "ana" in failing.output) == (Outcome.FAILED, True)
    asked = Guide((lesson("root", first, second, facts=(*facts, Fact("one-more", "first", "pwd", ("^/",)))),))
    assert verify.result_of(asked, asked.lesson("root"), "en", lab).typed == [], "a fact more types nothing"
    assert written(asked, "root", tmp_path, lab).fact("one-more") is not None


def test_a_run_again_in_which_nothing_real_changed_changes_only_the_times(lab: Lab, tmp_path: Path) -> None:
    clock = replace(step("clock", "date +%N; echo done"), volatile=(r"^\d+$",))
    guide = Guide((lesson("root", clock),))
    first = written(guide, "root", tmp_path, lab)
    before = {path.name: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    for kept in lab.states.all():
        if kept.name == "clock":
            lab.states.drop(kept)
    assert written(guide, "root", tmp_path, lab) == first
    after = {path.name: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert [name for name in after if after[name] != before.get(name)] == ["debian-12.times.json"]
