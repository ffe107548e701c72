"""What is left to the weekly run for want of time, and printed: KVM_GUIDE_LEAVE_OUT=nothing leaves nothing."""

import os
import time
from typing import Final

LEFT_OUT: Final = "left out"
"""A property of a test: a sentence about what was left out of it for want of time."""
LIMIT: Final = 75 * 60
"""In how many seconds a run of all tests is to end, with nothing kept, on a slow host."""
LONG: Final = 16 * 60
"""What a test that is marked `long` takes there, in seconds."""
SHORT: Final = 4 * 60
"""What any other test of the lab's own takes there at most, in seconds."""


def whole() -> bool:
    """Whether nothing is to be left to the weekly run."""
    return os.environ.get("KVM_GUIDE_LEAVE_OUT") == "nothing"


def of_all() -> bool:
    """Whether this is a run of all tests, as `scripts/test` without arguments begins it."""
    return bool(_began())


def in_time(seconds: float) -> bool:
    """Whether what takes `seconds` more would end within the limit of a run of all tests; of any other run, always."""
    return whole() or not of_all() or time.time() - float(_began()) + seconds <= LIMIT


def _began() -> str:
    return os.environ.get("KVM_GUIDE_ALL_TESTS", "")
