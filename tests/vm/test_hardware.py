"""What a declared machine is to QEMU."""

import socket
from dataclasses import replace
from pathlib import Path

import pytest

from kvm_guide.errors import Broken
from kvm_guide.model.lesson import MACHINE
from kvm_guide.model.machine import MACHINES, OUTSIDE, Boot, Card, MachineSpec
from kvm_guide.vm.accelerator import TCG
from kvm_guide.vm.hardware import block_device, channels, command
from kvm_guide.vm.image import Image
from kvm_guide.vm.qemu import Qemu, saved_in

IMAGE = Image(Path("/nowhere"), "f" * 64, ())
PLAIN = MachineSpec("plain", image="server", memory=512)


def told(spec: MachineSpec) -> list[str]:
    sockets = {name: number for number, name in enumerate(channels(spec), 10)}
    segments = {segment: number for number, segment in enumerate(spec.segments, 20)}
    disks = [Path(f"/disks/{at}.qcow2") for at in range(1 + len(spec.disks))]
    return command(spec, IMAGE, TCG, disks, sockets, segments)


def test_a_kernel_is_loaded_and_a_reboot_ends_it_or_the_disk_is_booted_from_and_it_comes_back() -> None:
    kernel, grub = told(PLAIN), told(replace(PLAIN, boot=Boot.GRUB))
    assert {"-kernel", "-initrd", "-append", "-no-reboot"} <= set(kernel)
    assert not {"-kernel", "-initrd", "-append", "-no-reboot"} & set(grub)


def test_a_display_brings_a_keyboard_a_tablet_and_what_its_terminal_shows() -> None:
    devices = ["virtio-tablet-pci", "virtio-keyboard-pci"]
    assert [word for word in told(MACHINES[MACHINE]) if word in devices] == devices
    assert not set(devices) & set(told(PLAIN))
    assert channels(MACHINES[MACHINE]) == [*channels(PLAIN), "desktop"]


def test_a_private_segment_is_a_descriptor_and_opens_no_port_of_the_host() -> None:
    words = told(replace(PLAIN, cards=(OUTSIDE, Card("lan"))))
    assert [word for word in words if word.startswith(("user,", "socket,id=net"))] == [
        "user,id=net",
        "socket,id=net1,fd=20",
    ]
    assert not [word for word in words if "listen" in word or "mcast" in word or "hostfwd" in word]


def test_what_not_every_machine_has_comes_last_so_the_others_keep_their_places_on_the_bus() -> None:
    more = replace(PLAIN, display=True, disks=(1, 2), cards=(OUTSIDE, Card("lan")))
    assert told(more)[: len(told(PLAIN))] == told(PLAIN)
    assert [block_device(at) for at in range(3)] == ["disk", "disk1", "disk2"]


def test_each_disk_is_kept_under_a_name_of_its_own(tmp_path: Path) -> None:
    saved = saved_in(tmp_path, 3)
    assert (saved.disk.name, *(path.name for path in saved.more)) == ("disk.qcow2", "disk-1.qcow2", "disk-2.qcow2")


def test_a_machine_without_a_display_has_no_desktop() -> None:
    # One whose channels are known and nothing else: a monitor needs an event loop of its own, and a browser may have it
    qemu = object.__new__(Qemu)
    qemu._ours = {name: socket.socket() for name in channels(PLAIN)}
    with pytest.raises(Broken, match="has no display"):
        assert qemu.desktop
    for end in qemu._ours.values():
        end.close()
