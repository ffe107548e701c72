"""What a run saw of the facts. Standard library only."""

from dataclasses import dataclass

from kvm_guide.records.types import Outcome


@dataclass(frozen=True)
class FactEntry:
    """What a run saw of one fact. fingerprint: Fact.fingerprint(); chain: of the step after which it was asked."""

    id: str
    fingerprint: str
    chain: str
    outcome: Outcome
    exit_status: int
    output: str
