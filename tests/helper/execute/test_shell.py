"""Running a command where the student sees it: in real terminals, through real pipes, stopped and killed for real."""

import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest
from tests.helper import trial

# Runs its first argument, and says how that ended and what it remembers of it
_PROGRAM = """
import sys
from kvm_guide.helper.execute import shell
try:
    ended = shell.run(sys.argv[1], shell.environment({"OF_THE_GUIDE": "set"}))
    print(f"status {ended.status} tail {ended.tail!r}")
except KeyboardInterrupt:
    print("stopped")
"""


@pytest.fixture
def program(home: Path) -> list[str]:
    """The words before the command that is to be run."""
    file = home / "program.py"
    file.write_text(_PROGRAM, encoding="utf-8")
    return [sys.executable, str(file)]


@pytest.fixture
def typed(home: Path, program: list[str]) -> Callable[[str], "pexpect.spawn[str]"]:
    """Runs a command in a terminal of 31 lines and 97 columns."""

    def start(command: str) -> "pexpect.spawn[str]":
        return in_terminal(home, [*program, command])

    return start


def in_terminal(home: Path, words: list[str]) -> "pexpect.spawn[str]":
    return pexpect.spawn(
        words[0],
        words[1:],
        env=trial.environment(home),
        encoding="utf-8",
        timeout=120,
        dimensions=(31, 97),
        preexec_fn=_heed_the_end,
    )


def _heed_the_end() -> None:
    # Whoever runs the tests under nohup hands on that it is ignored
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def piped(home: Path, words: list[str]) -> str:
    return subprocess.run(
        words, env=trial.environment(home), input="", stdout=subprocess.PIPE, check=True, text=True, timeout=120
    ).stdout


Typed = Callable[[str], "pexpect.spawn[str]"]


def test_on_a_terminal_the_command_sees_one_of_the_same_size_and_can_ask_on_it(typed: Typed) -> None:
    terminal = typed('test -t 0 && test -t 1 && test -t 2 && stty size && read -p "name? " n </dev/tty && echo "hi $n"')
    terminal.expect("31 97")
    terminal.expect(r"name\? ")
    terminal.sendline("Ada")
    terminal.expect("hi Ada")
    terminal.expect("status 0 ")


def test_what_is_typed_at_a_hidden_question_is_not_shown(typed: Typed) -> None:
    terminal = typed('read -s -p "password: " word </dev/tty; echo; echo "${#word} letters"')
    terminal.expect("password: ")
    terminal.sendline("secret")
    terminal.expect("6 letters")
    assert "secret" not in str(terminal.before)


def test_a_window_that_changes_its_size_tells_the_command(typed: Typed) -> None:
    terminal = typed("trap 'stty size; exit' WINCH; echo ready; for i in $(seq 99); do sleep 0.1; done")
    terminal.expect("ready")
    terminal.setwinsize(40, 120)
    terminal.expect("40 120")


@pytest.mark.parametrize("command", ["true", "stty -echo raw", "kill -KILL $$", "kill -INT $$"])
def test_the_terminal_is_as_it_was_after_any_command(home: Path, program: list[str], command: str) -> None:
    terminal = in_terminal(home, ["bash", "-c", f"stty -g; {shlex.join([*program, command])}; stty -g"])
    lines = str(terminal.read()).split()
    assert ":" in lines[0]
    assert lines[0] == lines[-1]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_the_terminal_is_as_it_was_after_the_helper_itself_was_ended(
    home: Path, program: list[str], number: signal.Signals
) -> None:
    ends_it = f"echo ready; kill -{number.name} $PPID; sleep 600"
    terminal = in_terminal(home, ["bash", "-c", f"stty -g; {shlex.join([*program, ends_it])}; stty -g"])
    lines = [line for line in str(terminal.read()).split() if line.count(":") > 10]
    assert len(lines) == 2
    assert lines[0] == lines[1]


def test_ctrl_c_reaches_the_command_and_then_stops_the_helper(typed: Typed) -> None:
    terminal = typed("trap 'echo cleaning up; sleep 1; echo clean; exit 0' INT; echo ready; sleep 600 & wait")
    terminal.expect("ready")
    terminal.sendintr()
    terminal.expect("cleaning up")
    terminal.expect("clean\r")
    terminal.expect("stopped")


def test_a_ctrl_c_that_comes_as_a_signal_reaches_the_command_too(typed: Typed) -> None:
    terminal = typed("echo ready; sleep 600")
    terminal.expect("ready")
    terminal.kill(signal.SIGINT)
    terminal.expect("stopped")


def test_what_the_command_leaves_running_is_not_waited_for(typed: Typed, home: Path, program: list[str]) -> None:
    leaves = "sleep 600 & echo $! > ~/left; echo done"
    terminal = typed(leaves)
    terminal.expect("status 0 ")
    started = time.monotonic()
    assert "status 0 " in piped(home, [*program, leaves])
    assert time.monotonic() - started < 20
    os.kill(int((home / "left").read_text()), signal.SIGKILL)


def test_without_a_terminal_all_it_writes_comes_in_its_order_and_it_reads_nothing(
    home: Path, program: list[str]
) -> None:
    shown = piped(home, [*program, "echo one; echo two >&2; echo three; cat; test -t 1 || echo no terminal; exit 3"])
    assert shown.startswith("one\ntwo\nthree\nno terminal\nstatus 3 ")


def test_the_guides_variables_and_the_users_own_name_are_set(
    home: Path, program: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("USER", "somebody-else")
    shown = piped(home, [*program, 'echo "$OF_THE_GUIDE"; test "$USER" = "$(id -un)" && echo right'])
    assert shown.startswith("set\nright\n")


def test_the_tail_is_the_last_of_it_as_plain_text(typed: Typed) -> None:
    terminal = typed(
        r"seq 9999; printf '\033[31mE: \033[1mred\033[0m\033]0;title\007 \0337no\0338 space\r\n'; exit 100"
    )
    terminal.expect(r"status 100 tail '(.*)'\r\n")
    assert isinstance(terminal.match, re.Match)
    tail = str(terminal.match.group(1))
    assert tail.endswith(r"9999\nE: red no space\n")
    assert r"\n1\n" not in tail
    assert len(tail) < 6000


def test_a_command_goes_on_though_nobody_reads_its_output(home: Path, program: list[str]) -> None:
    command = shlex.join([*program, "seq 100000; touch ~/finished"])
    subprocess.run(["bash", "-c", f"{command} 2>/dev/null | head -1"], env=trial.environment(home), check=True)
    assert (home / "finished").exists()


def test_a_broken_pipe_inside_a_command_is_quiet_as_in_a_shell(home: Path, program: list[str]) -> None:
    assert piped(home, [*program, "yes | head -1"]).startswith("y\nstatus 0 ")
