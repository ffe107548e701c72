"""Records on disk: read, write, check. Standard library only.

A record is written by `scripts/verify` and by nothing else; the page and the tests read it.
"""

import hashlib
import json
import os
from pathlib import Path
from typing import cast

from kvm_guide.model.step import LANGUAGES, Language, sha256_of
from kvm_guide.records.types import (
    DEBIAN,
    FORMAT,
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


class RecordError(Exception):
    """A record that cannot be used: the message names the file, what is wrong and the cure."""


def file_name(language: Language, debian: str = DEBIAN) -> str:
    """The name of the record of `language`, below the folder of records."""
    return f"debian-{debian}.{language}.json"


def read(folder: Path, language: Language) -> Record | None:
    """The record of `language` in `folder`; None where there is none yet.

    Raises RecordError where the file does not parse, has another format, does not match its own digest, or is another
    language's.
    """
    path = folder / file_name(language)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    record = loads(text, str(path))
    if record.language != language:
        raise RecordError(
            f"{path} holds the record of {record.language}, not of {language}: its pages would show the output of a "
            "system in another language. Restore it with git, or run scripts/verify to write it anew."
        )
    return record


def loads(text: str, name: str) -> Record:
    """The record in `text`; `name` is what errors call it. Raises RecordError."""
    cure = "Run scripts/verify to write it anew, or restore it with git."
    try:
        plain = json.loads(text)
    except ValueError as error:
        raise RecordError(f"{name} is not JSON ({error}). {cure}") from error
    if not isinstance(plain, dict) or plain.get("format") != FORMAT:
        raise RecordError(f"{name} is not a record of format {FORMAT}. {cure}")
    digest = plain.pop("digest", None)
    if digest != sha256_of(plain):
        raise RecordError(f"{name} was changed by hand: it does not match its own digest. {cure}")
    try:
        return _record(cast(dict[str, object], plain))
    except (KeyError, TypeError, ValueError) as error:
        raise RecordError(f"{name} lacks something a record needs ({error!r}). {cure}") from error


def write(folder: Path, record: Record, files: dict[str, bytes]) -> Path:
    """Write `record` into `folder`, whole or not at all, and return its path. files: pictures and sessions, by name.

    The files go first: a record never names one that is not there. Raises OSError, with nothing half written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        replace(folder / name, data)
    path = folder / file_name(record.language, record.debian)
    replace(path, record.dumps().encode())
    return path


def file_problem(folder: Path, kept: Picture | Session) -> str | None:
    """What is wrong with the file of `kept` in `folder`, as a sentence; None where nothing is."""
    path = folder / kept.file
    if not path.is_file():
        return f"{path} is missing, and the record names it. Run scripts/verify to make it anew."
    if hashlib.sha256(path.read_bytes()).hexdigest() != kept.sha256:
        return f"{path} is not the file the record names. Run scripts/verify to make it anew."
    return None


def file_problems(folder: Path, record: Record) -> list[str]:
    """What is wrong with the files that `record` names, pictures and sessions, a sentence each."""
    kept: list[Picture | Session] = [entry.picture for entry in record.steps if entry.picture]
    kept += record.sessions
    return [problem for one in kept if (problem := file_problem(folder, one))]


def replace(path: Path, data: bytes) -> None:
    """Write `data` to `path`, whole or not at all. Raises OSError, and the file there is as it was."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
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


def _record(plain: dict[str, object]) -> Record:
    language = next(code for code in LANGUAGES if code == plain["language"])
    return Record(
        language=language,
        debian=str(plain["debian"]),
        run=None if plain["run"] is None else str(plain["run"]),
        steps=tuple(entry_of(_mapping(step)) for step in _list(plain["steps"])),
        undo=undo_of(_mapping(plain["undo"])) if plain["undo"] is not None else None,
        sessions=tuple(Session(**_mapping(one)) for one in _list(plain["sessions"])),  # type: ignore[arg-type]
    )


def undo_of(plain: dict[str, object]) -> Undo:
    """What `asdict` made plain, as an Undo again. Raises KeyError, TypeError or ValueError where it is none."""
    steps = tuple(Undone(**_mapping(one)) for one in _list(plain["steps"]))  # type: ignore[arg-type]
    residue = Changes(**_mapping(plain["residue"]))  # type: ignore[arg-type]
    return Undo(**{**plain, "steps": steps, "residue": residue})  # type: ignore[arg-type]


def entry_of(plain: dict[str, object]) -> Entry:
    """What `asdict` made plain, as an Entry again. Raises KeyError, TypeError or ValueError where it is none."""
    values = dict(plain)
    values["outcome"] = Outcome(str(plain["outcome"]))
    if plain["changes"] is not None:
        values["changes"] = Changes(**_mapping(plain["changes"]))  # type: ignore[arg-type]
    if plain["picture"] is not None:
        values["picture"] = Picture(**_mapping(plain["picture"]))  # type: ignore[arg-type]
    if plain["system"] is not None:
        values["system"] = System(**_mapping(plain["system"]))  # type: ignore[arg-type]
    if plain["repeat"] is not None:
        repeat = _mapping(plain["repeat"])
        changes = Changes(**_mapping(repeat["changes"]))  # type: ignore[arg-type]
        values["repeat"] = Repeat(bool(repeat["safe"]), int(str(repeat["exit_status"])), changes)
    times = _mapping(plain["other_times"]).items()
    values["other_times"] = {name: Timing(**_mapping(timing)) for name, timing in times}  # type: ignore[arg-type]
    if plain["passed"] is not None:
        values["passed"] = entry_of(_mapping(plain["passed"]))
    return Entry(**values)  # type: ignore[arg-type]


def _mapping(part: object) -> dict[str, object]:
    return {str(key): value for key, value in cast(dict[object, object], part).items()}


def _list(part: object) -> list[object]:
    return list(cast(list[object], part))
