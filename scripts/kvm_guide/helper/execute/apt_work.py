"""What commands that use apt need before they start, and what they would do besides what they are asked."""

import os
import re
import subprocess
from collections.abc import Collection
from typing import Final

from kvm_guide.troubles import trouble

_USES: Final = re.compile(r"\bsudo +(?:\w+=\S+ +)*(?:apt|apt-get|apt-mark|dpkg)\b")
# Of a simulation, in any language: "Remv NAME [VERSION]", "Purg NAME [VERSION]"
_GOES: Final = re.compile(r"^(?:Remv|Purg) (\S+)", re.MULTILINE)

REPAIR: Final = trouble("apt-broken").command or ""
"""Finishes an install that was cut short. Where a dependency is not unpacked yet dpkg fails, and apt fetches it."""


def uses_apt(command: str) -> bool:
    """Whether `command` takes a lock of apt or dpkg."""
    return _USES.search(command) is not None


def also_removed(packages: Collection[str]) -> list[str]:
    """The packages that apt would remove together with `packages` because they need one of them, sorted.

    Empty, too, where apt cannot tell: its real run then says why.
    """
    simulated = subprocess.run(
        ["apt-get", "--simulate", "remove", *packages],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "LC_ALL": "C"},
        check=False,
        text=True,
        errors="replace",
    )
    return sorted(set(_GOES.findall(simulated.stdout)) - set(packages))
