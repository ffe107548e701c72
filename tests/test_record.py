"""Records: whole or not at all, bound to what they prove, and honest about a hand that touched them."""

import errno
import hashlib
import json
import os
import subprocess
import sys
import time
from dataclasses import fields, replace
from pathlib import Path

import jsonschema
import pytest

from kvm_guide import paths
from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.records import store
from kvm_guide.records.store import RecordError
from kvm_guide.records.types import (
    Changes,
    Entry,
    Outcome,
    Picture,
    Record,
    Repeat,
    Session,
    System,
    Timing,
    Undo,
    Undone,
)

PICTURE = b"\x89PNG the bytes of a picture"
SYSTEM = System("12.12", "6.1.0", "tcg", "es_ES.UTF-8", "7.2", "a" * 64, {"virtinst": "4.1"})
ENTRY = Entry(
    id="a-step",
    action="b" * 64,
    claim="f" * 64,
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
    run="2026-11-22T19:00:00Z",
    other_times={"kvm": Timing(0.05, "2026-11-20T20:00:00Z")},
)
HOST = Entry("host", "d" * 64, "f" * 64, "e" * 64, "VBoxManage", Outcome.NOT_RUN, "typed on a host")
FAILED = replace(
    ENTRY,
    id="b-step",
    outcome=Outcome.FAILED,
    exit_status=100,
    failing_since="2026-11-21T20:00:00Z",
    passed=replace(ENTRY, id="b-step", last_passed_at="2026-11-14T20:00:00Z"),
)
CAST = b'{"version": 2}\n'
RECORD = Record(
    "es",
    (ENTRY, FAILED, HOST),
    run="2026-11-22T19:00:00Z",
    undo=Undo(
        "a-step",
        (Undone("b-step", "false", 1, 2.5, "no"),),
        Changes(files=["+ /etc/left"]),
        9.5,
        "2026-11-22T20:20:00Z",
    ),
    sessions=(Session("instalacion", "instalacion.es.cast", hashlib.sha256(CAST).hexdigest(), 61.5),),
)
FILES = {"a-step.es.png": PICTURE, "instalacion.es.cast": CAST}


def schema() -> dict[str, object]:
    return dict(json.loads((paths.RECORDS / "schema.json").read_text()))


def test_a_record_written_is_the_record_read(tmp_path: Path) -> None:
    store.write(tmp_path, RECORD, FILES)
    assert store.read(tmp_path, "es") == RECORD
    assert store.read(tmp_path, "en") is None
    assert sorted(os.listdir(tmp_path)) == ["a-step.es.png", "debian-12.es.json", "instalacion.es.cast"]
    assert store.file_problems(tmp_path, RECORD) == []


def test_a_record_fits_the_published_schema() -> None:
    jsonschema.validate(json.loads(RECORD.dumps()), schema(), jsonschema.Draft202012Validator)


def test_every_new_field_may_be_empty() -> None:
    plain = replace(ENTRY, run=None, other_times={})
    bare = Record("en", (plain, HOST))
    jsonschema.validate(json.loads(bare.dumps()), schema(), jsonschema.Draft202012Validator)
    assert store.loads(bare.dumps(), "x") == bare


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["steps", 0, "outcome"], "perhaps"),
        (["steps", 0, "other_times", "xen"], {"seconds": 1, "verified_at": "2026-11-22T20:00:00Z"}),
        (["steps", 0, "other_times", "kvm"], {"seconds": 1}),
        (["steps", 1, "passed", "command"], None),
        (["steps", 1, "failing_since"], "yesterday"),
        (["undo", "verified_at"], "yesterday"),
        (["undo", "steps", 0, "exit_status"], "1"),
        (["sessions", 0, "sha256"], "0"),
        (["run"], "yesterday"),
        (["more"], 1),
        (["format"], 1),
    ],
)
def test_the_schema_refuses_what_is_no_record(path: list[str | int], value: object) -> None:
    broken = part = json.loads(RECORD.dumps())
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = value
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(broken, schema(), jsonschema.Draft202012Validator)


SHAPES = {
    "entry": Entry,
    "system": System,
    "changes": Changes,
    "repeat": Repeat,
    "picture": Picture,
    "timing": Timing,
    "undo": Undo,
    "undone": Undone,
    "session": Session,
}


