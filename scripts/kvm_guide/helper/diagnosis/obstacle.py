"""What stands in a student's way, and what a check can say of a step: two words for all modules."""

from dataclasses import dataclass, field
from enum import StrEnum

from kvm_guide.lessons import GUIDE
from kvm_guide.model.step import Text
from kvm_guide.troubles import trouble
from kvm_guide.troubles.model import Trouble


class Verdict(StrEnum):
    """What is known of a step's effect on this machine."""

    THERE = "there"
    NOT_THERE = "not-there"
    CANNOT_TELL = "cannot-tell"


@dataclass(frozen=True)
class Obstacle:
    """Something known to stand in the way.

    id: kebab-case. why: what is so. cure: what to do, in words. command: the exact command that mends it, or None.
    anchor: where the guide says more: `page/#anchor`, the same in both languages.
    steps: ids of the steps whose failing check it explains. verdict: what it makes of such a step.
    general: told even where no step fails, because the guide is not proven on such a machine.
    surroundings: the fault lies outside the step (no network, a lock, a full disk): the same step may succeed later.
    stops: `run` cannot go on past it; else it is told, and the steps after it are done.
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
    stops: bool = True


def of(trouble_id: str, why: Text | None = None, steps: frozenset[str] = frozenset(), anchor: str = "") -> Obstacle:
    """The obstacle that the table of troubles calls `trouble_id`. why: with amounts and names, where they are known;
    steps: as in Obstacle; anchor: where the guide says more than the table's own entry."""
    known = trouble(trouble_id)
    return Obstacle(
        id=known.id,
        why=why or known.cause,
        cure=known.cure,
        command=command(known),
        anchor=anchor or entry(known),
        steps=steps,
        surroundings=known.surroundings,
    )


def command(known: Trouble) -> str | None:
    """The exact command that mends `known`, or None where words alone do."""
    return GUIDE.step(known.step).command if known.step else known.command


def entry(known: Trouble) -> str:
    """Where the pages of messages have `known`: `page/#anchor`."""
    return f"{known.area.page}/#{known.id}"
