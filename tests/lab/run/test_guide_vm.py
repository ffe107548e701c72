"""The guide does in a real Debian machine what its records say."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from tests.lab.conftest import LEFT_OUT, left_to_the_weekly_run, troubles_in_time

from kvm_guide import paths
from kvm_guide.errors import Exit
from kvm_guide.lab.jobs import Job, jobs
from kvm_guide.lab.verify import LEFT
from kvm_guide.lessons import GUIDE
from kvm_guide.model.step import LANGUAGES

pytestmark = [pytest.mark.vm, pytest.mark.guide]
JOBS = jobs(GUIDE, GUIDE.run(), LANGUAGES)
LEFT_JOBS = [job for job in JOBS if left_to_the_weekly_run(job)]


@dataclass(frozen=True)
class Told:
    """What `verify --check` said, how it ended, and the records before and after it."""

    code: int
    said: str
    before: list[tuple[str, int]]
    after: list[tuple[str, int]]


@pytest.fixture(scope="module")
def told() -> Told:
    """The check, once; what does not need another runs beside it."""
    before = _records()
    code, said = _verified(*(job.name for job in JOBS if job not in LEFT_JOBS))
    return Told(code, said, before, _records())


def _verified(*asked: str) -> tuple[int, str]:
    command = [sys.executable, str(paths.ROOT / "scripts" / "verify"), *asked, "--check", *troubles_in_time()]
    result = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False)
    sys.stderr.write(result.stderr)
    return result.returncode, result.stderr


def _records() -> list[tuple[str, int]]:
    return [(path.name, path.stat().st_mtime_ns) for path in sorted(paths.RECORDS.rglob("*"))]


@pytest.mark.parametrize("job", [job for job in JOBS if job not in LEFT_JOBS], ids=lambda job: job.name)
def test_every_step_of_a_lesson_does_what_its_record_says(told: Told, job: Job) -> None:
    wanted = f"{job.name} | {job.name}: the record's outcomes are what happened"
    assert wanted in told.said, told.said[-3000:]


def test_the_check_of_all_ends_well(told: Told, record_property: Callable[[str, object], None]) -> None:
    for line in told.said.splitlines():
        if LEFT in line:
            record_property(LEFT_OUT, line)
    for job in LEFT_JOBS:
        record_property(LEFT_OUT, f"{job.name}: its run was left to the weekly run")
    assert told.code == Exit.OK, told.said[-3000:]


def test_the_check_has_written_no_record(told: Told) -> None:
    assert told.before == told.after
