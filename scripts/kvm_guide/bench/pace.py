"""How quick this machine is just now: on a shared one the same work took 2.2 times as long another day.

What others take of the caches and of the memory shows least in counting and most in emulation, so both are timed.
"""

import random
import time
from collections.abc import Callable
from typing import Final

from kvm_guide.bench.table import Row

_NUMBERS: Final = 2_000_000
"""As Python's objects some 64 MB: more than a processor keeps near."""


def pace(part: str) -> list[Row]:
    """Nanoseconds a number, as `part` begins, of counting and of adding numbers that lie out of order in memory."""
    scattered = list(range(_NUMBERS))
    random.Random(1).shuffle(scattered)
    return [
        Row(
            f"this machine at {part}: counting, each number",
            _best(lambda: sum(n * n for n in range(_NUMBERS))),
            unit="ns",
        ),
        Row(f"this machine at {part}: adding, each out of order", _best(lambda: sum(scattered)), unit="ns"),
    ]


def _best(work: Callable[[], int]) -> float:
    taken = []
    for _ in range(5):
        started = time.perf_counter_ns()
        work()
        taken.append(time.perf_counter_ns() - started)
    return min(taken) / _NUMBERS
