"""A pytest plugin for every process that runs tests: notes at a failed test that its surroundings broke.

The note goes with the report to the process that counts. (PYTEST_DONT_REWRITE: no test stands here.)
"""

from collections.abc import Generator
from typing import Final

import pytest

from kvm_guide.errors import Broken

BROKE: Final = "surroundings broke"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    call: pytest.CallInfo[None],
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add the note to the report of a test that ended with Broken."""
    report = yield
    if report.failed and call.excinfo is not None and call.excinfo.errisinstance(Broken):
        report.user_properties.append((BROKE, True))
    return report
