"""Brings records that other machines made into the project: those of CI's jobs, or of a pull request's author."""

from collections.abc import Sequence
from itertools import product
from pathlib import Path

from kvm_guide import schema
from kvm_guide.errors import NotSo
from kvm_guide.lab.recording.merge import changed
from kvm_guide.model.lesson import Guide
from kvm_guide.model.release import NUMBERS
from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.records import store
from kvm_guide.records.store import Known, RecordError


def collect(guide: Guide, folders: Sequence[Path], records: Path) -> list[str]:
    """Write each record of `guide` that lies in one of `folders` and is another than that in `records`, with its times.

    Each folder is what one run left of `docs/records`. Returns what changed in Debian, a line each, by record; nothing
    where no record is another. Raises NotSo where one of them cannot be used, and has then written nothing.
    """
    found = []
    for folder in folders:
        for number, lesson, language in product(NUMBERS, guide.lessons, LANGUAGES):
            new = _usable(folder, lesson.id, language, number)
            try:
                old = store.read(records, lesson.id, language, number)
            except RecordError:
                old = None
            if new is not None and new != old:
                found.append((folder, new, old))
    lines = []
    for folder, new, old in found:
        own = folder / store.folder_name(new.record.debian)
        files = {one.file: (own / one.file).read_bytes() for one in new.record.files()}
        store.write(records, new.record, new.times, files)
        what = changed(old.record if old else None, new.record)
        lines += [f"{new.record.called}: {line}" for line in what or ["seen again, nothing real changed"]]
    return lines


def _usable(folder: Path, lesson: str, language: Language, debian: str) -> Known | None:
    try:
        known = store.read(folder, lesson, language, debian)
        if known is None:
            return None
        schema.check(known.record)
    except (RecordError, schema.Misfit) as error:
        raise NotSo(f"{error} Nothing was collected.") from error
    problems = store.file_problems(folder, known.record)
    if problems:
        raise NotSo(f"{problems[0]} Nothing was collected.")
    return known
