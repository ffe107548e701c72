"""One booted machine of the lab: QEMU, its monitor, the agent inside it, and its login terminal."""

import asyncio
import base64
import contextlib
import json
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from qemu.qmp.legacy import QEMUMonitorProtocol

from kvm_guide.console import working
from kvm_guide.errors import Broken
from kvm_guide.lab import recipe
from kvm_guide.lab.accelerator import QEMU, Accelerator
from kvm_guide.lab.image import Image
from kvm_guide.lab.janitor import die_with_parent
from kvm_guide.lab.limits import EMULATION_FACTOR, Limits
from kvm_guide.lab.terminal import Terminal

MEMORY_MIB: Final = 3072
_BOOT: Final = "root=/dev/vda rw console=ttyS0 net.ifnames=0 mitigations=off quiet"
_INSIDE: Final = (Path(__file__).parent / "inside.py").read_text()
_TMP: Final = "/var/tmp"


class MachineLost(Broken):
    """The machine stopped answering, or its QEMU ended."""


@dataclass(frozen=True)
class Answer:
    """What a command of the lab's own gave."""

    status: int
    output: str


class Machine:
    """A throw-away Debian. Use it in a `with`: at its end, however it comes, QEMU is gone and so is the disk.

    The disk is a temporary copy-on-write layer that QEMU unlinks as it opens it, and every channel is a socket pair, so
    there is no file to leave behind.
    """

    def __init__(self, image: Image, accelerator: Accelerator) -> None:
        self.accelerator = accelerator
        self.limits = Limits(1 if accelerator.name == "kvm" else EMULATION_FACTOR)
        self._image = image
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        try:
            self._start()
            with working(f"Booting Debian ({self.accelerator.name})"):
                self._wait_until_up()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def control(self, command: str, *, limit: float | None = None) -> Answer:
        """Run a shell `command` as root through the guest agent: the lab's own business, not a step's.

        Raises MachineLost where no answer comes within `limit` seconds.
        """
        limit = limit or self.limits.control
        until = time.monotonic() + limit
        arguments = {"path": "/bin/sh", "arg": ["-c", command], "capture-output": True}
        pid = self._agent("guest-exec", limit, arguments)["pid"]
        pause = 0.03
        while time.monotonic() < until:
            status = self._agent("guest-exec-status", limit, {"pid": pid})
            if status["exited"]:
                data = base64.b64decode(str(status.get("out-data", ""))) + base64.b64decode(
                    str(status.get("err-data", ""))
                )
                return Answer(int(str(status.get("exitcode", 128))), data.decode(errors="replace"))
            time.sleep(pause)
            pause = min(pause * 1.5, 1.0)
        raise MachineLost(f"The lab's machine did not finish {command!r} within {limit:.0f} s.")

    def sure(self, command: str, *, limit: float | None = None) -> str:
        """Like `control`, for what must succeed: returns its output. Raises Broken where it fails."""
        answer = self.control(command, limit=limit)
        if answer.status != 0:
            raise Broken(
                f"In the lab's machine, {command!r} ended with {answer.status}: {answer.output.strip()[-300:]}"
            )
        return answer.output

    def as_reader(self, command: str) -> Answer:
        """Run a shell `command` as the reader's user in a fresh environment: for read-only checks."""
        home = f"HOME=/home/{recipe.USER} USER={recipe.USER} XDG_RUNTIME_DIR=/run/user/1000"
        return self.control(f"runuser -u {recipe.USER} -- env -i PATH=$PATH {home} sh -c {_shell_quote(command)}")

    def read_file(self, path: str) -> bytes:
        """The bytes of a file of the machine."""
        return base64.b64decode(self.sure(f"base64 -w0 {_shell_quote(path)}"))

    def snapshot(self) -> dict[str, dict[str, str]]:
        """What the machine is like now: for each kind (packages, units …) its names and their states."""
        found = json.loads(self.sure(f"python3 -S -E -c {_shell_quote(_INSIDE)}", limit=self.limits.control))
        return {str(kind): {str(k): str(v) for k, v in states.items()} for kind, states in found.items()}

    def save(self, name: str) -> None:
        """Keep the whole machine, disk and memory, as `name`, instead of what was kept as that before."""
        self._monitor_human(f"savevm {name}")

    def restore(self, name: str) -> None:
        """Go back to what `save` kept last as `name`, and set the clock."""
        self._monitor_human(f"loadvm {name}")
        self._agent("guest-set-time", self.limits.control, {"time": time.time_ns()})

    def console_tail(self) -> str:
        """The last of what the machine printed on its serial console: for finding out why it is lost."""
        try:
            answer = self._monitor.cmd_raw("ringbuf-read", {"device": "console", "size": 4096})
        except (TimeoutError, OSError, EOFError, RuntimeError):
            return ""
        return str(answer.get("return", ""))[-1500:]

    def _start(self) -> None:
        pairs = [socket.socketpair() for _ in range(3)]
        theirs = [pair[1] for pair in pairs]
        monitor, agent, terminal = (pair[0] for pair in pairs)
        command = [
            QEMU, "-nodefaults", "-no-user-config", "-no-reboot", "-machine", "q35", *self.accelerator.options,
            "-smp", "2", "-m", str(MEMORY_MIB), "-display", "none", "-vga", "std",
            "-kernel", str(self._image.kernel), "-initrd", str(self._image.initrd), "-append", _BOOT,
            "-drive", f"file={self._image.disk},format=qcow2,if=virtio,cache=unsafe,snapshot=on",
            "-netdev", "user,id=net", "-device", "virtio-net-pci,netdev=net,romfile=",
            "-device", "virtio-rng-pci", "-rtc", "base=utc,clock=host",
            "-chardev", "ringbuf,id=console,size=65536", "-serial", "chardev:console",
            "-device", "virtio-serial-pci",
            "-chardev", f"socket,id=monitor,fd={theirs[0].fileno()}", "-mon", "chardev=monitor,mode=control",
            "-chardev", f"socket,id=agent,fd={theirs[1].fileno()}",
            "-device", "virtserialport,chardev=agent,name=org.qemu.guest_agent.0",
            "-chardev", f"socket,id=terminal,fd={theirs[2].fileno()}", "-device", "virtconsole,chardev=terminal",
        ]  # fmt: skip
        try:
            self._process = subprocess.Popen(
                command,
                pass_fds=[end.fileno() for end in theirs],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env={"PATH": "/usr/bin:/bin", "TMPDIR": _TMP},
                preexec_fn=_of_our_own,
            )
        except FileNotFoundError:
            raise Broken(f"{QEMU} is missing. Run: sudo apt install qemu-system-x86") from None
        finally:
            for end in theirs:
                end.close()
        self._monitor = QEMUMonitorProtocol(monitor)
        self._monitor.settimeout(self.limits.state)
        self._guest = QEMUMonitorProtocol(agent)
        self.terminal = Terminal(terminal, self.limits)
        try:
            self._monitor.connect()
            self._guest.connect(negotiate=False)
        except (TimeoutError, OSError, EOFError, RuntimeError):
            raise MachineLost(f"QEMU did not start: {self._last_words()}") from None

    def _wait_until_up(self) -> None:
        limit = self.limits.boot
        try:
            self._agent("guest-ping", limit, {})
        except MachineLost:
            raise MachineLost(
                f"The lab's machine did not boot within {limit:.0f} s. Its console ended with:\n{self.console_tail()}"
            ) from None
        waiting = "systemctl is-system-running --wait; while [ -e /run/nologin ]; do sleep 0.2; done"
        self.control(waiting, limit=limit)

    def _agent(self, name: str, limit: float, arguments: dict[str, object]) -> dict[str, object]:
        self._guest.settimeout(limit)
        try:
            answer = self._guest.cmd_raw(name, arguments)
        except (TimeoutError, OSError, EOFError, RuntimeError, Exception) as error:
            if isinstance(error, (KeyboardInterrupt, Broken)):
                raise
            raise MachineLost(f"The lab's machine did not answer {name} within {limit:.0f} s ({error!r}).") from error
        if "error" in answer:
            raise Broken(f"The lab's guest agent refused {name}: {answer['error']}")
        value = answer.get("return")
        return {str(k): v for k, v in value.items()} if isinstance(value, dict) else {}

    def _monitor_human(self, command: str) -> None:
        try:
            answer = self._monitor.cmd_raw("human-monitor-command", {"command-line": command})
        except (TimeoutError, OSError, EOFError, RuntimeError) as error:
            raise MachineLost(f"QEMU did not answer {command!r}: {self._last_words()} ({error!r})") from error
        said = str(answer.get("return", answer)).strip()
        if said:
            raise Broken(f"QEMU refused {command!r}: {said}")

    def _last_words(self) -> str:
        if self._process is None or self._process.stderr is None or self._process.poll() is None:
            return "it gave no reason"
        return (
            self._process.stderr.read().decode(errors="replace").strip() or f"it ended with {self._process.returncode}"
        )

    def _stop(self) -> None:
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        for client in (getattr(self, "_monitor", None), getattr(self, "_guest", None)):
            if client is not None:
                with contextlib.suppress(OSError, EOFError, RuntimeError, asyncio.TimeoutError):
                    client.close()
        if self._process.stderr is not None:
            self._process.stderr.close()
        self._process = None


def _of_our_own() -> None:
    die_with_parent()
    # Ctrl-C reaches the whole foreground group: the lab decides when QEMU goes
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _shell_quote(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
