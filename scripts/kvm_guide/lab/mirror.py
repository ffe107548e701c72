"""Debian's package mirror: hidden in what is shown, and asked before a step is blamed for what it broke."""

import hashlib
import re
import urllib.error
import urllib.request
from typing import Final
from urllib.parse import urlsplit

from kvm_guide.errors import Broken
from kvm_guide.vm.console.terminal import Typed
from kvm_guide.vm.machine import Machine

SHOWN: Final = "‹mirror›"
TRIES: Final = 3
"""How often a step is typed that the mirror, and not the guide, made fail."""
# apt: "Err:12 http://host/debian bookworm/main amd64 bridge-utils amd64 1.7.1-1", the reason in the next line
_LOST: Final = re.compile(
    r"^Err:\d+ \S+ \S+ \S+ (?P<package>\S+) (?:(?!^\S+:\d+ )[\s\S]){0,300}?\b404\s+Not Found", re.MULTILINE
)
_ERROR: Final = re.compile(r"^Err:\d+ .*(?:\n\s+.*)?$", re.MULTILINE)
_WAIT: Final = 30


class MirrorTrouble(Broken):
    """The mirror, or the way to it, made a step fail: nothing is known about the step."""


def hosts(indexes: tuple[str, ...]) -> list[str]:
    """The mirrors' host names in the addresses `indexes`."""
    return sorted({host for index in indexes if (host := urlsplit(index).hostname)})


def hidden(output: str, indexes: tuple[str, ...]) -> str:
    """`output` with the mirrors' host names replaced: they differ from reader to reader."""
    for host in hosts(indexes):
        output = output.replace(host, SHOWN)
    return output


def heed(typed: Typed, indexes: tuple[str, ...]) -> None:
    """Raise MirrorTrouble where apt could not fetch something, even where it made do without it."""
    error = _ERROR.search(typed.output)
    if error is None:
        return
    lost = _LOST.search(typed.output)
    if lost:
        raise MirrorTrouble(
            f"The package mirror answered 404 for {lost['package']}: its index and its files do not fit together"
            " just now. Try again later."
        )
    said = hidden(" ".join(error.group().split()), indexes)
    raise MirrorTrouble(f"The package mirror failed ({said}): check the network, then try again.")


def probe(machine: Machine) -> None:
    """Raise MirrorTrouble where the machine cannot reach the mirror now."""
    for index in machine.image.indexes:
        fetch = f"/usr/lib/apt/apt-helper download-file {index} /run/lab-probe"
        if machine.control(fetch, limit=machine.limits.boot).status != 0:
            raise MirrorTrouble(
                "The package mirror cannot be reached from the lab's machine: check the network, then try again."
            )


def todays(indexes: tuple[str, ...]) -> list[str]:
    """SHA-256 (hex) of each index's release file as the mirror has it now, sorted: see `Machine.indexes`.

    Raises MirrorTrouble.
    """
    found = []
    for index in indexes:
        try:
            with urllib.request.urlopen(index, timeout=_WAIT) as answer:
                found.append(hashlib.sha256(answer.read()).hexdigest())
        except (urllib.error.URLError, OSError) as error:
            raise MirrorTrouble(
                f"Today's package index cannot be fetched, so nothing can be told to be fresh ({error}):"
                " check the network, then try again."
            ) from None
    return sorted(found)
