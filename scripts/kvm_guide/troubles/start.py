"""Troubles with before the first step: rights, the terminal, the place itself. Data only."""

from typing import Final

from kvm_guide.troubles import start_place, start_rights, start_terminal
from kvm_guide.troubles.model import Trouble

TROUBLES: Final[tuple[Trouble, ...]] = (*start_rights.TROUBLES, *start_terminal.TROUBLES, *start_place.TROUBLES)
