"""Troubles with the CPU, the kernel's module, /dev/kvm and QEMU. Data only."""

from typing import Final

from kvm_guide.troubles import kernel_device, kernel_module
from kvm_guide.troubles.model import Trouble

TROUBLES: Final[tuple[Trouble, ...]] = (*kernel_module.TROUBLES, *kernel_device.TROUBLES)
