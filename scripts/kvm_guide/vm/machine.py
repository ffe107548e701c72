"""One machine of the lab: its disk's layers, the agent and the witness inside it, and its login terminal."""

import base64
import contextlib
import shlex
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from qemu.qmp.legacy import QEMUMonitorProtocol

from kvm_guide.console import working
from kvm_guide.errors import Broken
from kvm_guide.vm import recipe
from kvm_guide.vm.accelerator import Accelerator
from kvm_guide.vm.console.terminal import Terminal
from kvm_guide.vm.guest.client import START, Witness
from kvm_guide.vm.image import Image
from kvm_guide.vm.limits import EMULATION_FACTOR, Limits
from kvm_guide.vm.processes import scratch
from kvm_guide.vm.qemu import LOST, MachineLost, Qemu, Saved, overlay


@dataclass(frozen=True)
class Answer:
    """What a command of the lab's own gave."""

    status: int
    output: str


class Machine:
    """A throw-away Debian. Use it in a `with`: at its end, however it comes, QEMU is gone and so is what it wrote.

    room: a folder for its disk's layers, on the file system that saved machines go to. since: a saved machine to go on
    from; without one it boots. Raises Broken.
    """

    terminal: Terminal
    _witness: Witness

    def __init__(self, image: Image, accelerator: Accelerator, room: Path, since: Saved | None = None) -> None:
        self.image = image
        self.accelerator = accelerator
        self.limits = Limits(1 if accelerator.name == "kvm" else EMULATION_FACTOR)
        self._room = room
        self._since = since
        self._layers = 0
        self._qemu: Qemu | None = None
        self._prepared: Qemu | None = None
        self._guest: QEMUMonitorProtocol | None = None
        self._ending = ExitStack()

    def __enter__(self) -> Self:
        self._room.mkdir(parents=True, exist_ok=True)
        self._folder = self._ending.enter_context(scratch(self._room, "running-"))
        try:
            if self._since is not None:
                self.resume(self._since)
            else:
                with working(f"Booting Debian ({self.accelerator.name})"):
                    self.prepare(Saved(self.image.disk))
                    self.wait_for_prepared()
                    self._adopt()
                    self._wait_until_up()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._forget_prepared()
        self._stop()
        self._ending.close()

    @property
    def qemu(self) -> Qemu:
        """Its QEMU. Raises MachineLost where there is none."""
        if self._qemu is None:
            raise MachineLost("The lab's machine is not running.")
        return self._qemu

    def resume(self, saved: Saved) -> None:
        """Become the machine that was saved, with the clock of now; what was is lost. Raises Broken."""
        self._stop()
        self.prepare(saved)
        self.wait_for_prepared()
        self.become_prepared(saved)

    def save(self, folder: Path) -> Saved:
        """Put the machine, disk and memory, into `folder`. What it does from then on is lost at the next `resume`."""
        saved = self.qemu.freeze(folder)
        layer = self._layer(saved.disk)
        self.qemu.thaw(layer)
        return saved

    def prepare(self, saved: Saved) -> None:
        """Begin to wake up what was `saved`, beside what the machine goes on with, for `become_prepared`."""
        self._forget_prepared()
        layer = self._layer(saved.disk)
        self._prepared = Qemu(self.image, self.accelerator, self.limits, layer, saved.memory)

    def wait_for_prepared(self) -> None:
        """Wait until what `prepare` began is awake but for its clock: its files may be renamed then. Raises Broken."""
        assert self._prepared is not None
        self._prepared.wait()

    def become_prepared(self, saved: Saved) -> None:
        """Like `resume`, to what was prepared, whose files are now those of `saved`. Raises Broken."""
        self._stop()
        self._adopt()
        # A layer of its own over what was saved, which may have been renamed since; the first one is empty
        self.qemu.thaw(self._layer(saved.disk))
        self._witness.set_clock(self.limits.control)

    def forget_files(self) -> None:
        """Let the guest drop what it keeps in memory of files it has read or written: less to save from then on."""
        self.sure("sync; echo 1 > /proc/sys/vm/drop_caches", limit=self.limits.state)

    def control(self, command: str, *, limit: float | None = None) -> Answer:
        """Run a shell `command` as root through the guest agent: the lab's own business, not a step's.

        Raises MachineLost where no answer comes within `limit` seconds.
        """
        limit = limit or self.limits.control
        until = time.monotonic() + limit
        arguments = {"path": "/bin/sh", "arg": ["-c", command], "capture-output": True}
        pid = self._agent("guest-exec", limit, arguments)["pid"]
        pause = 0.02
        while time.monotonic() < until:
            status = self._agent("guest-exec-status", limit, {"pid": pid})
            if status["exited"]:
                data = base64.b64decode(str(status.get("out-data", ""))) + base64.b64decode(
                    str(status.get("err-data", ""))
                )
                return Answer(int(str(status.get("exitcode", 128))), data.decode(errors="replace"))
            time.sleep(pause)
            pause = min(pause * 1.5, 0.1)
        raise MachineLost(f"The lab's machine did not finish {command!r} within {limit:.0f} s.")

    def sure(self, command: str, *, limit: float | None = None) -> str:
        """Like `control`, for what must succeed: returns its output. Raises Broken where it fails."""
        return _output(command, self.control(command, limit=limit))

    def as_reader(self, command: str) -> Answer:
        """Run a shell `command` as the reader's user in a fresh environment: for read-only checks."""
        return Answer(*self._witness.as_user(recipe.USER, command, self.limits.control))

    def as_root(self, command: str) -> Answer:
        """Like `as_reader`, as root: for what only root may read."""
        return Answer(*self._witness.as_user("root", command, self.limits.control))

    def sure_as_reader(self, command: str) -> str:
        """Like `as_reader`, for what must succeed: returns its output. Raises Broken where it fails."""
        return _output(command, self.as_reader(command))

    def read_file(self, path: str) -> bytes:
        """The bytes of a file of the machine."""
        return base64.b64decode(self.sure(f"base64 -w0 {shlex.quote(path)}"))

    def snapshot(self) -> dict[str, dict[str, str]]:
        """What the machine is like now: for each kind (packages, units …) its names and their states."""
        return self._witness.like(self.limits.control)

    def indexes(self) -> list[str]:
        """SHA-256 (hex) of each package index's release file that apt has, sorted: which indexes they are."""
        told = self.control("sha256sum /var/lib/apt/lists/*InRelease").output
        return sorted(line.split()[0] for line in told.splitlines() if line.endswith("InRelease"))

    def journal(self, lines: int = 25) -> str:
        """The last `lines` of the guest's journal, the lab's own questions left out; empty where it does not answer."""
        told = "journalctl -b --no-pager -q -o short-monotonic -n 500 | grep -v ' qemu-ga\\['"
        try:
            return self.control(f"{told} | tail -n {lines}").output.rstrip()
        except Broken:
            return ""

    def answers(self) -> bool:
        """Whether the guest still answers."""
        try:
            self._agent("guest-ping", self.limits.control, {})
        except Broken:
            return False
        return True

    def _adopt(self) -> None:
        self._qemu, self._prepared = self._prepared, None
        assert self._qemu is not None
        self._guest = QEMUMonitorProtocol(self._qemu.agent)
        self.terminal = Terminal(self._qemu.terminal, self.limits)
        self._witness = Witness(self._qemu.witness)
        try:
            self._guest.connect(negotiate=False)
        except LOST as error:
            raise MachineLost(f"The guest agent's port could not be opened ({error!r}).") from None

    def _layer(self, disk: Path) -> Path:
        self._layers += 1
        layer = self._folder / f"{self._layers}.qcow2"
        overlay(layer, disk)
        return layer

    def _wait_until_up(self) -> None:
        limit = self.limits.boot
        try:
            self._agent("guest-ping", limit, {})
        except MachineLost:
            console = self.qemu.console_tail()
            raise MachineLost(
                f"The lab's machine did not boot within {limit:.0f} s. Its console ended with:\n{console}"
            ) from None
        waiting = "systemctl is-system-running --wait; while [ -e /run/nologin ]; do sleep 0.2; done"
        self.control(waiting, limit=limit)
        self.sure(START, limit=limit)

    def _agent(self, name: str, limit: float, arguments: dict[str, object]) -> dict[str, object]:
        if self._guest is None:
            raise MachineLost("The lab's machine is not running.")
        self._guest.settimeout(limit)
        try:
            answer = self._guest.cmd_raw(name, arguments)
        except LOST as error:
            raise MachineLost(f"The lab's machine did not answer {name} within {limit:.0f} s ({error!r}).") from error
        if "error" in answer:
            raise Broken(f"The lab's guest agent refused {name}: {answer['error']}")
        value = answer.get("return")
        return {str(k): v for k, v in value.items()} if isinstance(value, dict) else {}

    def _forget_prepared(self) -> None:
        if self._prepared is not None:
            self._prepared.abandon()
            self._prepared = None

    def _stop(self) -> None:
        if self._qemu is None:
            return
        self._qemu.stop()
        if self._guest is not None:
            with contextlib.suppress(*LOST):
                self._guest.close()
        self.terminal.close()
        self._witness.close()
        self._qemu = self._guest = None
        for layer in self._folder.glob("*.qcow2"):
            if self._prepared is None or layer != self._prepared.disk:
                layer.unlink()


def _output(command: str, answer: Answer) -> str:
    if answer.status != 0:
        raise Broken(f"In the lab's machine, {command!r} ended with {answer.status}: {answer.output.strip()[-300:]}")
    return answer.output
