"""Troubles with before the first step: rights, the terminal, the place itself. Data only."""

from typing import Final

from kvm_guide.troubles.model import Trouble
from kvm_guide.troubles.table.start import place, rights, terminal

TROUBLES: Final[tuple[Trouble, ...]] = (*rights.TROUBLES, *terminal.TROUBLES, *place.TROUBLES)
