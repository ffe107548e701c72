"""What a run saw of that on which a question's answer rests: the one rule, for the page, the checks and Moodle."""

import re
from dataclasses import dataclass
from typing import Final

from kvm_guide.model.step import Language
from kvm_guide.questions.model import Evidence, Question, said
from kvm_guide.records.proof import UNPROVEN
from kvm_guide.records.types import Outcome
from kvm_guide.site.render.sources import Sources

_PASSED: Final = frozenset({Outcome.PASSED.value, Outcome.EXPECTED_FAILURE.value})
# From the best to the worst: a question is as sure as the least sure thing that it rests on
_ORDER: Final = (Outcome.PASSED.value, UNPROVEN, Outcome.FAILED.value)


@dataclass(frozen=True)
class Seen:
    """What a run saw of one piece of evidence. outcome: `passed`, `failed` or `unproven`; text: all that it shows."""

    outcome: str
    text: str = ""
    verified_at: str | None = None
    debian: str | None = None


def seen(evidence: Evidence, sources: Sources, language: Language) -> Seen:
    """What a run in `language` saw of `evidence`. Raises KeyError where the guide has no such fact or step."""
    if evidence.fact is not None:
        fact = sources.fact(sources.guide.fact(evidence.fact), language)
        return Seen(fact.outcome, fact.entry.output if fact.entry else "", fact.verified_at, fact.debian)
    proof = sources.proof(sources.guide.step(evidence.step or ""), language)
    entry, times = proof.entry, proof.times
    if entry is None or entry.outcome is Outcome.NOT_RUN:
        return Seen(UNPROVEN)
    return Seen(
        Outcome.PASSED.value if proof.outcome in _PASSED else proof.outcome,
        f"{entry.command}\n{entry.output or ''}",
        times.verified_at if times else None,
        proof.system.debian if proof.system else None,
    )


def of_question(question: Question, sources: Sources, language: Language) -> Seen | None:
    """The least sure of what `question` rests on, or the oldest of it; None where it rests on no record."""
    found = []
    for evidence in question.rests_on:
        try:
            one = seen(evidence, sources, language)
        except KeyError:
            one = Seen(UNPROVEN)
        shown = all(holds(one.text, said(words, language)) for words in evidence.shows)
        found.append(one if shown or one.outcome != Outcome.PASSED else Seen(UNPROVEN))
    return max(found, key=lambda one: (_ORDER.index(one.outcome), _age(one)), default=None)


def _age(one: Seen) -> list[int]:
    # The older, the greater: ISO 8601 sorts by its digits
    return [-ord(sign) for sign in one.verified_at or ""]


def holds(text: str, words: str) -> bool:
    """Whether `words` stand in `text` as they are, not as a part of a longer word or number."""
    return bool(re.search(rf"(?<![\w.-]){re.escape(words)}(?![\w-]|\.\w)", text, re.IGNORECASE))
