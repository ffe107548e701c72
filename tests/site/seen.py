"""What an eye tells apart on a picture of the screen, as WCAG reckons it."""

import io
from collections import Counter
from collections.abc import Iterator
from typing import Final

from PIL import Image, ImageChops
from playwright.sync_api import FloatRect, Page

Colour = tuple[int, int, int]
ENOUGH: Final = 3.0
"""The contrast of what must be seen and is no text (WCAG 1.4.11)."""


def picture(page: Page, clip: FloatRect) -> Image.Image:
    """What the tab shows in `clip`, with nothing moving."""
    return opened(page.screenshot(clip=clip, animations="disabled"))


def opened(png: bytes) -> Image.Image:
    """A screenshot, in three colours."""
    return Image.open(io.BytesIO(png)).convert("RGB")


def told_apart(one: Image.Image, other: Image.Image) -> int:
    """How many pixels of two pictures differ so much that an eye tells them apart."""
    changed = ImageChops.difference(one, other).getbbox()
    if changed is None:
        return 0
    pairs = Counter(zip(_colours(one.crop(changed)), _colours(other.crop(changed)), strict=True))
    return sum(count for (a, b), count in pairs.items() if a != b and contrast(a, b) >= ENOUGH)


def drawn(one: Image.Image) -> int:
    """How many pixels an eye tells apart from the picture's commonest colour."""
    colours = Counter(_colours(one))
    [(ground, _)] = colours.most_common(1)
    return sum(count for colour, count in colours.items() if contrast(colour, ground) >= ENOUGH)


def _colours(one: Image.Image) -> Iterator[Colour]:
    data = one.tobytes()
    return zip(data[::3], data[1::3], data[2::3], strict=True)


def contrast(one: Colour, other: Colour) -> float:
    """How much two colours differ, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (part / 3294.6 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
