"""Whether a record bears a fact out as it stands now. Standard library only."""

from dataclasses import dataclass

from kvm_guide.model.fact import Fact
from kvm_guide.records.facts import FactEntry
from kvm_guide.records.types import Record
from kvm_guide.site.render.step.proof import UNPROVEN, Doubt


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


def judge(fact: Fact, chain: str, record: Record | None, *, readable: bool = True) -> FactProof:
    """The proof of `fact` in `record` (None: there is none). chain: of the step after which it is asked, as it is now.

    An answer that was another one is told with its entry: it is no proof, but it must not vanish from its page.
    """
    if not readable:
        return FactProof(UNPROVEN, doubt=Doubt.UNREADABLE)
    if record is None:
        return FactProof(UNPROVEN, doubt=Doubt.NO_RECORD)
    entry = next((one for one in record.facts if one.id == fact.id), None)
    if entry is None:
        return FactProof(UNPROVEN, doubt=Doubt.NEW)
    if entry.fingerprint != fact.fingerprint():
        return FactProof(UNPROVEN, doubt=Doubt.CHANGED)
    if entry.chain != chain:
        return FactProof(UNPROVEN, doubt=Doubt.EARLIER_CHANGED)
    # It is asked on the machine as that step left it
    after = record.entry(fact.after)
    debian = after.system.debian if after and after.system else None
    return FactProof(entry.outcome.value, entry, after.verified_at if after else None, debian)
