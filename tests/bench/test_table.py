"""What the benchmark prints says what was met, and what it is compared with."""

from kvm_guide.bench.lab import edited, with_another_check, with_another_command
from kvm_guide.bench.table import Row, lines
from kvm_guide.lessons import GUIDE
from kvm_guide.model.lesson import Guide


def test_each_row_shows_its_goal_and_its_ratio() -> None:
    rows = [Row("cold", 400.0, 900), Row("again", 30.0, 20, of="cold", base=400.0), Row("memory", 1.5, 6, unit="GiB")]
    shown = [" ".join(line.split()) for line in lines(rows, ["again", "memory"])][1:]
    assert shown == ["cold * 400.0 s 900 met", "again 30.0 s 20 MISSED 0.07 cold", "memory 1.5 GiB 6 met"]
    assert [row.met for row in rows] == [True, False, True]


def test_a_row_compared_with_what_was_not_timed_has_no_ratio() -> None:
    assert lines([Row("alone", 1.0, of="nothing")], ["alone"])[1].split() == ["alone", "1.0", "s"]


def test_an_edit_changes_its_step_and_no_other() -> None:
    command = edited("network-before", with_another_command)
    assert _changed(command) == ["network-before"]
    assert command.step("network-before").action() != GUIDE.step("network-before").action()
    check = edited("network-before", with_another_check)
    assert _changed(check) == ["network-before"]
    assert check.chains == GUIDE.chains, "nothing is typed for it"


def _changed(guide: Guide) -> list[str]:
    return [old.id for old, new in zip(GUIDE.steps(), guide.steps(), strict=True) if old != new]
