"""One machine of the lab: its disk's layers, QEMU's guest agent and ours inside it, and its login terminal."""

import base64
import contextlib
import shlex
import socket
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from qemu.qmp.legacy import QEMUMonitorProtocol

from kvm_guide.console import working
from kvm_guide.errors import Broken
from kvm_guide.model.lesson import MACHINE
from kvm_guide.model.machine import MACHINES, MachineSpec
from kvm_guide.vm import recipe
from kvm_guide.vm.accelerator import Accelerator
from kvm_guide.vm.console.terminal import Terminal
from kvm_guide.vm.desktop.keyboard import Keyboard
from kvm_guide.vm.guest.client import START, GuestClient
from kvm_guide.vm.image import Image
from kvm_guide.vm.limits import EMULATION_FACTOR, Limits
from kvm_guide.vm.processes import scratch
from kvm_guide.vm.qemu import LOST, MachineLost, Qemu, Saved, blank, overlay


@dataclass(frozen=True)
class Answer:
    """What a command of the lab's own gave."""

    status: int
    output: str


class Machine:
    """A throw-away Debian. Use it in a `with`: at its end, however it comes, QEMU is gone and so is what it wrote.

    room: a folder for its disks' layers, on the file system that saved machines go to. since: a saved machine to go on
    from; without one it boots. spec: what it is, of whose image `image` is. One on a private segment is for a group
    (group.py). Raises Broken.
    """

    terminal: Terminal
    _client: GuestClient

    def __init__(
        self,
        image: Image,
        accelerator: Accelerator,
        room: Path,
        since: Saved | None = None,
        spec: MachineSpec = MACHINES[MACHINE],
    ) -> None:
        self.image = image
        self.spec = spec
        self.accelerator = accelerator
        self.limits = Limits(1 if accelerator.name == "kvm" else EMULATION_FACTOR)
        self._room = room
        self._since = since
        self._layers = 0
        self._layout: str | None = None
        self._qemu: Qemu | None = None
        self._prepared: Qemu | None = None
        self._guest: QEMUMonitorProtocol | None = None
        self._ending = ExitStack()

    def __enter__(self) -> Self:
        try:
            self.make_room()
            if self._since is not None:
                self.resume(self._since)
            else:
                with working(f"Booting Debian ({self.accelerator.name})"):
                    self.prepare(Saved(self.image.disk))
                    self.wait_for_prepared()
                    self.adopt_prepared()
                    self.wait_until_up()
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

    @property
    def folder(self) -> Path:
        """A folder of its own that is gone at its end, with what it writes."""
        return self._folder

    def make_room(self) -> None:
        """Make the folder of its layers: for who does not enter it at once, a group."""
        self._room.mkdir(parents=True, exist_ok=True)
        self._folder = self._ending.enter_context(scratch(self._room, "running-"))

    def resume(self, saved: Saved) -> None:
        """Become the machine that was saved, with the clock of now; what was is lost. Raises Broken."""
        self._stop()
        self.prepare(saved)
        self.wait_for_prepared()
        self.become_prepared(saved)

    def save(self, folder: Path) -> Saved:
        """Put the machine, disk and memory, into `folder`. What it does from then on is lost at the next `resume`."""
        saved = self.freeze(folder)
        self.thaw(saved)
        return saved

    def freeze(self, folder: Path) -> Saved:
        """Like `save`, but it stands still from then on, until `thaw`. Raises Broken."""
        return self.qemu.freeze(folder)

    def thaw(self, saved: Saved) -> None:
        """Go on after `freeze`, over what was saved."""
        self.qemu.layer(self._layer(saved))
        self.qemu.go_on()

    def prepare(self, saved: Saved, segments: Mapping[str, socket.socket] | None = None) -> None:
        """Begin to wake up what was `saved`, beside what the machine goes on with, for `become_prepared`.

        segments: for each of its private segments the socket that leads there.
        """
        self._forget_prepared()
        layers = self._layer(saved)
        self._prepared = Qemu(
            self.image, self.accelerator, self.limits, layers, saved.memory, spec=self.spec, segments=segments
        )

    def wait_for_prepared(self) -> None:
        """Wait until what `prepare` began is awake but for its clock: its files may be renamed then. Raises Broken."""
        assert self._prepared is not None
        self._prepared.wait()

    def become_prepared(self, saved: Saved) -> None:
        """Like `resume`, to what was prepared, whose files are now those of `saved`. Raises Broken."""
        self.adopt_prepared()
        # A layer of its own over what was saved, which may have been renamed since; the first one is empty
        self.thaw(saved)
        self.set_clock()

    def set_clock(self) -> None:
        """Set the machine's clock to now: it wakes up in the past. Raises MachineLost."""
        self._client.set_clock(self.limits.control)

    def sit(self, layout: str | None) -> None:
        """From now on, also after waking up, `terminal` is its desktop's, typed into by a keyboard of this `layout`.

        None: it is the login's again.
        """
        self._layout = layout
        if self._qemu is not None and layout is not None:
            self.terminal = Terminal(self._qemu.desktop, self.limits, Keyboard(self._qemu, layout).type)
        elif self._qemu is not None:
            self.terminal = Terminal(self._qemu.terminal, self.limits)

    def boot_id(self) -> str:
        """What the machine's kernel calls this start of it. Raises Broken."""
        return self.sure("cat /proc/sys/kernel/random/boot_id").strip()

    def expect_reboot(self) -> str:
        """Get ready for `wait_for_reboot`, and return what it wants: the `boot_id` until then. Raises Broken."""
        before = self.boot_id()
        self.qemu.forget_events()
        return before

    def wait_for_reboot(self, before: str) -> None:
        """Wait until the machine has rebooted by itself, and one may log in again.

        before: its `boot_id` until then. Raises MachineLost where it does not, or is still the same.
        """
        self.qemu.wait_for_reset(self.limits.boot)
        self.wait_until_up()
        if self.boot_id() == before:
            raise MachineLost("The lab's machine did not reboot: its boot id is the same as before.")

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

    def speak(self, locale: str) -> None:
        """Make `locale` the language of logins from now on. Raises Broken."""
        self.sure(f"printf 'LANG=%s\\n' {shlex.quote(locale)} > /etc/default/locale")

    def as_reader(self, command: str) -> Answer:
        """Run a shell `command` as the reader's user in a fresh environment: for read-only checks."""
        return Answer(*self._client.as_user(recipe.USER, command, self.limits.control))

    def as_root(self, command: str) -> Answer:
        """Like `as_reader`, as root: for what only root may read."""
        return Answer(*self._client.as_user("root", command, self.limits.control))

    def sure_as_reader(self, command: str) -> str:
        """Like `as_reader`, for what must succeed: returns its output. Raises Broken where it fails."""
        return _output(command, self.as_reader(command))

    def read_file(self, path: str) -> bytes:
        """The bytes of a file of the machine."""
        return base64.b64decode(self.sure(f"base64 -w0 {shlex.quote(path)}"))

    def snapshot(self) -> dict[str, dict[str, str]]:
        """What the machine is like now: for each kind (packages, units …) its names and their states."""
        return self._client.like(self.limits.control)

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

    def adopt_prepared(self) -> None:
        """Let go of what the machine was, and take what was prepared, which stands still. Raises MachineLost."""
        self._stop()
        self._qemu, self._prepared = self._prepared, None
        assert self._qemu is not None
        self._guest = QEMUMonitorProtocol(self._qemu.agent)
        self.sit(self._layout)
        self._client = GuestClient(self._qemu.witness)
        try:
            self._guest.connect(negotiate=False)
        except LOST as error:
            raise MachineLost(f"The guest agent's port could not be opened ({error!r}).") from None

    def wait_until_up(self) -> None:
        """Wait until the machine has booted and one may log in, and start what is asked in it. Raises Broken."""
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

    def _layer(self, saved: Saved) -> list[Path]:
        self._layers += 1
        layers = [self._folder / f"{self._layers}.qcow2"]
        overlay(layers[0], saved.disk)
        for at, size in enumerate(self.spec.disks):
            layers.append(self._folder / f"{self._layers}-{at + 1}.qcow2")
            if saved.more:
                overlay(layers[-1], saved.more[at], f"{size}G")
            else:
                blank(layers[-1], size)
        return layers

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
        self._client.close()
        self._qemu.close()
        self._qemu = self._guest = None
        for layer in self._folder.glob("*.qcow2"):
            if self._prepared is None or layer not in self._prepared.disks:
                layer.unlink()


def _output(command: str, answer: Answer) -> str:
    if answer.status != 0:
        raise Broken(f"In the lab's machine, {command!r} ended with {answer.status}: {answer.output.strip()[-300:]}")
    return answer.output
