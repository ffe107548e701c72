"""The machines of a lesson: started, kept and resumed together, on the private segments they share."""

import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from kvm_guide.console import working
from kvm_guide.model.machine import MachineSpec, sharing
from kvm_guide.vm.accelerator import Accelerator
from kvm_guide.vm.image import Image
from kvm_guide.vm.machine import Machine
from kvm_guide.vm.qemu import Saved, saved_in


class Group:
    """Throw-away machines, one or several. Use it in a `with`: at its end, however it comes, nothing of them is left.

    specs: what they are, each segment shared by two of them; images: for each recipe they name, its image. room: as a
    machine has it. since: for each machine's name, what was saved of it (`saved_group`); without it, all boot. layout:
    as `Machine.sit` has it, for those with a display. Raises ValueError where the segments do not fit, and Broken.
    """

    def __init__(
        self,
        specs: Sequence[MachineSpec],
        images: Mapping[str, Image],
        accelerator: Accelerator,
        room: Path,
        since: Mapping[str, Saved] | None = None,
        layout: str | None = None,
    ) -> None:
        self._shared = sharing(tuple(specs))
        self._since = since
        self._machines = {spec.name: Machine(images[spec.image], accelerator, room, spec=spec) for spec in specs}
        self.sit(layout)
        self._ending = ExitStack()

    def __enter__(self) -> Self:
        try:
            for machine in self._machines.values():
                self._ending.push(machine)
                machine.make_room()
            if self._since is not None:
                self.resume(self._since)
            else:
                self._boot()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ending.close()

    def __getitem__(self, name: str) -> Machine:
        """The machine called `name`. Raises KeyError."""
        return self._machines[name]

    def __iter__(self) -> Iterator[Machine]:
        """The machines, in the order they were given."""
        return iter(self._machines.values())

    @property
    def first(self) -> Machine:
        """The first of them."""
        return next(iter(self))

    def sit(self, layout: str | None) -> None:
        """Sit down at the desktops, or get up: as `Machine.sit`."""
        for machine in self:
            if machine.spec.display:
                machine.sit(layout)

    def save(self, folder: Path) -> dict[str, Saved]:
        """Put the first machine into `folder`, each other into one below it called after it; returns what was saved.

        They all stand still before the first is saved, and go on when the last one is: none has heard of another what
        that one does not know of. What they do from then on is lost at the next `resume`. Raises Broken.
        """
        saved: dict[str, Saved] = {}
        for machine in self:
            machine.qemu.pause()
        for name, machine in self._machines.items():
            own = folder if machine is self.first else folder / name
            own.mkdir(exist_ok=True)
            saved[name] = machine.freeze(own)
        for name, machine in self._machines.items():
            machine.thaw(saved[name])
        return saved

    def resume(self, saved: Mapping[str, Saved]) -> None:
        """Become the machines that were saved, by name; what was is lost. None goes on before all are there.

        Raises Broken.
        """
        self.prepare(saved)
        self.wait_for_prepared()
        self.become_prepared(saved)

    def prepare(self, saved: Mapping[str, Saved]) -> None:
        """Begin to wake up what was `saved`, beside what goes on, for `become_prepared`."""
        with self._wires() as ends:
            for name, machine in self._machines.items():
                machine.prepare(saved[name], ends[name])

    def wait_for_prepared(self) -> None:
        """Wait until what `prepare` began is awake but for its clock: its files may be renamed then. Raises Broken."""
        for machine in self:
            machine.wait_for_prepared()

    def become_prepared(self, saved: Mapping[str, Saved]) -> None:
        """Like `resume`, to what was prepared, whose files are now those of `saved`. Raises Broken."""
        for machine in self:
            machine.adopt_prepared()
        # A layer of its own over what was saved, which may have been renamed since; the first one is empty
        for name, machine in self._machines.items():
            machine.thaw(saved[name])
        for machine in self:
            machine.set_clock()

    def _boot(self) -> None:
        with working(f"Booting {', '.join(self._machines)} ({self.first.accelerator.name})"):
            self.prepare({machine.spec.name: Saved(machine.image.disk) for machine in self})
            self.wait_for_prepared()
            for machine in self:
                machine.adopt_prepared()
            for machine in self:
                machine.wait_until_up()

    @contextmanager
    def _wires(self) -> Iterator[dict[str, dict[str, socket.socket]]]:
        """For each machine's name and each of its segments, the end that is its own, until QEMU has taken it."""
        with ExitStack() as ours:
            ends: dict[str, dict[str, socket.socket]] = {name: {} for name in self._machines}
            for segment, names in self._shared.items():
                # Datagrams, a frame each: no port or file of the host's, and nobody else hears them
                for name, end in zip(names, socket.socketpair(type=socket.SOCK_DGRAM), strict=True):
                    ends[name][segment] = ours.enter_context(end)
            yield ends


def saved_group(folder: Path, specs: Sequence[MachineSpec], memory: str = "memory") -> dict[str, Saved]:
    """What `Group.save` put into `folder` of machines that are as `specs` say, by name. memory: its file's name.

    A machine alone is kept as one of several is.
    """
    saved = {}
    for at, spec in enumerate(specs):
        own = folder / spec.name if at else folder
        saved[spec.name] = replace(saved_in(own, 1 + len(spec.disks)), memory=own / memory)
    return saved
