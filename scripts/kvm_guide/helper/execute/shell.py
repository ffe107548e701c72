"""Runs a command of the guide where the student can see it and answer it, and keeps the end of what it wrote."""

import fcntl
import os
import pty
import pwd
import re
import select
import signal
import subprocess
import termios
import tty
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from types import FrameType
from typing import Final

_STDIN: Final = 0
_STDOUT: Final = 1
_CHUNK: Final = 65536
# Bytes of a command's output that are kept: its last words say why it failed.
_TAIL: Final = 4096
# Seconds. What a command has written may reach us a moment after its end; what it left running may never stop.
_LAST_WORDS: Final = 0.2
# What steers a terminal: colours, apt's progress bar, the window's title
_STEERING: Final = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[ -/]*[0-~]|\r")

_Handler = Callable[[int, FrameType | None], None]


@dataclass(frozen=True)
class Ended:
    """How a command ended. status: as a shell's `$?` has it. tail: the last 4 KiB it wrote, as plain text."""

    status: int
    tail: str


def environment(variables: Mapping[str, str]) -> dict[str, str]:
    """The student's environment, with `variables`, and with the name of who it really is: `su` leaves another."""
    made = dict(os.environ)
    with suppress(KeyError):
        made["USER"] = pwd.getpwuid(os.getuid()).pw_name
    return made | dict(variables)


def run(command: str, environment: Mapping[str, str]) -> Ended:
    """Run `command` in bash, in `environment`; all it writes goes to standard output as it comes.

    On a terminal it sees a terminal of its own, of the same size, and gets what the student types. Elsewhere its
    output goes through a pipe; sudo asks on /dev/tty by itself. Raises KeyboardInterrupt after Ctrl-C, which the
    command gets too: it is waited for, since half an installation is worse than a moment's wait.
    """
    arguments = ["bash", "-c", command]
    if os.isatty(_STDIN) and os.isatty(_STDOUT):
        return _on_terminal(arguments, environment)
    return _through_pipe(arguments, environment)


def _on_terminal(arguments: list[str], environment: Mapping[str, str]) -> Ended:
    mode = termios.tcgetattr(_STDIN)
    master, slave = pty.openpty()
    try:
        termios.tcsetattr(slave, termios.TCSANOW, mode)
        _fit(master)
        child = subprocess.Popen(
            arguments,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environment,
            start_new_session=True,
            # /dev/tty is then this one, so sudo asks here. No thread of ours runs now: a fork is safe
            preexec_fn=_take_terminal,
        )
    except BaseException:
        os.close(master)
        raise
    finally:
        os.close(slave)
    os.set_blocking(master, False)
    interrupt: bytes = mode[6][termios.VINTR]
    copy = _Copy(child, master, interrupt)
    try:
        with _raw(mode), _handling({signal.SIGWINCH: lambda *_: _fit(master), signal.SIGINT: copy.interrupt}):
            return copy.until_end()
    finally:
        os.close(master)


def _through_pipe(arguments: list[str], environment: Mapping[str, str]) -> Ended:
    child = subprocess.Popen(
        arguments,
        # What is piped in are the answers to our own questions, not the command's
        stdin=None if os.isatty(_STDIN) else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment,
    )
    assert child.stdout is not None
    with child.stdout:
        copy = _Copy(child, child.stdout.fileno())
        with _handling({signal.SIGINT: copy.interrupt}):
            return copy.until_end()


class _Copy:
    """Copies what `child` writes, which comes from `source`, to standard output; the student's keys to the child.

    interrupt_key: what the student types for Ctrl-C, where `source` is the child's terminal; empty where it is a pipe.
    """

    def __init__(self, child: "subprocess.Popen[bytes]", source: int, interrupt_key: bytes = b"") -> None:
        self._child = child
        self._source = source
        self._interrupt_key = interrupt_key
        self._interrupted = False
        self._shown = True
        self._tail = b""

    def interrupt(self, *_: object) -> None:
        """Pass on a Ctrl-C that came as a signal."""
        self._interrupted = True
        if self._interrupt_key:
            with suppress(OSError):
                os.write(self._source, self._interrupt_key)
        else:
            # Nobody but root may tell sudo; at a terminal it was told already
            with suppress(PermissionError):
                self._child.send_signal(signal.SIGINT)

    def until_end(self) -> Ended:
        """Copy until the child has ended and said all. Raises KeyboardInterrupt after a Ctrl-C."""
        ends = os.pidfd_open(self._child.pid)
        watched = {self._source, ends} | ({_STDIN} if self._interrupt_key else set())
        try:
            while {self._source, ends} & watched:
                ready, _, _ = select.select(watched, [], [], None if ends in watched else _LAST_WORDS)
                if not ready and ends not in watched:
                    break
                watched -= {ends} & set(ready)
                if self._source in ready and not self._pass_output():
                    watched.discard(self._source)
                if _STDIN in ready and not self._pass_keys():
                    watched.discard(_STDIN)
        finally:
            os.close(ends)
        status = self._child.wait()
        if self._interrupted or status == -signal.SIGINT:
            raise KeyboardInterrupt
        return Ended(status if status >= 0 else 128 - status, _plain(self._tail))

    def _pass_output(self) -> bool:
        """Whether there may be more."""
        data = _read(self._source)
        self._tail = (self._tail + data)[-_TAIL:]
        if self._shown:
            try:
                _write(data)
            except OSError:
                # Who read it is gone. The command goes on: what we say next will notice
                self._shown = False
        return bool(data)

    def _pass_keys(self) -> bool:
        """Whether there may be more."""
        keys = _read(_STDIN)
        self._interrupted = self._interrupted or self._interrupt_key in keys
        # A terminal whose buffer is full drops what is typed, too
        with suppress(OSError):
            os.write(self._source, keys)
        return bool(keys)


@contextmanager
def _raw(mode: list[int | list[bytes | int]]) -> Iterator[None]:
    """The student's terminal passes every key on; at the end, however it comes, it is as `mode` says again."""

    def restore() -> None:
        # A terminal that is gone has no settings any more
        with suppress(termios.error):
            termios.tcsetattr(_STDIN, termios.TCSADRAIN, mode)

    def die(number: int, _frame: FrameType | None) -> None:
        restore()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    with _handling({signal.SIGTERM: die, signal.SIGHUP: die}):
        try:
            # Not TCSAFLUSH: what was typed ahead is kept
            tty.setraw(_STDIN, termios.TCSADRAIN)
            yield
        finally:
            restore()


@contextmanager
def _handling(handlers: Mapping[signal.Signals, _Handler]) -> Iterator[None]:
    with ExitStack() as stack:
        for number, handler in handlers.items():
            stack.callback(signal.signal, number, signal.signal(number, handler))
        yield


def _take_terminal() -> None:
    fcntl.ioctl(_STDIN, termios.TIOCSCTTY, 0)


def _fit(master: int) -> None:
    """Give the terminal `master` the size of the student's."""
    termios.tcsetwinsize(master, termios.tcgetwinsize(_STDOUT))


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, _CHUNK)
    except OSError:
        # How Linux says that nobody has the other end of a terminal open any more
        return b""


def _write(data: bytes) -> None:
    while data:
        data = data[os.write(_STDOUT, data) :]


def _plain(output: bytes) -> str:
    return _STEERING.sub("", output.decode(errors="replace"))
