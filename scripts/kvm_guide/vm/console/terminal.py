"""A login session on the machine's terminal: logs in, types, answers sudo, and sees what a reader sees."""

import contextlib
import re
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pexpect import EOF, TIMEOUT
from pexpect.socket_pexpect import SocketSpawn

from kvm_guide.errors import Broken
from kvm_guide.model.step import Console
from kvm_guide.vm import recipe
from kvm_guide.vm.console.asciicast import Recorder
from kvm_guide.vm.console.emulator import rendered
from kvm_guide.vm.limits import Limits

# The marks of etc/profile.d/lab-terminal.sh: a command's output starts, ended with a status, wants another line; the
# prompt is there
_STARTS: Final = rb"\x1b\]133;C\x07"
_ENDED: Final = rb"\x1b\]133;D;(\d+)\x07"
_MORE: Final = rb"\x1b\]133;A;k=s\x07"
_PROMPT: Final = rb"\x1b\]133;B\x07"
_SUDO: Final = rb"\[sudo\] [^\r\n]*: $"
_LOGIN: Final = rb"login: $"
_QUESTIONS: Final = 8
_BEFORE_ANSWERING: Final = 0.5
_BEFORE_A_KEY: Final = 0.2


if TYPE_CHECKING:
    _Spawn = SocketSpawn[bytes]
else:
    # Only pexpect's stubs know of the parameter
    _Spawn = SocketSpawn


class TypingLate(Broken):
    """A command did not end within its limit. `screen` is what the terminal showed by then."""

    def __init__(self, message: str, screen: str) -> None:
        super().__init__(message)
        self.screen = screen


@dataclass(frozen=True)
class Typed:
    """What came of typing a command. seconds: from the last Enter to the end of its output."""

    exit_status: int
    output: str
    seconds: float


@dataclass(frozen=True)
class _Waiting:
    command: str
    limit: float
    until: float
    before: bytes
    answers: Sequence[tuple[str, str]]
    console: Console | None


class _Watched(_Spawn):
    def __init__(self, connection: socket.socket, recorder: Recorder) -> None:
        super().__init__(connection, timeout=30, maxread=65536)
        self._recorder = recorder

    def read_nonblocking(self, size: int = 1, timeout: float | None = -1) -> bytes:
        data = bytes(super().read_nonblocking(size, timeout))
        self._recorder.add(data)
        return data


