"""The record of a run: read, write, check. Standard library only.

A record is written by `scripts/verify` and by nothing else; the page and the tests read it.
"""

import hashlib
import json
import os
import tempfile
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final, cast

from kvm_guide.step import LANGUAGES, Language, Step, sha256_of

FORMAT: Final = 1
DEBIAN: Final = "12"


class Outcome(StrEnum):
    """What a run saw of a step."""

    PASSED = "passed"
    FAILED = "failed"
    EXPECTED_FAILURE = "expected-failure"
    NOT_RUN = "not-run"


PROVEN: Final = frozenset({Outcome.PASSED, Outcome.EXPECTED_FAILURE, Outcome.NOT_RUN})


class RecordError(Exception):
    """A record that cannot be used: the message names the file, what is wrong and the cure."""


@dataclass(frozen=True)
class System:
    """What a step was run on. `versions`: of the packages the guide is about, by package name."""

    debian: str
    kernel: str
    accelerator: str
    locale: str
    qemu: str
    image: str
    versions: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Changes:
    """What a step changed on the machine, by kind: sorted lists of what came (`+`), went (`-`), changed (`~`)."""

    packages: list[str] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    accounts: list[str] = field(default_factory=list)
    networks: list[str] = field(default_factory=list)
    sockets: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any(asdict(self).values())


@dataclass(frozen=True)
class Repeat:
    """What happened when the step was run a second time on a copy of its machine.

    safe: its check still held and nothing changed. exit_status: of the second time.
    """

    safe: bool
    exit_status: int
    changes: Changes


@dataclass(frozen=True)
class Picture:
    """A picture the lab took. `file`: its name beside the record; `sha256`: of its bytes, hex."""

    file: str
    sha256: str
    width: int
    height: int


@dataclass(frozen=True)
class Entry:
    """What a run saw of one step. Times are ISO 8601 in UTC; None where a step was not run."""

    id: str
    fingerprint: str
    chain: str
    command: str
    outcome: Outcome
    reason: str | None = None
    verified_at: str | None = None
    last_passed_at: str | None = None
    exit_status: int | None = None
    seconds: float | None = None
    output: str | None = None
    changes: Changes | None = None
    repeat: Repeat | None = None
    picture: Picture | None = None
    system: System | None = None

    def proves(self, step: Step, chain: str) -> bool:
        """Whether this entry is a proof of `step` as it stands now, after the steps it stands after now."""
        return self.outcome in PROVEN and self.fingerprint == step.fingerprint() and self.chain == chain


@dataclass(frozen=True)
class Finale:
    """The last word of a run: a guest was started on the finished install.

    virt_type: `kvm`, or `qemu` where the outer host forbids a third level. console: what it printed.
    """

    virt_type: str
    command: str
    console: str
    seconds: float
    verified_at: str


@dataclass(frozen=True)
class Record:
    """All of a run, in one language."""

    language: Language
    steps: tuple[Entry, ...]
    finale: Finale | None = None
    debian: str = DEBIAN

    def entry(self, step_id: str) -> Entry | None:
        """The entry of the step called `step_id`, or None."""
        return next((entry for entry in self.steps if entry.id == step_id), None)

    def content(self) -> dict[str, object]:
        """What the digest is of, and what the file holds beside it."""
        plain: dict[str, object] = {"format": FORMAT, "debian": self.debian, "language": self.language}
        plain["steps"] = [asdict(entry) for entry in self.steps]
        plain["finale"] = asdict(self.finale) if self.finale else None
        return plain

    def dumps(self) -> str:
        """The record as text, its own digest included."""
        content = self.content()
        return json.dumps({"digest": sha256_of(content), **content}, indent=1, ensure_ascii=False) + "\n"


def file_name(language: Language, debian: str = DEBIAN) -> str:
    """The name of the record of `language`, below the folder of records."""
    return f"debian-{debian}.{language}.json"


def read(folder: Path, language: Language) -> Record | None:
    """The record of `language` in `folder`; None where there is none yet.

    Raises RecordError where the file does not parse, has another format, or does not match its own digest.
    """
    path = folder / file_name(language)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    return loads(text, str(path))


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


def write(folder: Path, record: Record, pictures: dict[str, bytes]) -> Path:
    """Write `record`, and its `pictures` by file name, into `folder`, whole or not at all; returns the record's path.

    Pictures go first: a record never names a picture that is not there. Raises OSError, with nothing half written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in pictures.items():
        _replace(folder / name, data)
    path = folder / file_name(record.language, record.debian)
    _replace(path, record.dumps().encode())
    return path


def picture_problem(folder: Path, picture: Picture) -> str | None:
    """What is wrong with the file of `picture` in `folder`, as a sentence; None where nothing is."""
    path = folder / picture.file
    if not path.is_file():
        return f"{path} is missing, and the record names it. Run scripts/verify to take it anew."
    if hashlib.sha256(path.read_bytes()).hexdigest() != picture.sha256:
        return f"{path} is not the picture the record names. Run scripts/verify to take it anew."
    return None


def _replace(path: Path, data: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _record(plain: dict[str, object]) -> Record:
    language = next(code for code in LANGUAGES if code == plain["language"])
    finale = plain["finale"]
    return Record(
        language=language,
        debian=str(plain["debian"]),
        steps=tuple(_entry(_mapping(step)) for step in cast(list[object], plain["steps"])),
        finale=Finale(**_mapping(finale)) if finale is not None else None,  # type: ignore[arg-type]
    )


def _entry(plain: dict[str, object]) -> Entry:
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
    return Entry(**values)  # type: ignore[arg-type]


def _mapping(part: object) -> dict[str, object]:
    return {str(key): value for key, value in cast(dict[object, object], part).items()}
