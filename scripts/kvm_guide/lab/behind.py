"""What is done behind a run, in its order, while the machine goes on: each step is repeated on a copy, and kept."""

import asyncio
import contextlib
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from types import TracebackType
from typing import Final, Self

from kvm_guide.errors import GuideError
from kvm_guide.lab.machine import Machine
from kvm_guide.lab.qemu import MachineLost
from kvm_guide.lab.states import Kept
from kvm_guide.lab.trial import StepFailed

_AHEAD: Final = 16
"""How many steps the run may be ahead: so much of it is lost where the lab is killed."""


class Behind:
    """Does jobs one after the other, beside the run. Each is given the last state kept, `last` at first, and returns
    the one it keeps. Use it in a `with`: at its end no job is under way, and what could be kept is.

    machine: the copy that a failed repetition was typed on, as it left it; None where none failed.
    """

    def __init__(self, last: Kept) -> None:
        self.machine: Machine | None = None
        self._last = last
        self._loop = asyncio.new_event_loop()
        self._thread = ThreadPoolExecutor(1, initializer=asyncio.set_event_loop, initargs=(self._loop,))
        self._room = threading.BoundedSemaphore(_AHEAD)
        self._jobs: list[Future[None]] = []
        self._given_up = False
        self._under_way: Machine | None = None
        self._left = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None and not isinstance(error, GuideError):
            self.give_up()
        self._thread.shutdown()
        self._left.close()
        self._loop.close()

    def do(self, making: ExitStack, job: Callable[[Kept], Kept]) -> None:
        """Have `job` done once those before it are; `making` is closed after it. Waits where the run is far ahead.

        Raises what a job before it has raised: then it is not done.
        """
        with ExitStack() as ours:
            ours.push(making)
            self.check()
            self._room.acquire()
            self._jobs.append(self._thread.submit(self._do, ours.pop_all(), job))

    def check(self) -> None:
        """Raise what a job has raised."""
        for job in self._jobs:
            if job.done():
                job.result()

    def wait(self) -> Kept:
        """The state that the last job kept, once all are done. Raises what one has raised."""
        for job in self._jobs:
            job.result()
        self._jobs.clear()
        return self._last

    def give_up(self) -> None:
        """Begin no other job, and end the one under way: without its machine it is not waited for."""
        self._given_up = True
        with contextlib.suppress(MachineLost, ProcessLookupError):
            if self._under_way is not None:
                os.kill(self._under_way.qemu.pid, signal.SIGKILL)

    @contextmanager
    def on(self, copy: Machine) -> Iterator[Machine]:
        """For a job: `copy`, running, to repeat a step on. Where the step fails, it is left for `machine`."""
        with ExitStack() as ending:
            ending.enter_context(copy)
            self._under_way = copy
            if self._given_up:
                raise MachineLost("The run was given up.")
            try:
                yield copy
            except StepFailed:
                self.machine = copy
                self._left = ending.pop_all()
                raise
            finally:
                self._under_way = None

    def _do(self, making: ExitStack, job: Callable[[Kept], Kept]) -> None:
        try:
            with making:
                # Where one before it failed, this one has nothing to lie on
                if not self._given_up:
                    self._last = job(self._last)
        except BaseException:
            self._given_up = True
            raise
        finally:
            self._room.release()
