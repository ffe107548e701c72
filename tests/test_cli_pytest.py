"""What scripts/test makes of pytest's own endings."""

import subprocess
import sys
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
UNREADABLE = "import nothing_of_that_name\n"
SLOW = "import time\ndef test_slow(): time.sleep(0.6)\n"


def run(tmp_path: Path, tests: str, *arguments: str, patience: float = 60) -> subprocess.CompletedProcess[str]:
    """Run `tests` in a project of their own."""
    (tmp_path / "test_it.py").write_text(tests)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    code = (
        f"import sys; sys.path.insert(0, {str(paths.ROOT / 'scripts')!r})\n"
        f"from kvm_guide.cli import pytest_run; pytest_run.PATIENCE = {patience}\n"
        "sys.exit(pytest_run.run_pytest(sys.argv[1:]))"
    )
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=tmp_path, capture_output=True, text=True, check=False
    )


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
    ],
)
def test_each_ending_of_pytest_has_one_of_our_codes(
    tmp_path: Path, tests: str, arguments: list[str], code: Exit
) -> None:
    result = run(tmp_path, tests, *arguments)
    assert result.returncode == code, result.stdout + result.stderr
    if code is not Exit.USAGE:
        assert result.stdout.splitlines()[-1].startswith("=")


def test_a_test_that_takes_long_is_named_while_it_runs(tmp_path: Path) -> None:
    result = run(tmp_path, SLOW, patience=0.2)
    assert result.returncode == Exit.OK
    assert "… test_it.py::test_slow is still running, after 0 min" in result.stderr
