"""Troubles with apt and dpkg. Data only."""

from typing import Final

from kvm_guide.troubles.model import Trouble
from kvm_guide.troubles.table.packages import install, network, sources

TROUBLES: Final[tuple[Trouble, ...]] = (
    *sources.TROUBLES,
    *network.TROUBLES,
    *install.TROUBLES,
)
