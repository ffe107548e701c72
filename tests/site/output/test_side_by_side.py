"""Jobs of a build in processes of their own: their answers come back in order, and so does what is wrong."""

import os
import threading
import time
from collections.abc import Callable

import pytest

from kvm_guide.errors import Broken, NotSo
from kvm_guide.site.output.side_by_side import side_by_side


def _refuse() -> int:
    raise NotSo("the page x is wrong: correct it")


def _full() -> int:
    raise OSError(28, "No space left on device", "/x")


def _die() -> int:
    os._exit(7)


def _sleep() -> int:
    time.sleep(600)
    return 1


def test_answers_come_in_the_order_of_the_jobs() -> None:
    assert side_by_side([lambda: 1, lambda: 2, lambda: 3]) == [1, 2, 3]


def test_beside_a_thread_nothing_is_copied() -> None:
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    try:
        assert side_by_side([os.getpid, os.getpid]) == [os.getpid()] * 2
    finally:
        done.set()
        other.join()


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process with no other thread and two processors, whatever the tests run in."""
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})


@pytest.mark.usefixtures("alone")
def test_all_but_the_last_run_in_another_process() -> None:
    first, last = side_by_side([os.getpid, os.getpid])
    assert (first == os.getpid(), last == os.getpid()) == (False, True)


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("jobs", [[_refuse, os.getpid], [os.getpid, _refuse], [_refuse, _refuse]])
def test_what_a_job_refuses_is_refused(jobs: list[Callable[[], int]]) -> None:
    with pytest.raises(NotSo, match="the page x is wrong"):
        side_by_side(jobs)


@pytest.mark.usefixtures("alone")
def test_a_full_disk_is_told_as_one() -> None:
    with pytest.raises(OSError, match="No space left") as raised:
        side_by_side([_full, os.getpid])
    assert (raised.value.errno, raised.value.filename) == (28, "/x")


@pytest.mark.usefixtures("alone")
def test_a_job_that_ends_without_a_word_is_no_answer() -> None:
    with pytest.raises(Broken, match="ended without a word"):
        side_by_side([_die, os.getpid])


@pytest.mark.usefixtures("alone")
def test_where_one_fails_nobody_waits_for_another() -> None:
    began = time.monotonic()
    with pytest.raises(NotSo):
        side_by_side([_sleep, _refuse])
    assert time.monotonic() - began < 60
