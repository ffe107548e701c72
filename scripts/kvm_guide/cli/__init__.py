"""The commands. What they share: how they end, and what is said when they do not end well.

Standard library only, here and at the top of each command's module: the launchers ask a module for its parser before
anything is installed, so that `--help` and a wrong option are answered at once.
"""

import argparse
import errno
import os
import sys
from collections.abc import Callable, Sequence

from kvm_guide.errors import Exit, GuideError
from kvm_guide.records.store import RecordError


def run(
    parser: argparse.ArgumentParser,
    work: Callable[[argparse.Namespace], int],
    arguments: Sequence[str] | None = None,
) -> int:
    """Parse `arguments` (the process's own where None), do `work` and return the exit code, with one sentence on
    standard error where it did not end well."""
    options = parser.parse_args(arguments)
    try:
        code = work(options)
        sys.stdout.flush()
    except (GuideError, RecordError, OSError, KeyboardInterrupt) as error:
        return explain(parser.prog, error)
    return code


def explain(prog: str, error: GuideError | RecordError | OSError | KeyboardInterrupt) -> Exit:
    """Say on standard error, in one sentence, what `error` means to the user of `prog`; the exit code it ends with."""
    if isinstance(error, BrokenPipeError):
        # Who read our output went away (`| head`); Python must not complain about it again at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.BROKEN
    if isinstance(error, KeyboardInterrupt):
        print(f"{prog}: stopped.", file=sys.stderr)
        return Exit.STOPPED
    print(f"{prog}: {sentence(error)}", file=sys.stderr)
    if isinstance(error, GuideError):
        return error.exit
    return Exit.NOT_SO if isinstance(error, RecordError) else Exit.BROKEN


def sentence(error: GuideError | RecordError | OSError) -> str:
    """What `error` says, with the next thing to do."""
    if not isinstance(error, OSError):
        return str(error)
    where = f" ({error.filename})" if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"the disk is full{where}: free some space, then run it again."
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"this user may not write or read what is needed{where}: give it the folder, or run it as its owner."
    return f"the system refused: {error.strerror or error}{where}."
