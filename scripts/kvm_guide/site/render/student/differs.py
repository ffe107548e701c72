"""Where a reader is led whose output is another: to the troubles of the step, else to a report of it."""

import json
from urllib.parse import urlencode

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


def table(guide: Guide, language: Language) -> str:
    """The troubles of each step of `guide`, as JSON that the page's script reads: how they are called and where they are."""
    words = WORDS[language]
    steps = {
        step.id: [(trouble_url(one), one.title.in_(language)) for one in known]
        for step in guide.steps()
        if (known := troubles_of(step))
    }
    said = {"asked": words.is_it, "none": words.none_of_them, "all": page_url(f"{MESSAGES}/")}
    return json.dumps({**said, "steps": steps}, ensure_ascii=False, separators=(",", ":"))


def issue(step: Step, repository: str, language: Language) -> str:
    """The address of a new issue about `step` in the GitHub `repository`, with its title: the script writes more of it."""
    words = WORDS[language]
    written = {"title": words.issue_title.format(step=step.id)}
    return f"{repository.rstrip('/')}/issues/new?{urlencode(written)}"
