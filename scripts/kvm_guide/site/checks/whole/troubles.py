"""Each trouble that the lab brings about has a proof of today, in every language, and its entry says what that is."""

from collections.abc import Iterator
from typing import Final

from kvm_guide import troubles
from kvm_guide.model.release import DEFAULT
from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.records.proof import Doubt
from kvm_guide.site.checks.built import Built, language_of, source_of
from kvm_guide.site.parsed import value
from kvm_guide.site.render.sources import Sources
from kvm_guide.site.render.troubles import attributes
from kvm_guide.troubles.model import BroughtAbout, Trouble

_WHY: Final = {
    Doubt.NEW: "has not been brought about yet",
    Doubt.CHANGED: "was declared otherwise when it was brought about",
    Doubt.EARLIER_CHANGED: "starts from a step that has changed, or that comes after one that has",
}
_ATTRIBUTES: Final = ("data-outcome", "data-verified-at", "data-debian")


def unproven(sources: Sources, excused: frozenset[tuple[Language, str]] = frozenset()) -> Iterator[str]:
    """The declared troubles of which nothing is known. excused: steps, from which no run could start."""
    for language in LANGUAGES:
        for known, brought in _declared(sources):
            doubt = sources.trouble(known, language).doubt
            # Another release's run may leave them out; that a whole record cannot be used is told of already
            waits = doubt is Doubt.NEW and sources.debian != DEFAULT.number
            if doubt in _WHY and not waits and (language, brought.after) not in excused:
                record = sources.record_of(brought.after, language)
                yield f"{record}: the trouble {known.id} {_WHY[doubt]}: run scripts/verify"


def failing(sources: Sources) -> list[tuple[Language, Trouble, BroughtAbout]]:
    """The troubles that did not go as declared when they were last brought about, and the language of the run."""
    return [
        (language, known, brought)
        for language in LANGUAGES
        for known, brought in _declared(sources)
        if sources.trouble(known, language).failed
    ]


def failures(sources: Sources) -> list[str]:
    """A sentence about each of the troubles that are `failing`."""
    return [
        f"{sources.record_of(brought.after, language)}: the trouble {known.id} did not go as it is declared in the "
        "last run: correct it in scripts/kvm_guide/troubles/table/, then run scripts/verify (--allow-failing builds "
        "all the same, and its entry says so)"
        for language, known, brought in failing(sources)
    ]


def problems(built: Built) -> Iterator[str]:
    """The entries on the pages that say another thing than the record of today."""
    for path, page in built.pages.items():
        for tag in page.article.select("[data-trouble]") if page.article else []:
            known = next((one for one in troubles.TROUBLES if one.id == value(tag, "data-trouble")), None)
            if known is None:
                continue  # what no fence makes is refused where the sources are checked
            proof = built.sources.trouble(known, language_of(path))
            wanted = attributes(known, proof)
            if any(value(tag, name) != wanted.get(name, "") for name in _ATTRIBUTES):
                yield (
                    f"{source_of(path)}: the entry of the trouble {known.id} says {value(tag, 'data-outcome')}, its "
                    f"record says {proof.outcome}: build again, and let the fence write the entry"
                )


def _declared(sources: Sources) -> list[tuple[Trouble, BroughtAbout]]:
    return [pair for lesson in sources.guide.lessons for pair in troubles.brought_after(sources.guide, lesson)]
