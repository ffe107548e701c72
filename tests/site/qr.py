"""Reads a QR code from a picture of it, as a phone does: what it says, whoever made it. Nothing is corrected."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, Protocol, cast

from PIL import Image
from segno import consts

Matrix = list[list[bool]]


class _Blocks(Protocol):
    """How many blocks of one size a code has, and how many words of the text are in each."""

    num_blocks: int
    num_data: int


_BLOCKS: Final = cast(dict[int, dict[int, tuple[_Blocks, ...]]], consts.ECC)
_LEVELS: Final = {1: consts.ERROR_LEVEL_L, 0: consts.ERROR_LEVEL_M, 3: consts.ERROR_LEVEL_Q, 2: consts.ERROR_LEVEL_H}
_ALPHANUMERIC: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_MASKS: Final[tuple[Callable[[int, int], int], ...]] = (
    lambda y, x: (y + x) % 2,
    lambda y, x: y % 2,
    lambda y, x: x % 3,
    lambda y, x: (y + x) % 3,
    lambda y, x: (y // 2 + x // 3) % 2,
    lambda y, x: y * x % 2 + y * x % 3,
    lambda y, x: (y * x % 2 + y * x % 3) % 2,
    lambda y, x: ((y + x) % 2 + y * x % 3) % 2,
)


def seen(picture: Path) -> Matrix:
    """The code in `picture`, of nothing else but its light surroundings: dark squares are True."""
    grey = Image.open(picture).convert("L")
    box = grey.point(lambda value: 255 if value < 128 else 0).getbbox()
    assert box, "nothing dark is there"
    left, top, right, bottom = box
    assert min(left, top, grey.width - right, grey.height - bottom) > 0, "there is no room around it"
    # Its very edge may be half light
    run = next(x for x in range(left + 2, right) if _value(grey, x, top + 2) > 128) - left
    square = run / 7
    size = round((right - left) / square)
    assert size % 4 == 1, f"{size} squares a side"
    square = (right - left) / size
    return [
        [_value(grey, int(left + (x + 0.5) * square), int(top + (y + 0.5) * square)) < 128 for x in range(size)]
        for y in range(size)
    ]


def text(matrix: Matrix) -> str:
    """What the code `matrix` says."""
    version = (len(matrix) - 17) // 4
    around = [matrix[8][x] for x in (0, 1, 2, 3, 4, 5, 7, 8)] + [matrix[y][8] for y in (7, 5, 4, 3, 2, 1, 0)]
    told = int("".join("01"[bit] for bit in around), 2) ^ 0x5412
    mask, level = _MASKS[told >> 10 & 7], _LEVELS[told >> 13]
    bits = [matrix[y][x] ^ (mask(y, x) == 0) for y, x in _path(matrix, version)]
    words = [int("".join("01"[bit] for bit in bits[at : at + 8]), 2) for at in range(0, len(bits) - 7, 8)]
    return "".join(_said("".join(f"{word:08b}" for word in _data(words, version, level)), version))


def _value(grey: Image.Image, x: int, y: int) -> int:
    value = grey.getpixel((x, y))
    assert isinstance(value, int | float)
    return int(value)


def _path(matrix: Matrix, version: int) -> Iterator[tuple[int, int]]:
    """Where the bits are, in their order: in pairs of columns, from the right, up and down by turns."""
    size = len(matrix)
    up = True
    for right in (*range(size - 1, 6, -2), *range(5, 0, -2)):
        for y in range(size - 1, -1, -1) if up else range(size):
            yield from ((y, x) for x in (right, right - 1) if not _is_frame(y, x, size, version))
        up = not up


def _is_frame(y: int, x: int, size: int, version: int) -> bool:
    corners = (y < 9 and x < 9) or (y < 9 and x >= size - 8) or (y >= size - 8 and x < 9)
    told = version > 6 and ((y < 6 and x >= size - 11) or (x < 6 and y >= size - 11))
    places = consts.ALIGNMENT_POS[version - 2] if version > 1 else ()
    first, last = (places[0], places[-1]) if places else (0, 0)
    marks = any(
        abs(y - b) < 3 and abs(x - a) < 3
        for a in places
        for b in places
        if (b, a) not in {(first, first), (first, last), (last, first)}
    )
    return corners or told or marks or 6 in (y, x)


def _data(words: list[int], version: int, level: int) -> list[int]:
    """The words of the text: each block has its own, and they are dealt out in turns."""
    sizes = [one.num_data for one in _BLOCKS[version][level] for _ in range(one.num_blocks)]
    blocks: list[list[int]] = [[] for _ in sizes]
    given = iter(words)
    for turn in range(max(sizes)):
        for block, size in zip(blocks, sizes, strict=True):
            if turn < size:
                block.append(next(given))
    return [word for block in blocks for word in block]


def _said(bits: str, version: int) -> Iterator[str]:
    at = 0

    def take(count: int) -> int:
        nonlocal at
        at += count
        return int(bits[at - count : at] or "0", 2)

    while at + 4 <= len(bits) and (mode := take(4)):
        if mode == consts.MODE_BYTE:
            yield bytes(take(8) for _ in range(take(8 if version < 10 else 16))).decode()
        elif mode == consts.MODE_ALPHANUMERIC:
            count = take(9 if version < 10 else 11)
            for _ in range(count // 2):
                first, second = divmod(take(11), 45)
                yield _ALPHANUMERIC[first] + _ALPHANUMERIC[second]
            yield _ALPHANUMERIC[take(6)] if count % 2 else ""
        else:
            assert mode == consts.MODE_NUMERIC, f"mode {mode}"
            count = take(10 if version < 10 else 12)
            for _ in range(count // 3):
                yield f"{take(10):03}"
            if count % 3:
                yield f"{take(4 if count % 3 == 1 else 7):0{count % 3}}"
