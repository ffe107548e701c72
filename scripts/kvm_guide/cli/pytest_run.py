"""Runs pytest for scripts/test: shows what takes long, and gives its outcome as one of our exit codes."""

import os
import sys
import threading
import time
from collections.abc import Sequence
from typing import Final, TextIO

import pytest

from kvm_guide.errors import Broken, Exit

PATIENCE: Final = 60.0
"""Seconds after which a test that is still running is named, and named again."""


class Watch:
    """A pytest plugin: remembers why tests failed and whether Ctrl-C was pressed, and names slow tests as they run."""

    def __init__(self) -> None:
        self.failed = 0
        self.broken = 0
        self.stopped = False
        self._running = ""
        self._since = 0.0
        self.over = threading.Event()

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Pytest has one exit code, and this one hook, for Ctrl-C and for a test file that cannot be read."""
        self.stopped = not excinfo.errisinstance(pytest.Session.Interrupted)

    def pytest_exception_interact(
        self, call: pytest.CallInfo[object], report: pytest.TestReport | pytest.CollectReport
    ) -> None:
        """Count a failure, and whether it says that the surroundings broke."""
        if report.failed:
            self.failed += 1
            self.broken += call.excinfo is not None and call.excinfo.errisinstance(Broken)

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """A test begins."""
        self._running, self._since = nodeid, time.monotonic()

    def tick(self, screen: TextIO) -> None:
        """Name on `screen`, again and again, a test that has been running for long; ends with `over`."""
        while not self.over.wait(PATIENCE):
            running, seconds = self._running, time.monotonic() - self._since
            if running and seconds >= PATIENCE:
                screen.write(f"\n… {running} is still running, after {seconds / 60:.0f} min\n")
                screen.flush()

    def exit(self, code: int) -> Exit:
        """Our exit code for pytest's `code`."""
        if self.stopped:
            return Exit.STOPPED
        if code in (pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.INTERRUPTED):
            return Exit.BROKEN if self.failed and self.failed == self.broken else Exit.NOT_SO
        return {
            pytest.ExitCode.OK: Exit.OK,
            pytest.ExitCode.USAGE_ERROR: Exit.USAGE,
            # No test was run, so nothing was shown to be as asked.
            pytest.ExitCode.NO_TESTS_COLLECTED: Exit.USAGE,
        }.get(pytest.ExitCode(code), Exit.BROKEN)


def run_pytest(arguments: Sequence[str]) -> Exit:
    """Run pytest with `arguments` in the current folder; its closing summary is the last thing printed."""
    watch = Watch()
    # Pytest keeps what tests print to itself, so a copy of the real screen is taken first.
    with os.fdopen(os.dup(sys.stderr.fileno()), "w", encoding="utf-8") as screen:
        clock = threading.Thread(target=watch.tick, args=(screen,), daemon=True)
        clock.start()
        try:
            return watch.exit(pytest.main([*arguments], plugins=[watch]))
        finally:
            watch.over.set()
            clock.join()
