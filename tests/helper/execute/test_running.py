"""`run`, in this process and in one that is killed for real: what it takes, skips, asks, and where it stops."""

import io
import json
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pexpect
import pytest
from tests.helper import trial

from kvm_guide.errors import Exit
from kvm_guide.helper.cli.selection import Choice
from kvm_guide.helper.diagnosis.facts import SystemFacts
from kvm_guide.helper.execute import executor, journal, running
from kvm_guide.helper.execute.running import run_steps
from kvm_guide.helper.output.screen import Screen
from kvm_guide.model.step import Language, Step
from kvm_guide.troubles import trouble

FIRST = trial.made("first")
SECOND = trial.made("second")


def run(
    *steps: Step,
    answers: str = "",
    yes: bool = False,
    dry: bool = False,
    language: Language = "en",
    named: tuple[str, ...] = (),
) -> tuple[Exit, str]:
    """How it ended, and what the helper itself said. named: ids of those that are asked for by name; else it is all."""
    out = io.StringIO()
    screen = Screen(language, out, answers=io.StringIO(answers))
    chosen = tuple(step for step in steps if not named or step.id in named)
    choice = Choice(chosen, frozenset(named))
    return run_steps(trial.source(*steps), choice, screen, yes=yes, dry=dry), out.getvalue()


def start(home: Path, *words: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.helper.trial", *words]
    return subprocess.Popen(
        command, env=trial.environment(home), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def wait_for(file: Path) -> None:
    until = time.monotonic() + 120
    while not file.exists():
        assert time.monotonic() < until, f"{file} never came"
        time.sleep(0.02)


def done() -> list[str]:
    return [entry.step for entry in journal.read(Screen("en")).entries]


def test_what_is_missing_is_done_in_order_and_what_is_there_is_skipped(home: Path) -> None:
    (home / "first").touch()
    status, said = run(FIRST, SECOND, yes=True)
    assert status == Exit.OK
    assert (home / "second").exists()
    assert "first – already there" in said
    assert "$ echo making second; touch ~/second" in said
    assert done() == ["second"], "what was there before is not ours to take back"


def test_a_second_run_does_nothing(home: Path) -> None:
    run(FIRST, yes=True)
    before = journal.file().read_bytes()
    status, said = run(FIRST, yes=True)
    assert status == Exit.OK
    assert "$" not in said
    assert journal.file().read_bytes() == before


def test_each_command_is_shown_and_agreed_to_and_no_means_no(home: Path) -> None:
    status, said = run(FIRST, SECOND, answers="s\nn\n", language="es")
    assert status == Exit.NOT_SO
    assert said.count("¿La ejecuto? [s/N]") == 2
    assert (home / "first").exists()
    assert not (home / "second").exists()
    assert done() == ["first"]


def test_no_answer_at_all_means_no(home: Path) -> None:
    assert run(FIRST)[0] == Exit.NOT_SO
    assert not (home / "first").exists()


@pytest.mark.parametrize("yes", [True, False])
def test_a_dry_run_shows_all_asks_nothing_and_touches_nothing(home: Path, yes: bool) -> None:
    status, said = run(FIRST, SECOND, dry=True, yes=yes)
    assert status == Exit.OK
    assert "touch ~/first" in said
    assert "touch ~/second" in said
    assert "[y/N]" not in said
    assert list(home.iterdir()) == []


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (trial.step("bad", "exit 7", "false"), "ended with 7, and should have ended with 0"),
        (trial.step("bad", "true", "false"), "not there"),
        (trial.step("bad", "echo 'x: No space left on device'; exit 1", "false", "true"), trouble("no-room").cause.en),
    ],
)
def test_it_stops_at_the_first_step_that_fails_and_says_why_and_where_to_read(home: Path, bad: Step, why: str) -> None:
    status, said = run(FIRST, bad, SECOND, yes=True)
    assert why in said
    assert status == (Exit.BROKEN if "No space" in bad.command else Exit.NOT_SO)
    assert "https://guide.example/en/" in said
    assert (home / "first").exists()
    assert not (home / "second").exists()
    assert done() == ["first", "bad"], "what a failed command may have done is known"


def test_what_surrounds_a_step_is_told_apart_from_the_step(home: Path) -> None:
    for words in ("Temporary failure resolving 'deb.example'", "Fallo temporal al resolver «deb.example»"):
        step = trial.step("update", f'echo "{words}"', "false", "true")
        status, said = run(step, yes=True, language="es")
        assert status == Exit.BROKEN
        assert trouble("no-network").cause.es in said


