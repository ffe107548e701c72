"""The last word of a run: on the finished install, a guest starts, boots a kernel and asks for a command."""

import re
import time
from typing import Final

from kvm_guide.errors import NotSo
from kvm_guide.lab.clock import now
from kvm_guide.lab.machine import Machine
from kvm_guide.lab.terminal import TypingLate
from kvm_guide.record import Finale

_NAME: Final = "lab-proof"
_PRINTED: Final = rb"\(initramfs\)"
"""The prompt of the initramfs's shell: a kernel, and a program on it."""
_LIBVIRTS: Final = re.compile(r"\^\] \(Ctrl \+ \]\)")
_ESCAPE: Final = "\x1d"
_LINES: Final = 40


def start_a_guest(machine: Machine) -> Finale:
    """Start a guest of type kvm with the machine's own kernel and initramfs; where that cannot be, an emulated one.

    Raises NotSo where neither comes to the prompt of the initramfs's shell.
    """
    problems = []
    for virt_type in ("kvm", "qemu"):
        command = _command(virt_type)
        started = time.monotonic()
        try:
            shown = machine.terminal.wait_for(command, _PRINTED, machine.limits.guest)
        except TypingLate as late:
            problems.append(f"{late} It showed:\n{late.screen[-1500:]}")
            _clear(machine)
            continue
        seconds = round(time.monotonic() - started, 1)
        _clear(machine)
        return Finale(virt_type, command, console(shown), seconds, now())
    raise NotSo(
        "The finished install starts no guest, so the guide does not lead where it says. " + "\n".join(problems)
    )


def console(shown: str) -> str:
    """Of what the terminal showed, what is the guest's own: after the line of libvirt's that tells the way out."""
    lines = shown.splitlines()
    begins = max((number for number, line in enumerate(lines, 1) if _LIBVIRTS.search(line)), default=0)
    return "\n".join(lines[begins:][-_LINES:]).strip("\n")


def _command(virt_type: str) -> str:
    # quiet: each character of the console is a way out of the guest and back, and those cost a third of its boot
    return (
        f"virt-install --name {_NAME} --virt-type {virt_type} --memory 512 --vcpus 1 --osinfo linux2022 --disk none"
        " --network none --graphics none --import --autoconsole text"
        ' --boot "kernel=/boot/vmlinuz-$(uname -r),initrd=/boot/initrd.img-$(uname -r),'
        'kernel_args=console=ttyS0 quiet break=top"'
    )


def _clear(machine: Machine) -> None:
    machine.terminal.press(_ESCAPE)
    machine.control(f"virsh destroy {_NAME}; virsh undefine {_NAME}", limit=machine.limits.state)
    # Where the command had ended by itself the prompt was there before: bash takes the first Enter for the escape's
    machine.terminal.press("\r\r")
    machine.terminal.settle()
