"""Which steps a student means: all, a chapter's, or one."""

import difflib
from dataclasses import dataclass

from kvm_guide.errors import UsageError
from kvm_guide.step import Chapter, Guide, Step, Text
from kvm_guide.student.called import program
from kvm_guide.student.screen import Screen


@dataclass(frozen=True)
class Choice:
    """What was chosen. steps: those of it that the helper checks and runs. why_none: where there are none, why."""

    steps: tuple[Step, ...]
    why_none: Text | None = None


def doable(step: Step) -> bool:
    """Whether the helper checks and runs `step`: it is typed on Debian, and what it shows stays so."""
    return step.not_run is None and not step.momentary


def choose(guide: Guide, wanted: str | None, screen: Screen) -> Choice:
    """What `wanted` names in `guide`: a chapter's number or page, a step's id, all where it is None.

    Raises UsageError, in the language of `screen`, where it names nothing.
    """
    if wanted is None:
        return Choice(tuple(filter(doable, guide.steps())))
    chapter = _chapter(guide, wanted)
    if chapter is None:
        step = find_step(guide, wanted, screen)
        return Choice((step,)) if doable(step) else Choice((), _why_not(step))
    steps = tuple(filter(doable, chapter.steps))
    none = Text(
        es=f"El capítulo {chapter.number} es para leer: no tiene nada que comprobar ni que hacer.",
        en=f"Chapter {chapter.number} is for reading: it has nothing to check or to do.",
    )
    return Choice(steps, None if steps else none)


def find_step(guide: Guide, wanted: str, screen: Screen) -> Step:
    """The step of `guide` whose id is `wanted`. Raises UsageError, which names the nearest one or where they are."""
    try:
        return guide.step(wanted)
    except KeyError as error:
        near = difflib.get_close_matches(wanted, _names(guide), 1)
        if near:
            said = screen.in_(_NEAR, wanted=wanted, near=near[0])
        else:
            said = screen.in_(_UNKNOWN, wanted=wanted, program=program())
        raise UsageError(said) from error


_NEAR = Text(
    es="no conozco «{wanted}»: ¿querías decir {near}?",
    en="“{wanted}” is unknown: did you mean {near}?",
)
_UNKNOWN = Text(
    es="no conozco «{wanted}»: {program} list enseña los capítulos y los pasos.",
    en="“{wanted}” is unknown: {program} list shows the chapters and the steps.",
)


def _chapter(guide: Guide, wanted: str) -> Chapter | None:
    return next((one for one in guide.chapters if wanted in (str(one.number), one.page)), None)


def _names(guide: Guide) -> list[str]:
    return [step.id for step in guide.steps()] + [chapter.page for chapter in guide.chapters]


def _why_not(step: Step) -> Text:
    if step.not_run is not None:
        return Text(
            es=f"{step.id} no se puede comprobar ni hacer aquí: {step.not_run.es}.",
            en=f"{step.id} cannot be checked or done here: {step.not_run.en}.",
        )
    return Text(
        es=f"{step.id} enseña algo que solo es así en un momento de la guía: no hay nada que comprobar ni que hacer.",
        en=f"{step.id} shows what is so only at its moment of the guide: there is nothing to check or to do.",
    )
