"""Troubles with before the first step: sudo and the sources of packages. Data only."""

from typing import Final

from kvm_guide.troubles.model import Trouble

TROUBLES: Final[tuple[Trouble, ...]] = ()
