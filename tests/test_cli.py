"""Every command, as a module and as a process: its help, its good use and each wrong use."""

import argparse
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path

import pytest
from pytest_console_scripts import ScriptRunner

from kvm_guide import paths
from kvm_guide.cli import run
from kvm_guide.errors import Broken, Exit, NotSo, UsageError
from kvm_guide.records.store import RecordError

BIN = Path(sys.executable).parent
LAUNCHERS = ("serve", "build", "test", "verify")
ENTRIES = (*LAUNCHERS, "bench")
PROGRAMS = [str(BIN / f"kvm-guide-{name}") for name in ENTRIES] + [str(paths.ROOT / "scripts" / n) for n in LAUNCHERS]

WRONG = {
    "serve": [
        (["--port"], "expected one argument"),
        (["--port", "http"], "'http' is not a port: give a number from 1 to 65535"),
        (["--port", "0"], "'0' is not a port"),
        (["--port", "65536"], "'65536' is not a port"),
        (["--port", "-1"], "'-1' is not a port"),
        (["--port", "²"], "'²' is not a port"),
        (["8001"], "unrecognized arguments: 8001"),
    ],
    "build": [
        (["--strict"], "unrecognized arguments: --strict"),
        (["site"], "unrecognized arguments: site"),
        (["--allow-failing=yes"], "ignored explicit argument 'yes'"),
    ],
    "test": [(["--slow"], "unrecognized arguments: --slow"), (["--quick=yes"], "ignored explicit argument 'yes'")],
    "verify": [
        (["--language", "fr"], "invalid choice: 'fr'"),
        (["--keep"], "unrecognized arguments: --keep"),
        (["--until"], "expected one argument"),
        (["--states", "forget"], "invalid choice: 'forget'"),
        (["--junit"], "expected one argument"),
    ],
    "bench": [
        (["--warm"], "unrecognized arguments: --warm"),
        (["build"], "unrecognized arguments: build"),
        (["--part", "nothing"], "invalid choice: 'nothing'"),
    ],
}


def called(program: str) -> str:
    """The name of the command behind `program`."""
    return Path(program).name.removeprefix("kvm-guide-")


@pytest.mark.parametrize("program", PROGRAMS)
def test_help_says_what_it_does_and_ends_well(script_runner: ScriptRunner, program: str) -> None:
    result = script_runner.run([program, "--help"])
    name = called(program)
    assert result.returncode == 0
    assert result.stdout.startswith(f"usage: {'kvm-guide-bench' if name == 'bench' else f'scripts/{name}'} ")
    assert result.stderr == ""
    if name != "bench":
        text = " ".join(result.stdout.split())
        assert all(f"{code} " in text for code in Exit), "the help lists every exit code"


@pytest.mark.parametrize(
    ("program", "arguments", "said"),
    [(program, *wrong) for program in PROGRAMS for wrong in WRONG[called(program)]],
)
def test_wrong_use_ends_in_2_and_says_what_is_wrong(
    script_runner: ScriptRunner, program: str, arguments: Sequence[str], said: str
) -> None:
    result = script_runner.run([program, *arguments])
    assert result.returncode == Exit.USAGE
    assert said in result.stderr
    assert result.stderr.startswith("usage: ")
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


@pytest.mark.script_launch_mode("inprocess")
def test_build_builds_strictly_into_site(script_runner: ScriptRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[bool, Path, Path, bool, bool, bool]] = []

    def build(strict: bool, site_dir: Path, root: Path, *, allow_failing: bool, publish: bool, take_away: bool) -> None:
        seen.append((strict, site_dir, root, allow_failing, publish, take_away))

    monkeypatch.setattr("kvm_guide.site.build.build", build)
    assert script_runner.run([str(BIN / "kvm-guide-build")]).returncode == 0
    assert script_runner.run([str(BIN / "kvm-guide-build"), "--allow-failing"]).returncode == 0
    assert script_runner.run([str(BIN / "kvm-guide-build"), "--publish"]).returncode == 0
    assert script_runner.run([str(BIN / "kvm-guide-build"), "--all"]).returncode == 0
    asked = ((False, False, False), (True, False, False), (False, True, False), (False, False, True))
    assert seen == [(True, paths.ROOT / "site", paths.ROOT, *options) for options in asked]


