"""`undo`: exactly what the journal says, the last first, as far as it is still there."""

import io
import signal
from pathlib import Path

import pytest
from tests.helper import trial
from tests.helper.diagnosis.test_machine import GROUPS, PACKAGES
from tests.helper.execute.test_running import run, start, wait_for

from kvm_guide.errors import Broken, Exit
from kvm_guide.helper.cli.selection import Choice
from kvm_guide.helper.diagnosis import machine
from kvm_guide.helper.diagnosis.machine import MachineState
from kvm_guide.helper.execute import journal
from kvm_guide.helper.execute.running import run_steps
from kvm_guide.helper.execute.undoing import undo_steps
from kvm_guide.helper.output.screen import Screen
from kvm_guide.model.step import Language, Step

FIRST = trial.made("first")
SECOND = trial.made("second")
LOOKS = trial.step("looks", "touch ~/looked", "test -e ~/looked")
NOTHING = "Nothing to undo: kvm-guide has changed nothing on this machine.\n"


def undo(
    *known: Step,
    only: Step | None = None,
    answers: str = "",
    yes: bool = True,
    dry: bool = False,
    language: Language = "en",
) -> tuple[Exit, str]:
    """How it ended, and what the helper itself said. known: the guide's steps; only: the one that is chosen."""
    out = io.StringIO()
    screen = Screen(language, out, answers=io.StringIO(answers))
    chosen = [only] if only else None
    return undo_steps(trial.source(*known), chosen, screen, yes=yes, dry=dry), out.getvalue()


def test_where_nothing_was_done_one_sentence_says_so(home: Path) -> None:
    assert undo(FIRST) == (Exit.OK, NOTHING)
    assert undo(FIRST, dry=True) == (Exit.OK, NOTHING)


def test_what_only_looked_is_nothing_to_take_back(home: Path) -> None:
    run(LOOKS, yes=True)
    assert undo(LOOKS) == (Exit.OK, NOTHING)


def test_all_of_it_goes_the_last_first_and_then_nothing_is_left(home: Path) -> None:
    order = [trial.step(f"s-{n}", f"touch ~/{n}", f"test -e ~/{n}", f"rm ~/{n}; echo {n} >> ~/order") for n in "123"]
    run(*order, yes=True)
    assert undo(*order)[0] == Exit.OK
    assert (home / "order").read_text() == "3\n2\n1\n"
    assert undo(*order) == (Exit.OK, NOTHING)


def test_what_the_student_had_before_stays(home: Path) -> None:
    (home / "first").touch()
    run(FIRST, SECOND, yes=True)
    undo(FIRST, SECOND)
    assert (home / "first").exists()
    assert not (home / "second").exists()


def test_one_step_alone_can_be_taken_back(home: Path) -> None:
    run(FIRST, SECOND, yes=True)
    assert undo(FIRST, SECOND, only=FIRST)[0] == Exit.OK
    assert not (home / "first").exists()
    assert (home / "second").exists()
    status, said = undo(FIRST, SECOND, only=FIRST)
    assert status == Exit.OK
    assert said.startswith("Nothing to undo there")


def test_it_asks_before_each_and_no_means_no(home: Path) -> None:
    run(FIRST, SECOND, yes=True)
    status, said = undo(FIRST, SECOND, yes=False, answers="s\nn\n", language="es")
    assert status == Exit.NOT_SO
    assert said.count("[s/N]") == 2
    assert (home / "first").exists()
    assert not (home / "second").exists()


def test_a_dry_run_shows_what_would_be_typed_and_touches_nothing(home: Path) -> None:
    run(FIRST, SECOND, yes=True)
    before = journal.file().read_bytes()
    status, said = undo(FIRST, SECOND, dry=True)
    assert status == Exit.OK
    assert said.index("$ rm ~/second") < said.index("$ rm ~/first")
    assert journal.file().read_bytes() == before
    assert (home / "first").exists()


def test_what_is_gone_already_is_skipped(home: Path) -> None:
    run(FIRST, yes=True)
    (home / "first").unlink()
    status, said = undo(FIRST)
    assert status == Exit.OK
    assert "first – gone already" in said
    assert "$" not in said


def test_it_stops_at_the_first_that_fails_and_can_be_started_again(home: Path) -> None:
    stuck = trial.step("stuck", "touch ~/stuck", "test -e ~/stuck", "test -e ~/key && rm ~/stuck")
    run(FIRST, stuck, SECOND, yes=True)
    status, said = undo(FIRST, stuck, SECOND)
    assert status == Exit.NOT_SO
    assert "ended with 1, and should have ended with 0" in said
    assert (home / "first").exists()
    assert not (home / "second").exists()
    (home / "key").touch()
    status, said = undo(FIRST, stuck, SECOND)
    assert status == Exit.OK
    assert "second" not in said
    assert not (home / "first").exists()


