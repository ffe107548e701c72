"""What stands in a student's way, and what a check can say of a step: two words for all modules."""

from dataclasses import dataclass, field
from enum import StrEnum

from kvm_guide.step import Text


class Verdict(StrEnum):
    """What is known of a step's effect on this machine."""

    THERE = "there"
    NOT_THERE = "not-there"
    CANNOT_TELL = "cannot-tell"


@dataclass(frozen=True)
class Obstacle:
    """Something known to stand in the way.

    id: kebab-case. why: what is so. cure: what to do, in words. command: the exact command that cures, or None.
    anchor: where the guide says more: `page/#anchor`, the same in both languages.
    steps: ids of the steps whose failing check it explains. verdict: what it makes of such a step.
    general: told even where no step fails, because the guide is not proven on such a machine.
    surroundings: the fault lies outside the step (no network, a lock, a full disk): the same step may succeed later.
    """

    id: str
    why: Text
    cure: Text
    command: str | None
    anchor: str
    steps: frozenset[str] = field(default=frozenset())
    verdict: Verdict = Verdict.NOT_THERE
    general: bool = False
    surroundings: bool = False
