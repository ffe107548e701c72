"""Faults, brought about for real: the right exit code, a sentence, nothing lost, and the next run completes."""

import http.server
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from tests.lab.conftest import environment, listening, qemus
from tests.lab.small import UPDATE, guide, step, typed

from kvm_guide.errors import Broken, Exit
from kvm_guide.lab import mirror, verify
from kvm_guide.lab.keys import Lab
from kvm_guide.lab.snapshots.store import Snapshots
from kvm_guide.model.step import Step, Work
from kvm_guide.records.types import Outcome
from kvm_guide.vm import machine as machines

pytestmark = [pytest.mark.vm, pytest.mark.usefixtures("kept_pass")]
_WAIT = 60


def once(port: int, what: str) -> str:
    """A command that does `what` where this computer listens on `port`, and nothing where it does not any more."""
    return f"if (: < /dev/tcp/10.0.2.2/{port}) 2>/dev/null; then {what}; fi; echo done"


def order(left: list[bytes]) -> bytes:
    """The next of the orders that are `left`, and then always to go on."""
    return left.pop() if left else b"go\n"


def wait_for(what: str, happened: Callable[[], bool], seconds: float = _WAIT) -> None:
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until, f"waited {seconds} s for {what}"
        time.sleep(0.005)


def complete(lab: Lab, *steps: Step) -> None:
    """The next run completes, and of what is kept nothing is half."""
    entries, _ = typed(lab, *steps)
    assert [entry.outcome for entry in entries] == [Outcome.PASSED] * len(steps)
    left = [path.name for path in lab.states.folder.iterdir() if path.name.startswith(("writing-", "running-"))]
    assert left == []


def test_qemu_killed_in_the_middle_of_a_step(lab: Lab) -> None:
    def kill() -> bytes:
        for pid in qemus(os.getpid()):
            os.kill(pid, signal.SIGKILL)
        return b""

    with listening(kill) as port:
        steps = step("before-kill", "echo before"), step("killed", once(port, "sleep 600"))
        with pytest.raises(Broken, match="terminal was lost: its machine is gone") as caught:
            typed(lab, *steps)
    assert caught.value.exit is Exit.BROKEN
    complete(lab, *steps)


