"""Whatever ends the lab, nothing of it is left: no QEMU, no record half written, no disk."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.lab.conftest import environment, qemus

from kvm_guide import paths
from kvm_guide.vm.image import Image

pytestmark = [pytest.mark.vm, pytest.mark.usefixtures("kept_pass")]
_VERIFY = "import sys; from kvm_guide.cli.verify import main; sys.exit(main(['--language', 'en', '--check']))"


def everything(folder: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize(("how", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, -15), (signal.SIGKILL, -9)])
def test_a_lab_ended_while_its_machine_boots_leaves_nothing(
    debian: Image, how: signal.Signals, code: int, tmp_path: Path
) -> None:
    records, cached = everything(paths.RECORDS), everything(debian.folder.parent)
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / debian.folder.name).symlink_to(debian.folder)
    with subprocess.Popen([sys.executable, "-c", _VERIFY], env=environment(tmp_path), stderr=subprocess.DEVNULL) as lab:
        until = time.monotonic() + 120
        # Before it has a folder for its disk, the only QEMU is one that is asked for its version
        while not (qemu := qemus(lab.pid)) or not any(tmp_path.glob("states/running-*")):
            assert lab.poll() is None, "the lab ended before it started QEMU"
            assert time.monotonic() < until, "the lab did not start QEMU within 120 s"
            time.sleep(0.05)
        lab.send_signal(how)
        assert lab.wait(timeout=60) == code
    until = time.monotonic() + 60
    while os.path.exists(f"/proc/{qemu[0]}"):
        assert time.monotonic() < until, "QEMU is still there 60 s after its lab"
        time.sleep(0.05)
    assert everything(paths.RECORDS) == records
    assert everything(debian.folder.parent) == cached
    wait_until = time.monotonic() + 60
    while left := [path.name for path in (tmp_path / "states").iterdir() if path.is_dir()]:
        assert time.monotonic() < wait_until, f"{left} are still there 60 s after the lab"
        time.sleep(0.05)
