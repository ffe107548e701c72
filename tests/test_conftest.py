"""The tests can be started in the background, as a script or a CI service does."""

import signal
import subprocess
import sys
from pathlib import Path

from kvm_guide import paths

_INNER = """
import signal, subprocess, sys
def test_ctrl_c_reaches_what_a_test_starts():
    code = "print('up', flush=True); import time; [time.sleep(0.1) for _ in range(3000)]"
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    child.stdout.readline()
    child.send_signal(signal.SIGINT)
    child.stdout.close()
    assert child.wait(timeout=120) == -signal.SIGINT
"""


def test_ctrl_c_is_heard_though_the_shell_that_started_the_tests_ignores_it(tmp_path: Path) -> None:
    inner = tmp_path / "test_inner.py"
    inner.write_text(_INNER)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.conftest", "-c", "/dev/null", str(inner)]
    ended = subprocess.run(
        command,
        cwd=paths.ROOT,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
    )
    assert ended.returncode == 0, ended.stdout


_OF_A_COMMAND = """
import pytest
@pytest.mark.parametrize("program", ["one", "two"])
@pytest.mark.parametrize("number", [1, 2])
def test_it(script_runner, program, number): pass
"""


def test_a_command_is_started_once_a_program_and_again_only_by_the_whole_run(tmp_path: Path) -> None:
    (tmp_path / "test_inner.py").write_text(_OF_A_COMMAND)
    command = [sys.executable, "-m", "pytest", "-q", "--collect-only", "-p", "tests.conftest", "-c", "/dev/null"]
    command += ["--script-launch-mode", "both", "-m", "not whole", "--rootdir", str(tmp_path), str(tmp_path)]
    listed = subprocess.run(command, cwd=paths.ROOT, capture_output=True, text=True, check=False)
    chosen = [line.partition("[")[2] for line in listed.stdout.splitlines() if "test_it[" in line]
    assert sorted(chosen) == [
        *(f"inprocess-{number}-{program}]" for number in (1, 2) for program in ("one", "two")),
        *(f"subprocess-1-{program}]" for program in ("one", "two")),
    ], listed.stdout


def test_what_takes_many_minutes_begins_first(tmp_path: Path) -> None:
    (tmp_path / "test_inner.py").write_text(
        "import pytest\ndef test_short(): pass\n@pytest.mark.long\ndef test_it(): pass\n"
    )
    command = [sys.executable, "-m", "pytest", "-q", "--collect-only", "-p", "tests.conftest", "-c", "/dev/null"]
    listed = subprocess.run(
        [*command, "--rootdir", str(tmp_path), str(tmp_path)],
        cwd=paths.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    chosen = [line.partition("::")[2] for line in listed.stdout.splitlines() if "::" in line]
    assert chosen == ["test_it", "test_short"], listed.stdout
