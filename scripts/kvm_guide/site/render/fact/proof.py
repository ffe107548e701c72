"""Whether a record bears a fact out as it stands now. Standard library only."""

from collections.abc import Mapping
from dataclasses import dataclass

from kvm_guide.model.fact import Fact
from kvm_guide.records.proof import UNPROVEN, Doubt
from kvm_guide.records.store import Known
from kvm_guide.records.types import FactEntry


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


def judge(fact: Fact, chains: Mapping[str, str], known: Known | None, *, readable: bool = True) -> FactProof:
    """The proof of `fact` in what is `known` of the lesson after whose step it is asked; chains: `Guide.chains`.

    An answer that was another one is told with its entry: it is no proof, but it must not vanish from its page.
    """
    if not readable:
        return FactProof(UNPROVEN, doubt=Doubt.UNREADABLE)
    if known is None:
        return FactProof(UNPROVEN, doubt=Doubt.NO_RECORD)
    entry = known.record.fact(fact.id)
    if entry is None:
        return FactProof(UNPROVEN, doubt=Doubt.NEW)
    if not entry.is_of(fact, chains):
        changed = entry.fingerprint != fact.fingerprint()
        return FactProof(UNPROVEN, doubt=Doubt.CHANGED if changed else Doubt.EARLIER_CHANGED)
    system = known.record.system
    return FactProof(entry.outcome.value, entry, known.times.facts.get(fact.id), system.debian if system else None)
