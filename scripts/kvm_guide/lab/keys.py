"""What runs are made with, and the places of a run, each with the key of everything that leads to it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from kvm_guide.lab import behaviour
from kvm_guide.lab.snapshots.results import Results
from kvm_guide.lab.snapshots.store import States
from kvm_guide.model.lesson import Guide
from kvm_guide.model.step import Language, Step, sha256_of
from kvm_guide.vm.accelerator import Accelerator, qemu_version
from kvm_guide.vm.image import Image
from kvm_guide.vm.machine import Machine

BOOTED: Final = "booted"
LOGGED_IN: Final = "logged-in"


@dataclass(frozen=True)
class Lab:
    """What runs are made with. indexes: where given, only states of these package indexes are gone on from.

    at_failure: called with the machine as a failed step left it.
    """

    image: Image
    accelerator: Accelerator
    states: States
    indexes: list[str] | None = None
    at_failure: Callable[[Machine], None] | None = None

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


def trail(guide: Guide, language: Language, lab: Lab) -> list[Spot]:
    """The places of a run of `guide`, in order, each with its key."""
    chosen = lab.accelerator
    key = sha256_of([lab.image.fingerprint, chosen.name, chosen.options, qemu_version(), behaviour.NUMBER])
    spots = [Spot(BOOTED, key)]
    key = sha256_of([key, language])
    spots.append(Spot(LOGGED_IN, key))
    for step in guide.steps():
        if step.not_run is None:
            key = sha256_of([key, step.action()])
            spots.append(Spot(step.id, key, step))
    return spots
