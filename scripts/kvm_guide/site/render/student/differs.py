"""Where a reader is led whose output is another: to the troubles of the step, else to a report of it."""

from urllib.parse import urlencode

from kvm_guide.model.step import Language, Step
from kvm_guide.records.proof import Proof
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


def issue(step: Step, proof: Proof, repository: str, language: Language) -> str:
    """The address of a new issue about `step`, half written, in the GitHub `repository`."""
    words = WORDS[language]
    seen = {
        "step": step.id,
        "debian": proof.system.debian if proof.system else "12",
        "date": proof.times.verified_at[:10] if proof.times else words.unknown,
    }
    written = {"title": words.issue_title.format(**seen), "body": words.issue_body.format(**seen)}
    return f"{repository.rstrip('/')}/issues/new?{urlencode(written)}"
