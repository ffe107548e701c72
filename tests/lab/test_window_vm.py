"""What the lab sees of a window, on the real machine's virtual display."""

import pytest

from kvm_guide.lab import window
from kvm_guide.lab.machine import Machine

pytestmark = [pytest.mark.vm, pytest.mark.usefixtures("kept_pass")]


def test_a_window_that_does_not_open_is_told_with_those_that_are_there(machine: Machine) -> None:
    machine.terminal.log_in()
    window.open_display(machine)
    with pytest.raises(window.NoWindow, match="no window titled 'Elsewhere' opened within 5 s"):
        window.picture(machine, "Elsewhere", 5)
