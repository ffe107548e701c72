"""What the lab sees of a window, on the real machine's virtual display."""

import struct
from collections.abc import Callable

import pytest

from kvm_guide.lab import window
from kvm_guide.lab.machine import Machine

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
        window.picture(machine, TITLE, None, 3)

    machine.sure_as_reader(OPEN)
    data = window.picture(machine, TITLE, None, limit)
    width, height = struct.unpack(">II", data[16:24])
    assert data.startswith(b"\x89PNG")
    assert width < 1000, "the whole screen"
    assert height < 640, "the whole screen"

    with pytest.raises(window.NoWindow, match=f"within 3 s this did not hold: test -e {LATE}"):
        window.picture(machine, TITLE, f"test -e {LATE}", 3)

    machine.sure_as_reader(f"(sleep 5; touch {LATE}) >/dev/null 2>&1 &")
    shots: list[int] = []
    run: Callable[[str], object] = machine.as_reader

    def watched(command: str) -> object:
        if "xfce4-screenshooter" in command:
            shots.append(machine.control(f"test -e {LATE}").status)
        return run(command)

    monkeypatch.setattr(machine, "as_reader", watched)
    window.picture(machine, TITLE, f"test -e {LATE}", limit)
    assert shots == [0]
