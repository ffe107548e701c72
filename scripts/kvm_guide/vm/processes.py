"""Nothing of a run stays behind, whatever ends it: not even SIGKILL of the lab leaves a process or a disk."""

import ctypes
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_PR_SET_PDEATHSIG: Final = 1
# Opened once: between fork and exec, a lock of the loader that another thread held would never be free
_LIBC: Final = ctypes.CDLL(None)
# A child that is just being killed may write one more file into a folder that is being emptied: it is tried again
_TRIES: Final = 50
_SWEEP: Final = (
    'trap "" INT TERM HUP; cat >/dev/null; '
    f'for _ in $(seq {_TRIES}); do rm -rf --one-file-system -- "$1" 2>/dev/null; [ -e "$1" ] || exit 0; sleep 0.2; done'
)


def die_with_parent() -> None:
    """For `preexec_fn`: have the kernel kill this child when the thread that started it is gone (prctl(2))."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def stand_back() -> None:
    """For `preexec_fn`: the same, for what goes on beside what is waited for, which has the processors first."""
    die_with_parent()
    os.nice(10)


@contextmanager
def scratch(parent: Path, prefix: str) -> Iterator[Path]:
    """A folder below `parent` that is gone at the end, even when this process is killed.

    A shell holds the reading end of a pipe whose writing end only this process has; when that closes, it removes the
    folder. What the caller wants to keep it renames out of the folder.
    """
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
    reading, writing = os.pipe()
    sweeper = subprocess.Popen(
        ["/bin/sh", "-c", _SWEEP, "sweeper", str(folder)], stdin=reading, start_new_session=True, close_fds=True
    )
    os.close(reading)
    try:
        yield folder
    finally:
        os.close(writing)
        sweeper.wait(timeout=600)
        shutil.rmtree(folder, ignore_errors=True)
