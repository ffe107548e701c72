"""What a run saw of a step, as plain texts: a page holds of a long one what matters, the whole lies beside it."""

from typing import Final

from kvm_guide.model.step import Step
from kvm_guide.records.types import Outcome, StepEntry
from kvm_guide.site.render.step import changes
from kvm_guide.site.render.words import Words

OUTPUT: Final = ""
PASSED: Final = ".passed"
CHANGES: Final = ".changes"
REPEAT: Final = ".repeat"


def of_step(step: Step, entry: StepEntry, words: Words) -> dict[str, str]:
    """Each text there is of `step` in its `entry`: what it printed, what it printed when it passed, what it changed,
    and what it changed when it was typed again."""
    found = dict[str, str]()
    if entry.output and entry.output.strip():
        found[OUTPUT] = entry.output
    passed = entry.passed
    if passed and entry.outcome is Outcome.FAILED:
        # The command may be another one today: what answered then must be seen with it.
        asked = "" if passed.command == step.command else f"$ {passed.command}\n"
        found[PASSED] = asked + (passed.output or "")
    if entry.changes:
        found[CHANGES] = changes.listed(entry.changes, words)
    if entry.repeat and entry.repeat.changes:
        found[REPEAT] = changes.listed(entry.repeat.changes, words)
    return found
