"""Pictures of a screen: the part of it that is meant, as PNG."""

import io
from dataclasses import dataclass

from PIL import Image

from kvm_guide.errors import Broken


@dataclass(frozen=True)
class Area:
    """A part of a screen, in its pixels from the left and from the top."""

    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> tuple[int, int]:
        """The pixel one points at."""
        return self.x + self.width // 2, self.y + self.height // 2

    def within(self, width: int, height: int) -> "Area":
        """What of it a screen of this size shows. Raises Broken where that is nothing."""
        left, top = max(self.x, 0), max(self.y, 0)
        right, bottom = min(self.x + self.width, width), min(self.y + self.height, height)
        if right <= left or bottom <= top:
            raise Broken(f"{self} lies outside a screen of {width} by {height} pixels.")
        return Area(left, top, right - left, bottom - top)


def png(image: Image.Image, area: Area | None = None) -> bytes:
    """`image`, or the part of it that lies in `area`, as PNG. Raises Broken where it shows nothing of that."""
    if area is not None:
        shown = area.within(*image.size)
        image = image.crop((shown.x, shown.y, shown.x + shown.width, shown.y + shown.height))
    data = io.BytesIO()
    image.save(data, "PNG", optimize=True)
    return data.getvalue()
