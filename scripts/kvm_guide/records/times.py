"""When what the records say was seen, and how long it took: one small file a release. Standard library only."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Timing:
    """How long a step took on another accelerator than that of its last run, and when. seconds: as in `StepTimes`."""

    seconds: float
    verified_at: str


@dataclass(frozen=True)
class StepTimes:
    """When a step was seen to be as its record says. Times are ISO 8601 in UTC.

    verified_at: the last time. seen_at: when it printed the output that the record shows, which is older where only
    volatile parts have differed since. run: when the run began that typed it last. seconds: how long the command took.
    last_passed_at: of a failed step, too. failing_since: when a run first saw it fail since it last passed.
    other_times: by accelerator, of the same step after the same steps.
    """

    verified_at: str
    seen_at: str
    run: str
    accelerator: str
    seconds: float | None = None
    last_passed_at: str | None = None
    failing_since: str | None = None
    other_times: dict[str, Timing] = field(default_factory=dict)


@dataclass(frozen=True)
class UndoTimes:
    """When a lesson was last taken back. seconds: all of it; steps: by step id, how long each command took."""

    verified_at: str
    seconds: float
    steps: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class RecordTimes:
    """The times of one record. run: when the newest run began that typed one of its steps.

    qemu: its version. image: of the built Debian. facts, troubles: by id, when each was last seen to be so.
    """

    run: str | None = None
    qemu: str | None = None
    image: str | None = None
    steps: dict[str, StepTimes] = field(default_factory=dict)
    undo: UndoTimes | None = None
    facts: dict[str, str] = field(default_factory=dict)
    troubles: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Times:
    """The times of all records of a release, by the record's name and the beginning of its digest."""

    records: dict[str, RecordTimes] = field(default_factory=dict)
