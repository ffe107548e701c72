"""Troubles of the machine outside Debian: VirtualBox, Windows, Hyper-V, VMware, Proxmox, libvirt. Data only."""

from typing import Final

from kvm_guide.troubles import hosts_others, hosts_vboxmanage, hosts_virtualbox, hosts_windows
from kvm_guide.troubles.model import Trouble

TROUBLES: Final[tuple[Trouble, ...]] = (
    *hosts_virtualbox.TROUBLES,
    *hosts_vboxmanage.TROUBLES,
    *hosts_windows.TROUBLES,
    *hosts_others.TROUBLES,
)
