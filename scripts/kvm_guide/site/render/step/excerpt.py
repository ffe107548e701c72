"""What of a long output the page holds: the beginning, and what the reader should look for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

LONGEST: Final = 6
HEAD: Final = 1
MOST_MARKED: Final = 3
SMALLEST_GAP: Final = 2


@dataclass(frozen=True)
class Line:
    """One line of output; `marked` when the reader should look for it."""

    text: str
    marked: bool = False


@dataclass(frozen=True)
class Gap:
    """Lines left out. start: how many there are before them in the whole."""

    lines: int
    start: int


def is_long(text: str) -> bool:
    """Whether a page leaves out lines of `text`."""
    return text.rstrip("\n").count("\n") >= LONGEST


def excerpt(text: str, patterns: Sequence[str] = (), head: int = HEAD) -> list[Line | Gap]:
    """The lines of `text` worth a reader's time, those that match one of `patterns` marked, with the gaps between.

    head: how many of the first lines are, where `text` is long.
    """
    lines, searches = _read(text, patterns)
    if not is_long(text):
        return list(lines)
    return _with_gaps(lines, {*range(head), *_most(lines, searches)})


def marked(text: str, patterns: Sequence[str]) -> list[int]:
    """The numbers, from 0 on, of the lines of `text` that the reader should look for."""
    return sorted(_most(*_read(text, patterns)))


def _read(text: str, patterns: Sequence[str]) -> tuple[list[Line], list[re.Pattern[str]]]:
    searches = [re.compile(pattern) for pattern in patterns]
    return [Line(line, any(one.search(line) for one in searches)) for line in text.rstrip("\n").split("\n")], searches


def _most(lines: Sequence[Line], searches: Sequence[re.Pattern[str]]) -> list[int]:
    numbers = [number for number, line in enumerate(lines) if line.marked]
    return _first_of_each(lines, searches, numbers)[:MOST_MARKED]


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
        parts += _gap(missing, number)
        missing = []
        parts.append(line)
    return parts + list(_gap(missing, len(lines)))


def _gap(missing: Sequence[Line], end: int) -> Sequence[Line | Gap]:
    return [Gap(len(missing), end - len(missing))] if len(missing) >= SMALLEST_GAP else missing
