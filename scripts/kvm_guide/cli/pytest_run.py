"""Runs pytest for scripts/test: shows what takes long, and gives its outcome as one of our exit codes."""

import os
import sys
import threading
import time
from collections.abc import Sequence
from typing import Final, TextIO

import pytest

from kvm_guide.cli.pytest_cause import BROKE
from kvm_guide.errors import Exit

PATIENCE: Final = 60.0
"""Seconds after which a test that is still running is named, and named again."""

WORKERS: Final = (os.cpu_count() or 1) + 1
"""How many processes run the tests side by side."""


class Watch:
    """A pytest plugin: remembers why tests failed and whether Ctrl-C was pressed, and names slow tests as they run.

    Where tests run side by side it sits in the process that hands them out and hears of each from afar.
    """

    def __init__(self) -> None:
        self.failed = 0
        self.broken = 0
        self.stopped = False
        self.afar = False
        self._since: dict[str, float] = {}
        self.over = threading.Event()

    def pytest_configure(self, config: pytest.Config) -> None:
        """Know whether other processes run the tests."""
        self.afar = config.getoption("dist", "no") != "no"

    @pytest.hookimpl(optionalhook=True, tryfirst=True)  # xdist answers too
    def pytest_xdist_auto_num_workers(self) -> int:
        """How many: tests wait too, for a browser or for a clock."""
        return WORKERS

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Pytest has one exit code, and this one hook, for Ctrl-C, a test file that cannot be read, and -x."""
        # All but Ctrl-C come as a class of their own; that a process of the tests heard it comes as words.
        self.stopped = excinfo.type is KeyboardInterrupt or "keyboard-interrupt" in str(excinfo.value)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Count a test file that cannot be read."""
        self.failed += report.failed

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count a failure, and whether it says that the surroundings broke."""
        if report.failed:
            self.failed += 1
            self.broken += any(name == BROKE for name, _ in report.user_properties)
        if report.when not in ("setup", "call"):  # the end of a test, or of the process in which it was running
            self._since.pop(report.nodeid, None)

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """A test begins."""
        self._since[nodeid] = time.monotonic()

    def tick(self, screen: TextIO) -> None:
        """Name on `screen`, again and again, each test that has been running for long; ends with `over`."""
        while not self.over.wait(PATIENCE):
            for running, since in list(self._since.items()):
                seconds = time.monotonic() - since
                if seconds >= PATIENCE:
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
            command = ["-p", "kvm_guide.cli.pytest_cause", *arguments]
            ended = pytest.main(command, plugins=[watch])
            if watch.afar and ended == pytest.ExitCode.NO_TESTS_COLLECTED:
                # Side by side, a file that is not there and a choice that leaves nothing are not told of
                ended = pytest.main([*command, "-n0"], plugins=[watch])
            return watch.exit(ended)
        finally:
            watch.over.set()
            clock.join()
