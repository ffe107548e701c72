"""Setting up: what is needed, what is said before it is installed, and what is said when that is not possible."""

import ast
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from kvm_guide import paths
from kvm_guide.errors import Broken
from kvm_guide.setup import apt, needs
from kvm_guide.setup.child import run_shown
from kvm_guide.setup.launch import set_up
from kvm_guide.setup.needs import Need, distribution
from kvm_guide.setup.trouble import trouble

SCRIPTS = paths.ROOT / "scripts"
LAUNCHERS = ("serve", "build", "test", "verify")
MISSING = Need("qemu-utils", "makes the virtual machine's disk", lambda: False)


def newer_syntax(source: str) -> list[str]:
    """What in `source` a Python as old as 2.7 could not even read."""
    tree = ast.parse(source)
    found = [type(node).__name__ for node in ast.walk(tree) if isinstance(node, ast.JoinedStr | ast.AnnAssign)]
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    found += [f"-> of {f.name}" for f in functions if f.returns]
    found += [f"type of {a.arg}" for f in functions for a in f.args.args + f.args.kwonlyargs if a.annotation]
    return found + [type(node).__name__ for node in ast.walk(tree) if isinstance(node, ast.NamedExpr | ast.Match)]


@pytest.mark.parametrize("name", [*LAUNCHERS, "bootstrap.py"])
def test_any_python_can_read_the_launchers(name: str) -> None:
    assert newer_syntax((SCRIPTS / name).read_text()) == []


@pytest.mark.parametrize("line", ["x = f'{1}'", "x: int = 1", "def f(x: int): pass", "def f() -> int: pass"])
def test_newer_syntax_in_a_launcher_is_seen(line: str) -> None:
    assert newer_syntax((SCRIPTS / "bootstrap.py").read_text() + line + "\n") != []


