"""The spaces of a terminal's text in a PDF, where programs that copy from it would guess them from gaps.

Each piece of such text in which spaces tell something (at its beginning, or several in a row) is marked with what it
says, as PDF has it for this (ISO 32000-1, 14.9.4, "Replacement text").
"""

import re
from collections.abc import Mapping
from typing import Final

import pikepdf

_BLOCK: Final = re.compile(rb"BT\n/(\w+) [\d.]+ Tf\n.*?\nET\n", re.DOTALL)
"""A piece of text as Chromium writes it: in one typeface, on one line."""
_SHOWN: Final = re.compile(rb"<([0-9A-F]+)> Tj")
_ONE: Final = re.compile(r"^<([0-9A-F]{4})> <([0-9A-F]+)>$", re.MULTILINE)
_RANGE: Final = re.compile(r"^<([0-9A-F]{4})> <([0-9A-F]{4})> <([0-9A-F]+)>$", re.MULTILINE)
_TELLING: Final = re.compile(r"\A | {2}")


def keep(pdf: pikepdf.Pdf, page: pikepdf.Page, font: str) -> None:
    """Mark the text on `page` of `pdf` that is set in a typeface whose name holds `font`."""
    fonts = page.obj.get("/Resources", pikepdf.Dictionary()).get("/Font", pikepdf.Dictionary())
    signs = {name.removeprefix("/"): _signs(one) for name, one in fonts.items() if font in str(one.get("/BaseFont"))}
    if not signs:
        return
    page.contents_coalesce()
    before = page.obj.Contents.read_bytes()
    after = _BLOCK.sub(lambda found: _marked(found, signs), before)
    if after != before:
        page.obj.Contents = pdf.make_stream(after)


def _signs(font: pikepdf.Object) -> dict[int, str]:
    """What each glyph of `font` says, by its number."""
    table = font.ToUnicode.read_bytes().decode("ascii")
    told = {int(glyph, 16): _text(text) for glyph, text in _ONE.findall(table)}
    for first, last, text in _RANGE.findall(table):
        start = int(first, 16)
        told |= {glyph: chr(int(text, 16) + glyph - start) for glyph in range(start, int(last, 16) + 1)}
    return told


def _text(written: str) -> str:
    return bytes.fromhex(written).decode("utf-16-be")


def _marked(found: re.Match[bytes], signs: Mapping[str, Mapping[int, str]]) -> bytes:
    known = signs.get(found[1].decode("ascii"))
    if known is None:
        return found[0]
    glyphs = b"".join(_SHOWN.findall(found[0])).decode("ascii")
    text = "".join(known.get(int(glyphs[at : at + 4], 16), "\ufffd") for at in range(0, len(glyphs), 4))
    if not _TELLING.search(text.rstrip()):
        return found[0]
    told = text.encode("utf-16-be").hex().upper()
    return f"/Span <</ActualText <FEFF{told}>>>BDC\n".encode("ascii") + found[0] + b"EMC\n"
