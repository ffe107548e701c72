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

from kvm_guide import paths, schema
from kvm_guide.lessons import GUIDE
from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.records import store
from kvm_guide.records.codec import decode
from kvm_guide.records.store import Known, RecordError
from kvm_guide.records.times import RecordTimes, StepTimes, Timing, UndoTimes
from kvm_guide.records.types import (
    Changes,
    FactEntry,
    Outcome,
    Picture,
    Record,
    Repeat,
    Session,
    StepEntry,
    System,
    TroubleEntry,
    Undo,
    Undone,
)

PICTURE = b"\x89PNG the bytes of a picture"
SYSTEM = System("12.12", "6.1.0", "es_ES.UTF-8", "a" * 64, {"virtinst": "4.1"})
ENTRY = StepEntry(
    id="a-step",
    action="b" * 64,
    claim="f" * 64,
    chain="c" * 64,
    command="true",
    outcome=Outcome.PASSED,
    exit_status=0,
    output="ñ ‹mirror› ✔",
    changes=Changes(packages=["+ virtinst: 4.1"]),
    repeat=Repeat(True, 0, Changes()),
    picture=Picture("a-step.es.png", hashlib.sha256(PICTURE).hexdigest(), 10, 10),
)
HOST = StepEntry("host", "d" * 64, "f" * 64, "e" * 64, "VBoxManage", Outcome.NOT_RUN, "typed on a host")
FAILED = replace(ENTRY, id="b-step", outcome=Outcome.FAILED, exit_status=100, passed=replace(ENTRY, id="b-step"))
CAST = b'{"version": 2}\n'
RECORD = Record(
    "install",
    "es",
    (ENTRY, FAILED, HOST),
    system=SYSTEM,
    undo=Undo("a-step", Outcome.PASSED, (Undone("b-step", "false", 1, "no"),), Changes(files=["+ /etc/left"])),
    facts=(FactEntry("a-fact", "a" * 64, "c" * 64, Outcome.PASSED, 0, "9.0.0"),),
    session=Session("install.es.cast", hashlib.sha256(CAST).hexdigest(), 61.5),
    troubles=(
        TroubleEntry("a-trouble", "a" * 64, "c" * 64, Outcome.PASSED, 1, "error: it is not there"),
        TroubleEntry("b-trouble", "a" * 64, "c" * 64, Outcome.FAILED, None, "", "what brings it about ended with 1"),
    ),
)
MOMENT = StepTimes(
    "2026-11-22T20:00:00Z",
    "2026-11-21T20:00:00Z",
    "2026-11-22T19:00:00Z",
    "tcg",
    0.1,
    "2026-11-22T20:00:00Z",
    other_times={"kvm": Timing(0.05, "2026-11-20T20:00:00Z")},
)
TIMES = RecordTimes(
    "2026-11-22T19:00:00Z",
    "7.2",
    "e" * 64,
    {"a-step": MOMENT, "b-step": replace(MOMENT, failing_since="2026-11-21T20:00:00Z")},
    UndoTimes("2026-11-22T20:20:00Z", 9.5, {"b-step": 2.5}),
    {"a-fact": "2026-11-22T20:21:00Z"},
    {"a-trouble": "2026-11-22T20:22:00Z", "b-trouble": "2026-11-22T20:23:00Z"},
)
FILES = {"a-step.es.png": PICTURE, "install.es.cast": CAST}


def write(folder: Path, record: Record = RECORD, times: RecordTimes = TIMES, data: dict[str, bytes] = FILES) -> Path:
    """Write what is made up here, or parts of it."""
    return store.write(folder, record, times, data)