@pytest.mark.script_launch_mode("inprocess")
def test_serve_listens_on_the_port_it_is_given(script_runner: ScriptRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    ports: list[int] = []
    monkeypatch.setattr("kvm_guide.site.serve.serve", ports.append)
    assert script_runner.run([str(BIN / "kvm-guide-serve")]).returncode == 0
    assert script_runner.run([str(BIN / "kvm-guide-serve"), "--port", "8123"]).returncode == 0
    assert ports == [8000, 8123]


@pytest.mark.script_launch_mode("inprocess")
def test_test_gives_pytest_what_it_is_given(script_runner: ScriptRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Sequence[str]] = []

    def run_pytest(arguments: Sequence[str]) -> Exit:
        given.append(arguments)
        return Exit.NOT_SO

    monkeypatch.setattr("kvm_guide.cli.pytest_run.run_pytest", run_pytest)
    monkeypatch.chdir(paths.ROOT)
    program = str(BIN / "kvm-guide-test")
    assert script_runner.run([program, "--", "-x"]).returncode == Exit.NOT_SO
    assert script_runner.run([program, "--quick", "--", "-k", "port", "--lf"]).returncode == Exit.NOT_SO
    assert given[0] == ["-x"]
    assert given[1][:2] == ["-m", "not vm and not whole"]
    assert "-n" in given[1], "not side by side"
    assert given[1][-3:] == ["-k", "port", "--lf"]


@pytest.mark.script_launch_mode("inprocess")
@pytest.mark.parametrize(
    ("ends", "code", "told"),
    [
        ((Exit.OK, Exit.OK, Exit.OK), Exit.OK, ": all passed; the guide in virtual machines: all passed; the lab in "),
        ((Exit.NOT_SO, Exit.OK, Exit.OK), Exit.NOT_SO, "without a virtual machine: a test failed; the guide in "),
        ((Exit.OK, Exit.BROKEN, Exit.OK), Exit.BROKEN, "the guide in virtual machines: something around them broke; "),
        ((Exit.OK, Exit.BROKEN, Exit.NOT_SO), Exit.NOT_SO, "broke; the lab in virtual machines: a test failed"),
        ((Exit.OK, Exit.STOPPED), Exit.STOPPED, "all passed; the guide in virtual machines: stopped"),
    ],
)
def test_test_runs_each_test_once_and_ends_with_the_worst_unless_it_is_stopped(
    script_runner: ScriptRunner, monkeypatch: pytest.MonkeyPatch, ends: tuple[Exit, ...], code: Exit, told: str
) -> None:
    given: list[Sequence[str]] = []

    def run_pytest(arguments: Sequence[str]) -> Exit:
        given.append(arguments)
        return ends[len(given) - 1]

    monkeypatch.setattr("kvm_guide.cli.pytest_run.run_pytest", run_pytest)
    monkeypatch.setattr("kvm_guide.cli.images.building", lambda: nullcontext(lambda: None))
    monkeypatch.chdir(paths.ROOT)
    result = script_runner.run([str(BIN / "kvm-guide-test")])
    assert result.returncode == code
    assert [arguments[:2] for arguments in given] == [
        ("-m", "not vm"),
        ("-m", "vm and guide"),
        ("-m", "vm and not guide"),
    ][: len(ends)]
    assert told in result.stdout


@pytest.mark.script_launch_mode("subprocess")
def test_test_runs_from_any_folder_and_ends_with_the_summary(script_runner: ScriptRunner, tmp_path: Path) -> None:
    program = str(paths.ROOT / "scripts" / "test")
    result = script_runner.run([program, "--quick", "--", "tests/test_step.py", "-k", "id"], cwd=tmp_path)
    assert result.returncode == 0
    assert re.fullmatch(r"=+ .*\d+ passed.* in [\d.]+s.* =+", result.stdout.splitlines()[-1])


@pytest.mark.script_launch_mode("subprocess")
def test_build_of_this_very_project_succeeds(script_runner: ScriptRunner, tmp_path: Path) -> None:
    result = script_runner.run([str(paths.ROOT / "scripts" / "build")], cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert (paths.SITE / "en" / "index.html").is_file()


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which something listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield int(listener.getsockname()[1])


@pytest.mark.script_launch_mode("subprocess")
def test_serve_says_what_to_do_about_a_taken_port(script_runner: ScriptRunner, taken: int) -> None:
    result = script_runner.run([str(paths.ROOT / "scripts" / "serve"), "--port", str(taken)])
    assert result.returncode == Exit.BROKEN
    assert "taken" in result.stderr
    assert "--port" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def ending(error: BaseException | int, arguments: Sequence[str] = ()) -> int:
    """The exit code of a command whose work ends with `error`."""

    def work(_options: argparse.Namespace) -> int:
        if isinstance(error, BaseException):
            raise error
        return error

    return run(argparse.ArgumentParser(prog="scripts/x"), work, arguments)


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (0, 0, ""),
        (NotSo("the step x failed."), 1, "scripts/x: the step x failed.\n"),
        (RecordError("r.json is not JSON."), 1, "scripts/x: r.json is not JSON.\n"),
        (UsageError("say which."), 2, "scripts/x: say which.\n"),
        (Broken("no QEMU."), 3, "scripts/x: no QEMU.\n"),
        (
            OSError(28, "No space left on device", "/x/y"),
            3,
            "scripts/x: the disk is full (/x/y): free some space, then run it again.\n",
        ),
        (PermissionError(13, "Permission denied", "/x"), 3, "(/x): give it the folder, or run it as its owner.\n"),
        (OSError(5, "Input/output error"), 3, "scripts/x: the system refused: Input/output error.\n"),
        (KeyboardInterrupt(), 130, "scripts/x: stopped.\n"),
    ],
)
def test_each_ending_has_its_code_and_one_sentence(
    error: BaseException | int, code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ending(error) == code
    err = capsys.readouterr().err
    assert err.endswith(said)
    assert err.count("\n") == (1 if said else 0)


def test_a_fault_of_ours_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError):
        ending(ZeroDivisionError())


def test_a_reader_who_goes_away_is_no_traceback() -> None:
    code = (
        "import argparse, sys; from kvm_guide.cli import run\n"
        "def work(o):\n    while True: print('x' * 1000)\n"
        "sys.exit(run(argparse.ArgumentParser(), work, []))"
    )
    environment = {**os.environ, "PYTHONPATH": str(paths.ROOT / "scripts")}
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as child:
        assert child.stdout
        assert child.stderr
        child.stdout.read(10)
        child.stdout.close()
        assert child.stderr.read() == b""
    assert child.returncode == Exit.BROKEN
