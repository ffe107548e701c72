"""What a record says: the vocabulary of a run's results. Standard library only; `store` reads and writes it."""

import json
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Final

from kvm_guide.model.step import Language, Step, sha256_of

FORMAT: Final = 4
DEBIAN: Final = "12"


class Outcome(StrEnum):
    """What a run saw of a step."""

    PASSED = "passed"
    FAILED = "failed"
    EXPECTED_FAILURE = "expected-failure"
    NOT_RUN = "not-run"


PROVEN: Final = frozenset({Outcome.PASSED, Outcome.EXPECTED_FAILURE, Outcome.NOT_RUN})


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
class Timing:
    """How long a step took on another accelerator than its entry's, and when. seconds: as in the entry."""

    seconds: float
    verified_at: str


@dataclass(frozen=True)
class Entry:
    """What a run saw of one step. Times are ISO 8601 in UTC; None where a step was not run.

    action, claim, chain: fingerprints of what was done, what was said of it, and what led to it (`Step`, `Guide`).
    run: when the run began that typed it: a later run that had nothing to repeat takes the entry over as it is.
    other_times: by accelerator, of the same step after the same steps. failing_since, passed: of a failed step, when
    a run first saw it fail since it last passed, and the entry of the last run in which it passed.
    """

    id: str
    action: str
    claim: str
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
    run: str | None = None
    other_times: dict[str, Timing] = field(default_factory=dict)
    failing_since: str | None = None
    passed: "Entry | None" = None

    def proves(self, step: Step, chain: str) -> bool:
        """Whether this entry is a proof of `step` as it stands now, after the steps it stands after now."""
        return self.outcome in PROVEN and self.is_of(step) and self.chain == chain

    def is_of(self, step: Step) -> bool:
        """Whether it was seen of `step` as it stands now: what is done, and what is said of it."""
        return (self.action, self.claim) == (step.action(), step.claim())


@dataclass(frozen=True)
class Undone:
    """What came of typing the command that takes step `id` back."""

    id: str
    command: str
    exit_status: int
    seconds: float
    output: str


@dataclass(frozen=True)
class Undo:
    """Everything taken back, in reverse order, on the machine as it was after the last step.

    since: the last step before those taken back; the machine is compared with what it was after it. residue: what
    remains changed.
    """

    since: str | None
    steps: tuple[Undone, ...]
    residue: Changes
    seconds: float
    verified_at: str


@dataclass(frozen=True)
class Session:
    """What a chapter's terminal showed, as it ran: an asciicast (version 2) beside the record.

    page: the chapter's. seconds: how long it plays.
    """

    page: str
    file: str
    sha256: str
    seconds: float


@dataclass(frozen=True)
class Record:
    """All of a run, in one language. run: when the newest run began that typed one of its steps."""

    language: Language
    steps: tuple[Entry, ...]
    debian: str = DEBIAN
    run: str | None = None
    undo: Undo | None = None
    sessions: tuple[Session, ...] = ()

    def entry(self, step_id: str) -> Entry | None:
        """The entry of the step called `step_id`, or None."""
        return next((entry for entry in self.steps if entry.id == step_id), None)

    def content(self) -> dict[str, object]:
        """What the digest is of, and what the file holds beside it."""
        plain: dict[str, object] = {"format": FORMAT, "debian": self.debian, "language": self.language}
        plain["run"] = self.run
        plain["steps"] = [asdict(entry) for entry in self.steps]
        plain["undo"] = asdict(self.undo) if self.undo else None
        plain["sessions"] = [asdict(session) for session in self.sessions]
        return plain

    def dumps(self) -> str:
        """The record as text, its own digest included."""
        content = self.content()
        return json.dumps({"digest": sha256_of(content), **content}, indent=1, ensure_ascii=False) + "\n"