def listed(folder: Path) -> list[str]:
    """What there is in `folder`, below it too."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_record_written_is_the_record_read_with_its_times(tmp_path: Path) -> None:
    write(tmp_path)
    assert store.read(tmp_path, "install", "es") == Known(RECORD, TIMES)
    assert store.read(tmp_path, "install", "en") is None
    files = [f"debian-12/{name}" for name in ("a-step.es.png", "install.es.cast", "install.es.json")]
    assert listed(tmp_path) == ["debian-12.times.json", *files]
    assert store.file_problems(tmp_path, RECORD) == []


def test_another_record_leaves_the_times_of_the_first(tmp_path: Path) -> None:
    write(tmp_path)
    write(tmp_path, replace(RECORD, lesson="networks"), replace(TIMES, qemu="10.0"))
    assert store.read(tmp_path, "install", "es") == Known(RECORD, TIMES)
    assert len(store.read_times(tmp_path).records) == 2


def test_a_run_in_which_only_the_times_changed_writes_nothing_but_the_times(tmp_path: Path) -> None:
    write(tmp_path)
    before = {path: path.stat().st_ino for path in tmp_path.rglob("*") if path.is_file()}
    write(tmp_path, times=replace(TIMES, run="2026-11-29T19:00:00Z"))
    changed = [path.name for path, inode in before.items() if path.stat().st_ino != inode]
    assert changed == ["debian-12.times.json"]


def test_a_record_without_its_own_times_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path)
    path.write_text(store.dumps(replace(RECORD, facts=())))
    with pytest.raises(RecordError, match=r"times\.json does not say when install\.es\.json was seen.*scripts/verify"):
        store.read(tmp_path, "install", "es")


def fits(text: str) -> None:
    """Hold the text of a record against the schema. Raises jsonschema.ValidationError."""
    jsonschema.validate(json.loads(text), schema.schema(), jsonschema.Draft202012Validator)


def test_a_record_fits_the_schema_that_is_made_from_its_types() -> None:
    schema.check(RECORD)
    schema.check(Record("install", "en", (HOST,)))
    jsonschema.Draft202012Validator.check_schema(schema.schema())


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["steps", 0, "outcome"], "perhaps"),
        (["steps", 0, "more"], 1),
        (["steps", 0, "action"], "no fingerprint"),
        (["steps", 1, "passed", "command"], None),
        (["steps", 1, "changes", "packages"], "one"),
        (["undo", "outcome"], None),
        (["undo", "steps", 0, "exit_status"], "1"),
        (["session", "sha256"], "0"),
        (["system", "versions"], None),
        (["facts", 0, "output"], None),
        (["language"], "fr"),
        (["more"], 1),
        (["format"], 1),
    ],
)
def test_the_schema_and_the_reader_refuse_what_is_no_record(path: list[str | int], value: object) -> None:
    broken = part = json.loads(store.dumps(RECORD))
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = value
    with pytest.raises(jsonschema.ValidationError):
        fits(json.dumps(broken))
    if path[-1] not in ("format", "action", "sha256"):  # what these look like, a digest guards
        del broken["digest"], broken["format"]
        with pytest.raises((TypeError, ValueError)):
            decode(Record, broken)


@pytest.mark.parametrize(
    "kind", [Record, StepEntry, System, Changes, Repeat, Picture, Undo, Undone, Session, FactEntry, TroubleEntry]
)
def test_what_the_schema_asks_for_is_what_the_types_have(kind: type[Record]) -> None:
    made = schema.schema()
    definitions = made["$defs"]
    assert isinstance(definitions, dict)
    shape = made if kind is Record else definitions[kind.__name__]
    properties, required = shape["properties"], shape["required"]
    assert isinstance(properties, dict)
    assert isinstance(required, list)
    names = {field.name for field in fields(kind)} | ({"digest", "format"} if kind is Record else set())
    assert set(properties) == set(required) == names
    assert shape["additionalProperties"] is False


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("lesson", [lesson.id for lesson in GUIDE.lessons if lesson.steps])
def test_the_committed_records_fit_the_schema_and_their_files_are_theirs(lesson: str, language: Language) -> None:
    committed = store.read(paths.RECORDS, lesson, language)
    assert committed is not None, f"there is no record of {lesson} for {language}: run scripts/verify"
    schema.check(committed.record)
    assert store.file_problems(paths.RECORDS, committed.record) == []


def test_a_record_edited_by_hand_is_refused_with_its_name_and_the_cure(tmp_path: Path) -> None:
    path = write(tmp_path)
    path.write_text(path.read_text().replace('"exit_status": 0', '"exit_status": 2'))
    with pytest.raises(RecordError, match=r"install\.es\.json was changed by hand.*scripts/verify"):
        store.read(tmp_path, "install", "es")


def test_times_edited_by_hand_are_refused_with_their_name_and_the_cure(tmp_path: Path) -> None:
    write(tmp_path)
    path = tmp_path / "debian-12.times.json"
    path.write_text(path.read_text().replace("2026-11-22", "2027-11-22"))
    with pytest.raises(RecordError, match=r"debian-12\.times\.json was changed by hand.*scripts/verify"):
        store.read(tmp_path, "install", "es")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 99}', '"x"'])
def test_a_record_that_does_not_parse_is_refused_with_its_name_and_the_cure(tmp_path: Path, text: str) -> None:
    write(tmp_path).write_text(text)
    with pytest.raises(RecordError, match=r"install\.es\.json is not .*scripts/verify"):
        store.read(tmp_path, "install", "es")


def test_a_record_of_another_lesson_or_language_in_its_place_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path)
    for name in ("install.en.json", "networks.es.json"):
        path.with_name(name).write_text(path.read_text())
    for lesson, language in (("install", LANGUAGES[1]), ("networks", LANGUAGES[0])):
        with pytest.raises(RecordError, match=r"holds the record of install\.es, not of"):
            store.read(tmp_path, lesson, language)


def test_a_full_disk_loses_nothing_already_recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, data={})

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write(tmp_path, replace(RECORD, steps=()), data={})
    assert store.read(tmp_path, "install", "es") == Known(RECORD, TIMES)
    assert listed(tmp_path) == ["debian-12.times.json", "debian-12/install.es.json"]


@pytest.mark.parametrize("name", FILES)
def test_another_file_under_the_same_name_is_noticed(tmp_path: Path, name: str) -> None:
    write(tmp_path, data={**FILES, name: b"another"})
    assert [f"{name} is not the file the record names" in one for one in _problems(tmp_path)] == [True]
    (tmp_path / "debian-12" / name).unlink()
    assert [f"{name} is missing" in one for one in _problems(tmp_path)] == [True]


def _problems(folder: Path) -> list[str]:
    return sorted(set(store.file_problems(folder, RECORD)))


_WRITER = """
import sys
from dataclasses import replace
from pathlib import Path
from tests.test_record import RECORD, write
print("ready", flush=True)
while True:
    for facts in (RECORD.facts, ()):
        write(Path(sys.argv[1]), replace(RECORD, facts=facts))
