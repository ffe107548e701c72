"""Whether a record proves a step as it stands now. Standard library only."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kvm_guide.model.step import Step
from kvm_guide.records.types import Entry, Outcome, Record, Undone

UNPROVEN: Final = "unproven"


class Doubt(StrEnum):
    """Why a step has no proof."""

    NO_RECORD = "no-record"
    UNREADABLE = "unreadable"
    NEW = "new"
    CHANGED = "changed"
    EARLIER_CHANGED = "earlier-changed"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Proof:
    """What may be said of a step. entry: what a run saw; None where `doubt` says why there is nothing to show."""

    outcome: str
    entry: Entry | None = None
    doubt: Doubt | None = None


def judge(step: Step, chain: str, record: Record | None, *, readable: bool = True) -> Proof:
    """The proof of `step`, whose chain fingerprint is `chain` now, in `record` (None: there is none).

    A step that failed is told with its entry: it is no proof, but it must not vanish from its page.
    """
    if not readable:
        return Proof(UNPROVEN, doubt=Doubt.UNREADABLE)
    if record is None:
        return Proof(UNPROVEN, doubt=Doubt.NO_RECORD)
    entry = record.entry(step.id)
    if entry is None:
        return Proof(UNPROVEN, doubt=Doubt.NEW)
    if not entry.is_of(step):
        return Proof(UNPROVEN, doubt=Doubt.CHANGED)
    if entry.chain != chain:
        return Proof(UNPROVEN, doubt=Doubt.EARLIER_CHANGED)
    if (entry.outcome is Outcome.NOT_RUN) != (step.not_run is not None):
        return Proof(UNPROVEN, doubt=Doubt.SKIPPED)
    return Proof(entry.outcome.value, entry)


def undone(step: Step, proof: Proof, record: Record | None) -> Undone | None:
    """What came of the command that takes `step` back; None where `record` does not know, or `proof` is none."""
    if proof.doubt or record is None or record.undo is None:
        return None
    return next((one for one in record.undo.steps if (one.id, one.command) == (step.id, step.undo)), None)
