"""What commands that use apt need, and what a real apt would do besides."""

import shutil
import subprocess
from pathlib import Path

import pytest

from kvm_guide.helper.execute import apt_work
from kvm_guide.lessons import GUIDE


def test_the_guides_commands_that_take_apts_lock_are_known() -> None:
    found = {step.id for step in GUIDE.steps() if apt_work.uses_apt(step.command)}
    course = {"update-index", "install-packages", "install-extras"}
    cache = {"cache-index", "cache-install", "cache-warm", "student-index", "student-install"}
    assert found == course | cache | {"prepare-index", "upgrade", "ssh-server", "spanish-manual"}


@pytest.mark.parametrize("command", ["sudo apt-get purge -y nano", "sudo apt-mark auto nano", apt_work.REPAIR])
def test_undos_commands_that_take_apts_lock_are_known(command: str) -> None:
    assert apt_work.uses_apt(command)


def test_the_repair_asks_apt_also_where_dpkg_alone_fails() -> None:
    repair = apt_work.REPAIR.replace("sudo dpkg", "! : dpkg").replace("sudo apt-get", "echo apt-get")
    assert subprocess.run(["bash", "-c", repair], stdout=subprocess.PIPE, check=True, text=True).stdout


@pytest.mark.skipif(not Path("/var/lib/dpkg/info/dpkg-dev.list").exists(), reason="the package dpkg-dev is not here")
def test_it_tells_what_a_real_apt_would_remove_besides() -> None:
    more = apt_work.also_removed(["libdpkg-perl"])
    assert "dpkg-dev" in more
    assert "libdpkg-perl" not in more
    assert apt_work.also_removed(["libdpkg-perl", *more]) == []


@pytest.mark.skipif(shutil.which("apt-get") is None, reason="no apt here")
def test_what_apt_cannot_tell_is_nothing() -> None:
    assert apt_work.also_removed(["no-such-package-anywhere"]) == []
