"""Runs a program that takes long: shows what it is doing and for how long, and keeps what it printed."""

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

REMINDER: Final = 30.0
"""Seconds between two lines where the screen is no terminal, as in CI."""


@dataclass(frozen=True)
class Ended:
    """How a program ended, and all it printed."""

    status: int
    output: str


def run_shown(
    what: str, command: Sequence[str], environment: dict[str, str] | None = None, keep_open: Sequence[int] = ()
) -> Ended:
    """Run `command`, with no input, while showing `what` and its latest line; wait for it even at Ctrl-C.

    keep_open: descriptors the child inherits, so that a lock held by them outlives us if we are killed.
    """
    started = time.monotonic()
    lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment,
        pass_fds=keep_open,
        text=True,
        errors="replace",
    ) as child:
        output: list[str] = []
        threading.Thread(target=_read, args=(child, lines), daemon=True).start()
        show = _Show(what, started)
        try:
            _follow(lines, output, show)
        except KeyboardInterrupt:
            show.end("stopping")
            # At a terminal it was told already. Half an installation is worse than a moment's wait for its own ending.
            with contextlib.suppress(PermissionError):
                child.send_signal(signal.SIGINT)
            child.wait()
            raise
        status = child.wait()
    show.end("done" if status == 0 else "failed")
    return Ended(status, "".join(output))


def _follow(lines: "queue.SimpleQueue[str | None]", output: list[str], show: "_Show") -> None:
    while True:
        try:
            line = lines.get(timeout=0.2)
        except queue.Empty:
            show.now(None)
            continue
        if line is None:
            return
        output.append(line)
        show.now(line)


def _read(child: "subprocess.Popen[str]", lines: "queue.SimpleQueue[str | None]") -> None:
    for line in child.stdout or ():
        lines.put(line)
    lines.put(None)


class _Show:
    """One line on standard error that says what is being done, for how long, and the latest word of it."""

    def __init__(self, what: str, started: float) -> None:
        self._what, self._started, self._latest = what, started, ""
        self._terminal = sys.stderr.isatty()
        self._last_shown = started
        self._write(f"… {what}" + ("" if self._terminal else "\n"))

    def now(self, line: str | None) -> None:
        self._latest = line.strip() if line and line.strip() else self._latest
        wait = 0.2 if self._terminal else REMINDER
        if time.monotonic() - self._last_shown < wait:
            return
        self._last_shown = time.monotonic()
        text = f"… {self._what} ({self._last_shown - self._started:.0f} s) {self._latest}"
        if self._terminal:
            self._write("\r\033[K" + text[: os.get_terminal_size(sys.stderr.fileno()).columns - 1])
        else:
            self._write(text[:160] + "\n")

    def end(self, how: str) -> None:
        start = "\r\033[K" if self._terminal else ""
        mark = "✔" if how == "done" else "✘"
        self._write(f"{start}{mark} {self._what} ({how} after {time.monotonic() - self._started:.0f} s)\n")

    @staticmethod
    def _write(text: str) -> None:
        encoding = sys.stderr.encoding or "ascii"
        sys.stderr.write(text.encode(encoding, "replace").decode(encoding))
        sys.stderr.flush()
