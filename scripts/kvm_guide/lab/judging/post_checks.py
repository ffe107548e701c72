"""What is done with the finished install: everything is taken back.

That says something of the machine as the last step left it, so it is kept by what that machine is like.
"""

import re
from dataclasses import asdict
from typing import Final

from kvm_guide.lab import behaviour, metadata
from kvm_guide.lab.inventory import State
from kvm_guide.lab.judging.teardown import Around, take_back, to_take_back
from kvm_guide.lab.keys import Lab
from kvm_guide.lab.lesson_runner import Story
from kvm_guide.lab.snapshots.store import Kept
from kvm_guide.model.lesson import Guide
from kvm_guide.model.step import Language, sha256_of
from kvm_guide.records.store import undo_of
from kvm_guide.records.types import Undo
from kvm_guide.vm.machine import Machine

_RANDOM: Final = re.compile(r"/etc/(libvirt/storage/.*\.xml|apparmor\.d/libvirt/libvirt-UUID)\Z")
_THERE: Final = "there"
BACK: Final = "taking back"


class Ends:
    """The ends of runs of `guide` in `language`, kept as `lab` keeps results."""

    def __init__(self, guide: Guide, language: Language, lab: Lab) -> None:
        self._language: Language = language
        self._since, self._steps = to_take_back(guide)
        self._results = lab.results

    def is_known(self, last: Kept) -> bool:
        """Whether what remains on the machine of `last` is kept, or nothing is to be taken back."""
        return not self._steps or self._results.read(self._key(last)) is not None

    def known(self, last: Kept) -> Undo | None:
        """What is kept of taking everything back on the machine of `last`."""
        kept = self._results.read(self._key(last))
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
        self._results.write(self._key(last), asdict(undo))
        return undo

    def _key(self, last: Kept) -> str:
        machine = [lasting(metadata.snapshot(last)), last.told["system"], last.indexes]
        undos = [[step.id, step.undo, step.undo_answers] for step in self._steps]
        states = [lasting(metadata.snapshot_after(last, self._since))]
        states += [lasting(state) for step in self._steps for state in metadata.around(last, step.id)]
        return sha256_of([self._language, machine, behaviour.NUMBER, undos, states])


def lasting(machine: State) -> State:
    """`machine` without what differs from one run to the next: libvirt gives pools and guests random UUIDs."""
    files = {name: _THERE if _RANDOM.match(name) else value for name, value in machine["files"].items()}
    return {**machine, "files": files}
