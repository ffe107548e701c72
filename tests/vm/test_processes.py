"""Nothing stays behind, whatever ends the lab."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kvm_guide import paths
from kvm_guide.vm.processes import scratch, stand_back

_KILLED = """
import sys, time
from pathlib import Path
from kvm_guide.vm.processes import die_with_parent, scratch
import subprocess
with scratch(Path(sys.argv[1]), "disk-") as folder:
    (folder / "big").write_text("x")
    child = subprocess.Popen(["sleep", "600"], preexec_fn=die_with_parent)
    print(child.pid, flush=True)
    time.sleep(600)
"""


def gone(path: str) -> bool:
    return not os.path.exists(path)


def wait_until_gone(path: str, seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while not gone(path):
        assert time.monotonic() < until, f"{path} is still there after {seconds} s"
        time.sleep(0.02)


@pytest.mark.skipif(sys.platform != "linux", reason="the lab runs on Linux")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_killed_lab_leaves_neither_a_folder_nor_a_process(tmp_path: Path, how: signal.Signals) -> None:
    environment = {**os.environ, "PYTHONPATH": str(paths.ROOT / "scripts")}
    with subprocess.Popen(
        [sys.executable, "-c", _KILLED, str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        text=True,
    ) as lab:
        assert lab.stdout is not None
        child = lab.stdout.readline().strip()
        folders = list(tmp_path.iterdir())
        assert len(folders) == 1
        lab.send_signal(how)
        lab.wait(timeout=120)
    wait_until_gone(str(folders[0]))
    wait_until_gone(f"/proc/{child}")


# Like rm, but twice something is written into the folder while it empties it
_RM = """#!/bin/sh
for folder; do :; done
if [ ! -e "$0.second" ]; then
  if [ -e "$0.first" ]; then touch "$0.second"; else touch "$0.first"; fi
  echo late >"$folder/late"
  exit 1
fi
exec /bin/rm "$@"
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the lab runs on Linux")
def test_what_is_written_while_a_killed_labs_folder_is_emptied_does_not_stay(tmp_path: Path) -> None:
    programs, room = tmp_path / "bin", tmp_path / "room"
    programs.mkdir()
    room.mkdir()
    (programs / "rm").write_text(_RM)
    (programs / "rm").chmod(0o755)
    environment = {**os.environ, "PYTHONPATH": str(paths.ROOT / "scripts"), "PATH": f"{programs}:{os.environ['PATH']}"}
    command = [sys.executable, "-c", _KILLED, str(room)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as lab:
        assert lab.stdout is not None
        lab.stdout.readline()
        (folder,) = room.iterdir()
        lab.send_signal(signal.SIGKILL)
        lab.wait(timeout=120)
    wait_until_gone(str(folder))
    assert (programs / "rm.second").exists(), "it was tried again"


def test_a_folder_is_gone_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), scratch(tmp_path, "x-"):
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_what_is_not_waited_for_leaves_the_processors_to_what_is() -> None:
    niceness = int(subprocess.run(["nice"], capture_output=True, text=True, check=True).stdout)
    beside = subprocess.run(["nice"], preexec_fn=stand_back, capture_output=True, text=True, check=True)
    assert int(beside.stdout) == min(19, niceness + 10)
