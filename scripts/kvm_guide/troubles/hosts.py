"""Troubles with the machine that a Debian runs in. Data only."""

from typing import Final

from kvm_guide.troubles.model import Trouble

TROUBLES: Final[tuple[Trouble, ...]] = ()
