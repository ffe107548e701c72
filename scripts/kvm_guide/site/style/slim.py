"""Pages without the white space that no reader sees: most of what the theme's templates write is that."""

import re
from pathlib import Path
from typing import Final

# White space is text in these, or is code
_WHOLE: Final = r"<(?P<whole>pre|textarea|script|style|code|samp)\b.*?</(?P=whole)>"
_TAG: Final = r"</?[a-zA-Z](?:[^\"'>]|\"[^\"]*\"|'[^']*')*>"
_PIECES: Final = re.compile(rf"(?P<kept>{_WHOLE}|<!--.*?-->)|(?P<tag>{_TAG})|[^<]+|<", re.DOTALL | re.IGNORECASE)
_IN_TAG: Final = re.compile(r"(\"[^\"]*\"|'[^']*')|\s+")
# Before these, and their ends, nobody sees a line's end
_BLOCK: Final = (
    r"</?(?:p|div|section|article|header|main|footer|nav|details|summary|figure|table|thead|tbody|tr|td|th|ul|ol|li|"
    r"h[1-6]|pre|meta|link|title)\b"
)
_ENDS: Final = re.compile(rf"(?P<kept>{_WHOLE}|<!--.*?-->)|(?<=>)\n(?={_BLOCK})", re.DOTALL | re.IGNORECASE)
_SPACE: Final = re.compile(r"[ \t\n\r\f]+")


def pages(folder: Path) -> None:
    """Make all pages in `folder` slim. Raises OSError."""
    for file in folder.rglob("*.html"):
        file.write_text(slim(file.read_text(encoding="utf-8")), encoding="utf-8")


def slim(html: str) -> str:
    """The page `html`, which shows and says the same with less white space."""
    return _ENDS.sub(lambda found: found["kept"] or "", _PIECES.sub(_slimmer, html))


def _slimmer(piece: re.Match[str]) -> str:
    if piece["kept"]:
        return piece[0]
    if piece["tag"]:
        return _IN_TAG.sub(lambda found: found[1] or " ", piece[0])
    # A line's end stays one where it shows: the page remains readable for who looks into it
    return _SPACE.sub(lambda found: "\n" if "\n" in found[0] else " ", piece[0])
