"""The real lab, for the tests that boot it."""

import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests import kept
from tests.lab import verdicts
from tests.left_out import whole

from kvm_guide import paths
from kvm_guide.lab import lesson_runner
from kvm_guide.lab.jobs import Job
from kvm_guide.lab.keys import Lab
from kvm_guide.lab.snapshots.snapshot import Snapshot
from kvm_guide.lab.snapshots.store import Snapshots
from kvm_guide.lessons import GUIDE
from kvm_guide.model.step import LANGUAGES
from kvm_guide.vm import accelerator, image
from kvm_guide.vm.accelerator import Accelerator
from kvm_guide.vm.image import Image
from kvm_guide.vm.machine import Machine


@pytest.fixture(scope="session")
def debian() -> Image:
    """The lab's Debian, built where the cache has none."""
    return image.get(paths.cache())


@pytest.fixture(scope="session")
def chosen(debian: Image) -> Accelerator:
    """What the lab runs on here."""
    return accelerator.choose(debian, paths.cache())


@pytest.fixture(scope="session")
def booted(debian: Image, chosen: Accelerator) -> Snapshot:
    """The machine that has booted, from the cache where it is kept."""
    return lesson_runner.boot(Lab(debian, chosen, Snapshots(paths.cache())))


@pytest.fixture(scope="session")
def cache(booted: Snapshot, debian: Image, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache that knows the image and the booted machine, and nothing of the guide; gone at the end."""
    folder = tmp_path_factory.mktemp("cache")
    (folder / "images").mkdir()
    (folder / "images" / debian.folder.name).symlink_to(debian.folder)
    shutil.copy(paths.cache() / "accelerator.json", folder)
    (folder / "states").mkdir()
    shutil.copytree(booted.folder, folder / "states" / booted.folder.name)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def lab(debian: Image, chosen: Accelerator, cache: Path) -> Lab:
    """A lab for small guides. What two guides begin with alike, the second goes on from."""
    return Lab(debian, chosen, Snapshots(cache))


@pytest.fixture
def machine(lab: Lab) -> Iterator[Machine]:
    """The machine as new, where nobody is logged in."""
    with lab.machines(lesson_runner.boot(lab)) as machines:
        yield machines.first


@contextmanager
def listening(answer: Callable[[], bytes]) -> Iterator[int]:
    """A port of this computer, which the machine calls 10.0.2.2: whoever connects is sent what `answer` returns."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    client, _ = server.accept()
                except OSError:
                    return
                with client:
                    client.sendall(answer())

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield int(server.getsockname()[1])
        server.shutdown(socket.SHUT_RDWR)
        thread.join(timeout=10)


def environment(cache: Path) -> dict[str, str]:
    """For a lab in a process of its own."""
    return {**os.environ, "PYTHONPATH": f"{paths.ROOT / 'scripts'}:{paths.ROOT}", "KVM_GUIDE_CACHE": str(cache)}


def qemus(parent: int) -> list[int]:
    """The process ids of the QEMUs that process `parent` has started."""
    found = subprocess.run(["pgrep", "-P", str(parent), "qemu"], capture_output=True, text=True, check=False)
    return [int(pid) for pid in found.stdout.split()]


def troubles_in_time() -> list[str]:
    """For `verify --check`: each lesson's troubles in one language, as the other takes a quarter of an hour a lesson.

    Those after the install in the second: its lessons have less to do, and end no later then.
    """
    if whole():
        return []
    runs = [f"{lesson.id}.{LANGUAGES[lesson.id == 'install']}" for lesson in GUIDE.run()]
    return [argument for run in runs for argument in ("--troubles", run)]


def left_to_the_weekly_run(job: Job) -> bool:
    """Whether `job` is left out for want of time: a lesson of its own beside the course, in the second language."""
    return job.lesson.optional and job.language != LANGUAGES[0] and not whole()


KEPT = pytest.StashKey[str]()
"""On a test whose pass is kept: its key."""


@pytest.fixture
def depends_on() -> object:
    """What else decides how a test ends; a module of tests says so by a fixture of its own."""
    return None


@pytest.fixture
def kept_pass(request: pytest.FixtureRequest, debian: Image, chosen: Accelerator, depends_on: object) -> None:
    """Skips the test where it passed before and nothing that it depends on has changed; else its pass is kept."""
    key = verdicts.key_of(request.node.nodeid, Path(str(request.node.path)), debian, chosen, depends_on)
    at = kept.passed_at(paths.cache(), key)
    if at is not None:
        pytest.skip(f"passed {at}, and nothing it depends on has changed since")
    request.node.stash[KEPT] = key


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keep the pass of a test that asked for it."""
    report = yield
    if report.when == "call" and report.passed and KEPT in item.stash:
        kept.keep(paths.cache(), item.stash[KEPT], item.nodeid)
    return report
