"""Troubles with what apt and dpkg say. Data only."""

from typing import Final

from kvm_guide.troubles.model import Trouble

TROUBLES: Final[tuple[Trouble, ...]] = ()
