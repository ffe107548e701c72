"""What the guide says of a step or a fact, against how it ended and what it printed. No machine is needed for it."""

import re
from typing import Protocol

from kvm_guide.model.step import Language, Step


class Claim(Protocol):
    """What a step and a fact have in common: how it ends, and what its output shows."""

    @property
    def exit_status(self) -> int:
        """What the command ends with."""

    def patterns(self, language: Language) -> list[str]:
        """What some line each of its output must match."""


def problems(claim: Claim, language: Language, exit_status: int, output: str) -> list[str]:
    """What of an ending and an output is not as `claim` says, a clause each; a step's check is another question."""
    found = []
    if exit_status != claim.exit_status:
        found.append(f"it ended with {exit_status}, not {claim.exit_status}")
    lines = output.splitlines()
    for pattern in claim.patterns(language):
        if not any(re.search(pattern, line) for line in lines):
            found.append(f"no line of its output matches {pattern!r}")
    return found


def not_held(step: Step, said: str) -> str:
    """The clause for a check that does not hold, and what it `said`."""
    return f"its check does not hold: {step.check} ({said})"
