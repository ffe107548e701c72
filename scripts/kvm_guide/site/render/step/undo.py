"""How a step is undone, beside it; and what was left when a run undid everything."""

from markupsafe import Markup

from kvm_guide.model.lesson import Guide
from kvm_guide.model.step import Language, Step
from kvm_guide.records.types import Record, Undo
from kvm_guide.site.render.places import link, step_url
from kvm_guide.site.render.sources import Sources
from kvm_guide.site.render.step import changes, command
from kvm_guide.site.render.step.proof import Proof, undone
from kvm_guide.site.render.step.summary import nothing
from kvm_guide.site.render.templates import filled, render
from kvm_guide.site.render.wording import duration, time_element
from kvm_guide.site.render.words import MARKS, WORDS, Words


def block(step: Step, proof: Proof, record: Record | None, language: Language) -> Markup:
    """The command that takes `step` back, folded, with its proof in `record`; nothing where the step has none.

    It stands after the step's element, not inside: a step has one copy button, and one id.
    """
    if step.undo is None:
        return Markup()
    words = WORDS[language]
    outcome, said = _proof(step, proof, record, words)
    return render(
        "undo",
        step=step,
        outcome=outcome,
        label=words.undo_label.format(title=step.title.in_(language)),
        words=words,
        command=command.block(step.undo, step.place),
        mark=MARKS[outcome],
        said=said,
    )


def summary(sources: Sources, language: Language) -> Markup:
    """When everything was taken back, from which step on, and what remained."""
    words = WORDS[language]
    record = sources.reading(language).record
    if record is None:
        return nothing(sources, language)
    taken = record.undo
    if taken is None or not taken.steps:
        return render("nothing", said=words.no_undo)
    said = [_taken_back(taken, sources.guide, language)]
    bad = [_link(one.id, sources.guide, language) for one in taken.steps if one.exit_status]
    if bad:
        said.append(filled(words.taken_back_badly[len(bad) != 1], names=Markup(", ").join(bad)))
    since = taken.since
    base = filled(words.base_step, step=_link(since, sources.guide, language)) if since else words.base_new
    said.append(filled(words.residue if taken.residue else words.no_residue, base=base))
    return render("residue", said=said, list=changes.listed(taken.residue, words) if taken.residue else "")


def _proof(step: Step, proof: Proof, record: Record | None, words: Words) -> tuple[str, str]:
    found = undone(step, proof, record)
    if found is None or record is None or record.undo is None:
        return "unproven", words.undo_unproven
    day = time_element(record.undo.verified_at, words)
    if found.exit_status:
        return "failed", filled(words.undo_failed, date=day, status=found.exit_status)
    return "passed", filled(words.undone, date=day, seconds=duration(found.seconds, words))


def _taken_back(taken: Undo, guide: Guide, language: Language) -> Markup:
    words = WORDS[language]
    ids = {one.id for one in taken.steps}
    first = next((step.id for step in guide.steps() if step.id in ids), taken.steps[-1].id)
    return filled(
        words.taken_back[len(taken.steps) != 1],
        date=time_element(taken.verified_at, words),
        first=_link(first, guide, language),
        n=len(taken.steps),
        seconds=duration(taken.seconds, words),
    )


def _link(step_id: str, guide: Guide, language: Language) -> Markup:
    try:
        step, lesson = guide.step(step_id), guide.lesson_of(step_id)
    except KeyError:
        # The record may name a step that the guide has no longer.
        return link(None, step_id)
    return link(step_url(lesson.page, step_id), step.title.in_(language))
