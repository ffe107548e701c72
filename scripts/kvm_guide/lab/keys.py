"""What runs are made with, and the places of a run, each with the key of everything that leads to it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from kvm_guide.lab import behaviour
from kvm_guide.lab.snapshots.results import Results
from kvm_guide.lab.snapshots.store import Snapshots
from kvm_guide.model.lesson import MACHINE, Guide, Lesson
from kvm_guide.model.machine import MACHINES, MachineSpec
from kvm_guide.model.step import LANGUAGES, Language, Step, sha256_of
from kvm_guide.vm import image as images
from kvm_guide.vm.accelerator import Accelerator, qemu_version
from kvm_guide.vm.image import Image
from kvm_guide.vm.machine import Machine
from kvm_guide.vm.qemu import Saved

BOOTED: Final = "booted"
LOGGED_IN: Final = "logged-in"


@dataclass(frozen=True)
class Lab:
    """What runs are made with. indexes: where given, only states of these package indexes are gone on from.

    at_failure: called with the machine as a failed step left it. spec: the machine that runs type into; image: of it.
    troubles: in runs of which languages troubles are brought about; in others, what is kept of them is all.
    """

    image: Image
    accelerator: Accelerator
    states: Snapshots
    indexes: list[str] | None = None
    at_failure: Callable[[Machine], None] | None = None
    spec: MachineSpec = MACHINES[MACHINE]
    troubles: frozenset[Language] = frozenset(LANGUAGES)

    def on(self, name: str) -> "Lab":
        """The lab of runs that type into the machine called `name`; its image is built if it is not. Raises Broken."""
        spec = MACHINES[name]
        if spec.image == self.spec.image:
            return replace(self, spec=spec)
        return replace(self, spec=spec, image=images.get(self.states.folder.parent, spec.image))

    def machine(self, since: Saved | None = None) -> Machine:
        """Such a machine, to be entered: a saved one, or one that boots."""
        return Machine(self.image, self.accelerator, self.states.folder, since, self.spec)

    @property
    def results(self) -> Results:
        """What was found out of its states."""
        return Results(self.states.folder.parent, self.states.young)


@dataclass(frozen=True)
class Spot:
    """A place in a run: after booting, after logging in, or after a step. key: of everything that leads to it."""

    name: str
    key: str
    step: Step | None = None


def booted(lab: Lab) -> Spot:
    """The place after booting, where all runs begin."""
    chosen = lab.accelerator
    made_with = [lab.image.fingerprint, lab.spec.fingerprint(), chosen.name, chosen.options, qemu_version()]
    return Spot(BOOTED, sha256_of([*made_with, behaviour.NUMBER]))


def spots(guide: Guide, lesson: Lesson, language: Language, lab: Lab) -> list[Spot]:
    """The places of a run of `lesson`, in order, from booting on: its branch of the tree, nothing of its sisters."""
    first = booted(lab)
    key = sha256_of([first.key, language])
    found = [first, Spot(LOGGED_IN, key)]
    for one in guide.branch(lesson):
        for step in one.run():
            key = sha256_of([key, step.action()])
            found.append(Spot(step.id, key, step))
    return found
