"""One QEMU process and its monitor: started from a disk, alone or with a memory that was saved beside it."""

import asyncio
import contextlib
import os
import shlex
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from qemu.qmp import QMPError
from qemu.qmp.legacy import QEMUMonitorProtocol

from kvm_guide.errors import Broken
from kvm_guide.model.lesson import MACHINE
from kvm_guide.model.machine import MACHINES, MachineSpec
from kvm_guide.vm import recipe
from kvm_guide.vm.accelerator import QEMU, Accelerator
from kvm_guide.vm.hardware import MONITOR, block_device, channels, command
from kvm_guide.vm.image import Image
from kvm_guide.vm.limits import Limits
from kvm_guide.vm.processes import die_with_parent

LOST: Final = (TimeoutError, OSError, EOFError, RuntimeError, QMPError)
"""What the monitor's and the agent's client raise where the other end is gone or silent."""
_TMP: Final = "/var/tmp"


class MachineLost(Broken):
    """The machine stopped answering, or its QEMU ended."""


@dataclass(frozen=True)
class Saved:
    """A machine at rest. disk: qcow2, never written to; memory: QEMU's migration stream, as it is or through zstd.

    Without a memory it is off. more: its disks beside the system's; where one that is off has none, they are empty.
    """

    disk: Path
    memory: Path | None = None
    more: tuple[Path, ...] = ()


def overlay(path: Path, disk: Path, size: str = recipe.DISK) -> None:
    """Make `path` a new qcow2 layer over `disk`, which need not exist yet, of this size. Raises Broken."""
    _create("-F", "qcow2", "-u", "-b", str(disk), str(path), size)


def blank(path: Path, gib: int) -> None:
    """Make `path` an empty qcow2 disk of so many GiB. Raises Broken."""
    _create(str(path), f"{gib}G")


def _create(*told: str) -> None:
    command = ["qemu-img", "create", "-q", "-f", "qcow2", *told]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except FileNotFoundError:
        raise Broken("qemu-img is missing. Run: sudo apt install qemu-utils") from None
    except subprocess.CalledProcessError as error:
        raise Broken(f"The machine's disk could not be made: {error.stderr.strip()}") from None


class Qemu:
    """A running QEMU whose machine writes to `disks`. Every channel is a socket pair, so no socket file is left.

    memory: where the machine wakes up instead of booting. spec: what it is; segments: for each of its segments, the
    socket that leads there, which stays the caller's.
    """

    def __init__(
        self,
        image: Image,
        accelerator: Accelerator,
        limits: Limits,
        disks: Sequence[Path],
        memory: Path | None = None,
        spec: MachineSpec = MACHINES[MACHINE],
        segments: Mapping[str, socket.socket] | None = None,
    ) -> None:
        self._limits = limits
        self._disks = list(disks)
        incoming, files = _incoming(memory)
        pairs = {name: socket.socketpair() for name in channels(spec)}
        theirs = {name: pair[1] for name, pair in pairs.items()}
        self._ours = {name: pair[0] for name, pair in pairs.items()}
        wires = {name: end.fileno() for name, end in (segments or {}).items()}
        sockets = {name: end.fileno() for name, end in theirs.items()}
        told = command(spec, image, accelerator, self._disks, sockets, wires)
        try:
            self._process = subprocess.Popen(
                [*told, *incoming],
                pass_fds=[*files, *sockets.values(), *wires.values()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env={"PATH": "/usr/bin:/bin", "TMPDIR": _TMP},
                preexec_fn=_of_our_own,
            )
        except FileNotFoundError:
            for end in self._ours.values():
                end.close()
            raise Broken(f"{QEMU} is missing. Run: sudo apt install qemu-system-x86") from None
        finally:
            for end in theirs.values():
                end.close()
            for file in files:
                os.close(file)
        self._memory = memory
        self._monitor = QEMUMonitorProtocol(self._ours[MONITOR])
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
    def disks(self) -> list[Path]:
        """What its machine writes to."""
        return self._disks

    @property
    def agent(self) -> socket.socket:
        """Our end of the guest agent's port."""
        return self._ours["agent"]

    @property
    def terminal(self) -> socket.socket:
        """Our end of the login terminal."""
        return self._ours["terminal"]

    @property
    def witness(self) -> socket.socket:
        """Our end of the port to what runs inside."""
        return self._ours["witness"]

    @property
    def desktop(self) -> socket.socket:
        """What the desktop's terminal shows comes out of it. Raises Broken where the machine has no display."""
        if "desktop" not in self._ours:
            raise Broken("This machine has no display, so no desktop: see model/machine.py.")
        return self._ours["desktop"]

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

    def pause(self) -> None:
        """Let its machine stand still, until `thaw`."""
        self.tell("stop")

    def freeze(self, folder: Path) -> Saved:
        """Stop the machine and put its disks and its memory into `folder`, which is on the disks' file system.

        The memory is as QEMU gives it, some hundred MiB: packing it takes as long again, and the machine stands still.
        `thaw` lets it go on. Raises Broken where there is no room.
        """
        memory = folder / "memory"
        self.pause()
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
        for at, disk in enumerate(self._disks):
            os.link(disk, folder / _name(at))
        return saved_in(folder, len(self._disks))

    def layer(self, disks: Sequence[Path]) -> None:
        """From now on, write to the new layers `disks` over what was saved, or woken up."""
        for at, disk in enumerate(disks):
            told = {"format": "qcow2", "mode": "existing", "snapshot-file": str(disk)}
            self.tell("blockdev-snapshot-sync", device=block_device(at), **told)
        self._disks = list(disks)

    def go_on(self) -> None:
        """Go on after `freeze`, or after `wait`."""
        self.tell("cont")

    def forget_events(self) -> None:
        """Forget what QEMU has told so far: one reboot is two resets, and the second is not of the next one."""
        self._monitor.clear_events()

    def wait_for_reset(self, limit: float) -> None:
        """Wait until the machine has begun anew, as at a reboot. Raises MachineLost after `limit` seconds."""
        until = time.monotonic() + limit
        try:
            while (event := self._monitor.pull_event(wait=max(0.1, until - time.monotonic()))) is not None:
                if event["event"] == "RESET":
                    return
        except LOST as error:
            raise MachineLost(f"The lab's machine did not reboot within {limit:.0f} s ({error!r}).") from None

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
        self.close()

    def close(self) -> None:
        """Close our ends of its channels."""
        for end in self._ours.values():
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


def saved_in(folder: Path, disks: int = 1) -> Saved:
    """What `Qemu.freeze` put into `folder`, of a machine of so many disks."""
    return Saved(folder / _name(0), folder / "memory", tuple(folder / _name(at) for at in range(1, disks)))


def _name(at: int) -> str:
    return f"disk-{at}.qcow2" if at else "disk.qcow2"


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
