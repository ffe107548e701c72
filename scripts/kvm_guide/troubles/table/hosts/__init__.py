"""Troubles of the machine outside Debian: VirtualBox, Windows, Hyper-V, VMware, Proxmox, libvirt. Data only."""

from typing import Final

from kvm_guide.troubles.model import Trouble
from kvm_guide.troubles.table.hosts import others, vboxmanage, virtualbox, windows

TROUBLES: Final[tuple[Trouble, ...]] = (
    *virtualbox.TROUBLES,
    *vboxmanage.TROUBLES,
    *windows.TROUBLES,
    *others.TROUBLES,
)
