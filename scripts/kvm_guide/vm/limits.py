"""How long the lab waits, by kind of work, in seconds; scaled for emulation."""

from dataclasses import dataclass
from typing import Final

from kvm_guide.model.step import Work

EMULATION_FACTOR: Final = 6
"""Measured: the same install took 5 to 8 times as long under emulation; downloads far less."""

_ON_KVM: Final[dict[Work, float]] = {
    Work.SHORT: 30,
    Work.DOWNLOAD: 120,
    Work.INSTALL: 600,
    Work.WINDOW: 60,
    # A guest's boot, seen on its console; six minutes were too few beside busy machines
    Work.GUEST: 180,
}


@dataclass(frozen=True)
class Limits:
    """The limits of a lab: `factor` is 1 on KVM."""

    factor: float

    def work(self, kind: Work) -> float:
        """For a step of this kind."""
        return _ON_KVM[kind] * self.factor

    @property
    def boot(self) -> float:
        """From the start of QEMU to an answering guest."""
        return 120 * self.factor

    @property
    def control(self) -> float:
        """For one question of the lab's own to the guest."""
        return 30 * self.factor

    @property
    def state(self) -> float:
        """For saving or restoring the machine's state."""
        return 60 * self.factor
