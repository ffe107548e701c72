"""Records on disk: read, write, check. Standard library only.

A record is written by `scripts/verify` and by nothing else; the page and the tests read it.
"""

import fcntl
import hashlib
import json
import os
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, TypeVar

from kvm_guide.model.release import DEFAULT
from kvm_guide.model.step import Language, sha256_of
from kvm_guide.records.codec import decode
from kvm_guide.records.times import RecordTimes, Times
from kvm_guide.records.types import FORMAT, Picture, Record, Session

T = TypeVar("T")

_PART: Final = ".{}.{}.part"
_CURE: Final = "Run scripts/verify to write it anew, or restore it with git."


class RecordError(Exception):
    """A record that cannot be used: the message names the file, what is wrong and the cure."""


@dataclass(frozen=True)
class Known:
    """A record and its times."""

    record: Record
    times: RecordTimes


def folder_name(debian: str = DEFAULT.number) -> str:
    """The folder of a release's records, below the folder of records."""
    return f"debian-{debian}"


def file_name(lesson: str, language: Language, debian: str = DEFAULT.number) -> str:
    """The name of the record of `lesson` in `language`, below the folder of records."""
    return f"{folder_name(debian)}/{lesson}.{language}.json"


def times_name(debian: str = DEFAULT.number) -> str:
    """The name of the times of a release's records, below the folder of records."""
    return f"{folder_name(debian)}.times.json"


def read(folder: Path, lesson: str, language: Language, debian: str = DEFAULT.number) -> Known | None:
    """The record of `lesson` in `language` on the release `debian`, with its times; None where `folder` has none yet.

    Raises RecordError where a file does not parse, has another format, does not match its own digest, is another
    lesson's, language's or release's, or where the times are not of this record.
    """
    path = folder / file_name(lesson, language, debian)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    record, key = _keyed(text, str(path))
    if (record.lesson, record.language, record.debian) != (lesson, language, debian):
        raise RecordError(
            f"{path} holds the record of {record.called}, not of {lesson}.{language} on Debian {debian}: its page"
            f" would show what was seen elsewhere. {_CURE}"
        )
    times = read_times(folder, debian).records.get(key)
    if times is None:
        raise RecordError(
            f"{folder / times_name(debian)} does not say when {path.name} was seen: both are written by one run."
            f" {_CURE}"
        )
    return Known(record, times)


def read_times(folder: Path, debian: str = DEFAULT.number) -> Times:
    """The times of all records of the release `debian`; none where `folder` has no such file. Raises RecordError."""
    path = folder / times_name(debian)
    try:
        return _times(path.read_text(encoding="utf-8"), str(path))
    except FileNotFoundError:
        return Times()


def loads(text: str, name: str) -> Record:
    """The record in `text`; `name` is what errors call it. Raises RecordError."""
    return _loads(Record, text, name)


def dumps(content: Record | Times) -> str:
    """`content` as the text of its file: its format and its own digest included."""
    whole = {"format": FORMAT, **asdict(content)}
    return json.dumps({"digest": sha256_of(whole), **whole}, indent=1, ensure_ascii=False) + "\n"


def _key(record: Record) -> str:
    """Under which the times of `record`, as it stands, are kept among those of its release."""
    return f"{record.name} {sha256_of({'format': FORMAT, **asdict(record)})[:12]}"


@lru_cache(maxsize=64)
def _keyed(text: str, name: str) -> tuple[Record, str]:
    """The record in `text`, and its key. Kept: a build asks for each record many times."""
    record = loads(text, name)
    return record, _key(record)


@lru_cache(maxsize=16)
def _times(text: str, name: str) -> Times:
    """The times in `text`. Kept, for each record asks for those of all."""
    return _loads(Times, text, name)


def _loads(kind: type[T], text: str, name: str) -> T:
    try:
        plain = json.loads(text)
    except ValueError as error:
        raise RecordError(f"{name} is not JSON ({error}). {_CURE}") from error
    if not isinstance(plain, dict) or plain.get("format") != FORMAT:
        raise RecordError(f"{name} is not a record of format {FORMAT}. {_CURE}")
    if plain.pop("digest", None) != sha256_of(plain):
        raise RecordError(f"{name} was changed by hand: it does not match its own digest. {_CURE}")
    del plain["format"]
    try:
        return decode(kind, plain)
    except (TypeError, ValueError) as error:
        raise RecordError(f"{name} lacks something a record needs ({error}). {_CURE}") from error


def write(folder: Path, record: Record, times: RecordTimes, files: dict[str, bytes]) -> Path:
    """Write `record` and its `times` into `folder`, each file whole or not at all; returns the record's path.

    files: pictures and the session, by name; they go first: a record never names one that is not there. Nothing that
    is there already is written again. Raises OSError, with nothing half written, and RecordError where the times that
    are there cannot be read.
    """
    own = folder / folder_name(record.debian)
    own.mkdir(parents=True, exist_ok=True)
    path = folder / file_name(record.lesson, record.language, record.debian)
    handle = os.open(own, os.O_RDONLY)
    try:
        # Several runs end at once, and the times are one file
        fcntl.flock(handle, fcntl.LOCK_EX)
        for left in (*folder.glob(_PART.format(times_name(record.debian), "*")), *own.glob(_PART.format("*", "*"))):
            # Of a run that was killed between giving a file a name and giving it its own
            left.unlink()
        for name, data in files.items():
            _renew(own / name, data)
        known = read_times(folder, record.debian).records
        # Both records' times are there while one takes the other's place: who is killed between leaves a whole one
        _write_times(folder, record.debian, {**known, _key(record): times})
        _renew(path, dumps(record).encode())
        others = {key: one for key, one in known.items() if key.partition(" ")[0] != record.name}
        _write_times(folder, record.debian, {**others, _key(record): times})
    finally:
        os.close(handle)
    return path


def _write_times(folder: Path, debian: str, records: dict[str, RecordTimes]) -> None:
    _renew(folder / times_name(debian), dumps(Times(dict(sorted(records.items())))).encode())


def file_problem(folder: Path, record: Record, kept: Picture | Session) -> str | None:
    """What is wrong with the file of `kept`, which `record` in `folder` names; None where nothing is."""
    path = folder / folder_name(record.debian) / kept.file
    if not path.is_file():
        return f"{path} is missing, and the record names it. Run scripts/verify to make it anew."
    if hashlib.sha256(path.read_bytes()).hexdigest() != kept.sha256:
        return f"{path} is not the file the record names. Run scripts/verify to make it anew."
    return None


def file_problems(folder: Path, record: Record) -> list[str]:
    """What is wrong with the files that `record` names, pictures and sessions, a sentence each."""
    return [problem for one in record.files() if (problem := file_problem(folder, record, one))]


def _renew(path: Path, data: bytes) -> None:
    try:
        if path.read_bytes() == data:
            return
    except OSError:
        pass
    replace(path, data)


def replace(path: Path, data: bytes) -> None:
    """Write `data` to `path`, whole or not at all. Raises OSError, and the file there is as it was."""
    temporary = path.with_name(_PART.format(path.name, os.getpid()))
    nameless = hasattr(os, "O_TMPFILE")
    try:
        if nameless:
            # Without a name until it is whole: who is killed before leaves nothing behind
            handle = os.open(path.parent, os.O_WRONLY | os.O_TMPFILE, 0o644)
        else:
            handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            if nameless:
                # With a folder's handle given, Python asks for what the link stands for (it is not used itself)
                os.link(f"/proc/self/fd/{file.fileno()}", temporary, src_dir_fd=file.fileno())
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
