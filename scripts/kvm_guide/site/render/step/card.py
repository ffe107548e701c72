"""One step as the reader sees it: the command, where it is typed, the proof, what it did."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from markupsafe import Markup

from kvm_guide.model.lesson import Lesson
from kvm_guide.model.step import Language, Place, Step
from kvm_guide.records.proof import Proof
from kvm_guide.records.times import StepTimes
from kvm_guide.records.types import Outcome, StepEntry
from kvm_guide.site.output.pictures import small
from kvm_guide.site.render.places import file_url, proof_url
from kvm_guide.site.render.step import changes, command, texts
from kvm_guide.site.render.step.output import folded
from kvm_guide.site.render.step.said import effects, seen
from kvm_guide.site.render.templates import render
from kvm_guide.site.render.wording import date, system, time_element
from kvm_guide.site.render.words import MARKS, WORDS, Words

_NOTHING: Final = Markup()
FINGERPRINT: Final = 6
"""So many digits of a fingerprint tell each change of a step: no two steps need to differ in them."""


def card(
    step: Step,
    lesson: Lesson,
    proof: Proof,
    language: Language,
    own: Markup = _NOTHING,
    others: Sequence[Markup] = (),
) -> Markup:
    """`step` of `lesson` with its `proof` as HTML: the page's contract. own: what a student does with it; others: its
    proofs on other releases."""
    words = WORDS[language]
    if step.dialog is not None and proof.times is not None:
        # It takes as long as whoever answers its window
        proof = replace(proof, times=replace(proof.times, seconds=None, other_times={}))
    entry = proof.entry
    picture = file_url(language, entry.picture.file) if entry and entry.picture else None
    ran = entry if entry and entry.outcome is not Outcome.NOT_RUN else None
    return render(
        "card",
        step=step,
        proof=proof,
        lesson=lesson,
        fingerprint=step.fingerprint()[:FINGERPRINT],
        machine=step.machine if step.place is Place.DEBIAN else None,
        before="reboot" if lesson.rebooted(step) else "login" if step.new_login else None,
        seat="desktop" if step.seat else None,
        entry=entry,
        words=words,
        title=step.title.in_(language),
        notes=_notes(step, lesson, language, words),
        command=command.block(step.command, step.place),
        mark=MARKS[proof.outcome],
        said=_said(step, proof, language, words),
        effects=list(_effects(step, ran, words)) if ran else [],
        silent=_silent(ran, words) if ran else None,
        outputs=list(_outputs(step, ran, proof, language)) if ran else [],
        picture_url=picture,
        picture_small=small(picture) if picture else None,
        picture_alt=words.picture_alt.format(why=step.why.in_(language)),
        own=own,
        others=others,
    )


def _notes(step: Step, lesson: Lesson, language: Language, words: Words) -> list[str]:
    after_reboot = lesson.rebooted(step)
    # One aside at the desktop is for all who sit at one
    notes = [words.aside] * (step.aside and not step.seat)
    notes += [words.rebooted] * after_reboot + [words.reboots] * step.reboots
    notes += [words.new_login] * (step.new_login and not after_reboot)
    notes += [words.at_screen] * step.at_screen + [words.seat] * lesson.sits_down(step)
    if step.dialog is not None:
        asks = {"window": step.dialog.window.in_(language), "press": step.dialog.press.in_(language)}
        notes.append(words.dialog.format(**asks))
    return notes + [words.console] * (step.console is not None)


def _said(step: Step, proof: Proof, language: Language, words: Words) -> str:
    entry = proof.entry
    if proof.doubt is not None or entry is None:
        return words.unproven.format(reason=words.doubts[proof.doubt] if proof.doubt else "")
    if entry.outcome is Outcome.NOT_RUN:
        reason = step.not_run.in_(language) if step.not_run else entry.reason or ""
        return words.not_run.format(reason=reason.rstrip(".") + ".")
    return seen(entry, proof, system(proof, words), words, time_element)


def _effects(step: Step, entry: StepEntry, words: Words) -> Iterator[tuple[str, Markup | None]]:
    """What typing it did, and what typing it again did: a sentence, and the list that unfolds from it."""
    listed = texts.of_step(step, entry, words)

    def box(kind: str) -> Markup | None:
        return changes.box(listed[kind], words, proof_url(step.id, kind)) if kind in listed else None

    for kind, sentence in effects(entry, words):
        yield sentence, box(kind)


def _silent(entry: StepEntry, words: Words) -> str | None:
    if (entry.output or "").strip():
        return None
    return words.output_missing if entry.outcome is Outcome.FAILED else words.output_empty


def _outputs(step: Step, entry: StepEntry, proof: Proof, language: Language) -> Iterator[Markup]:
    """What it printed, and when, where that is not when it was last seen; of a failed step, also of when it worked."""
    words, times = WORDS[language], proof.times
    printed = texts.of_step(step, entry, words)
    if texts.OUTPUT in printed:
        day = _another_day(times, words)
        said = words.output_earlier.format(date=day) if day else words.output
        yield folded(step, printed[texts.OUTPUT], said, proof_url(step.id), language, day)
    if texts.PASSED in printed:
        passed = date(times.last_passed_at, words) if times and times.last_passed_at else "?"
        said = words.output_passed.format(date=passed)
        yield folded(step, printed[texts.PASSED], said, proof_url(step.id, texts.PASSED), language)


def _another_day(times: StepTimes | None, words: Words) -> str | None:
    if times is None or times.seen_at[:10] == times.verified_at[:10]:
        return None
    return date(times.seen_at, words)
