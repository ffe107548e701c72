"""What a benchmark prints: what was timed, against a goal and against what it is compared with."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """Something measured. goal: at most so much, in `unit`; of: the row it is a part or a multiple of, by name.

    least: the goal is at least so much. base: what that row was when this one was timed, in `unit`; it may be timed
    anew later, on a machine of other pace.
    """

    name: str
    value: float
    goal: float | None = None
    of: str | None = None
    unit: str = "s"
    base: float | None = None
    least: bool = False

    @property
    def met(self) -> bool:
        """Whether the goal, if there is one, is met."""
        if self.goal is None:
            return True
        return self.value >= self.goal if self.least else self.value <= self.goal


def lines(rows: Sequence[Row], now: Sequence[str]) -> list[str]:
    """The table of `rows`. now: the names of those timed just now; the others are marked as earlier."""
    shown = [f"{'what':58} {'value':>12} {'goal':>8} {'':5} {'ratio':>7}  to"]
    for row in rows:
        goal = f"{row.goal:8g}" if row.goal is not None else f"{'':8}"
        verdict = "" if row.goal is None else "met" if row.met else "MISSED"
        ratio = f"{row.value / row.base:7.2f}  {row.of}" if row.base else ""
        name = row.name if row.name in now else f"{row.name} *"
        shown.append(f"{name:58} {row.value:9.1f} {row.unit:>3}{goal} {verdict:6} {ratio}".rstrip())
    return shown
