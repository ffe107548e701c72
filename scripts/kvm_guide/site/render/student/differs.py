"""Where a reader is led whose output is another: to the troubles of the step, else to a report of it."""

from kvm_guide.model.lesson import Guide
from kvm_guide.model.step import Language, Step
from kvm_guide.site.render.places import MESSAGES, page_url, trouble_url
from kvm_guide.site.render.student.words import WORDS
from kvm_guide.troubles import TROUBLES, Trouble


def troubles_of(step: Step) -> list[Trouble]:
    """The troubles whose entry names `step`: first those that strike in it, then those that it mends."""
    mended = [one for one in TROUBLES if one.step == step.id]
    struck = [one for one in TROUBLES if _strikes(one, step)]
    return struck + [one for one in mended if one not in struck]


def _strikes(trouble: Trouble, step: Step) -> bool:
    brought = trouble.brought
    if trouble.page is not None and trouble.page.endswith(f"/#{step.id}"):
        return True
    if brought is None:
        return False
    return step.id in (brought.step, brought.check, brought.run) or brought.command == step.command


def table(guide: Guide, repository: str, language: Language) -> dict[str, object]:
    """What the page's script says of a step whose output is another: the step's troubles, and how a report begins.

    repository: the address of the guide's source, "" where nobody knows it.
    """
    words = WORDS[language]
    steps = {
        step.id: [(trouble_url(one), one.title.in_(language)) for one in known]
        for step in guide.steps()
        if (known := troubles_of(step))
    }
    said = {"asked": words.is_it, "none": words.none_of_them, "all": page_url(f"{MESSAGES}/")}
    if repository:
        said["report"] = f"{repository.rstrip('/')}/issues/new"
    return {**said, "title": words.issue_title, "body": words.issue_body, "unknown": words.unknown, "steps": steps}
