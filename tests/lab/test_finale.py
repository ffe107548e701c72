"""What is shown of the guest that starts at the end."""

import pytest

from kvm_guide.lab.finale import console

GUEST = "Spawning shell within the initramfs\n\n\nBusyBox v1.35.0\n\n(initramfs)"


@pytest.mark.parametrize(
    "libvirts",
    [
        "Starting install...\nConnected to domain 'lab-proof'\nEscape character is ^] (Ctrl + ])\n",
        "Empezando la instalación...\nConectado al dominio 'lab-proof'\nEl carácter de escape es ^] (Ctrl + ])\n",
        "",
    ],
)
def test_what_is_shown_as_the_guests_console_is_the_guests_alone(libvirts: str) -> None:
    assert console(libvirts + GUEST) == GUEST


def test_of_a_guest_that_prints_much_the_end_is_shown() -> None:
    lines = [f"line {number}" for number in range(100)]
    assert console("\n".join(lines)).splitlines() == lines[-40:]
