"""A picture of a window is a PNG that shows its colours."""

import struct
import zlib

from kvm_guide.vm.window import png

RED, GREEN, BLUE = bytes([0, 0, 255, 0]), bytes([0, 255, 0, 0]), bytes([255, 0, 0, 0])


def test_the_colours_and_rows_of_a_picture_are_those_of_the_screen() -> None:
    data = png(3, 2, RED + GREEN + BLUE + BLUE + BLUE + RED)
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    chunks, at = {}, 8
    while at < len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        name, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + size]
        assert int.from_bytes(data[at + 8 + size : at + 12 + size], "big") == zlib.crc32(name + body)
        chunks[name], at = body, at + 12 + size
    assert list(chunks) == [b"IHDR", b"IDAT", b"IEND"]
    assert struct.unpack(">IIBBBBB", chunks[b"IHDR"]) == (3, 2, 8, 2, 0, 0, 0)
    red, green, blue = b"\xff\0\0", b"\0\xff\0", b"\0\0\xff"
    assert zlib.decompress(chunks[b"IDAT"]) == b"\0" + red + green + blue + b"\0" + blue + blue + red
