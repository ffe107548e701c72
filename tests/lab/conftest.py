"""The real lab, for the tests that boot it."""

from collections.abc import Iterator

import pytest

from kvm_guide import paths
from kvm_guide.lab import accelerator, image
from kvm_guide.lab.accelerator import Accelerator
from kvm_guide.lab.image import Image
from kvm_guide.lab.machine import Machine


@pytest.fixture(scope="session")
def debian() -> Image:
    """The lab's Debian, built where the cache has none."""
    return image.get(paths.cache())


@pytest.fixture(scope="session")
def chosen(debian: Image) -> Accelerator:
    """What the lab runs on here."""
    return accelerator.choose(debian, paths.cache())


@pytest.fixture(scope="module")
def booted(debian: Image, chosen: Accelerator) -> Iterator[Machine]:
    """One machine for a module, kept as it was before anyone logged in."""
    with Machine(debian, chosen) as machine:
        machine.save("new")
        yield machine
    # Its end of the terminal is left to the garbage collector otherwise, which warns in whatever test runs then
    machine.terminal._spawn.close()


@pytest.fixture
def machine(booted: Machine) -> Iterator[Machine]:
    """The machine as new."""
    yield booted
    booted.restore("new")
    booted.terminal.forget()
