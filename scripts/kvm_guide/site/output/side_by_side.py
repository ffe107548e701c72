"""Work that a process of its own can do, on each processor of the machine: only what it returns comes back."""

import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Sequence
from multiprocessing.context import ForkProcess
from typing import Generic, TypeVar

from kvm_guide.errors import Broken, GuideError

Result = TypeVar("Result")


def side_by_side(jobs: Sequence[Callable[[], Result]]) -> list[Result]:
    """What each of `jobs` returns, in their order; all but the last are done in copies of this process.

    What a job changes in memory is lost, unless it is the last one. Where no copy can be made, one is done after the
    other. Raises the GuideError or OSError that a job raises; Broken where one ended otherwise.
    """
    if not _can_copy():
        return [job() for job in jobs]
    copies = [_Copy(job) for job in jobs[:-1]]
    try:
        last = [job() for job in jobs[-1:]]
        return [*(copy.result() for copy in copies), *last]
    finally:
        for copy in copies:
            copy.stop()


def _can_copy() -> bool:
    # A copy has one thread only, and what another one held would stay held in it for ever
    return sys.platform == "linux" and threading.active_count() == 1 and len(os.sched_getaffinity(0)) > 1


class _Copy(Generic[Result]):
    def __init__(self, job: Callable[[], Result]) -> None:
        context = multiprocessing.get_context("fork")
        self._answer, end = context.Pipe(duplex=False)
        self._process: ForkProcess = context.Process(target=_run, args=(job, end.send))
        self._process.start()
        end.close()

    def result(self) -> Result:
        try:
            done: tuple[list[Result], GuideError | OSError | None] = self._answer.recv()
        except EOFError as error:
            raise Broken("a part of the build ended without a word: build again, and read what it says") from error
        returned, raised = done
        if raised is not None:
            raise raised
        return returned[0]

    def stop(self) -> None:
        if self._process.is_alive() and not self._answer.poll():
            self._process.terminate()
        self._process.join()
        self._answer.close()


def _run(job: Callable[[], Result], answer: Callable[[object], None]) -> None:
    try:
        answer(([job()], None))
    except (GuideError, OSError) as error:
        answer(([], error))
