"""The typefaces of the book, which come with it: it is the same on every machine that prints it."""

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).with_name("fonts")
_CUTS: Final = (
    ("Source Sans 3", "source-sans-3", 400, "normal"),
    ("Source Sans 3", "source-sans-3", 400, "italic"),
    ("Source Sans 3", "source-sans-3", 600, "normal"),
    ("Source Sans 3", "source-sans-3", 600, "italic"),
    ("Source Code Pro", "source-code-pro", 400, "normal"),
    ("Source Code Pro", "source-code-pro", 600, "normal"),
)
"""Of each file: the typeface's name, the name of its folder, with which the file's begins, its weight and its style."""


def files() -> list[Path]:
    """The file of each cut."""
    return [FOLDER / start / f"{start}-latin-{weight}-{style}.woff2" for _, start, weight, style in _CUTS]


def rules() -> Iterator[str]:
    """The style sheet's rule for each cut, with the cut in it."""
    for file, (name, _, weight, style) in zip(files(), _CUTS, strict=True):
        data = base64.b64encode(file.read_bytes()).decode("ascii")
        yield (
            f'@font-face {{ font-family: "{name}"; font-weight: {weight}; font-style: {style}; '
            f'src: url("data:font/woff2;base64,{data}") format("woff2") }}'
        )
