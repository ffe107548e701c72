"""What of a long output the page shows: the head, what the reader should look for, the tail."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

LONGEST: Final = 24
HEAD: Final = 6
TAIL: Final = 5
CONTEXT: Final = 1
MOST_MARKED: Final = 12
SMALLEST_GAP: Final = 3


@dataclass(frozen=True)
class Line:
    """One line of output; `marked` when the reader should look for it."""

    text: str
    marked: bool = False


@dataclass(frozen=True)
class Gap:
    """Lines left out."""

    lines: int


def excerpt(output: str, patterns: Sequence[str]) -> list[Line | Gap]:
    """The lines of `output` worth a reader's time, those that match one of `patterns` marked, with the gaps between."""
    searches = [re.compile(pattern) for pattern in patterns]
    lines = [Line(text, any(search.search(text) for search in searches)) for text in output.rstrip("\n").split("\n")]
    if len(lines) <= LONGEST:
        return list(lines)
    kept = set(range(HEAD)) | set(range(len(lines) - TAIL, len(lines)))
    marked = [number for number, line in enumerate(lines) if line.marked]
    for number in _first_of_each(lines, searches, marked)[:MOST_MARKED]:
        kept |= set(range(max(0, number - CONTEXT), min(len(lines), number + CONTEXT + 1)))
    return _with_gaps(lines, kept)


def _first_of_each(lines: Sequence[Line], searches: Sequence[re.Pattern[str]], marked: Sequence[int]) -> list[int]:
    # One line of every pattern comes before a second of any: each must be seen, however many there are of the first.
    first = [next(n for n in marked if s.search(lines[n].text)) for s in searches if _any(lines, s, marked)]
    return first + [number for number in marked if number not in first]


def _any(lines: Sequence[Line], search: re.Pattern[str], marked: Sequence[int]) -> bool:
    return any(search.search(lines[number].text) for number in marked)


def _with_gaps(lines: Sequence[Line], kept: set[int]) -> list[Line | Gap]:
    parts: list[Line | Gap] = []
    missing: list[Line] = []
    for number, line in enumerate(lines):
        if number not in kept:
            missing.append(line)
            continue
        parts += _gap(missing)
        missing = []
        parts.append(line)
    return parts


def _gap(missing: Sequence[Line]) -> Sequence[Line | Gap]:
    return [Gap(len(missing))] if len(missing) >= SMALLEST_GAP else missing
