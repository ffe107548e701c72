"""What the lab sees of a window, on the real machine's virtual display."""

import struct
import time

import pytest

from kvm_guide.errors import Broken
from kvm_guide.lab import window
from kvm_guide.lab.machine import Machine

pytestmark = [pytest.mark.vm, pytest.mark.usefixtures("kept_pass")]
# A window that counts, until the file is gone
_RESTLESS = """
import gi, os
gi.require_version("Gtk", "3.0")
from gi.repository import Gtk, GLib
window = Gtk.Window(title="Restless")
window.set_default_size(300, 200)
label = Gtk.Label(label="0")
window.add(label)
def count():
    if os.path.exists("/tmp/restless"):
        label.set_text(str(int(label.get_text()) + 1))
    return True
GLib.timeout_add(300, count)
window.show_all()
Gtk.main()
"""


@pytest.fixture
def at_display(machine: Machine) -> Machine:
    machine.terminal.log_in()
    window.open_display(machine)
    return machine


def test_a_picture_is_taken_of_the_window_and_only_once_it_is_still(at_display: Machine) -> None:
    machine = at_display
    machine.sure(f"cat > /run/restless.py <<'END'\n{_RESTLESS}\nEND\nrunuser -u ana -- touch /tmp/restless")
    start = "systemd-run --quiet --uid=ana --setenv=DISPLAY=:0 python3 /run/restless.py"
    calm = "systemd-run --quiet --on-active=30 --timer-property=AccuracySec=1s rm /tmp/restless"
    machine.sure(start)
    started = time.monotonic()
    machine.sure(calm)
    data = window.picture(machine, "Restless", 300)
    assert time.monotonic() - started > 25, "it was not still before"
    width, height = struct.unpack(">II", data[16:24])
    assert (300, 200) <= (width, height) < (400, 300), "the window, not the screen"


def test_a_window_that_does_not_open_is_told_with_those_that_are_there(at_display: Machine) -> None:
    with pytest.raises(window.NoWindow, match="no window titled 'Elsewhere' opened within 5 s"):
        window.picture(at_display, "Elsewhere", 5)


def test_a_display_that_is_gone_is_the_labs_trouble_and_not_a_still_window(at_display: Machine) -> None:
    at_display.sure("systemctl stop lab-windows lab-display")
    with pytest.raises(Broken, match="ended with"):
        window._still(at_display, time.monotonic() + 20)
