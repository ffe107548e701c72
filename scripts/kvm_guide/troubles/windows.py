"""Troubles with virt-manager and other windows. Data only."""

from typing import Final

from kvm_guide.troubles.model import Trouble

TROUBLES: Final[tuple[Trouble, ...]] = ()
