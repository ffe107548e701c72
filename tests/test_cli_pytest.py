"""What scripts/test makes of pytest's own endings."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kvm_guide import paths
from kvm_guide.errors import Exit

PASS = "def test_a(): pass\n"
FAIL = "def test_b(): assert False\n"
BROKEN = "from kvm_guide.errors import Broken\ndef test_c(): raise Broken('no QEMU')\n"
BROKEN_SET_UP = (
    "import pytest\nfrom kvm_guide.errors import Broken\n"
    "@pytest.fixture\ndef lab(): raise Broken('no QEMU')\ndef test_d(lab): pass\n"
)
CTRL_C = "import os, signal\ndef test_e(): os.kill(os.getpid(), signal.SIGINT)\n"
KILLED = "import os, signal\ndef test_f(): os.kill(os.getpid(), signal.SIGKILL)\n"
UNREADABLE = "import nothing_of_that_name\n"
SLOW = "import time\ndef test_slow(): time.sleep(0.6)\ndef test_slower(): time.sleep(0.7)\n"
ENDLESS = (
    "import pathlib, time\n"
    "def test_endless():\n"
    "    pathlib.Path('begun').touch()\n"
    "    try: time.sleep(300)\n"
    "    finally: pathlib.Path('tidied').touch()\n"
)
SIDE_BY_SIDE = ["-n", "2", "--dist", "worksteal"]


def prepared(tmp_path: Path, tests: str, patience: float = 60) -> list[str]:
    """The command that runs `tests` in a project of their own."""
    (tmp_path / "test_it.py").write_text(tests)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    code = (
        f"import sys; sys.path.insert(0, {str(paths.ROOT / 'scripts')!r})\n"
        f"from kvm_guide.cli import pytest_run; pytest_run.PATIENCE = {patience}\n"
        "sys.exit(pytest_run.run_pytest(sys.argv[1:]))"
    )
    return [sys.executable, "-c", code]


def run(tmp_path: Path, tests: str, *arguments: str, patience: float = 60) -> subprocess.CompletedProcess[str]:
    """Run `tests` in a project of their own."""
    command = [*prepared(tmp_path, tests, patience), *arguments]
    return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("tests", "arguments", "code"),
    [
        (PASS, [], Exit.OK),
        (PASS + FAIL, [], Exit.NOT_SO),
        (UNREADABLE, [], Exit.NOT_SO),
        (PASS, ["--no-such-option"], Exit.USAGE),
        (PASS, ["no_such_file.py"], Exit.USAGE),
        (PASS, ["-k", "nothing"], Exit.USAGE),
        ("", [], Exit.USAGE),
        (PASS + BROKEN, [], Exit.BROKEN),
        (PASS + BROKEN_SET_UP, [], Exit.BROKEN),
        (BROKEN + FAIL, [], Exit.NOT_SO),
        (CTRL_C, [], Exit.STOPPED),
        (PASS + FAIL, SIDE_BY_SIDE, Exit.NOT_SO),
        (FAIL, [*SIDE_BY_SIDE, "-x"], Exit.NOT_SO),
        (UNREADABLE, SIDE_BY_SIDE, Exit.NOT_SO),
        (PASS + BROKEN + BROKEN_SET_UP, SIDE_BY_SIDE, Exit.BROKEN),
        (BROKEN + FAIL, SIDE_BY_SIDE, Exit.NOT_SO),
        (CTRL_C, SIDE_BY_SIDE, Exit.STOPPED),
        (PASS + KILLED, SIDE_BY_SIDE, Exit.NOT_SO),
    ],
)
def test_each_ending_of_pytest_has_one_of_our_codes(
    tmp_path: Path, tests: str, arguments: list[str], code: Exit
) -> None:
    result = run(tmp_path, tests, *arguments)
    assert result.returncode == code, result.stdout + result.stderr
    if code is not Exit.USAGE:
        assert result.stdout.splitlines()[-1].startswith("=")


@pytest.mark.parametrize(
    ("arguments", "said"), [(["no_such_file.py"], "not found: no_such_file.py"), (["-k", "nothing"], "1 deselected")]
)
def test_side_by_side_too_it_says_why_there_is_no_test(tmp_path: Path, arguments: list[str], said: str) -> None:
    result = run(tmp_path, PASS, *SIDE_BY_SIDE, *arguments)
    assert result.returncode == Exit.USAGE
    assert said in result.stdout + result.stderr


@pytest.mark.parametrize("arguments", [[], SIDE_BY_SIDE])
def test_a_test_that_takes_long_is_named_while_it_runs(tmp_path: Path, arguments: list[str]) -> None:
    result = run(tmp_path, SLOW, *arguments, patience=0.2)
    assert result.returncode == Exit.OK
    for name in ("slow", "slower"):
        assert f"… test_it.py::test_{name} is still running, after 0 min" in result.stderr


def test_ctrl_c_stops_all_that_run_side_by_side_and_lets_them_tidy_up(tmp_path: Path) -> None:
    command = [*prepared(tmp_path, ENDLESS), *SIDE_BY_SIDE]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True, start_new_session=True) as running:
        while not (tmp_path / "begun").exists():
            assert running.poll() is None
            time.sleep(0.05)
        os.killpg(running.pid, signal.SIGINT)
        said, _ = running.communicate(timeout=120)
    assert running.returncode == Exit.STOPPED
    assert said.splitlines()[-1].startswith("=")
    assert (tmp_path / "tidied").exists()
