"""What is read of a machine, and that what cannot be read is left empty."""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.helper import recorded
from tests.helper.recorded import DONE, FRESH, VERSIONS, Recorded, status

from kvm_guide.helper.diagnosis import facts, parsing
from kvm_guide.helper.diagnosis.facts import SystemFacts, collect
from kvm_guide.helper.execute import apt_locks
from kvm_guide.helper.execute.apt_locks import FILES, Holder


def test_a_machine_is_read_from_its_files_and_what_its_commands_answer(tmp_path: Path) -> None:
    read = DONE.facts(tmp_path)
    assert (read.os_id, read.os_version, read.debian) == ("debian", "12", "12.13")
    assert (read.architecture, read.kernel) == ("x86_64", "6.1.0-41-amd64")
    assert {"vmx", "lm"} <= read.cpu_flags
    assert read.memory == 8039488 * 1024
    assert read.modules == {"kvm", "kvm_intel"}
    assert (read.kvm_device, read.kvm_usable) == (True, True)
    assert (read.sys_vendor, read.product_name) == ("LENOVO", "20N2S00600")
    assert (read.user, read.root) == ("ana", False)
    assert {"kvm", "libvirt"} <= read.groups_given & read.groups_now
    assert read.packages == VERSIONS
    assert read.units["libvirtd.socket"]["ActiveState"] == "active"
    assert read.routes == (("enp1s0", "192.168.2.0/24"), ("virbr0", "192.168.122.0/24"))
    assert (read.packages_broken, read.updates_pending, read.lock_holder) == ((), False, "")


def test_a_machine_that_says_nothing_has_empty_facts(tmp_path: Path) -> None:
    read = collect(tmp_path, lambda _command: "")
    assert read == SystemFacts(free={"/usr": 0, "/var": 0})


def test_this_machine_is_read_quickly() -> None:
    read = collect()
    assert read.user
    assert read.kernel == os.uname().release
    assert read.free["/var"] > 0


def test_a_command_that_is_not_there_or_hangs_answers_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts, "_LONGEST_ANSWER", 0.1)
    assert facts.ask_machine(["no-such-command"]) == ""
    assert facts.ask_machine(["sleep", "5"]) == ""
    assert facts.ask_machine(["sh", "-c", "echo none; exit 1"]) == "none"


@pytest.mark.parametrize(
    ("state", "broken"),
    [
        ("install ok installed", False),
        ("deinstall ok config-files", False),
        ("install ok half-configured", True),
        ("install ok unpacked", True),
        ("install ok triggers-pending", True),
        ("install reinstreq half-installed", True),
    ],
)
def test_a_package_left_half_done_is_seen(state: str, broken: bool) -> None:
    assert parsing.packages(status({"qemu-utils": "1"}, state))[1] == (("qemu-utils",) if broken else ())


def test_an_update_that_dpkg_has_still_to_write_down_is_seen(tmp_path: Path) -> None:
    assert FRESH.but({"var/lib/dpkg/updates/0003": ""}).facts(tmp_path).updates_pending
    assert not FRESH.but({"var/lib/dpkg/updates/tmp.i": ""}).facts(tmp_path / "other").updates_pending


VERSIONS_OF_KERNELS = (
    *("6.1.9-1", "6.1.158-1", "6.1.177-1", "6.1.187-1~bpo11+1", "6.1.187~rc1-1", "6.1.187-1", "6.1.187-1+b1"),
    *("6.1.187-1+deb12u1", "6.1.187-1~deb12u1", "6.1.187-2", "6.1.192-2", "6.1.187"),
)


@pytest.mark.parametrize("version", VERSIONS_OF_KERNELS)
def test_versions_are_compared_as_dpkg_compares_them(version: str) -> None:
    for other in VERSIONS_OF_KERNELS:
        said = subprocess.run(["dpkg", "--compare-versions", version, "lt", other], check=False).returncode == 0
        assert parsing.older(version, other) is said, (version, other)


def test_the_running_kernels_package_is_not_its_compilers() -> None:
    assert parsing.kernel_package(recorded.version("6.1.192-2")) == "6.1.192-2"
    assert parsing.kernel_package(recorded.UBUNTU.files["proc/version"]) == ""
    assert parsing.kernel_package("Linux version 6.1.0 (gcc-12 (Debian 12.2.0-14) 12.2.0) #1 SMP Fri") == ""


def test_default_and_broken_lines_of_the_routes_are_left_out() -> None:
    assert parsing.routes(recorded.ROUTES + "enp2s0\t1\n") == (("enp1s0", "192.168.2.0/24"),)
    assert parsing.routes("") == ()


@pytest.mark.parametrize("name", FILES)
def test_who_holds_a_lock_of_apt_is_named_without_opening_it(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.parent.mkdir(parents=True)
    # dpkg and apt lock the whole file with fcntl
    code = "import fcntl, sys; f = open(sys.argv[1], 'w'); fcntl.lockf(f, fcntl.LOCK_EX); print(flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdout.readline()
        (tmp_path / "proc").symlink_to("/proc")
        found = apt_locks.holder(tmp_path)
        process.stdin.write(b"\n")
        process.stdin.flush()
    assert found
    assert found.pid == process.pid
    assert str(found) == f"{found.name} ({process.pid})"
    assert found.name.startswith("python")
    assert apt_locks.holder(tmp_path) is None


def test_who_waits_for_a_lock_does_not_hold_it(tmp_path: Path) -> None:
    Recorded({FILES[0]: "", "proc/812/comm": "unattended-upgr\n"}).facts(tmp_path)
    place = (tmp_path / FILES[0]).stat()
    where = f"{os.major(place.st_dev):02x}:{os.minor(place.st_dev):02x}:{place.st_ino}"
    (tmp_path / "proc/locks").write_text(f"1: -> POSIX  ADVISORY  WRITE 812 {where} 0 EOF\n")
    assert apt_locks.holder(tmp_path) is None
    (tmp_path / "proc/locks").write_text(f"1: POSIX  ADVISORY  WRITE 812 {where} 0 EOF\n")
    assert apt_locks.holder(tmp_path) == Holder("unattended-upgr", 812)
    (tmp_path / "proc/812/comm").unlink()
    assert str(apt_locks.holder(tmp_path)) == "? (812)"


def test_the_kernels_list_of_locks_has_the_form_that_is_read(tmp_path: Path) -> None:
    with (tmp_path / "mine").open("w") as file:
        fcntl.lockf(file, fcntl.LOCK_EX)
        lines = [line.split() for line in Path("/proc/locks").read_text(encoding="ascii").splitlines()]
    assert all(len(line) in (8, 9) for line in lines)
