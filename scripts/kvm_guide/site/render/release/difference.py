"""In what two releases differ for a reader: what is left once versions, sizes and volatile parts are left out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kvm_guide.model import release
from kvm_guide.model.step import Step
from kvm_guide.records.types import Changes, StepEntry

COLUMNS: Final = 100
"""Of the lab's terminal: a line that long goes on in the next."""
_ADDRESS: Final = r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])"
# Each with what stands for it. Of what fits in several, the first is taken
_LEFT_OUT: Final = (
    (rf"(?P<kept>{_ADDRESS})", ""),
    (r"(?<![a-z])(?i:{codenames})(?![a-z])|\bDebian(?: GNU/Linux)? \d\d(?:\.\d+)?(?![\w.-]*\d)", "‹release›"),
    # What apt unpacks, by its number in the row
    (r"(?<=\.\.\./)\d+-|(?<=_)[\w.+~%:-]+(?=_\w+\.deb\b)", "‹version›"),
    (r"\d[\d.,]*\s?(?:[kKMGT]i?)?B\b", "‹size›"),
    # Of files in a database, of a process, of a day; what a run was called by itself
    (r"\b[0-9a-f]{32}\b|\d{4}-\d\d-\d\d|\d{5,}(?:[~+-]\w+)*", "‹number›"),
    (r"(?<=\()[^()\s]*\d[^()\s]*(?=\))", "‹version›"),
    (r"(?:\d+:)?\d+(?:\.\d+)+[\w.+~:-]*", "‹version›"),
    (r"\s+", " "),
)


@dataclass(frozen=True)
class Difference:
    """How a step is another on a release than on the guide's own: `here` is there, `there` the other one.

    lines: of the output, those that only the one prints and those that only the other does, as they were printed.
    changed: of what it changed, by kind, in the same way.
    """

    command: bool
    outcome: bool
    exit_status: bool
    lines: tuple[list[str], list[str]]
    changed: dict[str, tuple[list[str], list[str]]]

    @property
    def output(self) -> bool:
        """Whether a reader sees another output."""
        return any(self.lines)

    def __bool__(self) -> bool:
        return self.command or self.outcome or self.exit_status or self.output or bool(self.changed)


def plain(line: str) -> str:
    """`line` without what is another with each version: two that differ in no more are the same to a reader."""
    return _pattern("|".join(one.codename for one in release.RELEASES)).sub(_stands_for, line).strip()


@lru_cache
def _pattern(codenames: str) -> re.Pattern[str]:
    parts = (pattern.replace("{codenames}", codenames) for pattern, _ in _LEFT_OUT)
    return re.compile("|".join(f"(?P<p{number}>{part})" for number, part in enumerate(parts)))


def _stands_for(found: re.Match[str]) -> str:
    return found["kept"] or _LEFT_OUT[int((found.lastgroup or "p0")[1:])][1]


def only(here: Iterable[str], there: Iterable[str]) -> tuple[list[str], list[str]]:
    """The lines that are only `here`, and those that are only `there`; of those that are alike, the first."""
    known = [{plain(line): line for line in reversed(list(lines)) if line.strip()} for lines in (here, there)]
    first, second = ([one[key] for key in reversed(one) if key not in other] for one, other in (known, known[::-1]))
    return first, second


def of_step(here: tuple[Step, StepEntry], there: tuple[Step, StepEntry]) -> Difference:
    """How `there`, a step with what a run saw of it on another release, differs from `here`."""
    (one, seen), (other, seen_there) = here, there
    printed = [_lines(step.lasting(entry.output or "")) for step, entry in (here, there)]
    return Difference(
        command=one.command != other.command,
        outcome=seen.outcome != seen_there.outcome,
        exit_status=seen.exit_status != seen_there.exit_status,
        lines=only(*printed),
        changed=of_changes(seen.changes or Changes(), seen_there.changes or Changes()),
    )


def _lines(output: str) -> list[str]:
    """The lines of `output` as they were printed, which the terminal broke where they were too long for it."""
    lines, broken = list[str](), False
    for line in output.splitlines():
        if broken:
            lines[-1] += line
        else:
            lines.append(line)
        broken = len(line) == COLUMNS
    return lines


def of_changes(here: Changes, there: Changes) -> dict[str, tuple[list[str], list[str]]]:
    """By kind, the changes that are only `here` and those that are only `there`; of a package, only its name counts."""
    found = {
        "packages": only(*([line.partition(":")[0] for line in one.packages] for one in (here, there))),
        "units": only(here.units, there.units),
        "accounts": only(here.accounts, there.accounts),
        "networks": only(here.networks, there.networks),
        "sockets": only(here.sockets, there.sockets),
        "files": only(here.files, there.files),
    }
    return {kind: pair for kind, pair in found.items() if any(pair)}
