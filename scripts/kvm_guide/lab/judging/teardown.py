"""Taking everything back: the undo of each step, the last first, and what remains after them."""

import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from kvm_guide.console import working
from kvm_guide.errors import NotSo
from kvm_guide.lab import mirror
from kvm_guide.lab.inventory import State, changes
from kvm_guide.lab.step_runner import Trial
from kvm_guide.lab.timing import now
from kvm_guide.model.lesson import Guide
from kvm_guide.model.step import Language, Step
from kvm_guide.records.types import Changes, Undo, Undone
from kvm_guide.vm.machine import Machine


class UndoFailed(NotSo):
    """The command that takes a step back did not do that. `step_id`: which."""

    def __init__(self, undone: Undone, problem: str) -> None:
        self.step_id = undone.id
        tail = "\n".join(f"  | {line}" for line in undone.output.splitlines()[-15:])
        super().__init__(
            f"Taking back {undone.id} failed: {problem}. It was typed as:\n"
            f"  $ {undone.command}\nThe terminal ended with:\n{tail}\n"
            "Correct the step's undo in scripts/kvm_guide/lessons, then run scripts/verify again."
        )


@dataclass(frozen=True)
class Around:
    """What the machine was like before a step, and after it."""

    before: State
    after: State


def to_take_back(guide: Guide) -> tuple[str | None, list[Step]]:
    """The steps that say how they are taken back, the last first, and the last step run before their chapter."""
    undoable = [step for step in guide.steps() if step.undo and step.not_run is None]
    if not undoable:
        return None, []
    first = guide.lesson_of(undoable[0].id)
    before = None
    for lesson in guide.lessons:
        if lesson is first:
            break
        before = next((step.id for step in reversed(lesson.steps) if step.not_run is None), before)
    return before, undoable[::-1]


def take_back(
    machine: Machine,
    language: Language,
    since: str | None,
    steps: list[Step],
    base: State,
    around: Mapping[str, Around],
) -> Undo:
    """Type the undo of each of `steps`, and compare the machine with `base`, its state after step `since`.

    around: by step id. Raises UndoFailed, also where an undo leaves what its step did, or does what its step had not
    done; or Broken.
    """
    trial = Trial(machine, language)
    started = time.monotonic()
    undone = []
    now_is = machine.snapshot()
    for step in steps:
        assert step.undo is not None
        with working(f"taking back {step.id}"):
            typed = trial.undo(step)
        output = mirror.hidden(typed.output, machine.image.indexes)
        undone.append(Undone(step.id, step.undo, typed.exit_status, typed.seconds, output))
        if typed.exit_status != 0:
            raise UndoFailed(undone[-1], f"it ended with {typed.exit_status}")
        was, now_is = now_is, machine.snapshot()
        seen = around[step.id]
        more = harm(seen.before, was, now_is)
        if more:
            raise UndoFailed(undone[-1], f"it changed what its step had not: {', '.join(more)}")
        # Debian's packages leave some of what they brought; that is the record's residue
        left = [] if step.fetches else remaining(seen, now_is)
        if left:
            raise UndoFailed(undone[-1], f"it left what its step did: {', '.join(left)}")
    residue = changes(base, now_is)
    return Undo(since, tuple(undone), residue, round(time.monotonic() - started, 1), now())


def harm(before: State, was: State, now_is: State) -> list[str]:
    """What an undo changed that was, when it was typed, as it had been before its step. Sorted, with its kind."""
    return sorted(_names(changes(before, now_is)) - _names(changes(before, was)))


def remaining(seen: Around, now_is: State) -> list[str]:
    """What a step changed that still differs from before it. Sorted, with its kind."""
    return sorted(_names(changes(seen.before, now_is)) & _names(changes(seen.before, seen.after)))


def _names(found: Changes) -> set[str]:
    kinds: dict[str, list[str]] = asdict(found)
    return {f"{kind} {line.split(': ')[0]}" for kind, lines in kinds.items() for line in lines}