# A hang is waited for to the end of the lab's patience; machines lost in other ways are tried each time
@pytest.mark.weekly
def test_the_guest_hung(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    with listening(lambda: b"") as port, monkeypatch.context() as patched:
        patched.setattr(machines, "EMULATION_FACTOR", 0.75)
        steps = (step("hung", once(port, "sudo sh -c 'sleep 1; echo c > /proc/sysrq-trigger'")),)
        with pytest.raises(Broken, match=r"machine hangs: hung was typed, .* Try again") as caught:
            typed(lab, *steps)
    assert caught.value.exit is Exit.BROKEN
    complete(lab, *steps)


@pytest.mark.weekly
def test_a_guest_that_hung_is_given_one_more_try_from_what_is_kept(
    lab: Lab, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    orders = [b"hang\n"]
    with listening(partial(order, orders)) as port, monkeypatch.context() as patched:
        patched.setattr(machines, "EMULATION_FACTOR", 0.75)
        hang = "sudo sh -c 'sleep 1; echo c > /proc/sysrq-trigger'"
        asks = f'read order < /dev/tcp/10.0.2.2/{port}; if [ "$order" = hang ]; then {hang}; fi; echo done'
        small = guide(step("asks", asks))
        result = verify.result_of(small, small.lessons[0], "en", lab)
    assert not orders, "it hung"
    assert [entry.outcome for entry in result.record.steps] == [Outcome.PASSED]
    assert "asks was typed, and the guest does not answer" in capsys.readouterr().err


# The guide's trouble no-room fills it each time, for a command
@pytest.mark.weekly
def test_the_guests_disk_full(lab: Lab) -> None:
    free = "$(($(stat -f -c '%f * %S' /) - 4000000))"
    fill = f"sudo fallocate -l {free} /filled; sudo apt install -y ovmf"
    with pytest.raises(Broken, match=r"disk of the lab's machine is full \(at fill\)") as caught:
        typed(lab, UPDATE, step("fill", fill, Work.INSTALL))
    assert caught.value.exit is Exit.BROKEN
    complete(lab, UPDATE)


# Those of the package index that fails have the lab wait for it, too
@pytest.mark.weekly
def test_the_guests_network_cut_during_an_install_and_given_back(lab: Lab) -> None:
    orders = [b"cut\n"]
    with listening(partial(order, orders)) as port:
        # Cut once something of a package has come, given back after apt has noticed
        script = (
            'until compgen -G "/var/cache/apt/archives/partial/*.deb"; do :; done; '
            f"read order < /dev/tcp/10.0.2.2/{port}; "
            'if [ "$order" = cut ]; then ip link set eth0 down; sleep 40; ip link set eth0 up; ifup --force eth0; fi'
        )
        cutter = step("cutter", f"sudo systemd-run bash -c '{script}'", Work.DOWNLOAD)
        install = step("install-cut", "sudo apt install -y ovmf", Work.INSTALL, check="dpkg-query -W ovmf")
        entries, _ = typed(lab, UPDATE, cutter, install)
    assert not orders, "the network was cut"
    assert entries[-1].outcome is Outcome.PASSED
    assert "Err:" not in str(entries[-1].output)


@pytest.mark.parametrize("aside", [False, True])
def test_a_package_index_that_answers_with_an_error_twice_and_then_works(
    lab: Lab, capsys: pytest.CaptureFixture[str], aside: bool
) -> None:
    errors = [503, 503]

    class Mirror(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if errors:
                self.send_error(errors.pop())
                return
            wanted = urllib.request.Request(self.path)
            try:
                with urllib.request.urlopen(wanted, timeout=_WAIT) as answer:
                    data = answer.read()
            except urllib.error.HTTPError as error:
                self.send_error(error.code)
                return
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Mirror) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        told = f'Acquire::http::Proxy "http://10.0.2.2:{server.server_port}"; Acquire::Retries "0";'
        small = "grep -h security /etc/apt/sources.list | sudo tee /etc/apt/small.list"
        proxy = step("proxy", f"echo '{told}' | sudo tee /etc/apt/apt.conf.d/99proxy; {small}")
        update = step("update-small", "sudo apt update -o Dir::Etc::SourceList=/etc/apt/small.list", Work.DOWNLOAD)
        entries, _ = typed(lab, proxy, replace(update, aside=aside), step("after", "true"))
        server.shutdown()
    assert not errors, "the errors were given"
    assert [entry.outcome for entry in entries] == [Outcome.PASSED] * 3
    assert "503" not in str(entries[1].output)
    said = capsys.readouterr().err
    for attempt in (1, 2):
        assert f"(Try {attempt} of {mirror.TRIES}: the machine goes back to before update-small.)" in said
    assert "package mirror failed" in said


def test_a_spoilt_state_is_told_and_made_anew(lab: Lab, capsys: pytest.CaptureFixture[str]) -> None:
    steps = step("spoil-one", "echo one"), step("spoil-two", "echo two"), step("spoil-three", "echo three")
    typed(lab, *steps[:2])
    kept = {one.name: one for one in lab.states.all()}
    for name, file in (("spoil-two", "memory.zst"), ("spoil-one", "disk.qcow2")):
        path = kept[name].folder / file
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 0xFF
        path.write_bytes(data)
    entries, now = typed(Lab(lab.image, lab.accelerator, Snapshots(lab.states.folder.parent)), *steps)
    assert now == ["spoil-one", "spoil-two", "spoil-three"]
    assert [entry.outcome for entry in entries] == [Outcome.PASSED] * 3
    said = capsys.readouterr().err
    assert "state of spoil-two is spoilt (memory.zst)" in said
    assert "state of spoil-one is spoilt (disk.qcow2)" in said


_ALONE = """
import sys
from pathlib import Path
from kvm_guide.cli import run
from kvm_guide import paths
from kvm_guide.lab import verify
from tests.lab.small import step, typed
import argparse

def work(_options):
    lab = verify.lab(paths.cache(), verify.Freshness())
    entries, now = typed(lab, *(step(name, f"echo {name}") for name in NAMES))
    print(*now)
    return 0

NAMES = sys.argv[1].split()
sys.exit(run(argparse.ArgumentParser(prog="alone"), work, []))
"""


def alone(cache: Path, names: str, *before: str) -> subprocess.Popen[str]:
    """A run of its own process: its steps echo `names`."""
    return subprocess.Popen(
        [*before, sys.executable, "-c", _ALONE, names],
        env=environment(cache),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def halves(lab: Lab) -> list[Path]:
    return [one for one in lab.states.folder.glob("*-*/memory.zst") if not (one.parent / "state.json").exists()]


def test_the_lab_killed_while_it_keeps_a_state(lab: Lab, cache: Path) -> None:
    with alone(cache, "kill-one kill-two") as running:
        wait_for("a memory being packed", lambda: any(halves(lab)))
        machine = qemus(running.pid)
        running.kill()
        running.communicate(timeout=_WAIT)
        wait_for("QEMU's end", lambda: not any(os.path.exists(f"/proc/{pid}") for pid in machine))
    wait_for("the half state's end", lambda: not any(lab.states.folder.glob("writing-*")))
    wait_for("the disk's end", lambda: not any(lab.states.folder.glob("running-*")))
    with alone(cache, "kill-one kill-two") as again:
        out, _ = again.communicate(timeout=600)
        assert again.returncode == 0
    assert out.split()[-1] == "kill-two"


def test_two_runs_at_once_do_not_spoil_each_others_states(lab: Lab, cache: Path) -> None:
    with alone(cache, "twice-one twice-two") as first, alone(cache, "twice-one twice-two") as second:
        outs = [one.communicate(timeout=600)[0] for one in (first, second)]
        assert [first.returncode, second.returncode] == [0, 0]
    assert outs == ["twice-one twice-two\n"] * 2
    kept = [one for one in Snapshots(cache).all() if one.name.startswith("twice-")]
    short = [one.name for one in kept if not one.restorable]
    assert not short, f"{short} lost their memory, as on a disk with less than 6 GiB free: free some space"
    assert all(Snapshots(cache).usable(one) for one in kept)
    with alone(cache, "twice-one twice-two") as third:
        assert third.communicate(timeout=600)[0] == "\n"


def test_the_hosts_disk_full(booted: object, cache: Path, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    script = (
        f"mount -t tmpfs -o size=130m tmpfs {small} && cp -a {cache}/images {cache}/accelerator.json {small} && "
        f"mkdir {small}/states && cp -r {cache}/states/$BOOTED {small}/states && "
        f'{{ "$@"; echo "ended with $?" >&2; mount -o remount,size=2g {small}; "$@"; }}'
    )
    folder = getattr(booted, "folder", Path())
    root = [] if os.geteuid() == 0 else ["sudo", "-n", "--preserve-env"]
    command = [*root, "unshare", "--mount", "sh", "-c", script, "sh"]
    with subprocess.Popen(
        [*command, sys.executable, "-c", _ALONE, "full-one full-two"],
        env={**environment(small), "BOOTED": folder.name},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        out, error = running.communicate(timeout=600)
    assert "ended with 3" in error, error
    assert re.search(r"^alone: The disk is full, .* free some space, or set KVM_GUIDE_CACHE", error, re.MULTILINE), (
        error
    )
    assert running.returncode == 0, error
    assert out.split() == ["full-one", "full-two"]
