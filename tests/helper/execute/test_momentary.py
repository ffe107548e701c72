"""`run` with momentary steps: a guest is started once, with nobody at its console, and taken away, killed or not."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from tests.helper import trial
from tests.helper.execute.test_running import run, start, wait_for

from kvm_guide.errors import Exit
from kvm_guide.helper.execute import journal
from kvm_guide.helper.execute.undoing import undo_steps
from kvm_guide.helper.output.screen import Screen

# A guest that is started with nobody at its console, and the step that takes it away
_UP = "touch ~/guest; echo up >> ~/log"
START = trial.step("start", "exit 9", "test -e ~/guest", unattended=_UP, removed_by="stop")
STOP = trial.step("stop", "exit 9", "! test -e ~/guest", unattended="rm ~/guest")


def ups(home: Path) -> int:
    """How often the guest was started."""
    return len((home / "log").read_text().split()) if (home / "log").exists() else 0


def test_a_momentary_step_is_done_once_without_a_console_and_taken_away(home: Path) -> None:
    status, said = run(START, STOP, yes=True)
    assert status == Exit.OK
    assert (ups(home), (home / "guest").exists()) == (1, False)
    assert "$ touch ~/guest" in said
    assert "exit 9" not in said
    before = journal.file().read_bytes()
    status, said = run(START, STOP, yes=True)
    assert (status, ups(home), journal.file().read_bytes()) == (Exit.OK, 1, before)
    assert "start – was done once; to do it again: kvm-guide run start" in said
    assert undo_steps(trial.source(START, STOP), None, Screen("en", io.StringIO()), yes=True, dry=False) == Exit.OK
    assert ups(home) == 1


def test_asked_for_by_its_name_it_is_done_again(home: Path) -> None:
    run(START, STOP, yes=True)
    assert run(START, STOP, yes=True, named=("start",))[0] == Exit.OK
    assert (ups(home), (home / "guest").exists()) == (2, True)
    assert run(START, STOP, yes=True, named=("stop",))[0] == Exit.OK
    assert not (home / "guest").exists()


@pytest.mark.parametrize("lasting", [True, False], ids=["killed in it", "killed after it"])
def test_killed_before_the_guest_was_taken_away_the_next_run_takes_it_away(home: Path, lasting: bool) -> None:
    up = replace(START, unattended=f"{_UP}{'; test -e ~/fast || sleep 60' if lasting else ''}")
    slow = trial.step("slow", "touch ~/begun; test -e ~/fast || sleep 60; touch ~/slow", "test -e ~/slow", "true")
    trial.write(home, up, slow, STOP)
    with start(home, "run", "--yes") as process:
        wait_for(home / ("guest" if lasting else "begun"))
        process.kill()
    (home / "fast").touch()
    assert run(up, slow, STOP, yes=True)[0] == Exit.OK
    assert (ups(home), (home / "guest").exists()) == (1, False)


def test_killed_before_the_guest_was_taken_away_undo_takes_it_away(home: Path) -> None:
    assert run(START, STOP, yes=True, named=("start",))[0] == Exit.OK
    out = io.StringIO()
    assert undo_steps(trial.source(START, STOP), None, Screen("en", out), yes=True, dry=False) == Exit.OK
    assert "$ rm ~/guest" in out.getvalue()
    assert not (home / "guest").exists()


def test_what_is_there_and_does_not_run_is_not_gone(home: Path) -> None:
    halted = replace(START, check="test -e ~/running", unattended="touch ~/guest ~/running")
    assert run(halted, STOP, yes=True, named=("start",))[0] == Exit.OK
    (home / "running").unlink()
    assert undo_steps(trial.source(halted, STOP), None, Screen("en", io.StringIO()), yes=True, dry=False) == Exit.OK
    assert not (home / "guest").exists()


def test_a_guest_that_the_student_made_is_not_touched(home: Path) -> None:
    (home / "guest").touch()
    status, said = run(START, STOP, yes=True)
    assert (status, (home / "guest").exists()) == (Exit.OK, True)
    assert "stop – there is nothing of mine to remove" in said


def test_a_dry_run_shows_what_would_be_typed_and_what_was_done_once(home: Path) -> None:
    said = run(START, STOP, dry=True)[1]
    assert "$ touch ~/guest" in said
    assert "$ rm ~/guest" in said
    run(START, STOP, yes=True)
    assert "start – was done once" in run(START, STOP, dry=True)[1]
