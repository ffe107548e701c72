"""The commands of chapter 4 on recorded machines: what they count, and which kernels they find fixed.

The files tests/recorded/cpuinfo-* are what /proc/cpuinfo showed on an Intel laptop (Linux 5.6 or newer, which has the
line "vmx flags") and on an AMD desktop, as their owners published it.
"""

import shutil
import subprocess
from pathlib import Path

import pytest

from kvm_guide.lessons import GUIDE

RECORDED = Path(__file__).parent / "recorded"


def answered(command: str, shown: str, recorded: Path | None = None) -> tuple[int, str]:
    """How `command` ends and what it prints where /proc/cpuinfo is `recorded` and uname says `shown`."""
    uname = f"uname() {{ echo '{shown}'; }}; "
    where = command.replace("/proc/cpuinfo", str(recorded)) if recorded else command
    done = subprocess.run(["bash", "-c", uname + where], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout.strip()


@pytest.mark.parametrize("machine", ["intel-core-i5-2450m", "amd-phenom-ii-x4"])
def test_each_logical_cpu_is_counted_once_on_intel_and_on_amd(machine: str) -> None:
    recorded = RECORDED / f"cpuinfo-{machine}"
    step = GUIDE.step("cpu-flags")
    assert recorded.read_text().count("processor\t:") == 4
    assert answered(step.command, "", recorded) == (0, "4")
    assert answered(step.check or "", "", recorded)[0] == 0


def test_a_plain_count_of_vmx_is_twice_the_cpus_on_intel() -> None:
    recorded = RECORDED / "cpuinfo-intel-core-i5-2450m"
    assert answered("grep -Ec '(vmx|svm)' /proc/cpuinfo", "", recorded)[1] == "8"


def test_a_cpu_that_shows_no_extension_is_counted_as_none(tmp_path: Path) -> None:
    without = tmp_path / "cpuinfo"
    text = (RECORDED / "cpuinfo-intel-core-i5-2450m").read_text().replace(" vmx ", " ")
    without.write_text(text)
    assert answered(GUIDE.step("cpu-flags").command, "", without) == (1, "0")


@pytest.mark.skipif(shutil.which("dpkg") is None, reason="dpkg compares the versions, and this is no Debian")
@pytest.mark.parametrize(
    ("running", "fixed"),
    [
        ("#1 SMP PREEMPT_DYNAMIC Debian 6.1.192-2 (2026-11-20)", True),
        ("#1 SMP PREEMPT_DYNAMIC Debian 6.1.187-1 (2026-10-01)", True),
        ("#1 SMP PREEMPT_DYNAMIC Debian 6.1.177-1 (2026-08-01)", False),
        ("#1 SMP PREEMPT_DYNAMIC Debian 6.1.99-1 (2024-07-15)", False),
        # Another series, or another maker's kernel: its number says nothing
        ("#1 SMP PREEMPT_DYNAMIC Debian 6.12.9-1~bpo12+1 (2025-01-19)", False),
        ("#1 SMP PREEMPT_DYNAMIC PMX 6.8.12-4 (2024-11-06T15:04Z)", False),
    ],
)
def test_only_a_running_kernel_of_debian_12_with_both_fixes_passes(running: str, fixed: bool) -> None:
    assert (answered(GUIDE.step("kernel-fixes").check or "", running)[0] == 0) is fixed
