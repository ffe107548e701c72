"""Beside a step's proof, another release's: when it was seen there, and what of it is another, by the two records."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from kvm_guide.model.step import Language, Step
from kvm_guide.records.proof import Doubt, Proof
from kvm_guide.records.types import Outcome, StepEntry
from kvm_guide.site.output.pictures import small
from kvm_guide.site.render.places import file_url, link, proof_url
from kvm_guide.site.render.release import difference
from kvm_guide.site.render.release.difference import Difference
from kvm_guide.site.render.release.words import RELEASE_WORDS, ReleaseWords
from kvm_guide.site.render.sources import Sources
from kvm_guide.site.render.step import command, texts
from kvm_guide.site.render.step.excerpt import marked
from kvm_guide.site.render.step.said import effects, seen
from kvm_guide.site.render.templates import render
from kvm_guide.site.render.words import MARKS, WORDS

_SAME_OUTCOME: Final = frozenset({Outcome.PASSED.value, Outcome.EXPECTED_FAILURE.value})


@dataclass(frozen=True)
class Seen:
    """A step on a release, and what is known of it there."""

    step: Step
    proof: Proof
    debian: str

    @property
    def ran(self) -> StepEntry | None:
        """What a run saw of it, where one typed it."""
        entry = self.proof.entry
        return entry if entry and entry.outcome is not Outcome.NOT_RUN else None


def seen_on(sources: Sources, step: Step, language: Language) -> Seen:
    """`step` on the release of `sources`."""
    return Seen(sources.there.step(step.id), sources.proof(step, language), sources.debian)


def differing(here: Seen, there: Seen) -> Difference | None:
    """In what the two differ; None where a run typed the step on one of them only, or on none."""
    if here.ran is None or there.ran is None:
        return None
    return difference.of_step((here.step, here.ran), (there.step, there.ran))


def attributes(there: Seen) -> dict[str, str | None]:
    """Those of the element: the page's contract."""
    proof = there.proof
    return {
        "data-release": there.debian,
        "data-outcome": proof.outcome,
        "data-debian": proof.system.debian if proof.system else None,
        # Last, as all before it is the same on each step, and the day alone: that packs well. Its record has the second
        "data-verified-at": proof.times.verified_at[:10] if proof.times else None,
    }


def looked_for(sources: Sources, language: Language) -> dict[str, dict[str, list[int]]]:
    """By release and step, the numbers of the lines of its output to look for: those that have any."""
    found: dict[str, dict[str, list[int]]] = {}
    for other in sources.others:
        steps = found[other.debian] = {}
        for step in other.there.steps():
            ran = seen_on(other, step, language).ran
            if ran and (numbers := marked(ran.output or "", step.patterns(language))):
                steps[step.id] = numbers
    return found


def blocks(sources: Sources, step: Step, language: Language) -> list[Markup]:
    """For each other release that has records, an element with its proof of `step`."""
    here = seen_on(sources, step, language)
    return [_block(here, seen_on(other, step, language), language) for other in sources.others]


def _block(here: Seen, there: Seen, language: Language) -> Markup:
    told, ran = differing(here, there), there.ran
    picture = ran.picture if ran else None
    if picture and here.ran and here.ran.picture and picture.sha256 == here.ran.picture.sha256:
        picture = None
    changes = list(_changes(here, there, language))
    url = file_url(language, picture.file, there.debian) if picture else None
    words = RELEASE_WORDS[language]
    return render(
        "release",
        attributes=attributes(there),
        # Only where it is another than the card's: the card has its colours
        tone=None if there.proof.outcome in _colours(here.proof.outcome) else there.proof.outcome,
        mark=MARKS[there.proof.outcome],
        said=_whole(_said(there, language), [*sentences(told, here, there, words), *changes] if told else changes),
        command=command.block(there.step.command, there.step.place)
        if there.step.command != here.step.command
        else None,
        silent=words.no_output if _silent(here, there) else None,
        output_url=_output(here, there),
        there=words,
        release=there.debian,
        picture=picture,
        picture_url=url,
        picture_small=small(url) if url else None,
        picture_alt=WORDS[language].picture_alt.format(why=there.step.why.in_(language)),
        caption=words.picture.format(release=there.debian),
        words=WORDS[language],
    )


def _colours(outcome: str) -> frozenset[str]:
    return _SAME_OUTCOME if outcome in _SAME_OUTCOME else frozenset({outcome})


def _said(there: Seen, language: Language) -> str | None:
    proof, entry = there.proof, there.proof.entry
    words = RELEASE_WORDS[language]
    if proof.doubt is Doubt.NO_RECORD:
        return words.not_run.format(release=there.debian)
    if proof.doubt is not None or entry is None:
        reason = WORDS[language].doubts[proof.doubt] if proof.doubt else ""
        return words.doubt.format(release=there.debian, reason=reason)
    if entry.outcome is Outcome.NOT_RUN:
        return None  # as on the guide's own, and the card says why
    where = proof.system.debian if proof.system else there.debian
    return seen(entry, proof, f"Debian {where}", WORDS[language])


def sentences(told: Difference, here: Seen, there: Seen, words: ReleaseWords) -> Iterator[str]:
    """What a reader who sees `there` must know who read of `here`."""
    if told.command:
        yield words.other_command
    if told.exit_status and here.ran and there.ran:
        yield words.other_exit.format(here=here.ran.exit_status, there=there.ran.exit_status)
    if told.output:
        yield words.no_output if not (there.ran and (there.ran.output or "").strip()) else words.other_output


def _silent(here: Seen, there: Seen) -> bool:
    """Whether nothing is printed there, although something is here."""
    if here.ran is None or there.ran is None:
        return False
    return bool((here.ran.output or "").strip()) and not (there.ran.output or "").strip()


def _changes(here: Seen, there: Seen, language: Language) -> Iterator[str]:
    """Where the card says of it that it changes something, and there it changes something else: what, as a link."""
    if here.ran is None or there.ran is None:
        return
    one, other = (dict(effects(entry, WORDS[language])).get(texts.CHANGES) for entry in (here.ran, there.ran))
    if one == other:
        return
    if there.ran.changes:
        yield link(proof_url(there.step.id, texts.CHANGES, there.debian), RELEASE_WORDS[language].other_changes)
    else:
        yield WORDS[language].unchanged


def _whole(said: str | None, more: list[str]) -> str | None:
    """`said` and the sentences that follow it, which may be Markup, with a full stop between and none at the end."""
    if said is None or not more:
        return said
    return Markup(". ").join(one.rstrip(".") for one in (said, *more))


def _output(here: Seen, there: Seen) -> str | None:
    """Where what it printed there lies; None where it is as here but for volatile parts."""
    entry = there.ran
    if entry is None or not (entry.output or "").strip():
        return None
    lasting = there.step.lasting(entry.output or "")
    if here.ran is not None and lasting.strip() == here.step.lasting(here.ran.output or "").strip():
        return None
    return proof_url(there.step.id, texts.OUTPUT, there.debian)
