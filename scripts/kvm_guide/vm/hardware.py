"""What a declared machine is to QEMU: its options."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from kvm_guide.model.machine import Boot, MachineSpec
from kvm_guide.vm import recipe
from kvm_guide.vm.accelerator import QEMU, Accelerator
from kvm_guide.vm.image import Image

WITNESS: Final = "org.kvm-guide.inside"
"""The name, in the machine, of the port to what runs inside it."""
DESKTOP: Final = "org.kvm-guide.desktop"
"""The name, in the machine, of the port that shows what the desktop's terminal window shows."""
MONITOR: Final = "monitor"
_AGENT: Final = "org.qemu.guest_agent.0"
_KERNEL: Final = f"root=/dev/vda rw {recipe.KERNEL_OPTIONS}"


def channels(spec: MachineSpec) -> list[str]:
    """The names of a machine's channels, each of which needs a socket: monitor, agent, terminal, witness, desktop."""
    return [MONITOR, "agent", "terminal", "witness", *(["desktop"] if spec.display else [])]


def command(
    spec: MachineSpec,
    image: Image,
    accelerator: Accelerator,
    disks: Sequence[Path],
    sockets: Mapping[str, int],
    segments: Mapping[str, int],
) -> list[str]:
    """QEMU's command for `spec`.

    disks: the system's and the others, qcow2; sockets: the descriptor of each of `channels`; segments: of each segment.
    """
    return [
        QEMU, "-nodefaults", "-no-user-config", "-machine", "q35", *accelerator.options,
        "-smp", "2", "-m", str(spec.memory), "-display", "none", "-vga", "std",
        *_boot(spec, image),
        *_disk("disk", disks[0]),
        *_card(spec, 0, segments),
        # Pages that the guest has freed are given back: the host needs less memory
        "-device", "virtio-balloon-pci,free-page-reporting=on",
        "-device", "virtio-rng-pci", "-rtc", "base=utc,clock=host",
        "-chardev", "ringbuf,id=console,size=65536", "-serial", "chardev:console",
        "-device", "virtio-serial-pci",
        *_socket(MONITOR, sockets), "-mon", f"chardev={MONITOR},mode=control",
        *_socket("agent", sockets), "-device", f"virtserialport,chardev=agent,name={_AGENT}",
        *_socket("terminal", sockets), "-device", "virtconsole,chardev=terminal",
        *_socket("witness", sockets), "-device", f"virtserialport,chardev=witness,name={WITNESS}",
        # What not every machine has comes last: the others keep their places on the bus
        *(_display(sockets) if spec.display else []),
        *(word for at in range(1, len(spec.cards)) for word in _card(spec, at, segments)),
        *(word for at, disk in enumerate(disks[1:], 1) for word in _disk(f"disk{at}", disk)),
    ]  # fmt: skip


def block_device(at: int) -> str:
    """QEMU's name of the disk at this place, counted from 0."""
    return f"disk{at}" if at else "disk"


def _boot(spec: MachineSpec, image: Image) -> list[str]:
    if spec.boot is Boot.GRUB:
        return ["-boot", "c"]
    return ["-no-reboot", "-kernel", str(image.kernel), "-initrd", str(image.initrd), "-append", _KERNEL]


def _disk(name: str, disk: Path) -> list[str]:
    drive = f"file={disk},format=qcow2,if=none,id={name},cache=unsafe"
    return ["-drive", drive, "-device", f"virtio-blk-pci,drive={name}"]


def _card(spec: MachineSpec, at: int, segments: Mapping[str, int]) -> list[str]:
    name = f"net{at}" if at else "net"
    segment, mac = spec.cards[at].segment, spec.mac(at)
    net = f"user,id={name}" if segment is None else f"socket,id={name},fd={segments[segment]}"
    return ["-netdev", net, "-device", f"virtio-net-pci,netdev={name},romfile={f',mac={mac}' if mac else ''}"]


def _socket(name: str, sockets: Mapping[str, int]) -> list[str]:
    return ["-chardev", f"socket,id={name},fd={sockets[name]}"]


def _display(sockets: Mapping[str, int]) -> list[str]:
    return [
        "-device", "virtio-tablet-pci", "-device", "virtio-keyboard-pci",
        *_socket("desktop", sockets), "-device", f"virtserialport,chardev=desktop,name={DESKTOP}",
    ]  # fmt: skip
