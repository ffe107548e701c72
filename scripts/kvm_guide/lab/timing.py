"""What time it is, as records say it, and where a run's time went."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime


def now() -> str:
    """Now: ISO 8601, UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Spent:
    """Adds up seconds by what they were spent on."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def on(self, what: str) -> Iterator[None]:
        """Count what happens inside as spent on `what`."""
        started = time.monotonic()
        try:
            yield
        finally:
            self.add(what, time.monotonic() - started)

    def add(self, what: str, seconds: float) -> None:
        """Count `seconds` as spent on `what`."""
        self.seconds[what] = self.seconds.get(what, 0.0) + seconds
