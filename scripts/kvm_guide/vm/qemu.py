"""One QEMU process and its monitor: started from a disk, alone or with a memory that was saved beside it."""

import asyncio
import contextlib
import os
import shlex
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from qemu.qmp import QMPError
from qemu.qmp.legacy import QEMUMonitorProtocol

from kvm_guide.errors import Broken
from kvm_guide.vm import recipe
from kvm_guide.vm.accelerator import QEMU, Accelerator
from kvm_guide.vm.image import Image
from kvm_guide.vm.limits import Limits
from kvm_guide.vm.processes import die_with_parent

MEMORY_MIB: Final = 2560
LOST: Final = (TimeoutError, OSError, EOFError, RuntimeError, QMPError)
"""What the monitor's and the agent's client raise where the other end is gone or silent."""
# init_on_free: what the guest has freed is zero, and zeros are not saved. norandmaps: QEMU translates what a program
# does for the addresses it is at, and at the same ones once (measured: half the time of what starts many programs)
_BOOT: Final = "root=/dev/vda rw console=ttyS0 net.ifnames=0 mitigations=off init_on_free=1 norandmaps quiet"
_TMP: Final = "/var/tmp"
WITNESS: Final = "org.kvm-guide.inside"
"""The name, in the machine, of the port to what runs inside it."""


class MachineLost(Broken):
    """The machine stopped answering, or its QEMU ended."""


@dataclass(frozen=True)
class Saved:
    """A machine at rest. disk: qcow2, never written to; memory: QEMU's migration stream, as it is or through zstd.

    Without a memory it is off.
    """

    disk: Path
    memory: Path | None = None


def overlay(path: Path, disk: Path) -> None:
    """Make `path` a new qcow2 layer over `disk`, which need not exist yet. Raises Broken."""
    command = ["qemu-img", "create", "-q", "-f", "qcow2", "-F", "qcow2", "-u", "-b", str(disk), str(path), recipe.DISK]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except FileNotFoundError:
        raise Broken("qemu-img is missing. Run: sudo apt install qemu-utils") from None
    except subprocess.CalledProcessError as error:
        raise Broken(f"The machine's disk could not be made: {error.stderr.strip()}") from None


