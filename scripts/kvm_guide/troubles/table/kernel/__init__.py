"""Troubles with the CPU, the kernel's module, /dev/kvm and QEMU. Data only."""

from typing import Final

from kvm_guide.troubles.model import Trouble
from kvm_guide.troubles.table.kernel import device, module

TROUBLES: Final[tuple[Trouble, ...]] = (*module.TROUBLES, *device.TROUBLES)
