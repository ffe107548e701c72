"""What `undo` must know of a machine, and the difference between two of its states."""

import os
import pwd
import shutil
from pathlib import Path

import pytest

from kvm_guide.errors import Broken
from kvm_guide.helper.diagnosis import machine
from kvm_guide.helper.diagnosis.machine import Arrived, Kind, MachineState
from kvm_guide.helper.output.screen import Screen
from kvm_guide.lessons import GUIDE

PACKAGES = frozenset({Kind.PACKAGES})
GROUPS = frozenset({Kind.GROUPS})


def state(installed: str = "", config_files: str = "", manual: str = "", groups: str = "") -> MachineState:
    """Names between spaces."""
    kinds = frozenset(Kind)
    sets = [frozenset(names.split()) for names in (installed, config_files, manual, groups)]
    return MachineState(kinds, *sets)


def test_the_guides_own_commands_are_known_for_what_they_change() -> None:
    found = {step.id: machine.kinds(step.command) for step in GUIDE.steps() if machine.kinds(step.command)}
    installing = (
        "install-packages",
        "install-extras",
        "spanish-manual",
        "ssh-server",
        "cache-install",
        "student-install",
    )
    assert found == {**dict.fromkeys(installing, PACKAGES), "add-groups": GROUPS}


@pytest.mark.parametrize(
    "command", ["sudo apt update", "apt-cache search apt", "dpkg-query -W", "id -nG", "apt install nano"]
)
def test_a_command_that_only_looks_is_not_compared(command: str) -> None:
    assert machine.kinds(command) == frozenset()


def test_what_was_there_before_never_counts_as_come() -> None:
    before = state("dpkg gawk", config_files="swtpm", manual="dpkg", groups="sudo libvirt")
    now = state("dpkg gawk swtpm qemu", manual="dpkg gawk qemu", groups="sudo libvirt kvm")
    came = machine.arrived(before, now)
    assert came == Arrived(packages=frozenset({"swtpm", "qemu"}), manual=frozenset({"gawk"}), groups=frozenset({"kvm"}))
    assert machine.without(now, came, before) == before


def test_what_was_not_read_before_never_counts_as_come() -> None:
    assert machine.arrived(MachineState(), state("dpkg", manual="dpkg", groups="sudo")) == Arrived()
    assert machine.arrived(MachineState(GROUPS), state("dpkg", manual="dpkg", groups="kvm")).packages == frozenset()


def test_packages_are_named_as_apt_names_them_whatever_their_state() -> None:
    listed = (
        "dpkg\tamd64\tinstalled\nadduser\tall\tinstalled\nlibc6\ti386\tinstalled\nlibc6\tamd64\tinstalled\n"
        "gone\tamd64\tnot-installed\nold\tamd64\tconfig-files\nqemu\tamd64\tunpacked\nvirt\tall\thalf-configured\n"
    )
    there, settings = machine.packages(listed)
    assert there == {"dpkg", "adduser", "libc6:i386", "libc6", "qemu", "virt"}
    assert settings == {"old"}


@pytest.mark.skipif(shutil.which("apt-mark") is None, reason="no apt here")
def test_it_reads_the_packages_of_a_real_machine() -> None:
    read = machine.read(PACKAGES, Screen("en"))
    assert {"dpkg", "apt", "base-files"} <= read.installed
    assert read.manual
    assert read.manual <= read.installed
    assert read.groups == frozenset()


def test_it_reads_the_groups_that_the_user_was_put_into(tmp_path: Path) -> None:
    user = pwd.getpwuid(os.getuid()).pw_name
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/group").write_text(
        f"root:x:0:\nsudo:x:27:{user}\nkvm:x:105:ana,{user}\nlibvirt:x:106:{user}2\nempty:x:107:\n+\n"
    )
    assert machine.read(GROUPS, Screen("en"), tmp_path) == MachineState(GROUPS, groups=frozenset({"sudo", "kvm"}))


def test_a_machine_that_does_not_tell_its_packages_is_not_taken_for_an_empty_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = tmp_path / "dpkg-query"
    failing.write_text("#!/bin/sh\nexit 2\n")
    failing.chmod(0o755)
    for path in (tmp_path, tmp_path / "none"):
        monkeypatch.setenv("PATH", str(path))
        with pytest.raises(Broken, match="dpkg-query -W"):
            machine.read(PACKAGES, Screen("en"))
