"""What is done with the finished install: everything is taken back.

That says something of the machine as the last step left it, so it is kept by what that machine is like.
"""

import json
import re
import time
from dataclasses import asdict
from pathlib import Path
from typing import Final

from kvm_guide.lab import behaviour, metadata
from kvm_guide.lab.inventory import State
from kvm_guide.lab.keys import Lab
from kvm_guide.lab.lesson_runner import Story
from kvm_guide.lab.snapshots.store import Kept
from kvm_guide.lab.teardown import Around, take_back, to_take_back
from kvm_guide.model.step import Guide, Language, sha256_of
from kvm_guide.records import store
from kvm_guide.records.store import undo_of
from kvm_guide.records.types import Undo
from kvm_guide.vm.machine import Machine

_RANDOM: Final = re.compile(r"/etc/(libvirt/storage/.*\.xml|apparmor\.d/libvirt/libvirt-UUID)\Z")
_THERE: Final = "there"
BACK: Final = "taking back"


class Ends:
    """The ends of runs of `guide` in `language`, kept in `cache`."""

    def __init__(self, guide: Guide, language: Language, lab: Lab, cache: Path) -> None:
        self._language: Language = language
        self._lab = lab
        self._since, self._steps = to_take_back(guide)
        self._folder = cache / "ends"
        self._folder.mkdir(parents=True, exist_ok=True)

    def is_known(self, last: Kept) -> bool:
        """Whether what remains on the machine of `last` is kept, or nothing is to be taken back."""
        return not self._steps or self._read(self._key(last)) is not None

    def known(self, last: Kept) -> Undo | None:
        """What is kept of taking everything back on the machine of `last`."""
        kept = self._read(self._key(last))
        return undo_of(kept) if kept else None

    def make(self, story: Story, machine: Machine) -> Undo | None:
        """Take everything back on `machine` where that is not kept. Raises NotSo where it does not come out well."""
        last = story.last
        if not self._steps or self.is_known(last):
            return self.known(last)
        base = metadata.snapshot_after(last, self._since)
        around = {step.id: Around(*metadata.around(last, step.id)) for step in self._steps}
        with story.spent.on(BACK):
            undo = take_back(machine, self._language, self._since, self._steps, base, around)
        self._write(self._key(last), asdict(undo))
        return undo

    def _key(self, last: Kept) -> str:
        machine = [lasting(metadata.snapshot(last)), last.told["system"], last.indexes]
        undos = [[step.id, step.undo, step.undo_answers] for step in self._steps]
        states = [lasting(metadata.snapshot_after(last, self._since))]
        states += [lasting(state) for step in self._steps for state in metadata.around(last, step.id)]
        return sha256_of([self._language, machine, behaviour.NUMBER, undos, states])

    def _read(self, key: str) -> dict[str, object] | None:
        try:
            kept = json.loads((self._folder / f"{key[:32]}.json").read_text())
        except (OSError, ValueError):
            return None
        if not isinstance(kept, dict) or kept.get("key") != key or kept.get("digest") != sha256_of(kept.get("value")):
            return None
        if not self._lab.states.young(float(kept["made_at"])):
            return None
        return {str(name): value for name, value in kept["value"].items()}

    def _write(self, key: str, value: dict[str, object]) -> None:
        kept = {"key": key, "made_at": time.time(), "digest": sha256_of(value), "value": value}
        store.replace(self._folder / f"{key[:32]}.json", json.dumps(kept).encode())


def lasting(machine: State) -> State:
    """`machine` without what differs from one run to the next: libvirt gives pools and guests random UUIDs."""
    files = {name: _THERE if _RANDOM.match(name) else value for name, value in machine["files"].items()}
    return {**machine, "files": files}
