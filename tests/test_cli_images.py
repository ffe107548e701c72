"""The lab's images are built beside the tests that need none."""

import sys
import time
from pathlib import Path

import pytest

from kvm_guide.cli import images


@pytest.fixture
def builder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What is started in Python's place; it is to be written."""
    program = tmp_path / "builder"
    program.touch(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    monkeypatch.setattr("os.geteuid", lambda: 0)
    return program


def test_what_the_building_said_is_told_once_it_is_waited_for(
    builder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    builder.write_text("#!/bin/sh\necho $2\necho 400 packages >&2\nexit 3\n")
    with images.building() as wait:
        wait()
        assert capsys.readouterr().out == "kvm_guide.cli.images\n400 packages\n"
        wait()
        assert capsys.readouterr().out == ""


def test_a_building_that_nobody_waits_for_any_more_is_ended(builder: Path, tmp_path: Path) -> None:
    builder.write_text(f"#!/bin/sh\ntouch {tmp_path}/begun\nexec sleep 300\n")
    with images.building():
        while not (tmp_path / "begun").exists():
            time.sleep(0.01)
        started = time.monotonic()
    assert time.monotonic() - started < 100


def test_where_a_password_would_have_to_be_asked_for_nothing_is_built_ahead(
    builder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    builder.write_text("#!/bin/sh\necho built\n")
    (tmp_path / "sudo").write_text("#!/bin/sh\necho a password is required >&2\nexit 1\n")
    (tmp_path / "sudo").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    with images.building() as wait:
        wait()
    assert capsys.readouterr().out == ""
