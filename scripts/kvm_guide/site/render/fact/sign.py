"""The sign behind a sentence, and what it opens: the question, the answer, and when it was asked last."""

from markupsafe import Markup

from kvm_guide.model.fact import Fact
from kvm_guide.model.step import Language, Step
from kvm_guide.records.proof import FactProof
from kvm_guide.site.render.fact.words import FACT_MARKS, FACT_WORDS, FactWords
from kvm_guide.site.render.templates import filled, render
from kvm_guide.site.render.wording import time_element
from kvm_guide.site.render.words import WORDS


def attributes(fact: Fact, proof: FactProof) -> dict[str, str]:
    """The attributes of the element that holds the sentence: the page's contract. What is not known is left out."""
    known = {"data-verified-at": proof.verified_at, "data-debian": proof.debian}
    return {
        "class": f"kg-fact kg-fact--{proof.outcome}",
        "data-fact": fact.id,
        "data-outcome": proof.outcome,
        **{name: told for name, told in known.items() if told is not None},
        "data-fingerprint": fact.fingerprint(),
    }


def sign(fact: Fact, after: Step, proof: FactProof, language: Language) -> Markup:
    """What stands behind the sentence of `fact`, which is asked after the step `after`. It works without a script."""
    words = FACT_WORDS[language]
    asked = words.asked_as_root if fact.root else words.asked
    return render(
        "fact",
        fact=fact,
        entry=proof.entry,
        words=words,
        mark=FACT_MARKS[proof.outcome],
        opens=words.opens[proof.outcome],
        said=_said(proof, language, words),
        asked=asked.format(step=after.title.in_(language)),
        answer=proof.entry.output.strip("\n") if proof.entry else "",
    )


def _said(proof: FactProof, language: Language, words: FactWords) -> Markup:
    reason = words.doubts[proof.doubt] if proof.doubt else ""
    day = time_element(proof.verified_at, WORDS[language]) if proof.verified_at else "?"
    system = f"Debian {proof.debian}" if proof.debian else "Debian"
    return filled(words.said[proof.outcome], date=day, system=system, reason=reason)
