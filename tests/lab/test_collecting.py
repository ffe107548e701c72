"""Records that other machines made are taken over whole, and only where they are another than ours."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from tests import recorded_guide as fabricated
from tests.recorded_guide import GUIDE

from kvm_guide.errors import NotSo
from kvm_guide.lab.recording.collecting import collect
from kvm_guide.model.step import LANGUAGES
from kvm_guide.records import store
from kvm_guide.records.store import Known


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """The records of the project."""
    for lesson in GUIDE.run():
        for language in LANGUAGES:
            fabricated.write(tmp_path / "records", fabricated.fabricated(lesson, language))
    return tmp_path / "records"


def left_by(job: str, records: Path) -> tuple[Path, Known]:
    """What a job leaves that has run the install in Spanish on a newer Debian: the whole folder, and its record."""
    folder = records.with_name(job)
    shutil.copytree(records, folder)
    known = fabricated.fabricated(GUIDE.lesson("install"), "es")
    assert known.record.system is not None
    newer = replace(known.record, system=replace(known.record.system, debian="12.14"))
    fabricated.write(folder, Known(newer, known.times))
    return folder, Known(newer, known.times)


def test_what_each_of_two_jobs_made_is_there_in_the_end_and_what_changed_is_said(records: Path) -> None:
    first, made = left_by("one", records)
    second = records.with_name("two")
    shutil.copytree(records, second)
    english = fabricated.fabricated(GUIDE.lesson("requirements"), "en")
    later = Known(english.record, replace(english.times, run="2026-11-29T19:40:00Z"))
    fabricated.write(second, later)
    assert collect(GUIDE, [first, second], records) == [
        "install.es: Debian: 12.13 → 12.14",
        "requirements.en: seen again, nothing real changed",
    ]
    assert store.read(records, "install", "es") == made
    assert store.read(records, "requirements", "en") == later
    assert store.read(records, "install", "en") == fabricated.fabricated(GUIDE.lesson("install"), "en")


def test_what_is_as_it_was_is_left_alone(records: Path) -> None:
    assert collect(GUIDE, [records], records) == []


def test_a_record_that_cannot_be_used_is_refused_and_nothing_is_written(records: Path) -> None:
    folder, _ = left_by("one", records)
    before = {path: path.read_bytes() for path in records.rglob("*") if path.is_file()}
    (folder / store.file_name("requirements", "es")).write_text("{")
    with pytest.raises(NotSo, match=r"is not JSON.* Nothing was collected"):
        collect(GUIDE, [folder], records)
    (folder / store.file_name("requirements", "es")).unlink()
    (folder / "debian-12" / "install.es.cast").unlink()
    with pytest.raises(NotSo, match=r"install\.es\.cast is missing.* Nothing was collected"):
        collect(GUIDE, [folder], records)
    assert {path: path.read_bytes() for path in records.rglob("*") if path.is_file()} == before
