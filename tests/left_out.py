"""What is left to the weekly run for want of time, and printed: KVM_GUIDE_LEAVE_OUT=nothing leaves nothing."""

import os
from typing import Final

LEFT_OUT: Final = "left out"
"""A property of a test: a sentence about what was left out of it for want of time."""


def whole() -> bool:
    """Whether nothing is to be left to the weekly run."""
    return os.environ.get("KVM_GUIDE_LEAVE_OUT") == "nothing"


def of_all() -> bool:
    """Whether this is a run of all tests, as `scripts/test` without arguments begins it."""
    return os.environ.get("KVM_GUIDE_ALL_TESTS") == "1"
