"""Troubles with apt and dpkg. Data only."""

from typing import Final

from kvm_guide.troubles import packages_install, packages_network, packages_sources
from kvm_guide.troubles.model import Trouble

TROUBLES: Final[tuple[Trouble, ...]] = (
    *packages_sources.TROUBLES,
    *packages_network.TROUBLES,
    *packages_install.TROUBLES,
)
