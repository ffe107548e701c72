"""Small guides for the tests of the lab, and what a run of one gave."""

from kvm_guide.lab.keys import Lab
from kvm_guide.lab.lesson_runner import LessonRun
from kvm_guide.lessons import GUIDE
from kvm_guide.model.lesson import Guide, Lesson
from kvm_guide.model.step import Pattern, Step, Text, Work
from kvm_guide.records.types import StepEntry

UPDATE = GUIDE.step("update-index")


def step(
    name: str,
    command: str,
    work: Work = Work.SHORT,
    *,
    new_login: bool = False,
    expect: Pattern = "",
    undo: str | None = None,
    check: str = "true",
) -> Step:
    """A step that is called after its id."""
    title = Text(es=name, en=name)
    wanted = (expect,) if expect else ()
    return Step(name, command, title, title, work=work, new_login=new_login, expect=wanted, check=check, undo=undo)


def guide(*steps: Step) -> Guide:
    """A guide of one chapter."""
    return Guide((Lesson("lesson-1", 1, "page", Text(es="Prueba", en="Trial"), steps),))


def run(lab: Lab, *steps: Step) -> LessonRun:
    """A run of `steps`, which is not begun yet."""
    small = guide(*steps)
    return LessonRun(small, small.lessons[0], "en", lab)


def typed(lab: Lab, *steps: Step) -> tuple[list[StepEntry], list[str]]:
    """What a run of `steps` saw of each, and the ids of those that were typed now."""
    this = run(lab, *steps)
    with lab.states.in_use(), this.go() as (story, _machine):
        pass
    found = this.seen(story.last)
    return [found[one.id].entry for one in steps], story.typed
