"""What runs are made with, and the places of a run, each with the key of everything that leads to it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kvm_guide.lab.snapshots.store import States
from kvm_guide.model.step import Guide, Language, Step, sha256_of
from kvm_guide.vm.accelerator import Accelerator, qemu_version
from kvm_guide.vm.image import Image
from kvm_guide.vm.machine import Machine

# What decides what a run sees; the rest of the lab only decides whether one is needed
_CODE: Final = (
    "vm/qemu", "vm/machine", "vm/guest/client", "vm/guest/agent", "vm/console/terminal", "vm/console/emulator",
    "vm/console/asciicast", "vm/limits", "lab/lesson_runner", "lab/step_runner", "lab/inventory", "lab/mirror",
)  # fmt: skip
# The same, for a step that opens a window
_CODE_OF_WINDOWS: Final = "vm/window"
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


@dataclass(frozen=True)
class Spot:
    """A place in a run: after booting, after logging in, or after a step. key: of everything that leads to it."""

    name: str
    key: str
    step: Step | None = None


def code() -> dict[str, str]:
    """The lab's own modules that decide what a run sees, by name."""
    return {name: source(name) for name in _CODE}


def source(name: str) -> str:
    """The text of the module `name`, a path below the package."""
    return (Path(__file__).parents[1] / f"{name}.py").read_text()


def trail(guide: Guide, language: Language, lab: Lab) -> list[Spot]:
    """The places of a run of `guide`, in order, each with its key."""
    key = sha256_of([lab.image.fingerprint, lab.accelerator.name, qemu_version(), code()])
    spots = [Spot(BOOTED, key)]
    key = sha256_of([key, language])
    spots.append(Spot(LOGGED_IN, key))
    for step in guide.steps():
        if step.not_run is None:
            key = sha256_of([key, step.fingerprint(), source(_CODE_OF_WINDOWS) if step.window else None])
            spots.append(Spot(step.id, key, step))
    return spots
