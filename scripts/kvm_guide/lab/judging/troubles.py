"""What came of bringing a trouble about, against what the table says of it. No machine is needed for it."""

import re
from dataclasses import dataclass
from typing import Final

from kvm_guide.lab.judging import claims
from kvm_guide.model.lesson import Guide
from kvm_guide.model.step import Language
from kvm_guide.troubles import TROUBLES
from kvm_guide.troubles.matching.match import HOLE, find
from kvm_guide.troubles.model import BroughtAbout, Trouble

LATE: Final = -1
"""The exit status of what did not end in time."""
_LINES: Final = 20
_LONGEST: Final = 200


@dataclass(frozen=True)
class Ended:
    """How a command ended. held: where a step was typed, whether its check held then."""

    exit_status: int
    output: str
    held: bool = True


@dataclass(frozen=True)
class Tried:
    """What came of one trouble, up to the first that went wrong: spoiling, what fails, mending, what passes then.

    at: when, ISO 8601.
    """

    at: str
    spoilt: Ended
    failed: Ended | None = None
    cured: Ended | None = None
    passed: Ended | None = None


def problem(known: Trouble, brought: BroughtAbout, guide: Guide, language: Language, tried: Tried) -> str | None:
    """What of `tried` is not as `known` says; None where all is."""
    if tried.failed is None:
        return f"what brings it about {_how(tried.spoilt)}"
    if not failed(brought, guide, language, tried.failed):
        return f"what had to fail did not so: it {_how(tried.failed)}"
    if brought.shown:
        if seen(known, language, tried.failed.output) is None:
            return "none of its messages is in what it printed"
        found = find(tried.failed.output, TROUBLES if known in TROUBLES else (known,))
        if found is None or found.trouble.id != known.id:
            other = found.trouble.id if found else "none"
            return f"who looks for what it printed finds another trouble: {other}"
    if tried.cured is not None and tried.cured.exit_status != 0:
        return f"what mends it {_how(tried.cured)}"
    assert tried.passed is not None
    if brought.then is not None or brought.step is None:
        wrong = tried.passed.exit_status != 0
    else:
        wrong = failed(brought, guide, language, tried.passed)
    if wrong:
        return f"what had to go well once it was mended {_how(tried.passed)}"
    return None


def _how(ended: Ended) -> str:
    how = "did not end in time" if ended.exit_status == LATE else f"ended with {ended.exit_status}"
    return f"{how} and said: {ended.output.strip()[-300:]!r}"


def failed(brought: BroughtAbout, guide: Guide, language: Language, ended: Ended) -> bool:
    """Whether what was typed failed: by its exit status, or a step by what the guide says of it."""
    if brought.step is None:
        return ended.exit_status == brought.exit_status
    step = guide.step(brought.step)
    return bool(claims.problems(step, language, ended.exit_status, ended.output)) or not ended.held


def seen(known: Trouble, language: Language, output: str) -> str | None:
    """The lines of `output` with a message of `known`, as a system in `language` shows it; None where none is there."""
    # A terminal breaks lines anywhere, so white space does not count
    places = [place for place, character in enumerate(output) if not character.isspace()]
    text = "".join(output[place] for place in places)
    for said in (form for message in known.messages for form in message.forms(language)):
        pieces = HOLE.split(said)
        pattern = f".{{1,{_LONGEST}}}?".join(re.escape("".join(piece.split())) for piece in pieces)
        found = re.search(pattern, text)
        if found:
            start = output.rfind("\n", 0, places[found.start()]) + 1
            end = output.find("\n", places[found.end() - 1])
            return output[start : end if end >= 0 else len(output)]
    return None


def told(known: Trouble, brought: BroughtAbout, language: Language, tried: Tried) -> str:
    """What of the output a record keeps: the lines with the message, else the last ones."""
    output = tried.failed.output if tried.failed else tried.spoilt.output
    lines = seen(known, language, output) if brought.shown else None
    return lines if lines is not None else "\n".join(output.strip("\n").splitlines()[-_LINES:])
