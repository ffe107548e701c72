"""Troubles with the processor, the kernel's module and /dev/kvm. Data only."""

from typing import Final

from kvm_guide.troubles.model import Trouble

TROUBLES: Final[tuple[Trouble, ...]] = ()