def test_an_undo_that_took_nothing_away_is_not_believed(home: Path) -> None:
    stays = trial.step("stays", "touch ~/stays", "test -e ~/stays", "true")
    run(stays, yes=True)
    status, said = undo(stays)
    assert status == Exit.NOT_SO
    assert "is still there" in said


def test_what_a_killed_run_did_is_taken_back_too(home: Path) -> None:
    slow = trial.step("slow", "touch ~/slow; sleep 60", "test -e ~/slow", "rm ~/slow")
    trial.write(home, slow)
    with start(home, "run", "--yes") as process:
        wait_for(home / "slow")
        process.kill()
    assert undo(slow)[0] == Exit.OK
    assert not (home / "slow").exists()


def test_what_a_failed_step_did_not_bring_about_is_the_students_own(home: Path) -> None:
    careful = trial.step("line", "test -e ~/line || touch ~/line", "grep -q right ~/line", "rm ~/line")
    (home / "line").write_text("mine")
    assert run(careful, yes=True)[0] == Exit.NOT_SO
    (home / "line").write_text("right")
    assert undo(careful)[0] == Exit.OK
    assert (home / "line").read_text() == "right"


def test_killed_in_the_middle_the_next_undo_completes(home: Path) -> None:
    slow = trial.step(
        "slow", "touch ~/slow", "test -e ~/slow", "touch ~/undoing; test -e ~/fast || sleep 60; rm ~/slow"
    )
    trial.write(home, FIRST, slow)
    run(FIRST, slow, yes=True)
    with start(home, "undo", "--yes") as process:
        wait_for(home / "undoing")
        process.send_signal(signal.SIGKILL)
    (home / "fast").touch()
    assert undo(FIRST, slow)[0] == Exit.OK
    assert not (home / "slow").exists()
    assert not (home / "first").exists()


def test_it_is_undone_with_the_variables_it_was_done_with(home: Path) -> None:
    setting = trial.step("setting", "touch ~/set", "test -e ~/set", "rm ~/set", sets={"PLACE": "here"})
    using = trial.step("using", "touch ~/$PLACE", "test -e ~/here", "rm ~/$PLACE")
    run(setting, using, yes=True)
    (home / "set").unlink()
    assert undo(setting, using)[0] == Exit.OK
    assert not (home / "here").exists()


def test_a_step_that_the_guide_has_no_more_is_taken_back_by_the_journal_alone(home: Path) -> None:
    run(FIRST, yes=True)
    status, said = undo(SECOND)
    assert status == Exit.OK
    assert FIRST.command in said
    assert not (home / "first").exists()


def test_a_spoilt_journal_is_refused_and_kept(home: Path) -> None:
    run(FIRST, yes=True)
    journal.file().write_text("{")
    for dry in (True, False):
        with pytest.raises(Broken):
            undo(FIRST, dry=dry)
    with pytest.raises(Broken):
        run_steps(trial.source(SECOND), Choice((SECOND,)), Screen("en"), yes=True, dry=False)
    assert journal.file().read_text() == "{"
    assert not (home / "second").exists()


def test_a_group_step_takes_back_only_the_groups_that_came(home: Path) -> None:
    joins = trial.step("joins", 'sudo usermod -aG libvirt,kvm "$USER"', "true", "false")
    with journal.locked(Screen("en")) as book:
        entry = book.begin(joins, MachineState(GROUPS, groups=frozenset({"libvirt"})), {})
        book.finish(entry, MachineState(GROUPS, groups=frozenset({"libvirt", "kvm"})), held=True)
    status, said = undo(joins)
    assert status == Exit.OK
    assert "gone already" in said, "this machine's user is not in the group kvm, and the step's own undo is not typed"


@pytest.mark.skipif(not Path("/var/lib/dpkg/info/dpkg-dev.list").exists(), reason="the package dpkg-dev is not here")
@pytest.mark.parametrize(("brought", "cure"), [(True, "undo later"), (False, "$ sudo apt-get remove ")])
def test_packages_that_others_need_are_not_purged_with_them(home: Path, brought: bool, cure: str) -> None:
    now = machine.read(PACKAGES, Screen("en"))
    install = trial.step("install", "sudo apt install libdpkg-perl", "true")
    later = trial.step("later", "sudo apt install dpkg-dev", "true")
    with journal.locked(Screen("en")) as book:
        for step, name in ((install, "libdpkg-perl"), (later, "dpkg-dev"))[: 2 if brought else 1]:
            entry = book.begin(step, MachineState(PACKAGES, now.installed - {name}, manual=now.manual), {})
            book.finish(entry, now, held=True)
    # Without an answer nothing could be typed, even if it got that far
    status, said = undo(install, later, only=install, yes=False)
    assert status == Exit.NOT_SO
    assert "apt would also remove" in said
    assert "dpkg-dev" in said
    assert cure in said
    assert "[y/N]" not in said