def test_what_a_step_sets_counts_for_the_steps_after_it_whether_taken_now_or_before(home: Path) -> None:
    setting = trial.step("setting", "touch ~/set", "test -e ~/set", sets={"OF_THE_GUIDE": "a b"})
    using = trial.step("using", 'test "$OF_THE_GUIDE" = "a b" && touch ~/used', "test -e ~/used")
    assert run(setting, using, yes=True)[0] == Exit.OK
    (home / "used").unlink()
    out = io.StringIO()
    screen = Screen("en", out)
    assert run_steps(trial.source(setting, using), Choice((using,)), screen, yes=True, dry=False) == Exit.OK
    assert journal.read(screen).entries[-1].variables == {"OF_THE_GUIDE": "a b"}


def test_a_step_that_an_earlier_one_brought_about_is_not_taken(home: Path) -> None:
    both = trial.step("both", "touch ~/both ~/first", "test -e ~/both")
    status, said = run(both, FIRST, yes=True)
    assert status == Exit.OK
    assert "first – already there" in said


def test_killed_in_the_middle_of_a_step_the_next_run_completes(home: Path) -> None:
    slow = trial.step("slow", "touch ~/begun; test -e ~/fast || sleep 60; touch ~/slow", "test -e ~/slow", "rm ~/slow")
    trial.write(home, FIRST, slow, SECOND)
    with start(home, "run", "--yes") as process:
        wait_for(home / "begun")
        process.kill()
    assert [entry.finished is None for entry in journal.read(Screen("en")).entries] == [False, True]
    (home / "fast").touch()
    with start(home, "run", "--yes") as process:
        said, _ = process.communicate(timeout=120)
        assert process.returncode == 0, said
    assert "first – already there" in said
    assert (home / "second").exists()
    assert all(entry.finished and entry.held for entry in journal.read(Screen("en")).entries)
    assert done() == ["first", "slow", "second"]


def test_killed_after_the_step_had_its_effect_the_entry_is_finished_by_the_next_run(home: Path) -> None:
    lingering = trial.step("lingering", "touch ~/lingering; sleep 60", "test -e ~/lingering", "rm ~/lingering")
    trial.write(home, lingering)
    with start(home, "run", "--yes") as process:
        wait_for(home / "lingering")
        process.kill()
    assert run(lingering, yes=True)[0] == Exit.OK
    (entry,) = journal.read(Screen("en")).entries
    assert entry.finished
    assert entry.held


def test_killed_at_any_moment_the_journal_is_whole_and_the_next_run_completes(home: Path) -> None:
    steps = [trial.made(f"step-{number}") for number in range(6)]
    trial.write(home, *steps)
    for delay in (0.3, 0.5, 0.7, 0.9, 1.1, 1.3):
        with start(home, "run", "--yes") as process:
            time.sleep(delay)
            process.kill()
        for file in home.glob("step-*"):
            assert file.name in done(), "nothing is done that the journal does not know"
    with start(home, "run", "--yes") as process:
        process.communicate(timeout=60)
        assert process.returncode == 0
    assert {file.name for file in home.glob("step-*")} == {step.id for step in steps}
    assert {path.name for path in journal.file().parent.iterdir()} == {"journal.json", "lock"}


def test_ctrl_c_in_a_terminal_stops_it_and_the_next_run_goes_on(home: Path) -> None:
    asks = trial.step("asks", 'read -p "name? " n </dev/tty; echo "hi $n"; touch ~/asks', "test -e ~/asks")
    trial.write(home, asks)
    words = ["-m", "tests.helper.trial", "run"]
    for stopped in (True, False):
        terminal = pexpect.spawn(sys.executable, words, env=trial.environment(home), encoding="utf-8", timeout=120)
        terminal.expect(r"Run it\? \[y/N\] ")
        terminal.sendline("y")
        terminal.expect(r"name\? ")
        if stopped:
            terminal.sendintr()
        else:
            terminal.sendline("Ada")
            terminal.expect("hi Ada")
        terminal.expect(pexpect.EOF)
        terminal.close()
        assert terminal.exitstatus == (130 if stopped else 0)
        assert (home / "asks").exists() is not stopped


