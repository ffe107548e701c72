"""Which steps a student means: all, some chapters', some by name, or a mixture."""

import difflib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from kvm_guide.errors import UsageError
from kvm_guide.helper.cli.program_name import program
from kvm_guide.helper.output.screen import Screen
from kvm_guide.model.lesson import Guide, Lesson
from kvm_guide.model.step import Step, Text


@dataclass(frozen=True)
class Choice:
    """What was chosen. steps: in the guide's order. named: ids of those asked for by their own name.

    notes: why other things that were asked for have nothing to check or to do.
    """

    steps: tuple[Step, ...]
    named: frozenset[str] = field(default=frozenset())
    notes: tuple[Text, ...] = ()


def doable(step: Step) -> bool:
    """Whether the helper checks `step`: it is typed on Debian, and what it shows stays so."""
    return step.not_run is None and not step.momentary


def runnable(step: Step) -> bool:
    """Whether the helper types `step`: it is doable, or is for some readers, or can do with nobody at a console."""
    return doable(step) or (step.not_run is None and (step.aside or step.unattended is not None))


def typed(step: Step) -> str:
    """What the helper types for `step`: with it, nobody sits at a console."""
    return step.unattended or step.command


def choose(guide: Guide, wanted: Sequence[str], screen: Screen, able: Callable[[Step], bool] = doable) -> Choice:
    """What `wanted` names in `guide`: lessons' numbers, ids or pages and steps' ids; all that is for everybody where it
    is empty.

    able: what is chosen of it; a step that is not for everybody only by its own name. Raises UsageError, in the
    language of `screen`, where one of them names nothing.
    """
    lessons = [lesson for name in wanted if (lesson := _lesson(guide, name))]
    named = [find_step(guide, name, screen) for name in wanted if not _lesson(guide, name)]
    chosen = lessons if wanted else [lesson for lesson in guide.lessons if not lesson.optional]
    whole = {step.id for lesson in chosen for step in lesson.steps if not step.aside}
    ids = whole | {step.id for step in named}
    steps = tuple(step for step in guide.steps() if step.id in ids and able(step))
    notes = [_for_reading(lesson) for lesson in lessons if not any(map(able, lesson.steps))]
    notes += [_why_not(step) for step in named if not able(step)]
    return Choice(steps, frozenset(step.id for step in named), tuple(notes))


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


def _lesson(guide: Guide, wanted: str) -> Lesson | None:
    return next((one for one in guide.lessons if wanted in (str(one.number), one.id, one.page)), None)


def _names(guide: Guide) -> list[str]:
    return [step.id for step in guide.steps()] + [name for lesson in guide.lessons for name in (lesson.id, lesson.page)]


def _for_reading(lesson: Lesson) -> Text:
    return Text(
        es=f"El capítulo {lesson.number} es para leer: no tiene nada que comprobar ni que hacer.",
        en=f"Chapter {lesson.number} is for reading: it has nothing to check or to do.",
    )


def _why_not(step: Step) -> Text:
    if step.not_run is not None:
        return Text(
            es=f"{step.id} no se puede comprobar ni hacer aquí: {step.not_run.es}.",
            en=f"{step.id} cannot be checked or done here: {step.not_run.en}.",
        )
    return Text(
        es=f"{step.id} enseña algo que solo es así en un momento de la guía: no hay nada que comprobar ni que hacer.",
        en=f"{step.id} shows what is so only at one moment of the guide: there is nothing to check or to do.",
    )
