"""The lessons and their tree: which steps a page teaches, and on what machine they begin. Standard library only."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from kvm_guide.model.fact import Fact
from kvm_guide.model.machine import MACHINES, Boot
from kvm_guide.model.step import ID, Step, Text, sha256_of

MACHINE: Final = "debian"
"""The machine of a lesson that names none."""


@dataclass(frozen=True)
class Lesson:
    """An ordered list of steps, on one page.

    id: kebab-case, unique in the guide; its records are called by it. number: as the navigation has it. page: its
    page's path below each language's root, without slashes at the ends. short: the title where there is little room,
    as in the navigation. teaches: what the reader finds there, a sentence for the home page. optional: the
    student's helper checks and does it only where it is asked for by name.
    starts: the id of the lesson at whose end it begins; None: on machines that are as new.
    machines: those that its steps are typed into, by name: those of the lesson it starts from, which go on.
    facts: what its page says that a command can show.
    """

    id: str
    number: int
    page: str
    title: Text
    steps: tuple[Step, ...] = ()
    starts: str | None = None
    machines: tuple[str, ...] = (MACHINE,)
    facts: tuple[Fact, ...] = ()
    short: Text | None = None
    teaches: Text | None = None
    optional: bool = False

    @property
    def heading(self) -> Text:
        """Its number and its name, as the navigation has them."""
        name = self.short or self.title
        return Text(es=f"{self.number}. {name.es}", en=f"{self.number}. {name.en}")

    def __post_init__(self) -> None:
        """Refuse what has no name, or no machine. Raises ValueError."""
        if not ID.match(self.id):
            raise ValueError(f"lesson id {self.id!r}: use lower-case letters, digits and single hyphens")
        unknown = [name for name in self.machines if name not in MACHINES]
        if unknown:
            raise ValueError(f"lesson {self.id} wants {unknown[0]}, which is no machine of model/machine.py")
        for step in self.run():
            if step.machine not in self.machines:
                raise ValueError(f"step {step.id} is typed into {step.machine}, which lesson {self.id} does not have")
            if step.reboots and MACHINES[step.machine].boot is not Boot.GRUB:
                raise ValueError(f"step {step.id} reboots {step.machine}, which does not boot from its own disk")
            if step.seat and not MACHINES[step.machine].display:
                raise ValueError(f"step {step.id} is typed at the desktop of {step.machine}, which has no display")

    def rebooted(self, step: Step) -> bool:
        """Whether `step` of the lesson is typed after a reboot: the step before it on the machine reboots."""
        before = self._before(step)
        return before is not None and before.reboots

    def sits_down(self, step: Step) -> bool:
        """Whether the reader of `step` of the lesson goes to the desktop for it: the step before it was not there."""
        before = self._before(step)
        return step.seat and (before is None or not before.seat)

    def _before(self, step: Step) -> Step | None:
        steps = self.run()
        at = steps.index(step) if step in steps else 0
        return steps[at - 1] if at else None

    def on_release(self, number: str) -> "Lesson":
        """It, with its steps and facts as they are on the release called `number`."""
        facts = (fact.on_release(number) for fact in self.facts)
        return replace(
            self,
            steps=tuple(step.on_release(number) for step in self.steps),
            facts=tuple(fact for fact in facts if fact is not None),
        )

    def run(self) -> list[Step]:
        """The steps that a run types: all but those of a host, which no Debian machine can prove."""
        return [step for step in self.steps if step.not_run is None]


@dataclass(frozen=True)
class Guide:
    """The lessons in the reader's order. Raises ValueError where two have one id, or one starts from none before it."""

    lessons: tuple[Lesson, ...]
    _varied: dict[str, "Guide"] = field(default_factory=dict, init=False, compare=False, repr=False)

    def on_release(self, number: str) -> "Guide":
        """It, as it is on the release called `number`: always the same object for one."""
        if number not in self._varied:
            varied = tuple(lesson.on_release(number) for lesson in self.lessons)
            self._varied[number] = self if varied == self.lessons else Guide(varied)
        return self._varied[number]

    def __post_init__(self) -> None:
        seen: dict[str, Lesson] = {}
        for lesson in self.lessons:
            if lesson.id in seen:
                raise ValueError(f"two lessons are called {lesson.id}: their records would be one file")
            if lesson.starts is not None:
                if lesson.starts not in seen:
                    raise ValueError(f"lesson {lesson.id} starts from {lesson.starts}, which is no lesson before it")
                if seen[lesson.starts].machines != lesson.machines:
                    raise ValueError(
                        f"lesson {lesson.id} has other machines than {lesson.starts}, from which it starts"
                    )
            seen[lesson.id] = lesson
        steps: set[str] = set()
        for step in self.steps():
            if step.id in steps:
                raise ValueError(f"two steps are called {step.id}: ids are anchors, so each must be unique")
            steps.add(step.id)
        for step in self.steps():
            if step.removed_by is not None and step.removed_by not in steps:
                raise ValueError(f"step {step.id} is removed by {step.removed_by}, which the guide does not have")
        for lesson in self.lessons:
            self._check_seats(lesson)
        facts: set[str] = set()
        # A step aside leaves no machine that could be asked
        runs = {step.id for lesson in self.lessons for step in lesson.run() if not step.aside}
        for fact in self.facts():
            if fact.id in facts:
                raise ValueError(f"two facts are called {fact.id}: a page names them by it")
            facts.add(fact.id)
            if fact.after not in runs:
                raise ValueError(f"fact {fact.id} holds after {fact.after}, which is no step whose machine is kept")

    def _check_seats(self, lesson: Lesson) -> None:
        """Whoever sat down at the desktop stays there: what is typed elsewhere after it could not be told from it."""
        seated = None
        for step in (one for part in self.branch(lesson) for one in part.run() if not one.aside):
            if seated is not None and not step.seat:
                raise ValueError(f"step {step.id} is not typed at the desktop, but {seated} before it is: mark it seat")
            seated = step.id if step.seat else None

    @cached_property
    def _places(self) -> dict[str, tuple[Lesson, Step]]:
        return {step.id: (lesson, step) for lesson in self.lessons for step in lesson.steps}

    def steps(self) -> Iterator[Step]:
        """Every step, in the order a reader meets them."""
        for lesson in self.lessons:
            yield from lesson.steps

    def step(self, step_id: str) -> Step:
        """The step called `step_id`. Raises KeyError."""
        return self._places[step_id][1]

    def facts(self) -> Iterator[Fact]:
        """Every fact, in the order of the lessons that say it."""
        for lesson in self.lessons:
            yield from lesson.facts

    def fact(self, fact_id: str) -> Fact:
        """The fact called `fact_id`. Raises KeyError."""
        for fact in self.facts():
            if fact.id == fact_id:
                return fact
        raise KeyError(fact_id)

    def facts_after(self, lesson: Lesson) -> list[Fact]:
        """The facts, of any page, that hold after a step of `lesson`: its runs ask for them."""
        own = {step.id for step in lesson.run()}
        return [fact for fact in self.facts() if fact.after in own]

    def lesson(self, lesson_id: str) -> Lesson:
        """The lesson called `lesson_id`. Raises KeyError."""
        for lesson in self.lessons:
            if lesson.id == lesson_id:
                return lesson
        raise KeyError(lesson_id)

    def lesson_of(self, step_id: str) -> Lesson:
        """The lesson that holds the step called `step_id`. Raises KeyError."""
        return self._places[step_id][0]

    def run(self) -> list[Lesson]:
        """The lessons that a run has something to type for, each after the one it starts from."""
        return [lesson for lesson in self.lessons if lesson.run()]

    def before(self, lesson: Lesson) -> Step | None:
        """The last step that is run before `lesson` in its branch; None where it begins on machines that are as new."""
        earlier = [step for one in self.branch(lesson)[:-1] for step in one.run()]
        return earlier[-1] if earlier else None

    def branch(self, lesson: Lesson) -> list[Lesson]:
        """The lessons from a fresh machine to the end of `lesson`, it included: what is typed for it."""
        before = self.branch(self.lesson(lesson.starts)) if lesson.starts is not None else []
        return [*before, lesson]

    @cached_property
    def chains(self) -> Mapping[str, str]:
        """For each step id, the fingerprint of its action and of all that is done before it in its own branch.

        A step that is never run (typed on a host) does not change what follows it, so it is left out of
        the chain of the others; its own chain is that of the steps before it, and itself.
        """
        chains: dict[str, str] = {}
        ends: dict[str, str] = {}
        for lesson in self.lessons:
            before = sha256_of([ends[lesson.starts] if lesson.starts else "", lesson.machines])
            for step in lesson.steps:
                chains[step.id] = sha256_of([before, step.action()])
                if step.not_run is None:
                    before = chains[step.id]
            ends[lesson.id] = before
        return chains
