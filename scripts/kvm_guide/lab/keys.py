"""What runs are made with, and the places of a run, each with the key of everything that leads to it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from kvm_guide.lab import behaviour
from kvm_guide.lab.snapshots.results import Results
from kvm_guide.lab.snapshots.snapshot import Snapshot
from kvm_guide.lab.snapshots.store import Snapshots
from kvm_guide.model.lesson import MACHINE, Guide, Lesson
from kvm_guide.model.machine import MACHINES, MachineSpec
from kvm_guide.model.release import DEFAULT, Release
from kvm_guide.model.step import LANGUAGES, Language, Step, sha256_of
from kvm_guide.vm import image as built
from kvm_guide.vm.accelerator import Accelerator, qemu_version
from kvm_guide.vm.group import Group
from kvm_guide.vm.image import Image
from kvm_guide.vm.machine import Machine

BOOTED: Final = "booted"
LOGGED_IN: Final = "logged-in"
SEATED: Final = "at-the-desktop"


@dataclass(frozen=True)
class Lab:
    """What runs are made with. indexes: where given, only states of these package indexes are gone on from.

    at_failure: called with the machine as a failed step left it. specs: the machines that runs type into; image: of the
    first of them; others: those of the others, by recipe. release: of Debian, of which all images are.
    troubles: in runs of which languages troubles are brought about; in others, what is kept of them is all.
    """

    image: Image
    accelerator: Accelerator
    states: Snapshots
    indexes: list[str] | None = None
    at_failure: Callable[[Machine], None] | None = None
    specs: tuple[MachineSpec, ...] = (MACHINES[MACHINE],)
    others: Mapping[str, Image] = field(default_factory=dict)
    troubles: frozenset[Language] = frozenset(LANGUAGES)
    release: Release = DEFAULT

    def on(self, names: Sequence[str]) -> "Lab":
        """The lab of runs that type into the machines called `names`; their images are built first. Raises Broken."""
        specs = tuple(MACHINES[name] for name in names)
        cache = self.states.folder.parent
        images = {self.specs[0].image: self.image, **self.others}
        for spec in specs:
            images[spec.image] = images.get(spec.image) or built.get(cache, spec.image, self.release)
        return replace(self, specs=specs, image=images[specs[0].image], others=images)

    def machines(self, since: Snapshot | None = None, layout: str | None = None) -> Group:
        """Such machines, to be entered: kept ones, or such that boot. layout: as `Machine.sit` has it."""
        images = {self.specs[0].image: self.image, **self.others}
        saved = since.saved(self.specs) if since is not None else None
        return Group(self.specs, images, self.accelerator, self.states.folder, saved, layout)

    @property
    def made_of(self) -> str:
        """The key of the recipe that the first machine's image is of."""
        return built.recipe_key(self.specs[0].image, self.release)

    @property
    def results(self) -> Results:
        """What was found out of its states."""
        return Results(self.states.folder.parent, self.states.young)


@dataclass(frozen=True)
class Spot:
    """A place in a run: after booting, logging in, sitting down or a step. key: of everything that leads to it."""

    name: str
    key: str
    step: Step | None = None


def booted(lab: Lab) -> Spot:
    """The place after booting, where all runs begin."""
    chosen = lab.accelerator
    first, *others = lab.specs
    made_with = [lab.image.fingerprint, first.fingerprint(), chosen.name, chosen.options, qemu_version()]
    made_with += [[lab.others[spec.image].fingerprint, spec.fingerprint()] for spec in others]
    return Spot(BOOTED, sha256_of([*made_with, behaviour.NUMBER]))


def spots(guide: Guide, lesson: Lesson, language: Language, lab: Lab) -> list[Spot]:
    """The places of a run of `lesson`, in order, from booting on: its branch of the tree, nothing of its sisters."""
    first = booted(lab)
    key = sha256_of([first.key, language])
    found = [first, Spot(LOGGED_IN, key)]
    seated = False
    for one in guide.branch(lesson):
        for step in one.run():
            if step.seat and not step.aside and not seated:
                seated = True
                found.append(sitting_down(key))
                key = found[-1].key
            key = sha256_of([key, step.action()])
            found.append(Spot(step.id, key, step))
    return found


def sitting_down(key: str) -> Spot:
    """The place where the reader has sat down at the desktop of a machine that was at the place with this `key`."""
    return Spot(SEATED, sha256_of([key, SEATED]))
