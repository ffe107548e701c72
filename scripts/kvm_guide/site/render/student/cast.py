"""A recorded session as the player shows it: when it was recorded, how long it plays, where each step begins.

The file has no marks of its own. It is each step's screen, one after the other: a second or more passes between two
of them, and each begins with a prompt and the command. Where one of both is not so, the step is not found.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from kvm_guide.records.types import StepEntry

PAUSE: Final = 2.0
"""Seconds: a longer pause is shown as this one."""

# As the lab joins them: vm/console/asciicast.py
_BETWEEN: Final = 1.0
_NEAR: Final = 0.0015
# What may stand before the command, without spaces
_PROMPT: Final = r"(?:[\w.-]+@[\w.-]+:[^$#]{1,60}[$#])?"
# Signs: longer than any prompt with the first line of a command
_ENOUGH: Final = 1000
_ESCAPES: Final = re.compile(r"\x1b\][^\x07]*\x07|\x1b\[[0-?]*[ -/]*[@-~]|\x1b[ -/]*[0-~]")
_SPACE: Final = re.compile(r"\s")


@dataclass(frozen=True)
class Cast:
    """What is told of a recording. began: ISO 8601, "" where it does not say; seconds: how long it plays, its pauses
    shortened; marks: when each step begins, in those seconds, by the step's id; none for one that is not found.
    """

    began: str
    seconds: float
    marks: dict[str, float] = field(default_factory=dict)


def read(file: Path, entries: Iterable[StepEntry]) -> Cast | None:
    """The asciicast in `file`, of the steps of `entries` in their order; None where it cannot be read."""
    try:
        head, *events = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        at = [float(moment) for moment, kind, _ in events if kind == "o"]
        shown = [str(text) for _, kind, text in events if kind == "o"]
        began = head.get("timestamp")
    except (OSError, ValueError, TypeError, AttributeError):
        return None
    if not at:
        return None
    played = list(_played(at))
    said = datetime.fromtimestamp(began, UTC).isoformat() if isinstance(began, int) else ""
    return Cast(said, played[-1], dict(_found(list(_screens(at, played, shown)), list(entries))))


def _played(at: Iterable[float]) -> Iterator[float]:
    """When the player shows what was shown `at` those times."""
    before = now = 0.0
    for moment in at:
        now += min(moment - before, PAUSE)
        before = moment
        yield now


def _screens(at: list[float], played: list[float], shown: list[str]) -> Iterator[tuple[float, str]]:
    """Where a step may begin, and what is shown from there on."""
    for start in range(len(at)):
        if start and at[start] - at[start - 1] < _BETWEEN - _NEAR:
            continue
        text = ""
        for more in shown[start:]:
            text += more
            if len(text) > _ENOUGH:
                break
        yield round(played[start], 2), _bare(text)


def _found(screens: list[tuple[float, str]], entries: list[StepEntry]) -> Iterator[tuple[str, float]]:
    """The steps with the screens that they begin, in the one order of both: as many as can be."""
    # Of a step that fails now, the session is the last one in which all went well
    first = [_bare((one.passed or one).command.partition("\n")[0]) for one in entries]
    typed = [re.compile(_PROMPT + re.escape(command)) for command in first]
    fits = [[pattern.match(text) is not None for _, text in screens] for pattern in typed]
    # A command that is typed twice must not be taken for its second time: most[n][m] tells what the rest can have
    most = [[0] * (len(screens) + 1) for _ in range(len(entries) + 1)]
    for n in reversed(range(len(entries))):
        for m in reversed(range(len(screens))):
            most[n][m] = max(most[n + 1][m], most[n][m + 1], most[n + 1][m + 1] + 1 if fits[n][m] else 0)
    n = m = 0
    while n < len(entries) and m < len(screens):
        if fits[n][m] and most[n][m] == most[n + 1][m + 1] + 1:
            yield entries[n].id, screens[m][0]
            n, m = n + 1, m + 1
        elif most[n][m] == most[n][m + 1]:
            m += 1
        else:
            n += 1


def _bare(text: str) -> str:
    """`text` without what no line shows, nor its breaks: a terminal breaks a long command where it likes."""
    return _SPACE.sub("", _ESCAPES.sub("", text))
