"""Machines that are started, kept and resumed together, on the private segments they share."""

import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
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
    """Throw-away machines of one lesson. Use it in a `with`: at its end, however it comes, nothing of them is left.

    specs: what they are, each segment shared by two of them; images: for each recipe they name, its image. room: as a
    machine has it. since: for each machine's name, what was saved of it (`saved_group`); without it, all boot. Raises
    ValueError where the segments do not fit, and Broken.
    """

    def __init__(
        self,
        specs: Sequence[MachineSpec],
        images: Mapping[str, Image],
        accelerator: Accelerator,
        room: Path,
        since: Mapping[str, Saved] | None = None,
    ) -> None:
        self._shared = sharing(tuple(specs))
        self._since = since
        self._machines = {spec.name: Machine(images[spec.image], accelerator, room, spec=spec) for spec in specs}
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

    def save(self, folder: Path) -> dict[str, Saved]:
        """Put every machine into a folder below `folder` that is called after it; returns what was saved, by name.

        They all stand still before the first is saved, and go on when the last one is: none has heard of another what
        that one does not know of. What they do from then on is lost at the next `resume`. Raises Broken.
        """
        saved: dict[str, Saved] = {}
        for machine in self:
            machine.qemu.pause()
        for name, machine in self._machines.items():
            (folder / name).mkdir()
            saved[name] = machine.freeze(folder / name)
        for name, machine in self._machines.items():
            machine.thaw(saved[name])
        return saved

    def resume(self, saved: Mapping[str, Saved]) -> None:
        """Become the machines that were saved, by name; what was is lost. None goes on before all are there.

        Raises Broken.
        """
        self._prepare(saved)
        for machine in self:
            machine.adopt_prepared()
        for name, machine in self._machines.items():
            machine.thaw(saved[name])
        for machine in self:
            machine.set_clock()

    def _boot(self) -> None:
        with working(f"Booting {', '.join(self._machines)}"):
            self._prepare({machine.spec.name: Saved(machine.image.disk) for machine in self})
            for machine in self:
                machine.adopt_prepared()
            for machine in self:
                machine.wait_until_up()

    def _prepare(self, saved: Mapping[str, Saved]) -> None:
        with self._wires() as ends:
            for name, machine in self._machines.items():
                machine.prepare(saved[name], ends[name])
        for machine in self:
            machine.wait_for_prepared()

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


def saved_group(folder: Path, specs: Sequence[MachineSpec]) -> dict[str, Saved]:
    """What `Group.save` put into `folder` of machines that are as `specs` say, by name."""
    return {spec.name: saved_in(folder / spec.name, 1 + len(spec.disks)) for spec in specs}
