"""Our end of what runs inside the lab's machine from its boot on (agent.py): asked over a port of its own.

The guest agent could be asked the same, by a Python or a user's session started each time: under emulation, a second
or two of every step.
"""

import json
import shlex
import socket
import time
from pathlib import Path
from typing import Final

from kvm_guide.errors import Broken
from kvm_guide.vm import recipe
from kvm_guide.vm.hardware import WITNESS
from kvm_guide.vm.qemu import MachineLost

_CODE: Final = (Path(__file__).parent / "agent.py").read_text()
_FILE: Final = "/run/lab-agent.py"
START: Final = (
    f"printf %s {shlex.quote(_CODE)} > {_FILE} && "
    f"systemd-run --quiet --unit=lab-agent python3 -S -E {_FILE} /dev/virtio-ports/{WITNESS} {recipe.HOME}"
)
"""The shell command, for root, that starts it."""


class GuestClient:
    """What is asked over `port`, a socket. Every method raises MachineLost where no answer comes in time."""

    def __init__(self, port: socket.socket) -> None:
        self._port = port
        self._number = time.time_ns()  # an answer to who asked before the machine was saved is not ours
        self._heard = b""

    def close(self) -> None:
        """Let go of it."""
        self._port.close()

    def set_clock(self, limit: float) -> None:
        """Set the machine's clock to now, within `limit` seconds. The agent would wait for its RTC's next second."""
        self._ask(limit, time=time.time_ns())

    def like(self, limit: float) -> dict[str, dict[str, str]]:
        """What the machine is like, within `limit` seconds: for each kind (packages, units …) names and states."""
        found = self._ask(limit)
        assert isinstance(found, dict)
        return {str(kind): {str(k): str(v) for k, v in states.items()} for kind, states in found.items()}

    def as_user(self, user: str, command: str, limit: float) -> tuple[int, str]:
        """The status and the output of a shell `command` run as `user` in a fresh environment."""
        found = self._ask(limit, user=user, command=command)
        assert isinstance(found, dict)
        return int(found["status"]), str(found["output"])

    def _ask(self, limit: float, **question: object) -> object:
        self._number += 1
        what = str(question.get("command", next(iter(question), "what it is like")))
        until = time.monotonic() + limit
        try:
            self._port.settimeout(limit)
            self._port.sendall(json.dumps({"number": self._number, **question}).encode() + b"\n")
            while True:
                line = self._line(until)
                # Half a line may come first, of an answer that was being given as the machine was saved
                told = json.loads(line) if line.startswith(b"{") else {}
                if told.get("number") == self._number:
                    break
        except (OSError, EOFError, ValueError) as error:
            raise MachineLost(f"The lab's machine did not tell {what!r} within {limit:.0f} s ({error!r}).") from None
        if "error" in told:
            raise Broken(f"The lab's machine could not tell {what!r}: {told['error']}")
        return told["answer"]

    def _line(self, until: float) -> bytes:
        while b"\n" not in self._heard:
            self._port.settimeout(max(0.1, until - time.monotonic()))
            data = self._port.recv(2**20)
            if not data:
                raise EOFError("its port is closed")
            self._heard += data
            if time.monotonic() > until:
                raise TimeoutError("it goes on telling")
        line, _, self._heard = self._heard.partition(b"\n")
        return line
