"""Taking everything back: the undo of each step, the last first, and what remains after them."""

import time

from kvm_guide.console import working
from kvm_guide.errors import NotSo
from kvm_guide.lab import mirror
from kvm_guide.lab.clock import now
from kvm_guide.lab.machine import Machine
from kvm_guide.lab.state import State, changes
from kvm_guide.lab.trial import Trial
from kvm_guide.record import Undo, Undone
from kvm_guide.step import Guide, Language, Step


class UndoFailed(NotSo):
    """The command that takes a step back did not end well. `step_id`: which."""

    def __init__(self, undone: Undone) -> None:
        self.step_id = undone.id
        tail = "\n".join(f"  | {line}" for line in undone.output.splitlines()[-15:])
        super().__init__(
            f"Taking back {undone.id} failed: it ended with {undone.exit_status}. It was typed as:\n"
            f"  $ {undone.command}\nThe terminal ended with:\n{tail}\n"
            "Correct the step's undo in scripts/kvm_guide/chapters, then run scripts/verify again."
        )


def to_take_back(guide: Guide) -> tuple[str | None, list[Step]]:
    """The steps that say how they are taken back, the last first, and the last step run before their chapter."""
    undoable = [step for step in guide.steps() if step.undo and step.not_run is None]
    if not undoable:
        return None, []
    first = guide.chapter_of(undoable[0].id)
    before = None
    for chapter in guide.chapters:
        if chapter is first:
            break
        before = next((step.id for step in reversed(chapter.steps) if step.not_run is None), before)
    return before, undoable[::-1]


def take_back(machine: Machine, language: Language, since: str | None, steps: list[Step], base: State) -> Undo:
    """Type the undo of each of `steps`, and compare the machine with `base`, its state after step `since`.

    Raises UndoFailed, or Broken.
    """
    trial = Trial(machine, language)
    started = time.monotonic()
    undone = []
    for step in steps:
        assert step.undo is not None
        with working(f"taking back {step.id}"):
            typed = trial.type(step, step.undo)
        output = mirror.hidden(typed.output, machine.image.indexes)
        undone.append(Undone(step.id, step.undo, typed.exit_status, typed.seconds, output))
        if typed.exit_status != 0:
            raise UndoFailed(undone[-1])
    residue = changes(base, machine.snapshot())
    return Undo(since, tuple(undone), residue, round(time.monotonic() - started, 1), now())
