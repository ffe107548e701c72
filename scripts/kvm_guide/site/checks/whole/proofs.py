"""What a published guide owes its readers: a proof of every step, in every language, that fits the step of today.

Each function is of one release, that of its `sources`. On another than the guide's own, a lesson may wait for its run.
"""

from collections.abc import Iterator
from typing import Final

from kvm_guide.model.release import DEFAULT
from kvm_guide.model.step import LANGUAGES, LOCALES, Language
from kvm_guide.records import store
from kvm_guide.records.proof import Doubt
from kvm_guide.records.types import Outcome, Record
from kvm_guide.site.checks.whole import facts, troubles
from kvm_guide.site.render.sources import Sources

_WHY: Final = {
    Doubt.NEW: "has not been run yet",
    Doubt.CHANGED: "has changed since the last run",
    Doubt.EARLIER_CHANGED: "comes after a step that has changed since the last run",
    Doubt.SKIPPED: "was not run, and no reason why it cannot be",
}


def problems(sources: Sources) -> list[str]:
    """The steps, facts and troubles of which nothing is known, and what is wrong with the records and their files."""
    found = [problem for language in LANGUAGES for problem in _language(sources, language)]
    unreached = frozenset((language, step_id) for language, step_id, _ in waiting(sources))
    excused = unreached | frozenset(failing(sources))
    return [*found, *facts.unproven(sources, excused), *troubles.unproven(sources, excused)]


def failing(sources: Sources) -> list[tuple[Language, str]]:
    """The steps that failed when they were last run: the language of the run, and the step's id."""
    return [
        (language, step.id)
        for language in LANGUAGES
        for step in sources.guide.steps()
        if sources.proof(step, language).outcome == Outcome.FAILED
    ]


def undos_failing(sources: Sources) -> list[tuple[Language, str]]:
    """The steps that were not taken back when that was last tried: the language of the run, and the step's id."""
    return [
        (language, record.undo.steps[-1].id)
        for language in LANGUAGES
        for _, reading in sources.readings(language)
        if (record := reading.record) and record.undo and record.undo.outcome is Outcome.FAILED
    ]


def waiting(sources: Sources) -> list[tuple[Language, str, str]]:
    """The steps that no run can reach since a changed step before them fails: language, id, and the id of that one."""
    return [(language, *pair) for language in LANGUAGES for pair in _waiting(sources, language).items()]


def failures(sources: Sources) -> list[str]:
    """A sentence about each step that is `failing` or `waiting`, and each undo, fact and trouble that failed."""
    anyway = "correct it, then run scripts/verify (--allow-failing builds all the same, and the page says so)"
    found = [
        f"{sources.record_of(step_id, language)}: the step {step_id} failed in the last run: {anyway}"
        for language, step_id in failing(sources)
    ]
    found += [
        f"{sources.record_of(step_id, language)}: taking back {step_id} failed in the last run: {anyway}"
        for language, step_id in undos_failing(sources)
    ]
    found += facts.failures(sources)
    found += troubles.failures(sources)
    found += [
        f"{sources.record_of(step_id, language)}: the step {step_id} waits for {first}, which failed before it: "
        "correct that one, then run scripts/verify (--allow-failing builds all the same, and the page says that it is "
        "not verified)"
        for language, step_id, first in waiting(sources)
    ]
    return found


def _language(sources: Sources, language: Language) -> Iterator[str]:
    excused = _waiting(sources, language)
    for lesson, reading in sources.readings(language):
        name = sources.record_of_lesson(lesson, language)
        if reading.problem:
            yield reading.problem
        elif reading.record is None:
            # No run could write it yet where each of its steps waits: that is told of with the one that failed
            if excused.keys() >= {step.id for step in lesson.steps} or sources.debian != DEFAULT.number:
                continue
            yield f"{name} is missing, so no step of it has a proof in this language: run scripts/verify {lesson.id}"
        else:
            for step in lesson.steps:
                doubt = sources.proof(step, language).doubt
                if doubt and step.id not in excused:
                    yield f"{name}: the step {step.id} {_WHY[doubt]}: run scripts/verify"
            yield from store.file_problems(sources.records, reading.record)
            yield from _foreign(name, reading.record, language)


def _foreign(name: str, record: Record, language: Language) -> Iterator[str]:
    """Whether what `record`, called `name`, holds is of another language."""
    cure = "run scripts/verify to write it anew, or restore it with git"
    if record.system and record.system.locale != LOCALES[language]:
        yield f"{name}: it was run in {record.system.locale}, not in {LOCALES[language]}: {cure}"
    for kept in record.files():
        if language not in kept.file.split("."):
            yield f"{name}: it names {kept.file}, which is not of its language ({language}): {cure}"


def _waiting(sources: Sources, language: Language) -> dict[str, str]:
    """The steps that no run can reach, each with the failing one before it in its own branch."""
    found: dict[str, str] = {}
    blocked: dict[str, str] = {}
    for lesson in sources.guide.lessons:
        failed = blocked.get(lesson.starts or "", "")
        for step in lesson.steps:
            proof = sources.proof(step, language)
            if failed and proof.doubt in (Doubt.EARLIER_CHANGED, Doubt.NO_RECORD, Doubt.NEW):
                found[step.id] = failed
            elif not failed and proof.outcome == Outcome.FAILED:
                failed = step.id
        blocked[lesson.id] = failed
    return found
