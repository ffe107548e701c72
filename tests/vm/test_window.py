"""Pictures of a screen: colours, the part that is meant, and where one points at."""

import io

import pytest
from PIL import Image

from kvm_guide.errors import Broken
from kvm_guide.vm.desktop.screen import position, until_still
from kvm_guide.vm.picture import Area, png

RED, GREEN, BLUE = (255, 0, 0), (0, 255, 0), (0, 0, 255)


def screen() -> Image.Image:
    """Three pixels by two: red, green, blue; blue, blue, red."""
    return Image.frombytes("RGB", (3, 2), bytes([*RED, *GREEN, *BLUE, *BLUE, *BLUE, *RED]))


def pixels(data: bytes) -> list[list[tuple[int, int, int]]]:
    image = Image.open(io.BytesIO(data))
    assert image.format == "PNG"
    raw = image.convert("RGB").tobytes()
    row = 3 * image.width
    return [
        [(raw[at], raw[at + 1], raw[at + 2]) for at in range(start, start + row, 3)]
        for start in range(0, len(raw), row)
    ]


def test_the_colours_and_rows_of_a_picture_are_those_of_the_screen() -> None:
    assert pixels(png(screen())) == [[RED, GREEN, BLUE], [BLUE, BLUE, RED]]


@pytest.mark.parametrize(
    ("area", "shown"),
    [
        (Area(1, 0, 2, 1), [[GREEN, BLUE]]),
        (Area(-1, -5, 2, 6), [[RED]]),
        (Area(2, 1, 100, 100), [[RED]]),
    ],
    ids=["within", "begins outside", "ends outside"],
)
def test_a_window_is_shown_as_far_as_the_screen_shows_it(area: Area, shown: list[list[tuple[int, int, int]]]) -> None:
    assert pixels(png(screen(), area)) == shown


def test_a_window_outside_the_screen_has_no_picture() -> None:
    with pytest.raises(Broken, match="outside a screen of 3 by 2"):
        png(screen(), Area(3, 0, 2, 2))


def test_a_tablet_points_at_the_very_pixel() -> None:
    size = (1280, 800)
    for at in [(0, 0), (1279, 799), (640, 400), Area(10, 20, 30, 40).middle]:
        across, down = position(at, size)
        assert (across * size[0] // 0x7FFF, down * size[1] // 0x7FFF) == at
    with pytest.raises(Broken, match="nobody can point at 1280, 0"):
        position((1280, 0), size)


def test_what_goes_on_moving_is_not_waited_for_beyond_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    seen = iter(range(1_000_000))
    until_still(lambda: str(next(seen)).encode(), 0.05)
    same = iter([b"a", b"b", b"c", b"c", b"c", b"c"])
    until_still(lambda: next(same), 60)
    assert next(same, None) is None
