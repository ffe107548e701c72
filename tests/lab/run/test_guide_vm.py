"""The guide does in a real Debian machine what its records say."""

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from tests.lab.conftest import left_to_the_weekly_run, troubles_in_time
from tests.left_out import LEFT_OUT, in_time, whole

from kvm_guide import paths
from kvm_guide.errors import Exit
from kvm_guide.lab.jobs import Job, jobs
from kvm_guide.lab.verify import LEFT
from kvm_guide.lessons import GUIDE
from kvm_guide.model.release import DEFAULT, RELEASES, Release
from kvm_guide.model.step import LANGUAGES

pytestmark = [pytest.mark.vm, pytest.mark.guide]
JOBS = jobs(GUIDE, GUIDE.run(), LANGUAGES)
FITS = frozenset({"requirements.es"})
"""What of the other releases is run where it fits; the rest of theirs is left to the weekly run."""
THE_REST = 60 * 60
"""How long the guide and the lab's own tests take after that on a slow host with nothing kept, in seconds."""


@dataclass(frozen=True)
class Checked:
    """What `verify --check` said of a release, and how it ended."""

    code: int
    said: str


@dataclass(frozen=True)
class Told:
    """The checks, by the number of their release, and the records before and after them."""

    checks: dict[str, Checked]
    before: list[tuple[str, int]]
    after: list[tuple[str, int]]


def wanted(release: Release) -> list[Job]:
    """The runs of `release` that are not left to the weekly run."""
    if release == DEFAULT or whole():
        return [job for job in JOBS if not left_to_the_weekly_run(job)]
    return [job for job in JOBS if job.name in FITS and in_time(THE_REST)]


WANTED = {release.number: wanted(release) for release in RELEASES}
RUNS = [(release, job) for release in RELEASES for job in WANTED[release.number]]
RUN = [release for release in RELEASES if WANTED[release.number]]


@pytest.fixture(scope="module")
def told() -> Told:
    """The checks, once; what does not need another runs beside it."""
    before = _records()
    with ThreadPoolExecutor() as pool:
        checks = {release.number: said for release, said in zip(RUN, pool.map(_checked, RUN), strict=True)}
    return Told(checks, before, _records())


def _checked(release: Release) -> Checked:
    asked = [job.name for job in WANTED[release.number]]
    command = [sys.executable, str(paths.ROOT / "scripts" / "verify"), *asked, "--check", "--release", release.number]
    # Named in a run that is not asked for, troubles are brought about in none
    troubles = troubles_in_time() if release == DEFAULT or whole() else ["--troubles", "install.es"]
    result = subprocess.run([*command, *troubles], stderr=subprocess.PIPE, text=True, check=False)
    sys.stderr.write(result.stderr)
    return Checked(result.returncode, result.stderr)


def _records() -> list[tuple[str, int]]:
    return [(path.name, path.stat().st_mtime_ns) for path in sorted(paths.RECORDS.rglob("*"))]


@pytest.mark.parametrize(("release", "job"), RUNS, ids=[f"{release.number}.{job.name}" for release, job in RUNS])
def test_every_step_of_a_lesson_does_what_its_record_says(told: Told, release: Release, job: Job) -> None:
    called = job.name if release == DEFAULT else f"{job.name} on {release.name}"
    said = told.checks[release.number].said
    assert f"{called}: the record's outcomes are what happened" in said, said[-3000:]


@pytest.mark.parametrize("release", RUN, ids=lambda release: release.number)
def test_the_check_of_all_ends_well(
    told: Told, release: Release, record_property: Callable[[str, object], None]
) -> None:
    for line in told.checks[release.number].said.splitlines():
        if LEFT in line:
            record_property(LEFT_OUT, line)
    for other in RELEASES if release == DEFAULT else ():
        for job in JOBS:
            if job not in WANTED[other.number]:
                record_property(LEFT_OUT, f"{job.name} on {other.name}: its run was left to the weekly run")
    assert told.checks[release.number].code == Exit.OK, told.checks[release.number].said[-3000:]


def test_the_check_has_written_no_record(told: Told) -> None:
    assert told.before == told.after
