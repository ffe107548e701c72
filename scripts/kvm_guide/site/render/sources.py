"""What the fences read: the lessons and the records. A build of another root, or with other lessons, says so here."""

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from kvm_guide import lessons, paths, questions
from kvm_guide.model import release
from kvm_guide.model.fact import Fact
from kvm_guide.model.lesson import Guide, Lesson
from kvm_guide.model.release import DEFAULT
from kvm_guide.model.step import LANGUAGES, Language, Step
from kvm_guide.questions.model import Study
from kvm_guide.records import proof, store
from kvm_guide.records.proof import FactProof, Proof
from kvm_guide.records.store import Known, RecordError
from kvm_guide.records.times import RecordTimes
from kvm_guide.records.types import Record
from kvm_guide.site.render.helper import Download
from kvm_guide.troubles import proof as troubles
from kvm_guide.troubles.model import Trouble
from kvm_guide.troubles.proof import TroubleProof

SCHEMA: Final = "schema.json"
"""What the published schema of the records is called, beside them."""


@dataclass(frozen=True)
class Reading:
    """The record of one lesson in one language. problem: why it cannot be used, where it cannot."""

    known: Known | None
    problem: str | None = None

    @property
    def record(self) -> Record | None:
        """The record, where it can be used."""
        return self.known.record if self.known else None

    @property
    def times(self) -> RecordTimes | None:
        """Its times, where it can be used."""
        return self.known.times if self.known else None


@dataclass(frozen=True)
class Sources:
    """The guide, the folder of its records, and the student's helper as this build serves it (None: not built).

    guide: as it is written, for all releases. debian: the release of which it is asked what is known.
    studies: what its pages promise and ask; None: the project's own, which only the project's own guide has.
    repository: the address of the guide's source, as mkdocs.yml has it; "" where nobody knows it.
    """

    guide: Guide
    records: Path
    helper: Download | None = None
    studies: tuple[Study, ...] | None = None
    repository: str = ""
    debian: str = DEFAULT.number

    @property
    def there(self) -> Guide:
        """The guide as it is on the release of which this is: its steps' commands, the facts that hold there."""
        return self.guide.on_release(self.debian)

    def on(self, number: str) -> "Sources":
        """The same of the release called `number`."""
        return replace(self, debian=number)

    @property
    def proven_on(self) -> list["Sources"]:
        """The same of each release that pages tell of: the guide's own, and every other that has a record."""
        folders = ((one.number, self.records / store.folder_name(one.number)) for one in release.RELEASES)
        known = [number for number, folder in folders if number == DEFAULT.number or any(folder.glob("*.json"))]
        return [self.on(number) for number in known]

    @property
    def others(self) -> list["Sources"]:
        """Those of `proven_on` that are not of the guide's own release."""
        return [one for one in self.proven_on if one.debian != DEFAULT.number]

    @property
    def studied(self) -> tuple[Study, ...]:
        """What the pages promise and ask."""
        if self.studies is None:
            return questions.STUDIES if self.guide is lessons.GUIDE else ()
        return self.studies

    def study(self, lesson_id: str) -> Study:
        """What the page of the lesson called `lesson_id` promises and asks. Raises KeyError."""
        for study in self.studied:
            if study.lesson == lesson_id:
                return study
        raise KeyError(lesson_id)

    def reading(self, lesson: Lesson, language: Language) -> Reading:
        """The record of `lesson` in `language`, read anew when its file or the times have changed.

        Never raises for a bad record: it says so.
        """
        names = (store.file_name(lesson.id, language, self.debian), store.times_name(self.debian))
        return _read(self.records, lesson.id, language, self.debian, *(_stamp(self.records / name) for name in names))

    def readings(self, language: Language) -> list[tuple[Lesson, Reading]]:
        """The lessons that have a record, or should, each with it."""
        return [(lesson, self.reading(lesson, language)) for lesson in self.guide.lessons if lesson.steps]

    @property
    def complete(self) -> bool:
        """Whether there is a record of every lesson in every language on its release, which can be used."""
        return all(reading.known for language in LANGUAGES for _, reading in self.readings(language))

    def files(self) -> list[str]:
        """What the guide's records of all releases, and they themselves, are called, below the folder of records: all
        that it needs."""
        return [name for one in self.proven_on for name in one.own_files()]

    def own_files(self) -> list[str]:
        """Those of its release."""
        names = [store.times_name(self.debian)]
        for language in LANGUAGES:
            for lesson, reading in self.readings(language):
                names.append(store.file_name(lesson.id, language, self.debian))
                named = reading.record.files() if reading.record else []
                names += [f"{store.folder_name(self.debian)}/{one.file}" for one in named]
        return names

    def proof(self, step: Step, language: Language) -> Proof:
        """What is known of `step` in `language`."""
        reading, guide = self.reading(self.guide.lesson_of(step.id), language), self.there
        there = guide.step(step.id)
        return proof.judge(there, guide.chains[step.id], reading.known, readable=reading.problem is None)

    def fact(self, fact: Fact, language: Language) -> FactProof:
        """What is known of `fact` in `language`: it is in the record of the lesson after whose step it is asked.

        Where it does not hold on the release, that of the first one on which it does.
        """
        if fact.only and self.debian not in fact.only:
            return self.on(fact.only[0]).fact(fact, language)
        reading, guide = self.reading(self.guide.lesson_of(fact.after), language), self.there
        there = guide.fact(fact.id)
        return proof.judge_fact(there, guide.chains, reading.known, readable=reading.problem is None)

    def record_of(self, step_id: str, language: Language) -> str:
        """The path of the record that has the step `step_id`, for messages. Raises KeyError."""
        return self.record_of_lesson(self.guide.lesson_of(step_id), language)

    def record_of_lesson(self, lesson: Lesson, language: Language) -> str:
        """The path of the record of `lesson`, for messages."""
        return f"docs/records/{store.file_name(lesson.id, language, self.debian)}"

    def trouble(self, known: Trouble, language: Language) -> TroubleProof:
        """What is known of bringing `known` about in `language`; nothing where the guide lacks its state."""
        if known.brought is None or known.brought.after not in self.there.chains:
            return TroubleProof()
        reading = self.reading(self.guide.lesson_of(known.brought.after), language)
        return troubles.judge(known, self.there, reading.known, readable=reading.problem is None)


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_size


@lru_cache(maxsize=256)
def _read(folder: Path, lesson: str, language: Language, debian: str, *_changed: tuple[int, int]) -> Reading:
    try:
        return Reading(store.read(folder, lesson, language, debian))
    except (RecordError, OSError, UnicodeDecodeError) as error:
        return Reading(None, str(error))


# No context variable: Zensical renders pages in threads of its own, to which none is handed on.
_chosen: list[Sources] = []


def current() -> Sources:
    """The sources of this build: the chosen ones, else the project's own."""
    return _chosen[-1] if _chosen else Sources(lessons.GUIDE, paths.RECORDS)


@contextmanager
def use(sources: Sources) -> Iterator[None]:
    """Let the fences read `sources` inside the `with`."""
    _chosen.append(sources)
    try:
        yield
    finally:
        _chosen.pop()


def reload_lessons() -> Guide:
    """Import the lessons and the questions anew, as live reload needs; returns the guide. Raises what they raise."""
    own = (f"{lessons.__name__}.", f"{questions.__name__}.")
    for name in [name for name in sys.modules if name.startswith(own) and name != Study.__module__]:
        del sys.modules[name]  # they are imported anew, each after what it needs
    importlib.reload(lessons)
    importlib.reload(questions)
    return lessons.GUIDE
