"""The real desktop of the lab's machine, as somebody sits at it."""

import io
import time
from pathlib import Path

import pytest
from PIL import Image

from kvm_guide.lab import lesson_runner
from kvm_guide.lab.keys import Lab
from kvm_guide.model.step import LANGUAGES, LOCALES, Language, Text
from kvm_guide.vm.desktop.session import Desktop

pytestmark = [pytest.mark.vm, pytest.mark.usefixtures("kept_pass")]
AUTHENTICATE = Text(es="Autenticar", en="Authenticate")
CANCEL = Text(es="Cancelar", en="Cancel")
READY_WITHIN = 15


def size(picture: bytes) -> tuple[int, int]:
    return Image.open(io.BytesIO(picture)).size


# The guide's own lessons sit at the desktop in both
# Each run of the guide meets the same window in its step `refused-at-desktop`
@pytest.mark.weekly
@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_a_command_typed_into_the_desktops_terminal_asks_by_polkits_window_and_is_cancelled(
    lab: Lab, language: Language, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with lab.machines(lesson_runner.boot(lab)) as machines:
        machine = machines.first
        machine.speak(LOCALES[language])
        began = time.monotonic()
        Desktop(machine, language).start()
        started = time.monotonic() - began
        saved = machine.save(tmp_path)
        began = time.monotonic()
        machine.resume(saved)
        desktop = Desktop(machine, language)
        desktop.start()
        resumed = time.monotonic() - began

        whole = desktop.picture()
        terminal = desktop.open_terminal()
        typed = terminal.type("echo \"a|b ~ {c} 'd'\" && tput cols; (exit 3)", machine.limits.control)
        assert typed.output.splitlines()[:2] == ["a|b ~ {c} 'd'", "100"]
        assert typed.exit_status == 3

        terminal.begin("pkexec true")
        title = AUTHENTICATE.in_(language)
        desktop.wait_for_window(title)
        asks = desktop.picture(title)
        desktop.click(CANCEL.in_(language), window=title)
        desktop.wait_until_closed(title)
        after = terminal.end(machine.limits.control)
        (tmp_path / "whole.png").write_bytes(whole)
        (tmp_path / "asks.png").write_bytes(asks)

    with capsys.disabled():
        print(f"\n{language}: started in {started:.1f} s, ready from a kept state in {resumed:.1f} s; {tmp_path}")
    assert size(whole) > size(asks)
    assert after.exit_status == 126, "cancelled, says pkexec"
    assert resumed < READY_WITHIN
