"""What the processes in which tests run share, and what they must not."""

import fcntl
import os
import random
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import pytest


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """The folder `name`, made by the first process that asks for it, for all of them.

    It is as `make`, which is given a path that does not exist yet, left it. Not to be changed.
    """
    base = factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        base = base.parent  # each of the processes that run side by side has a folder of its own in it
    folder, fresh = base / name, base / f"{name}.new"
    with (base / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            shutil.rmtree(fresh, ignore_errors=True)
            make(fresh)
            fresh.rename(folder)
    return folder


def free_port() -> int:
    """A port that nothing uses, of those that are this process's own: no system gives one of them away by itself."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    first = 20_000 + 200 * (worker % 50)
    while True:
        port = random.randrange(first, first + 200)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
