"""The sign behind a sentence, and the text it leads to: the question, the answer, and when it was asked last."""

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from kvm_guide.model.fact import Fact
from kvm_guide.model.step import Language, Step
from kvm_guide.records.proof import Doubt, FactProof
from kvm_guide.site.render.fact.words import FACT_MARKS, FACT_WORDS
from kvm_guide.site.render.places import proof_url
from kvm_guide.site.render.release.lines import FactThere
from kvm_guide.site.render.templates import render
from kvm_guide.site.render.wording import date
from kvm_guide.site.render.words import WORDS

FACTS: Final = "facts"
BETWEEN: Final = "· · ·"
"""A line of its own between what is known of two releases. docs/assets/js/proofs/fact.js reads it."""


def attributes(fact: Fact, proof: FactProof) -> dict[str, str]:
    """The attributes of the element that holds the sentence: the page's contract."""
    return {"class": f"kg-fact kg-fact--{proof.outcome}", "data-outcome": proof.outcome, "data-fact": fact.id}


def sign(fact: Fact, proof: FactProof, language: Language, others: Sequence[FactThere] = ()) -> Markup:
    """What stands behind the sentence of `fact`. Without a script it leads to the text that a script opens there.

    others: what is known of it on other releases; it is inside, and seen only where it is another outcome.
    """
    shown = [(one.attributes, _other_mark(one) if one.proof.outcome != proof.outcome else "") for one in others]
    opens = FACT_WORDS[language].opens[proof.outcome]
    mark = FACT_MARKS[proof.outcome]
    return render("fact", url=proof_url(f"{FACTS}/{fact.id}"), mark=mark, opens=opens, others=shown)


def _other_mark(there: FactThere) -> str:
    # That nobody has asked there yet is told where the sign leads
    return "" if there.proof.doubt is Doubt.NO_RECORD else f" {there.debian}: {FACT_MARKS[there.proof.outcome]}"


def text(fact: Fact, after: Step, proof: FactProof, language: Language, others: Sequence[FactThere] = ()) -> str:
    """How `fact`, which is asked after the step `after`, was asked, and what answered, in plain text.

    A part a release, with a line of `BETWEEN` between; of another one with the same answer, only when that was.
    """
    parts = [_part(fact, after, proof, language)]
    for there in others:
        same = (there.fact.probe, there.proof.outcome, _answer(there.proof)) == (
            fact.probe,
            proof.outcome,
            _answer(proof),
        )
        head = f"{FACT_MARKS[there.proof.outcome]} {_said(there.proof, language, there.debian)}\n"
        parts.append(head if same else _part(there.fact, after, there.proof, language, there.debian))
    return f"\n{BETWEEN}\n\n".join(parts)


def _answer(proof: FactProof) -> str | None:
    return proof.entry.output if proof.entry else None


def _part(fact: Fact, after: Step, proof: FactProof, language: Language, debian: str = "") -> str:
    """How it was asked on one release.

    Its parts have an empty line between them: what is said of it, the question, how its answer is called, the answer.
    """
    words = FACT_WORDS[language]
    asked = (words.asked_as_root if fact.root else words.asked).format(step=after.title.in_(language))
    parts = [f"{FACT_MARKS[proof.outcome]} {_said(proof, language, debian)}\n{asked}", fact.probe]
    if proof.entry is not None:
        answer = proof.entry.output.strip("\n")
        status = words.status.format(status=proof.entry.exit_status) if proof.entry.exit_status else ""
        named = words.answered if answer else words.nothing
        parts += [f"{named} {status}".rstrip(), *[answer] * bool(answer)]
    return "\n\n".join(parts) + "\n"


def _said(proof: FactProof, language: Language, debian: str) -> str:
    """What is said of `proof`. debian: the release, where it is another than the guide's own."""
    words = FACT_WORDS[language]
    reason = words.doubts[proof.doubt] if proof.doubt else ""
    day = date(proof.verified_at, WORDS[language]) if proof.verified_at else "?"
    system = f"Debian {proof.debian or debian}".rstrip()
    said = words.said[proof.outcome].format(date=day, system=system, reason=reason)
    return f"Debian {debian}. {said}" if debian and proof.doubt else said
