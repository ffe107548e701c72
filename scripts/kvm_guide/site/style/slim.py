"""Pages without the white space that no reader sees: most of what the theme's templates write is that."""

import re
from pathlib import Path
from typing import Final

# White space is text in these, or is code
_WHOLE: Final = "pre|textarea|script|style|code|samp"
_INSIDE: Final = r"(?:[^\"'>]++|\"[^\"]*+\"|'[^']*+')*+>"
_PIECES: Final = re.compile(
    rf"(?P<tag></?(?!(?:{_WHOLE})\b)[a-z]{_INSIDE})|[ \t\n\r\f]{{2,}}+|[\t\n\r\f]|"
    rf"<(?P<whole>{_WHOLE})\b.*?</(?P=whole)>|<!--.*?-->|</?[a-z]{_INSIDE}",
    re.DOTALL | re.IGNORECASE,
)
_WIDE: Final = re.compile(r"[\t\n\r\f]| {2}")
_IN_TAG: Final = re.compile(r"(\"[^\"]*\"|'[^']*')|\s+")
# Before these, and their ends, nobody sees a line's end
_BLOCK: Final = re.compile(
    r"</?(?:p|div|section|article|header|main|footer|nav|details|summary|figure|table|thead|tbody|tr|td|th|ul|ol|li|"
    r"h[1-6]|pre|meta|link|title)\b",
    re.IGNORECASE,
)


def pages(folder: Path) -> None:
    """Make all pages in `folder` slim. Raises OSError."""
    for file in folder.rglob("*.html"):
        file.write_text(slim(file.read_text(encoding="utf-8")), encoding="utf-8")


def slim(html: str) -> str:
    """The page `html`, which shows and says the same with less white space."""
    return _PIECES.sub(_slimmer, html)


def _slimmer(piece: re.Match[str]) -> str:
    text = piece[0]
    if text[0] == "<":
        wide = piece["tag"] and _WIDE.search(text)
        return _IN_TAG.sub(lambda found: found[1] or " ", text) if wide else text
    if "\n" not in text:
        return " "
    # A line's end stays one where it shows: the page remains readable for who looks into it
    before, after = piece.string[piece.start() - 1 : piece.start()], _BLOCK.match(piece.string, piece.end())
    return "" if before == ">" and after else "\n"
