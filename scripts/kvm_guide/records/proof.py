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
from kvm_guide.records.types import PROVEN, FactEntry, Outcome, Record, StepEntry, System, TroubleEntry, Undone

UNPROVEN: Final = "unproven"


class Doubt(StrEnum):
    """Why a step, a fact or a trouble has no proof."""

    NO_RECORD = "no-record"
    UNREADABLE = "unreadable"
    NEW = "new"
    CHANGED = "changed"
    EARLIER_CHANGED = "earlier-changed"
    SKIPPED = "skipped"


def doubt(
    known: Known | None,
    entry: StepEntry | FactEntry | TroubleEntry | None,
    same: bool,
    chain: str | None,
    *,
    readable: bool,
) -> Doubt | None:
    """Why `entry`, what is `known` of a step, a fact or a trouble, proves nothing; None where it may.

    same: what it is of is declared now as it was then. chain: what it is now of the step that it is of, or after which
    it was seen. readable: whether the record, where there is one, could be read.
    """
    if not readable:
        return Doubt.UNREADABLE
    if known is None:
        return Doubt.NO_RECORD
    if entry is None:
        return Doubt.NEW
    if not same:
        return Doubt.CHANGED
    return Doubt.EARLIER_CHANGED if entry.chain != chain else None


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
    entry = known.record.entry(step.id) if known else None
    why = doubt(known, entry, entry is not None and entry.is_of(step), chain, readable=readable)
    if why is not None or known is None or entry is None:
        return Proof(UNPROVEN, doubt=why)
    if (entry.outcome is Outcome.NOT_RUN) != (step.not_run is not None):
        return Proof(UNPROVEN, doubt=Doubt.SKIPPED)
    system = known.record.system if step.not_run is None else None
    return Proof(entry.outcome.value, entry, known.times.steps.get(step.id), system)


def undone(step: Step, proof: Proof, record: Record | None) -> Undone | None:
    """What came of the command that takes `step` back; None where `record` does not know, or `proof` is none."""
    if proof.doubt or record is None or record.undo is None:
        return None
    return next((one for one in record.undo.steps if (one.id, one.command) == (step.id, step.undo)), None)


@dataclass(frozen=True)
class FactProof:
    """What may be said of a fact. entry: what a run saw; None where `doubt` says why there is nothing to show.

    verified_at: when it was asked last, ISO 8601. debian: of which point release.
    """

    outcome: str
    entry: FactEntry | None = None
    verified_at: str | None = None
    debian: str | None = None
    doubt: Doubt | None = None


def judge_fact(fact: Fact, chains: Mapping[str, str], known: Known | None, *, readable: bool = True) -> FactProof:
    """The proof of `fact` in what is `known` of the lesson after whose step it is asked; chains: `Guide.chains`.

    An answer that was another one is told with its entry: it is no proof, but it must not vanish from its page.
    """
    entry = known.record.fact(fact.id) if known else None
    why = doubt(known, entry, entry is not None and entry.is_of(fact), chains.get(fact.after), readable=readable)
    if why is not None or known is None or entry is None:
        return FactProof(UNPROVEN, doubt=why)
    system = known.record.system
    return FactProof(entry.outcome.value, entry, known.times.facts.get(fact.id), system.debian if system else None)
