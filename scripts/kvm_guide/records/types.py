"""What a record says: the vocabulary of a run's results. Standard library only; `store` reads and writes it.

A record is of one lesson, in one language. When and how fast it was seen lies apart, in `times`: a run in which nothing
real changed changes nothing else.
"""

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Final

from kvm_guide.model.fact import Fact
from kvm_guide.model.release import DEFAULT
from kvm_guide.model.step import Language, Step

FORMAT: Final = 6


class Outcome(StrEnum):
    """What a run saw of a step, of an undo, of a fact or of a trouble."""

    PASSED = "passed"
    FAILED = "failed"
    EXPECTED_FAILURE = "expected-failure"
    NOT_RUN = "not-run"


PROVEN: Final = frozenset({Outcome.PASSED, Outcome.EXPECTED_FAILURE, Outcome.NOT_RUN})


@dataclass(frozen=True)
class System:
    """What the lesson was run on, at its end. debian: the point release. image: of the recipe that it was built by.

    versions: of the packages the guide is about, by package name.
    """

    debian: str
    kernel: str
    locale: str
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
class StepEntry:
    """What a run saw of one step.

    action, claim, chain: fingerprints of what was done, what was said of it, and what led to it (`Step`, `Guide`).
    output: as the terminal showed it when it last differed in more than the step's volatile parts. passed: of a failed
    step, the entry of the last run in which it passed.
    """

    id: str
    action: str
    claim: str
    chain: str
    command: str
    outcome: Outcome
    reason: str | None = None
    exit_status: int | None = None
    output: str | None = None
    changes: Changes | None = None
    repeat: Repeat | None = None
    picture: Picture | None = None
    passed: "StepEntry | None" = None

    def is_of(self, step: Step) -> bool:
        """Whether it was seen of `step` as it stands now: what is done, and what is said of it."""
        return (self.action, self.claim) == (step.action(), step.claim())


@dataclass(frozen=True)
class FactEntry:
    """What a run saw of one fact. fingerprint: `Fact.fingerprint`; chain: of the step after which it was asked."""

    id: str
    fingerprint: str
    chain: str
    outcome: Outcome
    exit_status: int
    output: str

    def is_of(self, fact: Fact) -> bool:
        """Whether it was seen of `fact` as it stands now: what is asked, and what must come."""
        return self.fingerprint == fact.fingerprint()


@dataclass(frozen=True)
class TroubleEntry:
    """What a run saw of one trouble that it brought about.

    fingerprint: `troubles.proof.fingerprint`; chain: of the step from whose machine it started. outcome: passed where
    what had to fail failed with its message, and went well once it was mended. exit_status, output: of what failed; of
    the output only the lines with the message, where it is there. problem: of a failed one, what was not so.
    """

    id: str
    fingerprint: str
    chain: str
    outcome: Outcome
    exit_status: int | None
    output: str
    problem: str | None = None


@dataclass(frozen=True)
class Undone:
    """What came of typing the command that takes step `id` back."""

    id: str
    command: str
    exit_status: int
    output: str


@dataclass(frozen=True)
class Undo:
    """All of a lesson taken back, in reverse order, on the machine as it was after the last step.

    since: the last step before the lesson; the machine is compared with what it was after it. residue: what remains
    changed. problem: of a failed one, what went wrong with the last of its `steps`.
    """

    since: str | None
    outcome: Outcome
    steps: tuple[Undone, ...]
    residue: Changes
    problem: str | None = None


@dataclass(frozen=True)
class Session:
    """What the lesson's terminal showed: an asciicast (version 2) beside the record. seconds: how long it plays."""

    file: str
    sha256: str
    seconds: float


@dataclass(frozen=True)
class Record:
    """All of a lesson's run, in one language. system: None where none of its steps is run."""

    lesson: str
    language: Language
    steps: tuple[StepEntry, ...]
    debian: str = DEFAULT.number
    system: System | None = None
    undo: Undo | None = None
    facts: tuple[FactEntry, ...] = ()
    session: Session | None = None
    troubles: tuple[TroubleEntry, ...] = ()

    @property
    def name(self) -> str:
        """By which it is called, among the records of its release."""
        return f"{self.lesson}.{self.language}"

    @property
    def called(self) -> str:
        """As it is spoken of: by its name, with the release where that is not the guide's own."""
        return self.name if self.debian == DEFAULT.number else f"{self.name} on Debian {self.debian}"

    @cached_property
    def _entries(self) -> dict[str, StepEntry]:
        return {entry.id: entry for entry in self.steps}

    def entry(self, step_id: str) -> StepEntry | None:
        """The entry of the step called `step_id`, or None."""
        return self._entries.get(step_id)

    def fact(self, fact_id: str) -> FactEntry | None:
        """The entry of the fact called `fact_id`, or None."""
        return next((entry for entry in self.facts if entry.id == fact_id), None)

    def trouble(self, trouble_id: str) -> TroubleEntry | None:
        """The entry of the trouble called `trouble_id`, or None."""
        return next((entry for entry in self.troubles if entry.id == trouble_id), None)

    def files(self) -> list[Picture | Session]:
        """What it names beside it: pictures and a session."""
        kept: list[Picture | Session] = [entry.picture for entry in self.steps if entry.picture]
        return [*kept, self.session] if self.session else kept
