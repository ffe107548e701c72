"""How a step is undone, beside it; and what was left when a run undid everything."""

from kvm_guide.model.step import Guide, Language, Step
from kvm_guide.records.types import Record, Undo
from kvm_guide.site.render.html import element, escape
from kvm_guide.site.render.places import step_url
from kvm_guide.site.render.sources import Sources
from kvm_guide.site.render.step import changes, command
from kvm_guide.site.render.step.proof import Proof, undone
from kvm_guide.site.render.step.summary import nothing
from kvm_guide.site.render.wording import duration, time_element
from kvm_guide.site.render.words import MARKS, WORDS, Words


def block(step: Step, proof: Proof, record: Record | None, language: Language) -> str:
    """The command that takes `step` back, folded, with its proof in `record`; nothing where the step has none.

    It stands after the step's element, not inside: a step has one copy button, and one id.
    """
    if step.undo is None:
        return ""
    words = WORDS[language]
    outcome, said = _proof(step, proof, record, words)
    line = element("p", {"class": "kg-undo-proof", "data-search-exclude": ""}, f"{MARKS[outcome]} {said}")
    attributes: dict[str, str | None] = {
        "class": f"kg-undo kg-undo--{outcome}",
        "aria-label": words.undo_label.format(title=step.title.in_(language)),
        "data-undo-of": step.id,
    }
    summary = element("summary", {"data-search-exclude": ""}, escape(words.undo))
    asks = element("p", {"class": "kg-note", "data-search-exclude": ""}, escape(words.undo_asks))
    typed = command.block(step.undo, step.place)
    return element("details", attributes, summary, asks if step.undo_answers else "", typed, line)


def summary(sources: Sources, language: Language) -> str:
    """When everything was taken back, from which step on, and what remained."""
    words = WORDS[language]
    record = sources.reading(language).record
    if record is None:
        return nothing(sources, language)
    taken = record.undo
    if taken is None or not taken.steps:
        return element("p", {"class": "kg-nothing"}, escape(words.no_undo))
    parts = [element("p", {}, _taken_back(taken, sources.guide, language))]
    bad = [_link(one.id, sources.guide, language) for one in taken.steps if one.exit_status]
    if bad:
        parts.append(element("p", {}, escape(words.taken_back_badly[len(bad) != 1]).format(names=", ".join(bad))))
    since = taken.since
    base = escape(words.base_step).format(step=_link(since, sources.guide, language)) if since else words.base_new
    parts.append(element("p", {}, escape(words.residue if taken.residue else words.no_residue).format(base=base)))
    if taken.residue:
        parts.append(changes.listed(taken.residue, words))
    return element("div", {"class": "kg-residue"}, *parts)


def _proof(step: Step, proof: Proof, record: Record | None, words: Words) -> tuple[str, str]:
    found = undone(step, proof, record)
    if found is None or record is None or record.undo is None:
        return "unproven", escape(words.undo_unproven)
    day = time_element(record.undo.verified_at, words)
    if found.exit_status:
        return "failed", escape(words.undo_failed).format(date=day, status=found.exit_status)
    return "passed", escape(words.undone).format(date=day, seconds=duration(found.seconds, words))


def _taken_back(taken: Undo, guide: Guide, language: Language) -> str:
    words = WORDS[language]
    ids = {one.id for one in taken.steps}
    first = next((step.id for step in guide.steps() if step.id in ids), taken.steps[-1].id)
    return escape(words.taken_back[len(taken.steps) != 1]).format(
        date=time_element(taken.verified_at, words),
        first=_link(first, guide, language),
        n=len(taken.steps),
        seconds=duration(taken.seconds, words),
    )


def _link(step_id: str, guide: Guide, language: Language) -> str:
    try:
        step, chapter = guide.step(step_id), guide.chapter_of(step_id)
    except KeyError:
        # The record may name a step that the guide has no longer.
        return element("code", {}, escape(step_id))
    return element("a", {"href": step_url(chapter.page, step_id)}, escape(step.title.in_(language)))