def test_the_schema_has_the_fields_of_the_code_and_no_other() -> None:
    published = json.loads((paths.RECORDS / "schema.json").read_text())
    assert published["$defs"].keys() == SHAPES.keys()
    for name, shape in SHAPES.items():
        names = [field.name for field in fields(shape)]
        assert sorted(published["$defs"][name]["properties"]) == sorted(names), name
        assert sorted(published["$defs"][name]["required"]) == sorted(names), name
        assert published["$defs"][name]["additionalProperties"] is False, name
    wanted = {"digest", *RECORD.content()}
    assert set(published["properties"]) == set(published["required"]) == wanted


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_committed_records_fit_the_schema_and_their_files_are_theirs(language: Language) -> None:
    committed = store.read(paths.RECORDS, language)
    assert committed is not None, f"there is no record for {language}: run scripts/verify"
    jsonschema.validate(json.loads(committed.dumps()), schema(), jsonschema.Draft202012Validator)
    assert store.file_problems(paths.RECORDS, committed) == []


def test_a_record_edited_by_hand_is_refused_with_its_name_and_the_cure(tmp_path: Path) -> None:
    path = store.write(tmp_path, RECORD, {})
    path.write_text(path.read_text().replace('"seconds": 0.1', '"seconds": 0.2'))
    with pytest.raises(RecordError, match=r"debian-12\.es\.json was changed by hand.*scripts/verify"):
        store.read(tmp_path, "es")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 99}', '"x"'])
def test_a_record_that_does_not_parse_is_refused_with_its_name_and_the_cure(tmp_path: Path, text: str) -> None:
    (tmp_path / "debian-12.en.json").write_text(text)
    with pytest.raises(RecordError, match=r"debian-12\.en\.json is not .*scripts/verify"):
        store.read(tmp_path, "en")


def test_a_full_disk_loses_nothing_already_recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store.write(tmp_path, RECORD, {})

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        store.write(tmp_path, replace(RECORD, steps=()), {})
    assert store.read(tmp_path, "es") == RECORD
    assert os.listdir(tmp_path) == ["debian-12.es.json"]


@pytest.mark.parametrize("name", FILES)
def test_another_file_under_the_same_name_is_noticed(tmp_path: Path, name: str) -> None:
    store.write(tmp_path, RECORD, {**FILES, name: b"another"})
    assert [f"{name} is not the file the record names" in one for one in _problems(tmp_path)] == [True]
    (tmp_path / name).unlink()
    assert [f"{name} is missing" in one for one in _problems(tmp_path)] == [True]


def _problems(folder: Path) -> list[str]:
    return sorted(set(store.file_problems(folder, RECORD)))


_WRITER = """
import sys
from dataclasses import replace
from pathlib import Path
from kvm_guide.records import store
from tests.test_record import FILES, RECORD
print("ready", flush=True)
while True:
    for run in ("2026-11-22T19:00:00Z", "2026-11-23T19:00:00Z"):
        store.write(Path(sys.argv[1]), replace(RECORD, run=run), FILES)
"""


def test_a_lab_killed_while_it_writes_records_leaves_a_whole_one(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": f"{paths.ROOT / 'scripts'}:{paths.ROOT}"}
    for _ in range(5):
        with subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(tmp_path)], env=environment, stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            path = tmp_path / store.file_name("es")
            until = time.monotonic() + 300
            seen: set[int] = set()
            while len(seen) < 20:
                assert time.monotonic() < until, "nothing was written within 300 s"
                if path.exists():
                    seen.add(path.stat().st_mtime_ns)
                time.sleep(0.0005)
            writer.kill()
            writer.wait(timeout=120)
        whole = store.read(tmp_path, "es")
        assert whole is not None
        assert store.file_problems(tmp_path, whole) == []
        assert whole.steps == RECORD.steps
        wholes = {*FILES.values(), path.read_bytes(), replace(whole, run="2026-11-22T19:00:00Z").dumps().encode()}
        wholes.add(replace(whole, run="2026-11-23T19:00:00Z").dumps().encode())
        assert all(left.read_bytes() in wholes for left in tmp_path.iterdir()), "nothing half is left"
