"""Taking a lesson back: the undo of each step, the last first, and what remains after them."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from kvm_guide.console import working
from kvm_guide.lab import mirror
from kvm_guide.lab.inventory import Inventory, changes, joined
from kvm_guide.lab.step_runner import StepRunner
from kvm_guide.lab.timing import now
from kvm_guide.model.lesson import Lesson
from kvm_guide.model.step import Language, Step
from kvm_guide.records.times import UndoTimes
from kvm_guide.records.types import Changes, Outcome, Undo, Undone
from kvm_guide.vm.group import Group


@dataclass(frozen=True)
class Around:
    """What the machine was like before a step, and after it."""

    before: Inventory
    after: Inventory


@dataclass(frozen=True)
class TakenBack:
    """What came of taking a lesson back, well or badly, and when."""

    undo: Undo
    times: UndoTimes


def to_take_back(lesson: Lesson) -> list[Step]:
    """The steps of `lesson` that say how they are taken back, the last first."""
    return [step for step in reversed(lesson.run()) if step.undo]


def take_back(
    machines: Group,
    language: Language,
    since: str | None,
    steps: Sequence[Step],
    base: Mapping[str, Inventory],
    around: Mapping[str, Around],
) -> TakenBack:
    """Type the undo of each of `steps`, and compare the machines with `base`, their inventories after step `since`.

    base: by machine; around: by step id. The first that ends badly, leaves what its step did or does what its step had
    not done is the last, and says so. Raises Broken.
    """
    started = time.monotonic()
    undone: list[Undone] = []
    seconds: dict[str, float] = {}
    problem = None
    now_are = {name: machines[name].snapshot() for name in base}
    for step in steps:
        assert step.undo is not None
        machine = machines[step.machine]
        with working(f"taking back {step.id}"):
            typed = StepRunner(machine, language).undo(step)
        output = mirror.hidden(typed.output, machine.image.indexes)
        undone.append(Undone(step.id, step.undo, typed.exit_status, output))
        seconds[step.id] = typed.seconds
        was = now_are[step.machine]
        now_are[step.machine] = machine.snapshot()
        problem = _problem(step, typed.exit_status, around[step.id], was, now_are[step.machine])
        if problem is not None:
            break
    residue = joined([changes(base[name], now_is) for name, now_is in now_are.items()])
    outcome = Outcome.PASSED if problem is None else Outcome.FAILED
    times = UndoTimes(now(), round(time.monotonic() - started, 1), seconds)
    return TakenBack(Undo(since, outcome, tuple(undone), residue, problem), times)


def _problem(step: Step, exit_status: int, seen: Around, was: Inventory, now_is: Inventory) -> str | None:
    if exit_status != 0:
        return f"it ended with {exit_status}"
    more = harm(seen.before, was, now_is)
    if more:
        return f"it changed what its step had not: {', '.join(more)}"
    # Debian's packages leave some of what they brought; that is the record's residue
    left = [] if step.fetches else remaining(seen, now_is)
    return f"it left what its step did: {', '.join(left)}" if left else None


def harm(before: Inventory, was: Inventory, now_is: Inventory) -> list[str]:
    """What an undo changed that was, when it was typed, as it had been before its step. Sorted, with its kind."""
    return sorted(_names(changes(before, now_is)) - _names(changes(before, was)))


def remaining(seen: Around, now_is: Inventory) -> list[str]:
    """What a step changed that still differs from before it. Sorted, with its kind."""
    return sorted(_names(changes(seen.before, now_is)) & _names(changes(seen.before, seen.after)))


def _names(found: Changes) -> set[str]:
    kinds: dict[str, list[str]] = asdict(found)
    return {f"{kind} {line.split(': ')[0]}" for kind, lines in kinds.items() for line in lines}
