"""What the fences read: the chapters and the records. A build of another root, or with other chapters, says so here."""

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kvm_guide import lessons, paths
from kvm_guide.model.fact import Fact
from kvm_guide.model.lesson import Guide
from kvm_guide.model.step import Language, Step
from kvm_guide.records import store
from kvm_guide.records.store import RecordError
from kvm_guide.records.types import Record
from kvm_guide.site.render.fact import proof as facts
from kvm_guide.site.render.fact.proof import FactProof
from kvm_guide.site.render.helper import Download
from kvm_guide.site.render.step.proof import Proof, judge


@dataclass(frozen=True)
class Reading:
    """The record of one language. problem: why it cannot be used, where it cannot."""

    record: Record | None
    problem: str | None = None


@dataclass(frozen=True)
class Sources:
    """The guide, the folder of its records, and the student's helper as this build serves it (None: not built)."""

    guide: Guide
    records: Path
    helper: Download | None = None

    def reading(self, language: Language) -> Reading:
        """The record of `language`, read anew when its file has changed. Never raises for a bad record: it says so."""
        try:
            status = (self.records / store.file_name(language)).stat()
        except OSError:
            return Reading(None)
        return _read(self.records, language, status.st_mtime_ns, status.st_size)

    def proof(self, step: Step, language: Language) -> Proof:
        """What the record of `language` proves of `step`."""
        reading = self.reading(language)
        return judge(step, self.guide.chains()[step.id], reading.record, readable=reading.problem is None)

    def fact(self, fact: Fact, language: Language) -> FactProof:
        """What the record of `language` bears out of `fact`."""
        reading = self.reading(language)
        return facts.judge(fact, self.guide.chains()[fact.after], reading.record, readable=reading.problem is None)


@lru_cache(maxsize=8)
def _read(folder: Path, language: Language, _changed: int, _size: int) -> Reading:
    try:
        return Reading(store.read(folder, language))
    except (RecordError, OSError, UnicodeDecodeError) as error:
        return Reading(None, str(error))


_chosen: ContextVar[Sources | None] = ContextVar("sources", default=None)


def current() -> Sources:
    """The sources of this build: the chosen ones, else the project's own."""
    return _chosen.get() or Sources(lessons.GUIDE, paths.RECORDS)


@contextmanager
def use(sources: Sources) -> Iterator[None]:
    """Let the fences read `sources` inside the `with`."""
    token = _chosen.set(sources)
    try:
        yield
    finally:
        _chosen.reset(token)


def reload_lessons() -> Guide:
    """Import the chapters anew, as live reload needs; returns the guide. Raises what their source raises."""
    prefix = f"{lessons.__name__}."
    for name in sorted(name for name in sys.modules if name.startswith(prefix)):
        importlib.reload(sys.modules[name])
    importlib.reload(lessons)
    return lessons.GUIDE
