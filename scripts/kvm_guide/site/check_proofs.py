"""What a published guide owes its readers: a proof of every step, in every language, that fits the step of today."""

from collections.abc import Iterator
from typing import Final

from kvm_guide import recordfile
from kvm_guide.page.proof import Doubt
from kvm_guide.page.sources import Sources
from kvm_guide.record import Outcome
from kvm_guide.step import LANGUAGES, Language

_WHY: Final = {
    Doubt.NEW: "has not been run yet",
    Doubt.CHANGED: "has changed since the last run",
    Doubt.EARLIER_CHANGED: "comes after a step that has changed since the last run",
    Doubt.SKIPPED: "was not run, and no reason why it cannot be",
}


def problems(sources: Sources) -> list[str]:
    """The steps without a proof, and what is wrong with the records."""
    return [problem for language in LANGUAGES for problem in _language(sources, language)]


def _language(sources: Sources, language: Language) -> Iterator[str]:
    name = f"docs/records/{recordfile.file_name(language)}"
    reading = sources.reading(language)
    if reading.problem:
        yield reading.problem
        return
    if reading.record is None:
        yield f"{name} is missing, so no step has a proof in this language: run scripts/verify"
        return
    for step in sources.guide.steps():
        proof = sources.proof(step, language)
        if proof.doubt:
            yield f"{name}: the step {step.id} {_WHY[proof.doubt]}: run scripts/verify"
        elif proof.outcome == Outcome.FAILED:
            yield f"{name}: the step {step.id} failed in the last run: correct it, then run scripts/verify"
        if proof.entry and proof.entry.picture:
            wrong = recordfile.file_problem(sources.records, proof.entry.picture)
            if wrong:
                yield wrong
