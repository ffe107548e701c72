"""What the guide says of a step against how it ended and what it printed. No machine is needed for it."""

import re

from kvm_guide.model.step import Language, Step


def problems(step: Step, language: Language, exit_status: int, output: str) -> list[str]:
    """What of an ending and an output is not as `step` says, a clause each; its check is another question."""
    found = []
    if exit_status != step.exit_status:
        found.append(f"it ended with {exit_status}, not {step.exit_status}")
    lines = output.splitlines()
    for pattern in step.patterns(language):
        if not any(re.search(pattern, line) for line in lines):
            found.append(f"no line of its output matches {pattern!r}")
    return found


def not_held(step: Step, said: str) -> str:
    """The clause for a check that does not hold, and what it `said`."""
    return f"its check does not hold: {step.check} ({said})"
