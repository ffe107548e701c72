"""What is typed at the lab's terminal, against a stand-in for the machine at its other end."""

import socket
import threading
from collections.abc import Sequence

from kvm_guide.model.step import Console
from kvm_guide.vm.console.terminal import Terminal, Typed
from kvm_guide.vm.limits import Limits

_STARTS = b"\x1b]133;C\x07"
_ENDED = b"\x1b]133;D;0\x07\x1b]133;B\x07"


def _typed(turns: Sequence[tuple[bytes, bytes]], console: Console) -> tuple[Typed, list[bytes]]:
    """What comes of typing a command where the machine shows each of `turns`' first, until it has read its second."""
    ours, theirs = socket.socketpair()
    read: list[bytes] = []

    def play() -> None:
        for shown, wanted in turns:
            theirs.sendall(shown)
            got = b""
            while not got.endswith(wanted):
                got += theirs.recv(1)
            read.append(got)
        theirs.sendall(_ENDED)

    player = threading.Thread(target=play, daemon=True)
    player.start()
    terminal = Terminal(ours, Limits(1))
    try:
        return terminal.type("virsh console x", 20, console=console), read
    finally:
        terminal.close()
        theirs.close()


def test_in_a_console_each_answer_waits_for_its_own_prompt_and_the_key_comes_last() -> None:
    turns = [
        (b"", b"\r"),
        (_STARTS + b"Connected\r\nEscape character is ^]\r\n", b"\r"),
        (b"\r\nx login: ", b"\r"),
        (b"root\r\nPassword: ", b"\r"),
        (b"\r\nroot@x:~# ", b"\r"),
        (b"exit\r\nx login: ", b"\x1d"),
    ]
    console = Console(
        "login: $",
        typed=(("Escape character", ""), ("login: $", "root"), ("Password: $", "secret"), ("# $", "exit")),
    )
    typed, read = _typed(turns, console)
    assert read == [b"virsh console x\r", b"\r", b"root\r", b"secret\r", b"exit\r", b"\x1d"]
    assert typed.exit_status == 0
    assert "x login: root" in typed.output


def test_a_console_where_nothing_is_typed_is_left_by_its_key() -> None:
    _, read = _typed([(b"", b"\r"), (_STARTS + b"(guest)\r\n", b"\x1d")], Console(r"\(guest\)"))
    assert read[-1] == b"\x1d"
