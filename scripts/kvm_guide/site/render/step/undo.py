"""How a step is undone, beside it; and what was left when a run undid everything."""

from collections.abc import Sequence

from markupsafe import Markup

from kvm_guide.model.lesson import Guide, Lesson
from kvm_guide.model.step import Language, Step
from kvm_guide.records.proof import Proof, undone
from kvm_guide.records.store import Known
from kvm_guide.records.times import UndoTimes
from kvm_guide.records.types import Changes, Outcome, Undo
from kvm_guide.site.render.places import link, step_url
from kvm_guide.site.render.release.lines import Line
from kvm_guide.site.render.sources import Sources
from kvm_guide.site.render.step import changes, command
from kvm_guide.site.render.step.summary import nothing
from kvm_guide.site.render.templates import filled, render
from kvm_guide.site.render.wording import duration, time_element
from kvm_guide.site.render.words import MARKS, WORDS, Words


def block(step: Step, proof: Proof, known: Known | None, language: Language, others: Sequence[Line] = ()) -> Markup:
    """The command that takes `step` back, folded, with its proof in `known`; nothing where the step has none.

    others: its proofs on other releases.

    It stands after the step's element, not inside: a step has one copy button, and one id.
    """
    if step.undo is None:
        return Markup()
    words = WORDS[language]
    outcome, said = _proof(step, proof, known, words)
    return render(
        "undo",
        step=step,
        outcome=outcome,
        words=words,
        command=command.block(step.undo, step.place),
        mark=MARKS[outcome],
        said=said,
        others=others,
    )


def summary(sources: Sources, language: Language) -> Markup:
    """When each lesson was taken back, from which step on, and what remained."""
    words = WORDS[language]
    parts = []
    for lesson, reading in sources.readings(language):
        known = reading.known
        if known is not None and known.record.undo is not None and known.times.undo is not None:
            parts.append(_summary(lesson, known.record.undo, known.times.undo, sources.guide, language))
    missing = nothing(sources, language)
    if not parts and not missing:
        return render("nothing", said=words.no_undo)
    return missing + Markup("\n").join(parts)


def _summary(lesson: Lesson, taken: Undo, times: UndoTimes, guide: Guide, language: Language) -> Markup:
    words = WORDS[language]
    said = [_taken_back(lesson, taken, times, guide, language)]
    if taken.outcome is Outcome.FAILED:
        said.append(filled(words.taken_back_badly, name=_link(taken.steps[-1].id, guide, language)))
    since = taken.since
    base = filled(words.base_step, step=_link(since, guide, language)) if since else words.base_new
    said.append(filled(words.residue if taken.residue else words.no_residue, base=base))
    return render("residue", said=said, list=_residue(taken.residue, words) if taken.residue else "")


def _residue(left: Changes, words: Words) -> Markup:
    return changes.box(changes.listed(left, words), words, None)


def _proof(step: Step, proof: Proof, known: Known | None, words: Words) -> tuple[str, str]:
    found = undone(step, proof, known.record if known else None)
    if found is None or known is None or known.record.undo is None or known.times.undo is None:
        return "unproven", words.undo_unproven
    day = time_element(known.times.undo.verified_at, words)
    taken = known.record.undo
    if taken.outcome is Outcome.FAILED and taken.steps[-1] == found:
        return "failed", filled(words.undo_failed, date=day)
    seconds = known.times.undo.steps.get(step.id, 0.0)
    return "passed", filled(words.undone, date=day, seconds=duration(seconds, words))


def _taken_back(lesson: Lesson, taken: Undo, times: UndoTimes, guide: Guide, language: Language) -> Markup:
    words = WORDS[language]
    return filled(
        words.taken_back[len(taken.steps) != 1],
        lesson=lesson.number,
        date=time_element(times.verified_at, words),
        first=_link(taken.steps[-1].id, guide, language),
        n=len(taken.steps),
        seconds=duration(times.seconds, words),
    )


def _link(step_id: str, guide: Guide, language: Language) -> Markup:
    try:
        step, lesson = guide.step(step_id), guide.lesson_of(step_id)
    except KeyError:
        # The record may name a step that the guide has no longer.
        return link(None, step_id)
    return link(step_url(lesson.page, step_id), step.title.in_(language))
