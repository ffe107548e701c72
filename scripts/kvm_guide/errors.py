"""The exit codes of every command here, and the errors that carry them."""

from enum import IntEnum


class Exit(IntEnum):
    """What a command ends with (a contract: see the README)."""

    OK = 0
    NOT_SO = 1
    USAGE = 2
    BROKEN = 3
    STOPPED = 130


class GuideError(Exception):
    """Something to tell the user in one sentence: what, where, and the next thing to do."""

    exit = Exit.BROKEN


class NotSo(GuideError):
    """The thing checked is not so: a failed step, a stale record, a dead link."""

    exit = Exit.NOT_SO


class UsageError(GuideError):
    """The command was called in a way that it does not know."""

    exit = Exit.USAGE


class Broken(GuideError):
    """The lab or its surroundings broke: nothing is known about the guide."""

    exit = Exit.BROKEN
