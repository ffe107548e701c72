"""The author at the lab's terminal: what is typed goes to the machine, what it shows comes back."""

import os
import select
import sys
import termios
import tty
from typing import Final

from kvm_guide.console import say
from kvm_guide.errors import UsageError
from kvm_guide.vm.machine import Machine

_LEAVE: Final = b"\x1d"


def check() -> None:
    """Raise UsageError where there is no terminal to sit at."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("--shell needs a terminal: run it in one, without redirection.")


def open_at(machine: Machine) -> None:
    """Join the author's terminal to the machine's until Ctrl-] is pressed or the machine is gone."""
    say("You are at the machine's terminal, as the step left it. Ctrl-] leaves it, and throws the machine away.")
    ours, theirs = sys.stdin.fileno(), machine.terminal.connection
    theirs.settimeout(None)
    before = termios.tcgetattr(ours)
    try:
        tty.setraw(ours)
        theirs.sendall(b"\r")
        while True:
            ready, _, _ = select.select([ours, theirs], [], [])
            if theirs in ready:
                shown = theirs.recv(65536)
                if not shown:
                    return
                os.write(sys.stdout.fileno(), shown)
            if ours in ready:
                typed = os.read(ours, 1024)
                if not typed or _LEAVE in typed:
                    return
                theirs.sendall(typed)
    finally:
        termios.tcsetattr(ours, termios.TCSADRAIN, before)
        sys.stdout.write("\n")
