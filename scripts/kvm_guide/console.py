"""What an author sees while a command works: what it is doing, and for how long."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

_console = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)


def say(line: str) -> None:
    """One line for the author, on standard error. KVM_GUIDE_LABEL, where set, tells runs side by side apart."""
    label = os.environ.get("KVM_GUIDE_LABEL")
    _console.print(f"{label} | {line}" if label else line)


def quoted(text: str, lines: int = 15) -> str:
    """The last `lines` of what a terminal showed, as messages have it."""
    return "\n".join(f"  | {line}" for line in text.splitlines()[-lines:])


@contextmanager
def working(what: str) -> Iterator[None]:
    """Show `what` is being done, with a running clock on a terminal, and how long it took at its end."""
    started = time.monotonic()
    ending = "stopped"
    try:
        if sys.stderr.isatty() and not os.environ.get("KVM_GUIDE_LABEL"):
            columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
            with Progress(*columns, console=_console, transient=True) as progress:
                progress.add_task(what, total=None)
                yield
        else:
            say(f"… {what}")
            yield
        ending = "done"
    finally:
        say(f"{'✔' if ending == 'done' else '✘'} {what} ({ending} after {time.monotonic() - started:.0f} s)")
