"""What the lab sees of a window, on the real machine's virtual display."""

import struct
from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.lab.small import step

from kvm_guide.lab.step_runner import WINDOW, StepRunner
from kvm_guide.lab.timing import Spent
from kvm_guide.model.step import Work
from kvm_guide.vm import window
from kvm_guide.vm.machine import Machine

pytestmark = [pytest.mark.vm, pytest.mark.usefixtures("kept_pass")]
LATE = "/home/ana/late"
TITLE = "Otra m.quina"
TERMINAL = "xfce4-terminal --disable-server --title 'Otra máquina' --command 'sleep 300'"
OPEN = f"LANG=C.UTF-8 DISPLAY=:0 {TERMINAL} >/dev/null 2>&1 &"


def test_the_picture_is_of_the_window_alone_and_waits_until_it_shows_what_it_should(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.terminal.log_in()
    limit = machine.limits.control
    with pytest.raises(window.NoWindow, match=f"no window titled '{TITLE}' opened within 3 s"):
        window.wait_for(machine, TITLE, None, 3)

    machine.sure_as_reader(OPEN)
    window.wait_for(machine, TITLE, None, limit)
    data = window.picture(machine)
    width, height = struct.unpack(">II", data[16:24])
    assert data.startswith(b"\x89PNG")
    assert width < 1000, "the whole screen"
    assert height < 640, "the whole screen"

    with pytest.raises(window.NoWindow, match=f"within 3 s this did not hold: test -e {LATE}"):
        window.wait_for(machine, TITLE, f"test -e {LATE}", 3)

    machine.sure_as_reader(f"(sleep 5; touch {LATE}) >/dev/null 2>&1 &")
    shots: list[int] = []
    run: Callable[[str], object] = machine.as_reader

    def watched(command: str) -> object:
        if "XGetImage" in command:
            shots.append(machine.control(f"test -e {LATE}").status)
        return run(command)

    monkeypatch.setattr(machine, "as_reader", watched)
    spent = Spent()
    opens = replace(step("opens", OPEN, Work.WINDOW), window=TITLE, ready=f"test -e {LATE}")
    taken = StepRunner(machine, "es").picture(opens, spent)
    assert shots == [0]
    assert taken is not None
    assert spent.seconds[WINDOW] > 2, "the window's own time is not the lab's"
