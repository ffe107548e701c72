"""What other releases add to what has one line of proof: an undo, a trouble's entry, a fact's sign and its text."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from kvm_guide.model.fact import Fact
from kvm_guide.model.step import Language, Step
from kvm_guide.records.proof import FactProof, undone
from kvm_guide.records.types import Outcome
from kvm_guide.site.render.release.words import RELEASE_WORDS
from kvm_guide.site.render.sources import Sources
from kvm_guide.site.render.templates import filled
from kvm_guide.site.render.wording import date
from kvm_guide.site.render.words import MARKS, WORDS
from kvm_guide.troubles.model import Trouble
from kvm_guide.troubles.proof import BROUGHT_ABOUT

_FAILED: Final = Outcome.FAILED.value


@dataclass(frozen=True)
class Line:
    """A line of proof of another release: the attributes of its element, its mark, and what it says."""

    attributes: dict[str, str | None]
    mark: str
    said: Markup


@dataclass(frozen=True)
class FactThere:
    """A fact as it is on another release, and what is known of it there."""

    fact: Fact
    debian: str
    proof: FactProof

    @property
    def attributes(self) -> dict[str, str | None]:
        """Those of the element that has it: as of the fact's own, no more than how it went."""
        return {"data-release": self.debian, "data-outcome": self.proof.outcome}


def undos(sources: Sources, step: Step, language: Language) -> Iterator[Line]:
    """That `step` was taken back on other releases, where a run tried it."""
    words = RELEASE_WORDS[language]
    for other in sources.others if step.undo else ():
        known = other.reading(other.guide.lesson_of(step.id), language).known
        there = other.there.step(step.id)
        found = undone(there, other.proof(there, language), known.record if known else None)
        if found is None or known is None or known.record.undo is None or known.times.undo is None:
            continue
        taken, at = known.record.undo, known.times.undo.verified_at
        failed = taken.outcome is Outcome.FAILED and taken.steps[-1] == found
        system = known.record.system.debian if known.record.system else None
        yield Line(
            {"data-release": other.debian, "data-outcome": _FAILED if failed else Outcome.PASSED.value},
            MARKS[_FAILED if failed else "passed"],
            _sentence(words.undo_failed if failed else words.undone, system or other.debian, at, language),
        )


def troubles(sources: Sources, trouble: Trouble, language: Language) -> Iterator[Line]:
    """That `trouble` was brought about on other releases, where a run tried it."""
    words = RELEASE_WORDS[language]
    for other in sources.others:
        proof = other.trouble(trouble, language)
        if proof.entry is None:
            continue
        passed = proof.outcome == BROUGHT_ABOUT
        yield Line(
            {
                "data-release": other.debian,
                "data-outcome": proof.outcome,
                "data-verified-at": proof.verified_at,
                "data-debian": proof.debian,
            },
            "✔" if passed else "–",
            _sentence(
                words.trouble_failed if proof.failed else words.trouble,
                proof.debian or other.debian,
                proof.verified_at,
                language,
            ),
        )


def facts(sources: Sources, fact: Fact, language: Language) -> list[FactThere]:
    """What is known of `fact` on the other releases on which it holds, beside the one that its sign shows."""
    shown = sources.debian if not fact.only or sources.debian in fact.only else fact.only[0]
    held = [(one, one_fact) for one in sources.others if (one_fact := fact.on_release(one.debian)) is not None]
    return [FactThere(one_fact, one.debian, one.fact(fact, language)) for one, one_fact in held if one.debian != shown]


def _sentence(sentence: str, debian: str, at: str | None, language: Language) -> Markup:
    return filled(sentence, release=debian, date=date(at, WORDS[language]) if at else "?")
