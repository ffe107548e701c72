"""What the guide says of a step or a fact, against how it ended and what it printed. No machine is needed for it."""

import re
from collections.abc import Sequence

from kvm_guide.model.fact import Fact
from kvm_guide.model.step import Language, Step


def problems(step: Step, language: Language, exit_status: int, output: str) -> list[str]:
    """What of an ending and an output is not as `step` says, a clause each; its check is another question."""
    return _problems(step.exit_status, step.patterns(language), exit_status, output)


def fact_problems(fact: Fact, language: Language, exit_status: int, output: str) -> list[str]:
    """What of an ending and an output of its probe is not as `fact` says, a clause each."""
    return _problems(fact.exit_status, fact.patterns(language), exit_status, output)


def _problems(wanted: int, patterns: Sequence[str], exit_status: int, output: str) -> list[str]:
    found = []
    if exit_status != wanted:
        found.append(f"it ended with {exit_status}, not {wanted}")
    lines = output.splitlines()
    for pattern in patterns:
        if not any(re.search(pattern, line) for line in lines):
            found.append(f"no line of its output matches {pattern!r}")
    return found


def not_held(step: Step, said: str) -> str:
    """The clause for a check that does not hold, and what it `said`."""
    return f"its check does not hold: {step.check} ({said})"
