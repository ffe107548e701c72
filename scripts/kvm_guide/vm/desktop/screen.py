"""The machine's own screen: its picture, and pointing at a place of it. What is on it, `Eyes` tell (session.py)."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image

from kvm_guide.errors import Broken
from kvm_guide.vm.qemu import Qemu

_AXIS: Final = 0x7FFF
_STILL: Final = 4
_BETWEEN: Final = 0.5
_HELD: Final = 0.1


def position(at: tuple[int, int], size: tuple[int, int]) -> tuple[int, int]:
    """Where a tablet points to for the pixel `at` of a screen of `size`: each axis from 0 to 32767. Raises Broken."""
    if not (0 <= at[0] < size[0] and 0 <= at[1] < size[1]):
        raise Broken(f"The screen has {size[0]} by {size[1]} pixels: nobody can point at {at[0]}, {at[1]}.")
    # The middle of the pixel: rounded, both ends of the axis would fall off the screen
    return (2 * at[0] + 1) * _AXIS // (2 * size[0]), (2 * at[1] + 1) * _AXIS // (2 * size[1])


def until_still(look: Callable[[], bytes], limit: float) -> None:
    """Wait until `look` has given the same four times, half a second apart; at most `limit` seconds."""
    until = time.monotonic() + limit
    last, same = look(), 1
    while same < _STILL and time.monotonic() < until:
        time.sleep(_BETWEEN)
        seen = look()
        last, same = seen, same + 1 if seen == last else 1


@dataclass(frozen=True)
class Screen:
    """The screen of the machine that `qemu` runs. folder: where its picture is written. Methods raise Broken."""

    qemu: Qemu
    folder: Path

    def look(self) -> Image.Image:
        """What the screen shows now."""
        # Not as PNG: QEMU 7.2 swaps red and blue there (gitlab.com/qemu-project/qemu/-/issues/1622)
        file = self.folder / "screen.ppm"
        self.qemu.tell("screendump", filename=str(file))
        with Image.open(file) as image:
            image.load()
        file.unlink()
        return image

    def settle(self, limit: float) -> Image.Image:
        """What the screen shows once nothing on it moves; where something always does, after `limit` seconds."""
        until_still(lambda: self.look().tobytes(), limit)
        return self.look()

    def point(self, at: tuple[int, int] | None = None) -> None:
        """Move the pointer to the pixel `at`; None: into the lower right corner, where it hides nothing."""
        size = self.look().size
        across, down = position(at or (size[0] - 1, size[1] - 1), size)
        axes = [{"type": "abs", "data": {"axis": axis, "value": value}} for axis, value in (("x", across), ("y", down))]
        self.qemu.tell("input-send-event", events=axes)

    def click(self, at: tuple[int, int], button: str = "left") -> None:
        """Move to the pixel `at` and press a `button` (left, middle, right) there."""
        self.point(at)
        for pressed in (True, False):
            time.sleep(_HELD)
            self.qemu.tell("input-send-event", events=[{"type": "btn", "data": {"button": button, "down": pressed}}])
