"""What a published guide owes its readers: a proof of every step, in every language, that fits the step of today."""

from collections.abc import Iterator
from typing import Final

from kvm_guide.model.step import LANGUAGES, LOCALES, Language
from kvm_guide.records import store
from kvm_guide.records.types import Outcome, Record
from kvm_guide.site.checks.whole import facts
from kvm_guide.site.render.sources import Sources
from kvm_guide.site.render.step.proof import Doubt

_WHY: Final = {
    Doubt.NEW: "has not been run yet",
    Doubt.CHANGED: "has changed since the last run",
    Doubt.EARLIER_CHANGED: "comes after a step that has changed since the last run",
    Doubt.SKIPPED: "was not run, and no reason why it cannot be",
}


def problems(sources: Sources) -> list[str]:
    """The steps and facts of which nothing is known, and what is wrong with the records and the files they name."""
    found = [problem for language in LANGUAGES for problem in _language(sources, language)]
    unreached = frozenset((language, step_id) for language, step_id, _ in waiting(sources))
    return found + list(facts.unproven(sources, unreached | frozenset(failing(sources))))


def failing(sources: Sources) -> list[tuple[Language, str]]:
    """The steps that failed when they were last run: the language of the run, and the step's id."""
    return [
        (language, step.id)
        for language in LANGUAGES
        for step in sources.guide.steps()
        if sources.proof(step, language).outcome == Outcome.FAILED
    ]


def waiting(sources: Sources) -> list[tuple[Language, str, str]]:
    """The steps that no run can reach since a changed step before them fails: language, id, and the id of that one."""
    return [(language, *pair) for language in LANGUAGES for pair in _waiting(sources, language).items()]


def failures(sources: Sources) -> list[str]:
    """A sentence about each of the steps that are `failing` or `waiting`, and of the facts that fail."""
    failed = [
        f"{_name(language)}: the step {step_id} failed in the last run: correct it, then run scripts/verify "
        "(--allow-failing builds all the same, and the page says that it fails)"
        for language, step_id in failing(sources)
    ]
    failed += facts.failures(sources)
    return failed + [
        f"{_name(language)}: the step {step_id} waits for {first}, which failed before it: correct that one, then run "
        "scripts/verify (--allow-failing builds all the same, and the page says that it is not verified)"
        for language, step_id, first in waiting(sources)
    ]


def _language(sources: Sources, language: Language) -> Iterator[str]:
    name = _name(language)
    reading = sources.reading(language)
    if reading.problem:
        yield reading.problem
        return
    if reading.record is None:
        yield f"{name} is missing, so no step has a proof in this language: run scripts/verify"
        return
    excused = _waiting(sources, language)
    for step in sources.guide.steps():
        proof = sources.proof(step, language)
        if proof.doubt and step.id not in excused:
            yield f"{name}: the step {step.id} {_WHY[proof.doubt]}: run scripts/verify"
    yield from store.file_problems(sources.records, reading.record)
    yield from _foreign(name, reading.record, language)


def _foreign(name: str, record: Record, language: Language) -> Iterator[str]:
    """Whether what `record`, called `name`, holds is of another language."""
    cure = "run scripts/verify to write it anew, or restore it with git"
    for entry in record.steps:
        if entry.system and entry.system.locale != LOCALES[language]:
            yield f"{name}: the step {entry.id} was run in {entry.system.locale}, not in {LOCALES[language]}: {cure}"
    kept = [entry.picture.file for entry in record.steps if entry.picture] + [one.file for one in record.sessions]
    for file in kept:
        if language not in file.split("."):
            yield f"{name}: it names {file}, which is not of its language ({language}): {cure}"


def _waiting(sources: Sources, language: Language) -> dict[str, str]:
    found = {}
    failed = ""
    for step in sources.guide.steps():
        proof = sources.proof(step, language)
        if failed and proof.doubt == Doubt.EARLIER_CHANGED:
            found[step.id] = failed
        elif not failed and proof.outcome == Outcome.FAILED:
            failed = step.id
    return found


def _name(language: Language) -> str:
    return f"docs/records/{store.file_name(language)}"
