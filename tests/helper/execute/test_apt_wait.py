"""Waiting for real locks, which other processes hold and the kernel lists."""

import io
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest

from kvm_guide.errors import Broken
from kvm_guide.helper.execute import apt_wait
from kvm_guide.helper.output.screen import Screen
from kvm_guide.model.step import Language

Call = Literal["lockf", "flock"]

_HOLDER = """
import fcntl, sys, time
with open(sys.argv[1], "w") as file:
    getattr(fcntl, sys.argv[2])(file, fcntl.LOCK_EX)
    print("held", flush=True)
    time.sleep(float(sys.argv[3]))
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The root of a machine with one of apt's files, whose locks the kernel lists."""
    (tmp_path / "var/lib/dpkg").mkdir(parents=True)
    (tmp_path / "proc").symlink_to("/proc")
    return tmp_path


@contextmanager
def held(root: Path, seconds: float, call: Call = "lockf") -> Iterator[int]:
    """The lock of dpkg's front ends, held by the process whose id it gives; apt and dpkg use lockf."""
    file = root / "var/lib/dpkg/lock-frontend"
    words = [sys.executable, "-c", _HOLDER, str(file), call, str(seconds)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        yield process.pid
        process.kill()


def screen(language: Language = "en") -> tuple[Screen, io.StringIO]:
    out = io.StringIO()
    return Screen(language, out), out


def test_where_nobody_holds_it_nothing_is_said(root: Path) -> None:
    shown, out = screen()
    apt_wait.wait(shown, root=root)
    (root / "var/lib/dpkg/lock-frontend").touch()
    apt_wait.wait(shown, root=root)
    assert out.getvalue() == ""


@pytest.mark.parametrize("call", ["lockf", "flock"])
def test_it_names_who_holds_it_and_goes_on_when_it_is_free(root: Path, call: Call) -> None:
    shown, out = screen()
    started = time.monotonic()
    with held(root, 5, call) as pid:
        apt_wait.wait(shown, 60, root)
    assert 1 < time.monotonic() - started < 60
    assert f"python ({pid}) is using apt" in out.getvalue().replace("python3", "python")
    assert re.search("(1:00|0:5[0-9]) more", out.getvalue())


@pytest.mark.parametrize(("language", "said"), [("en", "is still using apt after 0:01"), ("es", "sigue usando apt")])
def test_it_does_not_wait_for_ever(root: Path, language: Language, said: str) -> None:
    shown, _ = screen(language)
    with held(root, 60) as pid, pytest.raises(Broken, match=said) as raised:
        apt_wait.wait(shown, 1, root)
    assert f"({pid})" in str(raised.value)
