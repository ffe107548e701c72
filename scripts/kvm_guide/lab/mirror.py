"""Debian's package mirror: hidden in what is shown, and asked before a step is blamed for what it broke."""

import re
from typing import Final
from urllib.parse import urlsplit

from kvm_guide.errors import Broken
from kvm_guide.lab.machine import Machine
from kvm_guide.lab.terminal import Typed

SHOWN: Final = "‹mirror›"
_NOT_FOUND: Final = re.compile(r"(\S+)\s+404\s+Not Found", re.IGNORECASE)


def hidden(output: str, indexes: tuple[str, ...]) -> str:
    """`output` with the mirrors' host names replaced: they differ from reader to reader."""
    for index in indexes:
        host = urlsplit(index).hostname
        if host:
            output = output.replace(host, SHOWN)
    return output


def blame(machine: Machine, typed: Typed, indexes: tuple[str, ...]) -> None:
    """Raise Broken where apt failed for the mirror's sake: then nothing is known about the step."""
    missing = _NOT_FOUND.search(typed.output)
    if missing:
        what = hidden(missing.group(1), indexes)
        raise Broken(
            f"The package mirror answered 404 for {what}: its index and its files do not fit together just now."
            " Try again later."
        )
    for index in indexes:
        probe = f"/usr/lib/apt/apt-helper download-file {index} /run/lab-probe"
        if machine.control(probe, limit=machine.limits.boot).status != 0:
            raise Broken(
                "The package mirror cannot be reached from the lab's machine: check the network, then try again."
            )
