"""Records: whole or not at all, bound to what they prove, and honest about a hand that touched them."""

import errno
import hashlib
import json
import os
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from kvm_guide import paths, recordfile
from kvm_guide.record import Changes, Entry, Finale, Outcome, Picture, Record, Repeat, System
from kvm_guide.recordfile import RecordError
from kvm_guide.step import LANGUAGES, Language

PICTURE = b"\x89PNG the bytes of a picture"
SYSTEM = System("12.12", "6.1.0", "tcg", "es_ES.UTF-8", "7.2", "a" * 64, {"virtinst": "4.1"})
ENTRY = Entry(
    id="a-step",
    fingerprint="b" * 64,
    chain="c" * 64,
    command="true",
    outcome=Outcome.PASSED,
    verified_at="2026-11-22T20:00:00Z",
    last_passed_at="2026-11-22T20:00:00Z",
    exit_status=0,
    seconds=0.1,
    output="ñ ‹mirror› ✔",
    changes=Changes(packages=["+ virtinst: 4.1"]),
    repeat=Repeat(True, 0, Changes()),
    picture=Picture("a-step.es.png", hashlib.sha256(PICTURE).hexdigest(), 10, 10),
    system=SYSTEM,
)
HOST = Entry("host", "d" * 64, "e" * 64, "VBoxManage", Outcome.NOT_RUN, "typed on a host")
RECORD = Record("es", (ENTRY, HOST), Finale("kvm", "virt-install", "Linux", 60.5, "2026-11-22T20:10:00Z"))


def schema() -> dict[str, object]:
    return dict(json.loads((paths.RECORDS / "schema.json").read_text()))


def test_a_record_written_is_the_record_read(tmp_path: Path) -> None:
    recordfile.write(tmp_path, RECORD, {"a-step.es.png": PICTURE})
    assert recordfile.read(tmp_path, "es") == RECORD
    assert recordfile.read(tmp_path, "en") is None
    assert sorted(os.listdir(tmp_path)) == ["a-step.es.png", "debian-12.es.json"]


def test_a_record_fits_the_published_schema() -> None:
    jsonschema.validate(json.loads(RECORD.dumps()), schema(), jsonschema.Draft202012Validator)


def test_the_schema_refuses_what_is_no_record() -> None:
    broken = json.loads(RECORD.dumps())
    broken["steps"][0]["outcome"] = "perhaps"
    with pytest.raises(jsonschema.ValidationError, match="perhaps"):
        jsonschema.validate(broken, schema(), jsonschema.Draft202012Validator)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_committed_records_fit_the_schema_and_their_pictures_are_theirs(language: Language) -> None:
    committed = recordfile.read(paths.RECORDS, language)
    assert committed is not None, f"there is no record for {language}: run scripts/verify"
    jsonschema.validate(json.loads(committed.dumps()), schema(), jsonschema.Draft202012Validator)
    for entry in committed.steps:
        if entry.picture is not None:
            assert recordfile.file_problem(paths.RECORDS, entry.picture) is None


def test_a_record_edited_by_hand_is_refused_with_its_name_and_the_cure(tmp_path: Path) -> None:
    path = recordfile.write(tmp_path, RECORD, {})
    path.write_text(path.read_text().replace('"seconds": 0.1', '"seconds": 0.2'))
    with pytest.raises(RecordError, match=r"debian-12\.es\.json was changed by hand.*scripts/verify"):
        recordfile.read(tmp_path, "es")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 99}', '"x"'])
def test_a_record_that_does_not_parse_is_refused_with_its_name_and_the_cure(tmp_path: Path, text: str) -> None:
    (tmp_path / "debian-12.en.json").write_text(text)
    with pytest.raises(RecordError, match=r"debian-12\.en\.json is not .*scripts/verify"):
        recordfile.read(tmp_path, "en")


def test_a_full_disk_loses_nothing_already_recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recordfile.write(tmp_path, RECORD, {})

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        recordfile.write(tmp_path, replace(RECORD, steps=()), {})
    assert recordfile.read(tmp_path, "es") == RECORD
    assert os.listdir(tmp_path) == ["debian-12.es.json"]


def test_another_picture_under_the_same_name_is_noticed(tmp_path: Path) -> None:
    recordfile.write(tmp_path, RECORD, {"a-step.es.png": b"another"})
    assert ENTRY.picture is not None
    assert "not the picture the record names" in (recordfile.file_problem(tmp_path, ENTRY.picture) or "")
    (tmp_path / "a-step.es.png").unlink()
    assert "is missing" in (recordfile.file_problem(tmp_path, ENTRY.picture) or "")
