"""What goes on behind a run is done in its order, and what breaks there ends the run; nothing is left of it."""

import subprocess
import threading
import time
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from tests.lab.test_states import KEY, kept

from kvm_guide.chapters import GUIDE
from kvm_guide.errors import Broken
from kvm_guide.lab.behind import _AHEAD, Behind
from kvm_guide.lab.machine import Machine
from kvm_guide.lab.states import Kept, States
from kvm_guide.lab.trial import StepFailed

WAIT = 10


@pytest.fixture
def first(tmp_path: Path) -> Kept:
    return kept(States(tmp_path))


class Copy:
    """Stands for a machine, of which only whether it runs is asked."""

    running = False

    def __init__(self, pid: int = 0) -> None:
        self.qemu = SimpleNamespace(pid=pid)

    def __enter__(self) -> "Copy":
        self.running = True
        return self

    def __exit__(self, *_: object) -> None:
        self.running = False


def making(log: list[str], name: str) -> ExitStack:
    stack = ExitStack()
    stack.callback(log.append, f"{name} is cleared away")
    return stack


def test_each_job_is_given_what_the_one_before_it_kept(first: Kept, tmp_path: Path) -> None:
    states = States(tmp_path)
    with Behind(first) as behind:
        for number in range(10):
            behind.do(ExitStack(), lambda before, number=number: kept(states, f"{number}" * 64, before))  # type: ignore[misc]
        last = behind.wait()
    assert [one.key[0] for one in last.chain()] == [*"9876543210", KEY[0]]


def test_after_a_job_that_broke_none_is_done_and_the_run_is_told(first: Kept) -> None:
    log: list[str] = []

    def breaks(_before: Kept) -> Kept:
        raise Broken("the disk is full")

    def never(_before: Kept) -> Kept:
        raise AssertionError("it would lie on what is not there")

    def run() -> None:
        with Behind(first) as behind:
            behind.do(making(log, "one"), breaks)
            until = time.monotonic() + WAIT
            while time.monotonic() < until:
                behind.do(making(log, "another"), never)

    with pytest.raises(Broken, match="the disk is full"):
        run()
    assert log[0] == "one is cleared away"
    assert set(log[1:]) <= {"another is cleared away"}


def test_what_was_under_way_when_the_run_failed_is_kept_all_the_same(first: Kept) -> None:
    log: list[str] = []
    goes_on = threading.Event()

    def slow(before: Kept) -> Kept:
        assert goes_on.wait(WAIT)
        log.append("kept")
        return before

    def run() -> None:
        with Behind(first) as behind:
            behind.do(making(log, "one"), slow)
            behind.do(making(log, "two"), slow)
            threading.Timer(0.1, goes_on.set).start()
            raise Broken("the step failed")

    with pytest.raises(Broken, match="the step"):
        run()
    assert log == ["kept", "one is cleared away", "kept", "two is cleared away"]


def test_a_run_that_is_interrupted_takes_the_machine_from_the_job_under_way_and_begins_no_other(first: Kept) -> None:
    log: list[str] = []
    begun = threading.Event()

    def never(_before: Kept) -> Kept:
        raise AssertionError("the run was given up")

    def run() -> None:
        with subprocess.Popen(["sleep", "600"]) as qemu, Behind(first) as behind:

            def repeats(before: Kept) -> Kept:
                with behind.on(cast(Machine, Copy(qemu.pid))):
                    begun.set()
                    log.append(f"its QEMU ended with {qemu.wait(WAIT)}")
                return before

            behind.do(making(log, "one"), repeats)
            behind.do(making(log, "two"), never)
            assert begun.wait(WAIT)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run()
    assert log == ["its QEMU ended with -9", "one is cleared away", "two is cleared away"]


def test_the_machine_of_a_repetition_that_failed_is_there_until_the_run_is_over(first: Kept) -> None:
    copy = Copy()
    failure = StepFailed(GUIDE.step("uri"), ["it did not end"], "", None)

    with Behind(first) as behind:

        def fails(_before: Kept) -> Kept:
            with behind.on(cast(Machine, copy)):
                raise failure

        behind.do(ExitStack(), fails)
        with pytest.raises(StepFailed) as caught:
            behind.wait()
        assert caught.value is failure
        assert cast(object, behind.machine) is copy
        assert copy.running
    assert not copy.running


def test_the_machine_of_a_repetition_is_gone_when_it_is_over(first: Kept) -> None:
    copy = Copy()
    with Behind(first) as behind:

        def job(before: Kept) -> Kept:
            with behind.on(cast(Machine, copy)):
                assert copy.running
            return before

        behind.do(ExitStack(), job)
        behind.wait()
        assert not copy.running
        assert behind.machine is None


def test_the_run_is_only_so_far_ahead_of_what_is_kept(first: Kept) -> None:
    done: list[int] = []
    ahead: list[int] = []
    with Behind(first) as behind:

        def job(before: Kept) -> Kept:
            time.sleep(0.01)  # work, not waiting
            done.append(1)
            return before

        for number in range(1, 2 * _AHEAD):
            behind.do(ExitStack(), job)
            ahead.append(number - len(done))
    assert 1 < max(ahead) <= _AHEAD + 1
