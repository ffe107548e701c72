"""Pictures of the records as browsers fetch them soonest: WebP beside each PNG, to the last pixel the same."""

from pathlib import Path
from typing import Final

from PIL import Image, UnidentifiedImageError

WEBP: Final = ".webp"


def write(folder: Path) -> None:
    """Put a WebP beside each PNG below `folder`. Raises OSError where one cannot be read or written.

    A file that is no picture is told of where the records are checked, and gets none.
    """
    for file in sorted(folder.rglob("*.png")):
        try:
            with Image.open(file) as picture:
                picture.save(file.with_suffix(WEBP), lossless=True, quality=60)
        except UnidentifiedImageError:
            continue


def small(url: str) -> str:
    """The URL of the WebP of the PNG at `url`."""
    return url.removesuffix(".png") + WEBP
