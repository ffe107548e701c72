"""What a terminal shows after all was printed: carriage returns, progress bars and colours resolved."""

import re
from typing import Final

import pyte

COLUMNS: Final = 100
ROWS: Final = 40
_HISTORY: Final = 200_000
_MARKS: Final = re.compile(rb"\x1b\]133;[^\x07]*\x07")


def rendered(raw: bytes) -> str:
    """The lines a reader sees of `raw`, as plain text, with no space at the lines' ends and no empty lines around."""
    screen = pyte.HistoryScreen(COLUMNS, ROWS, history=_HISTORY, ratio=0.5)
    stream = pyte.ByteStream(screen)
    stream.feed(_MARKS.sub(b"", raw))
    above = ["".join(row[column].data for column in range(COLUMNS)) for row in screen.history.top]
    lines = [line.rstrip() for line in [*above, *screen.display]]
    return "\n".join(lines).strip("\n")