class Qemu:
    """A running QEMU whose machine writes to `disk`. Every channel is a socket pair, so no socket file is left.

    memory: where the machine wakes up instead of booting. agent, witness, terminal: our ends of the guest agent's port,
    of the port to what runs inside, and of the login terminal.
    """

    def __init__(
        self, image: Image, accelerator: Accelerator, limits: Limits, disk: Path, memory: Path | None = None
    ) -> None:
        self._limits = limits
        self._disk = disk
        incoming, files = _incoming(memory)
        pairs = [socket.socketpair() for _ in range(4)]
        theirs = [pair[1] for pair in pairs]
        monitor, self.agent, self.terminal, self.witness = (pair[0] for pair in pairs)
        command = [
            QEMU, "-nodefaults", "-no-user-config", "-no-reboot", "-machine", "q35", *accelerator.options,
            "-smp", "2", "-m", str(MEMORY_MIB), "-display", "none", "-vga", "std",
            "-kernel", str(image.kernel), "-initrd", str(image.initrd), "-append", _BOOT,
            "-drive", f"file={disk},format=qcow2,if=none,id=disk,cache=unsafe", "-device", "virtio-blk-pci,drive=disk",
            "-netdev", "user,id=net", "-device", "virtio-net-pci,netdev=net,romfile=",
            # Pages that the guest has freed are given back: the host needs less memory
            "-device", "virtio-balloon-pci,free-page-reporting=on",
            "-device", "virtio-rng-pci", "-rtc", "base=utc,clock=host",
            "-chardev", "ringbuf,id=console,size=65536", "-serial", "chardev:console",
            "-device", "virtio-serial-pci",
            "-chardev", f"socket,id=monitor,fd={theirs[0].fileno()}", "-mon", "chardev=monitor,mode=control",
            "-chardev", f"socket,id=agent,fd={theirs[1].fileno()}",
            "-device", "virtserialport,chardev=agent,name=org.qemu.guest_agent.0",
            "-chardev", f"socket,id=terminal,fd={theirs[2].fileno()}", "-device", "virtconsole,chardev=terminal",
            "-chardev", f"socket,id=witness,fd={theirs[3].fileno()}",
            "-device", f"virtserialport,chardev=witness,name={WITNESS}",
        ]  # fmt: skip
        try:
            self._process = subprocess.Popen(
                [*command, *incoming],
                pass_fds=[*files, *(end.fileno() for end in theirs)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env={"PATH": "/usr/bin:/bin", "TMPDIR": _TMP},
                preexec_fn=_of_our_own,
            )
        except FileNotFoundError:
            for pair in pairs:
                pair[0].close()
            raise Broken(f"{QEMU} is missing. Run: sudo apt install qemu-system-x86") from None
        finally:
            for end in theirs:
                end.close()
            for file in files:
                os.close(file)
        self._memory = memory
        self._channel = monitor
        self._monitor = QEMUMonitorProtocol(monitor)
        self._monitor.settimeout(limits.state)

    def wait(self) -> None:
        """Wait until its monitor answers and, where it wakes up, its memory is there: then the machine stands still.

        Raises MachineLost.
        """
        try:
            self._monitor.connect()
            if self._memory is not None:
                self._wait_for("query-migrate", "The machine's memory was not restored")
        except BaseException as error:
            words = self.last_words() if isinstance(error, LOST) else ""
            self.abandon()
            if isinstance(error, LOST):
                raise MachineLost(f"QEMU did not start: {words} ({error!r})") from None
            raise

    @property
    def disk(self) -> Path:
        """What its machine writes to."""
        return self._disk

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    def tell(self, command: str, **arguments: object) -> dict[str, object]:
        """Run a QMP `command`; returns what it returns. Raises MachineLost without an answer, Broken on a refusal."""
        try:
            answer = self._monitor.cmd_raw(command, dict(arguments) or None)
        except LOST as error:
            raise MachineLost(f"QEMU did not answer {command}: {self.last_words()} ({error!r})") from error
        if "error" in answer:
            raise Broken(f"QEMU refused {command}: {answer['error']}")
        value = answer.get("return")
        return {str(k): v for k, v in value.items()} if isinstance(value, dict) else {"": value}

    def freeze(self, folder: Path) -> Saved:
        """Stop the machine and put its disk and its memory into `folder`, which is on the disk's file system.

        The memory is as QEMU gives it, some hundred MiB: packing it takes as long again, and the machine stands still.
        `thaw` lets it go on. Raises Broken where there is no room.
        """
        memory = folder / "memory"
        self.tell("stop")
        self.tell("migrate-set-parameters", **{"max-bandwidth": 2**40})
        try:
            # A file of QEMU's own: through a pipe each page would be copied twice more
            with memory.open("wb") as file:
                self._monitor.send_fd_scm(file.fileno())
                self.tell("getfd", fdname="memory")
            self.tell("migrate", uri="fd:memory")
            self._wait_for("query-migrate", "The machine's memory was not saved")
        except (OSError, Broken) as error:
            if isinstance(error, MachineLost) or _has_room(folder):
                raise
            raise Broken(
                f"The machine's state could not be kept in {folder.parent}: is the disk full? Free some space,"
                " or set KVM_GUIDE_CACHE to a folder on another disk."
            ) from None
        os.link(self._disk, folder / "disk.qcow2")
        return Saved(folder / "disk.qcow2", memory)

    def thaw(self, disk: Path) -> None:
        """Go on after `freeze`, or after `wait`, writing to the new layer `disk` over what was saved."""
        self.tell(
            "blockdev-snapshot-sync", device="disk", format="qcow2", mode="existing", **{"snapshot-file": str(disk)}
        )
        self._disk = disk
        self.tell("cont")

    def console_tail(self) -> str:
        """The last of what the machine printed on its serial console: for finding out why it is lost."""
        try:
            return str(self.tell("ringbuf-read", device="console", size=4096)[""])[-1500:]
        except Broken:
            return ""

    def last_words(self) -> str:
        """What QEMU said as it ended; where it runs, that it gave no reason."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=0.5)
        if self._process.stderr is None or self._process.poll() is None:
            return "it gave no reason"
        said = "" if self._process.stderr.closed else self._process.stderr.read().decode(errors="replace").strip()
        return said or f"it ended with {self._process.returncode}"

    def stop(self) -> None:
        """End it at once: nothing of its machine is written any more."""
        self._process.kill()
        self._process.wait()
        with contextlib.suppress(*LOST, asyncio.CancelledError):
            self._monitor.close()
        if self._process.stderr is not None:
            self._process.stderr.close()

    def abandon(self) -> None:
        """End it, and close our ends of its channels, which nobody has taken."""
        self.stop()
        for end in (self._channel, self.agent, self.terminal, self.witness):
            end.close()

    def _wait_for(self, query: str, failure: str) -> None:
        until = time.monotonic() + self._limits.state
        while True:
            answer = self.tell(query)
            status = answer.get("status")
            if status == "completed":
                return
            if status in ("failed", "cancelled"):
                raise Broken(f"{failure}: {answer.get('error-desc', 'QEMU gave no reason')}")
            if time.monotonic() > until:
                raise MachineLost(f"{failure} within {self._limits.state:.0f} s.")
            time.sleep(0.02)


def _incoming(memory: Path | None) -> tuple[list[str], list[int]]:
    """The options of a QEMU that wakes up from `memory`, and the files it is to be given. Raises MachineLost."""
    if memory is None:
        return [], []
    if memory.suffix:
        return ["-incoming", f"exec:zstd -dcfq {shlex.quote(str(memory))}"], []
    try:
        file = os.open(memory, os.O_RDONLY)
    except OSError as error:
        raise MachineLost(f"The machine's memory is not there: {error}") from None
    return ["-incoming", f"fd:{file}"], [file]


def _has_room(folder: Path) -> bool:
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize > 2**20


def _of_our_own() -> None:
    die_with_parent()
    # Ctrl-C reaches the whole foreground group: the lab decides when QEMU goes
    signal.signal(signal.SIGINT, signal.SIG_IGN)
