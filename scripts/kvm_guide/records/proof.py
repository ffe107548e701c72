"""Whether a record proves a step, an undo or a fact as it stands now: the one rule, for pages and helper.

Standard library only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kvm_guide.model.fact import Fact
from kvm_guide.model.step import Step
from kvm_guide.records.store import Known
from kvm_guide.records.times import StepTimes
from kvm_guide.records.types import PROVEN, FactEntry, Outcome, Record, StepEntry, System, Undone

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
    """What may be said of a step. entry: what a run saw; None where `doubt` says why there is nothing to show.

    times: when; None where it was not run. system: on what.
    """

    outcome: str
    entry: StepEntry | None = None
    times: StepTimes | None = None
    system: System | None = None
    doubt: Doubt | None = None

    @property
    def proves(self) -> bool:
        """Whether the step does what the guide says, as a run saw it; also where it says that it is not run."""
        return self.entry is not None and self.entry.outcome in PROVEN


def judge(step: Step, chain: str, known: Known | None, *, readable: bool = True) -> Proof:
    """The proof of `step`, whose chain fingerprint is `chain` now, in what is `known` of its lesson.

    A step that failed is told with its entry: it is no proof, but it must not vanish from its page.
    """
    if not readable:
        return Proof(UNPROVEN, doubt=Doubt.UNREADABLE)
    if known is None:
        return Proof(UNPROVEN, doubt=Doubt.NO_RECORD)
    entry = known.record.entry(step.id)
    if entry is None:
        return Proof(UNPROVEN, doubt=Doubt.NEW)
    if not entry.is_of(step):
        return Proof(UNPROVEN, doubt=Doubt.CHANGED)
    if entry.chain != chain:
        return Proof(UNPROVEN, doubt=Doubt.EARLIER_CHANGED)
    if (entry.outcome is Outcome.NOT_RUN) != (step.not_run is not None):
        return Proof(UNPROVEN, doubt=Doubt.SKIPPED)
    system = known.record.system if step.not_run is None else None
    return Proof(entry.outcome.value, entry, known.times.steps.get(step.id), system)


def undone(step: Step, proof: Proof, record: Record | None) -> Undone | None:
    """What came of the command that takes `step` back; None where `record` does not know, or `proof` is none."""
    if proof.doubt or record is None or record.undo is None:
        return None
    return next((one for one in record.undo.steps if (one.id, one.command) == (step.id, step.undo)), None)


def fact_entry(fact: Fact, chains: Mapping[str, str], record: Record | None) -> FactEntry | None:
    """What `record`, of the lesson after whose step it is asked, knows of `fact` as it stands now; else None."""
    entry = record.fact(fact.id) if record else None
    return entry if entry and entry.is_of(fact, chains) else None
