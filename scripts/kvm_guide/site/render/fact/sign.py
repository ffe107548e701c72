"""The sign behind a sentence, and the text it leads to: the question, the answer, and when it was asked last."""

from typing import Final

from markupsafe import Markup

from kvm_guide.model.fact import Fact
from kvm_guide.model.step import Language, Step
from kvm_guide.records.proof import FactProof
from kvm_guide.site.render.fact.words import FACT_MARKS, FACT_WORDS, FactWords
from kvm_guide.site.render.places import proof_url
from kvm_guide.site.render.templates import render
from kvm_guide.site.render.wording import date
from kvm_guide.site.render.words import WORDS

FACTS: Final = "facts"


def attributes(fact: Fact, proof: FactProof) -> dict[str, str]:
    """The attributes of the element that holds the sentence: the page's contract."""
    return {"class": f"kg-fact kg-fact--{proof.outcome}", "data-fact": fact.id, "data-outcome": proof.outcome}


def sign(fact: Fact, proof: FactProof, language: Language) -> Markup:
    """What stands behind the sentence of `fact`. Without a script it leads to the text that a script opens there."""
    opens = FACT_WORDS[language].opens[proof.outcome]
    return render("fact", url=proof_url(f"{FACTS}/{fact.id}"), mark=FACT_MARKS[proof.outcome], opens=opens)


def text(fact: Fact, after: Step, proof: FactProof, language: Language) -> str:
    """How `fact`, which is asked after the step `after`, was asked, and what answered, in plain text.

    Its parts have an empty line between them: what is said of it, the question, how its answer is called, the answer.
    """
    words = FACT_WORDS[language]
    asked = (words.asked_as_root if fact.root else words.asked).format(step=after.title.in_(language))
    parts = [f"{FACT_MARKS[proof.outcome]} {_said(proof, language, words)}\n{asked}", fact.probe]
    if proof.entry is not None:
        answer = proof.entry.output.strip("\n")
        status = words.status.format(status=proof.entry.exit_status) if proof.entry.exit_status else ""
        named = words.answered if answer else words.nothing
        parts += [f"{named} {status}".rstrip(), *[answer] * bool(answer)]
    return "\n\n".join(parts) + "\n"


def _said(proof: FactProof, language: Language, words: FactWords) -> str:
    reason = words.doubts[proof.doubt] if proof.doubt else ""
    day = date(proof.verified_at, WORDS[language]) if proof.verified_at else "?"
    system = f"Debian {proof.debian}" if proof.debian else "Debian"
    return words.said[proof.outcome].format(date=day, system=system, reason=reason)