"""


def test_a_lab_killed_while_it_writes_records_leaves_a_whole_one_with_its_times(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": f"{paths.ROOT / 'scripts'}:{paths.ROOT}"}
    for _ in range(5):
        with subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(tmp_path)], env=environment, stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            path = tmp_path / store.file_name("install", "es")
            until = time.monotonic() + 300
            seen: set[int] = set()
            while len(seen) < 20:
                assert time.monotonic() < until, "nothing was written within 300 s"
                if path.exists():
                    seen.add(path.stat().st_mtime_ns)
                time.sleep(0.0005)
            writer.kill()
            writer.wait(timeout=120)
        whole = store.read(tmp_path, "install", "es")
        assert whole is not None
        assert store.file_problems(tmp_path, whole.record) == []
        assert (whole.record.steps, whole.times) == (RECORD.steps, TIMES)
        write(tmp_path, RECORD)
        assert listed(tmp_path) == [
            "debian-12.times.json",
            *(f"debian-12/{name}" for name in ("a-step.es.png", "install.es.cast", "install.es.json")),
        ], "nothing half is left once another run has written"


def test_what_a_killed_run_left_half_written_is_gone_with_the_next(tmp_path: Path) -> None:
    path = write(tmp_path, RECORD)
    whole = listed(tmp_path)
    (path.parent / f".{path.name}.1234.part").write_text("{")
    (tmp_path / ".debian-12.times.json.1234.part").write_text("{")
    write(tmp_path, RECORD)
    assert listed(tmp_path) == whole
