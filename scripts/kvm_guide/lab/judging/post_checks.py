"""What is done with a finished lesson: it is taken back.

That says something of the machine as the last step left it, so it is kept by what that machine is like.
"""

import re
from dataclasses import asdict
from typing import Final

from kvm_guide.lab import behaviour, metadata
from kvm_guide.lab.inventory import Inventory
from kvm_guide.lab.judging.teardown import Around, TakenBack, take_back, to_take_back
from kvm_guide.lab.keys import Lab
from kvm_guide.lab.lesson_runner import Progress
from kvm_guide.lab.snapshots.snapshot import Snapshot
from kvm_guide.model.lesson import Guide, Lesson
from kvm_guide.model.step import Language, sha256_of
from kvm_guide.records.codec import decode
from kvm_guide.records.types import Outcome
from kvm_guide.vm.group import Group

_RANDOM: Final = re.compile(r"/etc/(libvirt/storage/.*\.xml|apparmor\.d/libvirt/libvirt-UUID)\Z")
_THERE: Final = "there"
BACK: Final = "taking back"


class PostChecks:
    """The ends of runs of `lesson` in `language`, kept as `lab` keeps results."""

    def __init__(self, guide: Guide, lesson: Lesson, language: Language, lab: Lab) -> None:
        self._language: Language = language
        before = guide.before(lesson)
        self._since = before.id if before else None
        self._first = lesson.run()[0].id if lesson.run() else ""
        self._steps = to_take_back(lesson)
        self._machines = sorted({step.machine for step in self._steps})
        self._results = lab.results

    @property
    def needed(self) -> bool:
        """Whether there is anything to take back."""
        return bool(self._steps)

    def known(self, last: Snapshot) -> TakenBack | None:
        """What is kept of taking everything back on the machine of `last`; None where nothing is."""
        kept = self._results.read(self._key(last)) if self.needed else None
        return decode(TakenBack, kept) if kept else None

    def make(self, story: Progress, machines: Group) -> TakenBack | None:
        """Take everything back on `machines`, well or badly, where that is not kept; None: there is nothing to take."""
        last = story.last
        known = self.known(last)
        if known is not None or not self.needed:
            return known
        base = {name: metadata.inventory_before(last, self._first, name) for name in self._machines}
        around = {step.id: Around(*metadata.around(last, step.id, step.machine)) for step in self._steps}
        with story.spent.on(BACK):
            taken = take_back(machines, self._language, self._since, self._steps, base, around)
        if taken.undo.outcome is Outcome.PASSED:
            # What went badly is tried again when it is asked for again
            self._results.write(self._key(last), asdict(taken))
        return taken

    def _key(self, last: Snapshot) -> str:
        machine: list[object] = [lasting(metadata.inventory(last, name)) for name in self._machines]
        machine += [last.told["system"], last.indexes]
        undos = [[step.id, step.undo, step.undo_answers] for step in self._steps]
        states = [lasting(metadata.inventory_before(last, self._first, name)) for name in self._machines]
        states += [lasting(one) for step in self._steps for one in metadata.around(last, step.id, step.machine)]
        return sha256_of([self._language, machine, behaviour.NUMBER, undos, states])


def lasting(machine: Inventory) -> Inventory:
    """`machine` without what differs from one run to the next: libvirt gives pools and guests random UUIDs."""
    files = {name: _THERE if _RANDOM.match(name) else value for name, value in machine["files"].items()}
    return {**machine, "files": files}