def as_old_python(path: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the launcher as if this Python were too old, with `path` as PATH."""
    code = "import bootstrap, sys; bootstrap.OLDEST = (3, 99); sys.exit(bootstrap.main('serve'))"
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env={"PATH": path, "PYTHONPATH": str(SCRIPTS)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_old_python_is_told_which_is_needed(tmp_path: Path) -> None:
    result = as_old_python(str(tmp_path))
    assert result.returncode == 3
    assert result.stderr.startswith("scripts/serve needs Python 3.99 or newer, and this is 3.")
    assert "python3.99" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_newer_python_on_path_is_taken_if_it_works(tmp_path: Path) -> None:
    for name, code in (("python3.19", "exit 127"), ("python3.18", '[ "$#" = 2 ] || echo "took over: $2"')):
        (tmp_path / name).write_text(f"#!/bin/sh\n{code}\n")
        (tmp_path / name).chmod(0o755)
    code = "import bootstrap, sys; bootstrap.OLDEST = (3, 18); sys.exit(bootstrap.main('serve'))"
    command = [sys.executable, "-c", code, "--port", "8001"]
    result = subprocess.run(
        command, env={"PATH": str(tmp_path), "PYTHONPATH": str(SCRIPTS)}, capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stdout, result.stderr) == (0, "took over: --port\n", "")


@pytest.mark.parametrize("name", LAUNCHERS)
def test_launchers_answer_from_any_folder_with_nothing_installed(name: str, tmp_path: Path) -> None:
    # -S: without what is installed beside this Python.
    command = [sys.executable, "-S", "-E", str(SCRIPTS / name), "--help"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith(f"usage: scripts/{name}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 3, "seconds of a processor"
    assert os.access(SCRIPTS / name, os.X_OK)
    assert (SCRIPTS / name).read_text().startswith("#!/usr/bin/env python3\n")


def packages(name: str, *arguments: str) -> set[str]:
    """The names of the packages that the command needs."""
    return {need.package for need in needs.needs(name, list(arguments))}


def test_each_command_asks_for_what_it_needs_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(needs, "distribution", lambda: "debian")
    lab = {need.package for need in needs.LAB}
    assert packages("serve") == packages("build") == packages("build", "--allow-failing") == {"git"}
    assert packages("build", "--all") == {"git", "chromium-headless-shell"}
    quick = {"git", "wget", "chromium-headless-shell", "firefox-esr", "poppler-utils"}
    assert packages("test", "--quick") == quick
    assert packages("test") == packages("test", "--", "--quick") == quick | lab
    assert packages("verify") == {"git"} | lab
    assert {"qemu-system-x86", "mmdebstrap"} <= lab
    assert not needs.own_browser("test", [])
    assert not needs.own_browser("build", ["--all"])


def test_ubuntu_and_macos_take_playwrights_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in ("debian-like", "other"):
        monkeypatch.setattr(needs, "distribution", lambda kind=kind: kind)
        assert (packages("test") | packages("build", "--all")).isdisjoint({"chromium-headless-shell", "firefox-esr"})
        assert needs.own_browser("test", [])
        assert needs.own_browser("build", ["--publish", "--all"])
        assert not needs.own_browser("build", ["--publish"])
        assert not needs.own_browser("serve", [])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ID=debian\n", "debian"),
        ('ID="ubuntu"\nID_LIKE="debian"\n', "debian-like"),
        ("ID=fedora\n", "other"),
        (None, "other"),
    ],
)
def test_the_distribution_is_read_from_os_release(tmp_path: Path, text: str | None, kind: str) -> None:
    if text is not None:
        (tmp_path / "os-release").write_text(text)
    assert distribution(tmp_path / "os-release") == kind


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of stand-ins, first on PATH, on a Debian."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(apt, "distribution", lambda: "debian")
    return folder


def stand_in(folder: Path, name: str, code: str) -> None:
    """Put a program `name` into `folder` that notes how it was called and then does `code`."""
    path = folder / name
    path.write_text(f'#!/bin/sh\necho "$0 $*" >> {folder}/calls\n{code}\n')
    path.chmod(0o755)


def test_packages_are_named_with_reasons_before_they_are_installed(
    programs: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    stand_in(programs, "apt-get", 'echo "frontend $DEBIAN_FRONTEND" >&2')
    apt.install("scripts/test", [MISSING])
    first, why, *_ = capfd.readouterr().err.splitlines()
    assert first == "scripts/test needs these Debian packages and now installs them with apt-get:"
    assert why == "  qemu-utils: makes the virtual machine's disk"
    calls = (programs / "calls").read_text()
    assert calls.index(" update") < calls.index(" install -y --no-install-recommends qemu-utils")


def test_a_failed_installation_says_what_to_do(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    stand_in(programs, "apt-get", 'echo "E: Unable to locate package qemu-utils"; exit 100')
    with pytest.raises(Broken, match="apt does not know the package qemu-utils: look at the sources in /etc/apt"):
        apt.install("scripts/test", [MISSING])


def test_neither_root_nor_sudo_is_one_sentence(monkeypatch: pytest.MonkeyPatch, programs: Path) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setenv("PATH", str(programs))
    with pytest.raises(Broken, match=r"not root and there is no sudo: run `apt-get install .*qemu-utils` as root"):
        apt.install("scripts/test", [MISSING])
    assert not (programs / "calls").exists()


def test_a_sudo_that_refuses_is_one_sentence(monkeypatch: pytest.MonkeyPatch, programs: Path) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    stand_in(programs, "sudo", "exit 1")
    stand_in(programs, "apt-get", "exit 0")
    with pytest.raises(Broken, match="sudo did not let this user install packages: have `apt-get install"):
        apt.install("scripts/test", [MISSING])
    assert "apt-get" not in (programs / "calls").read_text()


def test_a_system_without_apt_is_told_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apt, "distribution", lambda: "other")
    with pytest.raises(Broken, match="Debian or Ubuntu only"):
        apt.install("scripts/test", [MISSING])


def test_a_mac_is_told_that_the_lab_is_not_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(Broken, match=r"lacks .*qemu-utils, and this is a Mac: .*scripts/test --quick"):
        set_up("scripts/test", paths.ROOT, [MISSING], browser=False)


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("OSError: [Errno 28] No space left on device", "the disk is full"),
        ("E: You don't have enough free space in /var/cache/apt/archives/.", "the disk is full"),
        ("Err:1 x\n  Temporary failure resolving 'mirror'\nE: Unable to locate package a", "the network does not"),
        ("NewConnectionError: Failed to establish a new connection", "the network does not answer"),
        ("E: Failed to fetch http://m/pool/a/a_1_amd64.deb  404  Not Found [IP: 1]", "answers 404 for a_1_amd64.deb"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "requirements.lock names"),
        ("SSLError(SSLCertVerificationError: CERTIFICATE_VERIFY_FAILED", "certificate is not trusted"),
        ("E: dpkg was interrupted, you must manually run", "sudo dpkg --configure -a"),
        ("E: Could not get lock /var/lib/dpkg/lock-frontend", "another program is installing"),
        ("E: something new\nlater", "and said: “E: something new”"),
        ("", "and said: “it said nothing”"),
    ],
)
def test_what_apt_and_pip_say_becomes_one_sentence(output: str, said: str) -> None:
    message = str(trouble("installing", output))
    assert message.startswith("installing failed")
    assert said in message
    assert "\n" not in message


def test_a_child_that_fails_is_shown_with_its_output(capfd: pytest.CaptureFixture[str]) -> None:
    ended = run_shown("trying", ["sh", "-c", "echo out; echo err >&2; exit 7"])
    assert (ended.status, sorted(ended.output.split())) == (7, ["err", "out"])
    assert capfd.readouterr().err == "… trying\n✘ trying (failed after 0 s)\n"
