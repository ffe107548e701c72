"""Troubles with disks, pools and volumes. Data only."""

from typing import Final

from kvm_guide.troubles.model import Trouble
from kvm_guide.troubles.table.storage import images, pools

TROUBLES: Final[tuple[Trouble, ...]] = (
    *images.TROUBLES,
    *pools.TROUBLES,
)
