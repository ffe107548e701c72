"""Machines that are declared: two on a private segment, kept and resumed together, and one that boots from its disk."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from kvm_guide import paths
from kvm_guide.errors import Broken
from kvm_guide.model.machine import MACHINES
from kvm_guide.vm import image
from kvm_guide.vm.accelerator import Accelerator
from kvm_guide.vm.group import Group, saved_group
from kvm_guide.vm.image import Image

pytestmark = [pytest.mark.vm, pytest.mark.usefixtures("kept_pass")]
PAIR = (replace(MACHINES["alpha"], disks=(1,)), MACHINES["beta"])
WRITE = "echo kept | dd of=/dev/vdb bs=512 conv=sync oflag=direct status=none"
READ = "dd if=/dev/vdb bs=512 count=1 iflag=direct status=none | head -c 4"
ADDRESS = "ip address add 192.0.2.{number}/24 dev eth1 && ip link set eth1 up"
PING = "ping -c 3 -i 0.5 -W 20 192.0.2.{number}"


@pytest.fixture(scope="module")
def server() -> Image:
    """The image of the machines without a desktop, built where the cache has none."""
    return image.get(paths.cache(), "server")


@pytest.fixture
def depends_on(server: Image) -> object:
    """The other image."""
    return [server.fingerprint, *(spec.fingerprint() for spec in MACHINES.values())]


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """Where machines are kept."""
    folder = tmp_path / "room"
    folder.mkdir()
    return folder


# Each run of the guide does so in its lesson `class-cache`
@pytest.mark.weekly
def test_two_machines_on_a_segment_are_kept_and_resumed_together(
    server: Image, chosen: Accelerator, room: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = room / "kept"
    kept.mkdir()
    began = time.monotonic()
    with Group(PAIR, {"server": server}, chosen, room) as group:
        booted = time.monotonic() - began
        for number, machine in enumerate(group, 1):
            machine.sure(ADDRESS.format(number=number))
        group["alpha"].sure(PING.format(number=2))
        # One that goes on while they are frozen: what it counts says whether anybody heard anybody
        group["alpha"].sure("systemd-run --quiet --unit=lab-ping ping -q -i 0.5 192.0.2.2")
        group["alpha"].sure(WRITE)
        saved = group.save(kept)
    assert saved == saved_group(kept, PAIR)
    assert sorted(path.name for path in kept.iterdir()) == ["beta", "disk-1.qcow2", "disk.qcow2", "memory"]

    began = time.monotonic()
    with Group(PAIR, {"server": server}, chosen, room, since=saved) as group:
        resumed = time.monotonic() - began
        answer = group["beta"].sure(PING.format(number=1))
        assert group["alpha"].sure("systemctl is-active lab-ping").strip() == "active"
        assert group["alpha"].sure(READ) == "kept"
        with pytest.raises(Broken):
            group["alpha"].sure("ping -c 1 -W 1 192.0.2.3")
        group["alpha"].sure("touch /lost")
        group.resume(saved)
        assert group["alpha"].control("test -e /lost").status == 1
        group["alpha"].sure(PING.format(number=2))
    with capsys.disabled():
        print(f"\nbooted in {booted:.1f} s, resumed in {resumed:.1f} s:\n{answer}")
    assert [path.name for path in room.iterdir()] == ["kept"]