def test_a_full_disk_or_a_closed_folder_starts_no_command(home: Path) -> None:
    (home / ".local").write_text("in the way")
    with pytest.raises(OSError, match="local"):
        run(FIRST, yes=True)
    assert not (home / "first").exists()


def test_the_journal_says_what_the_command_was_and_how_it_is_taken_back(home: Path) -> None:
    run(FIRST, yes=True)
    (plain,) = json.loads(journal.file().read_text())["entries"]
    assert (plain["step"], plain["command"], plain["undo"]) == ("first", FIRST.command, FIRST.undo)
    assert plain["started"] <= plain["finished"]


INSTALLED = {"libvirt-daemon-system": "9.0.0-4+deb12u2"}
GROUPS = frozenset({"kvm", "libvirt"})


def seen(monkeypatch: pytest.MonkeyPatch, facts: SystemFacts) -> None:
    """The machine shows itself as `facts`, recorded elsewhere."""
    monkeypatch.setattr(running, "collect", lambda: facts)
    monkeypatch.setattr(executor, "collect", lambda: facts)


def test_what_only_looks_is_not_typed_where_it_is_known_why_it_would_fail(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen(monkeypatch, SystemFacts())
    status, said = run(trial.step("uri", "touch ~/typed", "false"), yes=True)
    assert status == Exit.NOT_SO
    assert "libvirt is not installed yet" in said
    assert "$ sudo apt install" in said
    assert "https://guide.example/en/mensajes-sistema/#not-installed" in said
    assert not (home / "typed").exists()


def test_at_a_new_login_it_stops_and_says_that_it_goes_on_afterwards(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = SystemFacts(user="ana", packages=INSTALLED, groups_given=GROUPS, groups_now=frozenset({"ana"}))
    seen(monkeypatch, older)
    login = replace(trial.step("groups-after-login", "touch ~/typed", "test -e ~/again"), new_login=True)
    status, said = run(FIRST, login, SECOND, yes=True)
    assert status == Exit.NOT_SO
    assert trouble("session").cure.en in said
    assert "After logging in again, type kvm-guide run: it goes on from here." in said
    assert done() == ["first"]
    (home / "again").touch()
    assert run(FIRST, login, SECOND, yes=True)[0] == Exit.OK
    assert done() == ["first", "second"]
    assert not (home / "typed").exists()


def test_it_never_reboots_by_itself_and_says_who_does_and_how_it_goes_on(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen(monkeypatch, SystemFacts(packages=INSTALLED))
    reboot = replace(trial.step("reboot", "touch ~/typed", "test -e ~/rebooted"), machine="server", reboots=True)
    status, said = run(FIRST, reboot, SECOND, yes=True)
    assert status == Exit.NOT_SO
    assert "This step reboots the machine, and I do not do that for you." in said
    assert "$ touch ~/typed" in said
    assert "Afterwards kvm-guide run lesson-1 goes on from here." in said
    assert done() == ["first"]
    (home / "rebooted").touch()
    assert run(FIRST, reboot, SECOND, yes=True)[0] == Exit.OK
    assert done() == ["first", "second"]
    assert not (home / "typed").exists()


def test_a_step_that_takes_the_obstacle_away_is_taken(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen(monkeypatch, SystemFacts(packages=INSTALLED))
    network = trial.step("network-start", "touch ~/network", "test -e ~/network", "rm ~/network")
    assert run(network, yes=True)[0] == Exit.OK
    failing = trial.step("network-start", "exit 1", "false", "true")
    assert "ended with 1" in run(failing, yes=True)[1]


def test_another_kind_of_machine_is_told_of_first(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen(monkeypatch, SystemFacts(os_id="ubuntu", os_name="Ubuntu 24.04", architecture="x86_64", packages=INSTALLED))
    status, said = run(FIRST, yes=True)
    assert status == Exit.OK
    assert said.index("Ubuntu") < said.index("first")


def test_an_obstacle_that_stops_nothing_is_told_and_the_steps_after_it_are_done(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen(monkeypatch, SystemFacts(kernel_build="Linux version 6.12.1 #1 SMP Debian 6.12.1-1 (2026-01-01)"))
    status, said = run(trial.step("kernel-fixes", "exit 9", "false"), FIRST, yes=True)
    assert status == Exit.OK
    assert "6.12.1-1" in said
    assert (home / "first").exists()
    assert "$ exit 9" not in said
    assert said.endswith("All else is done.\n")
