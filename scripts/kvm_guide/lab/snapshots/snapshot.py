"""A kept state: its folder, what is known of it, and the states it came from."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kvm_guide.errors import Broken
from kvm_guide.lab.snapshots.packing import DIGEST, DISK, MEMORY
from kvm_guide.model.machine import MachineSpec
from kvm_guide.vm.group import saved_group
from kvm_guide.vm.qemu import Saved


@dataclass(frozen=True)
class Snapshot:
    """A state. before: the one it came from. indexes: the package indexes apt had in it (`Machine.indexes`).

    told: what the run wants to know of it, JSON. seconds: how long it took to make, from the one before.
    files: the digest of each; those of its disk and memory once they are packed.
    """

    folder: Path
    key: str
    name: str
    made_at: float
    indexes: list[str]
    told: dict[str, object]
    seconds: float
    files: dict[str, str]
    before: "Snapshot | None" = None

    def saved(self, specs: Sequence[MachineSpec]) -> dict[str, Saved]:
        """The disks and memories of its machines, which are as `specs` say, by name."""
        return saved_group(self.folder, specs, MEMORY)

    @property
    def restorable(self) -> bool:
        """Whether its machines can go on from it: their memories and all the disks below them are there."""
        memory = {MEMORY, *(name for name in self.files if name.endswith(MEMORY))}
        return _there(self, memory) and all(_there(kept, {DISK, *kept.disks}) for kept in self.chain())

    @property
    def disks(self) -> list[str]:
        """The names of its disks, once it is packed."""
        return [name for name in self.files if name.endswith(".qcow2")]

    def chain(self) -> Iterator["Snapshot"]:
        """It, the state before it, and so on to the first."""
        kept: Snapshot | None = self
        while kept is not None:
            yield kept
            kept = kept.before

    def size(self) -> int:
        """What it takes on the disk, in bytes."""
        return sum(size_of(path) for path in self.folder.rglob("*") if path.is_file())

    def read(self, name: str) -> bytes:
        """A file that was kept with it. Raises Broken where it is not the one that was."""
        try:
            data = (self.folder / name).read_bytes()
        except OSError:
            data = b""
        if hashlib.new(DIGEST, data).hexdigest() != self.files[name]:
            raise Broken(f"The kept state {self.folder} is spoilt: empty the cache with scripts/verify --states empty.")
        return data


def size_of(path: Path) -> int:
    """What a file takes on the disk, in bytes; 0 where it is gone."""
    try:
        return path.stat().st_blocks * 512
    except OSError:
        return 0


def _there(kept: Snapshot, names: Iterable[str]) -> bool:
    return all((kept.folder / name).is_file() for name in names)