class Terminal:
    """The terminal at the other end of `connection`. keys: what types into it; None: the connection does.

    Where `keys` is given, `connection` only shows: a desktop's terminal is typed into at the machine's keyboard.
    """

    def __init__(self, connection: socket.socket, limits: Limits, keys: Callable[[str], None] | None = None) -> None:
        self._limits = limits
        self._keys = keys
        self.recorder = Recorder()
        self._spawn = _Watched(connection, self.recorder)

    @property
    def connection(self) -> socket.socket:
        """Our end of it."""
        return self._spawn.socket

    def close(self) -> None:
        """Let go of it."""
        with contextlib.suppress(OSError):
            self._spawn.close()

    def log_in(self) -> None:
        """Wait for the login prompt, log in as the reader's user, and wait for the shell. Raises Broken."""
        limit = self._limits.boot
        self._send("")
        self._wait([_LOGIN], limit, "the login prompt")
        self._send(recipe.USER)
        self._wait([rb"(?i)(password|contrase\S+): ?$"], limit, "the password prompt")
        self._send(recipe.PASSWORD)
        self._wait([_PROMPT], limit, "the shell's first prompt")

    def wait_for_shell(self, limit: float) -> None:
        """Wait for the prompt of a shell that has just been opened, nobody logging in. Raises Broken."""
        self._wait([_PROMPT], limit, "the shell's first prompt")

    def log_out(self) -> None:
        """End the session. Raises Broken."""
        self._send("exit")
        self._wait([_LOGIN], self._limits.boot, "the login prompt after logging out")

    def type(
        self, command: str, limit: float, answers: Sequence[tuple[str, str]] = (), console: Console | None = None
    ) -> Typed:
        """Type the lines of `command` as a reader does, answering sudo and `answers`, until the prompt is back.

        console: where it takes the terminal over, what is waited for and typed there, and the key that gives it back.
        Where it has several commands, the status is the last one's that failed, or 0. Raises TypingLate after `limit`
        seconds, and Broken where the terminal is lost or sudo does not take the password.
        """
        raw = b""
        status = 0
        started = time.monotonic()
        until = started + limit
        for line in command.split("\n"):
            self._send(line)
            if self._wait([_STARTS, _MORE], limit, f"the shell to take {line!r}") == 1:
                continue
            ended, output = self._output(_Waiting(command, limit, until, raw, answers, console))
            raw += output
            status = ended or status
        seconds = time.monotonic() - started
        self._wait([_PROMPT], self._limits.control, "the shell's prompt")
        return Typed(status, rendered(raw), round(seconds, 1))

    def leave(self, command: str, limit: float) -> Typed:
        """Type what ends the session for good, as `sudo reboot` does, answering sudo, until it is on its way.

        Its status is 0 where the shell is ended before it tells one. Raises Broken after `limit` seconds.
        """
        started = time.monotonic()
        self.begin(command)
        raw = b""
        while True:
            found = self._wait([_ENDED, _SUDO, _LOGIN], limit, f"the end of {command!r}")
            raw += self._before()
            if found != 1:
                break
            raw += self._after()
            self._send(recipe.PASSWORD)
        status = int(self._spawn.match.group(1)) if found == 0 and isinstance(self._spawn.match, re.Match) else 0
        return Typed(status, rendered(raw), round(time.monotonic() - started, 1))

    def begin(self, line: str) -> None:
        """Type a `line` and wait until the shell has taken it: for what somebody answers elsewhere, before `end`."""
        self._send(line)
        self._wait([_STARTS], self._limits.control, f"the shell to take {line!r}")

    def end(self, limit: float) -> Typed:
        """Wait for the end of what was begun, at most `limit` seconds; its time is from here on. Raises as `type`."""
        started = time.monotonic()
        status, raw = self._output(_Waiting("what was begun", limit, started + limit, b"", (), None))
        self._wait([_PROMPT], self._limits.control, "the shell's prompt")
        return Typed(status, rendered(raw), round(time.monotonic() - started, 1))

    def _output(self, waiting: _Waiting) -> tuple[int, bytes]:
        raw = b""
        asked = 0
        prompts = [_ENDED, _SUDO, *(pattern.encode() + rb"$" for pattern, _ in waiting.answers)]
        replies = [recipe.PASSWORD, *(text for _, text in waiting.answers)]
        # In the console what is waited for comes in an order: only the next of it is looked for, as the last prompt
        there = _in_console(waiting.console)
        if there:
            prompts.append(there[0][0])
        while True:
            remaining = max(0.1, waiting.until - time.monotonic())
            try:
                found = self._spawn.expect(list(prompts), timeout=remaining, searchwindowsize=4096)
            except TIMEOUT:
                shown = rendered(waiting.before + raw + self._before())
                raise TypingLate(f"It did not end within {waiting.limit:.0f} s: {waiting.command!r}", shown) from None
            except EOF:
                raise Broken("The lab's terminal was lost: its machine is gone.") from None
            raw += self._before()
            if found == 0:
                assert isinstance(self._spawn.match, re.Match)
                return int(self._spawn.match.group(1)), raw
            raw += self._after()
            if found > len(replies):
                # Once each: what the console showed may be drawn again on leaving it
                if there[1:]:
                    raw += self._quiet(_BEFORE_ANSWERING)
                else:
                    self._quiet(_BEFORE_A_KEY)
                self._strike(there.pop(0)[1])
                prompts[-1:] = [pattern for pattern, _ in there[:1]]
                continue
            asked += 1
            if asked > _QUESTIONS:
                raise Broken(f"The lab's machine asks the same again and again: {rendered(raw)[-200:]!r}")
            if found > 1:
                # polkit's agent asks first, and throws away what was typed until it has turned the echo off: quicker
                # than any reader, an answer would be lost
                self._quiet(_BEFORE_ANSWERING)
            self._send(replies[found - 1])

    def _wait(self, patterns: Sequence[bytes], limit: float, what: str) -> int:
        try:
            return int(self._spawn.expect(list(patterns), timeout=limit))
        except (TIMEOUT, EOF):
            shown = rendered(self._before())[-300:]
            raise Broken(f"The lab waited {limit:.0f} s for {what}; the terminal showed: {shown!r}") from None

    def _before(self) -> bytes:
        return self._spawn.before if isinstance(self._spawn.before, bytes) else b""

    def _after(self) -> bytes:
        return self._spawn.after if isinstance(self._spawn.after, bytes) else b""

    def _send(self, line: str) -> None:
        self._strike(line + "\r")

    def _strike(self, keys: str) -> None:
        if self._keys is None:
            self._spawn.send(keys)
        else:
            self._keys(keys)

    def _quiet(self, seconds: float) -> bytes:
        """Wait until nothing has come for so long; returns what came."""
        came = b""
        while True:
            try:
                self._spawn.expect([rb"(?s).+"], timeout=seconds)
            except (TIMEOUT, EOF):
                return came
            came += self._after()


def _in_console(console: Console | None) -> list[tuple[bytes, str]]:
    """What is waited for in `console`, in its order, and what is sent then."""
    if console is None:
        return []
    typed = [(pattern.encode(), text + "\r") for pattern, text in console.typed]
    return [*typed, (console.shows.encode(), console.leave)]
