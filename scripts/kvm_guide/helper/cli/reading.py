"""What the student gives the helper to read: a file, or standard input."""

import sys
from pathlib import Path
from typing import Final

from kvm_guide.errors import UsageError
from kvm_guide.helper.output.screen import Screen
from kvm_guide.model.step import Text

NO_FILE: Final = Text(es="no puedo leer {file}: {why}.", en="{file} cannot be read: {why}.")


def text(file: str, screen: Screen) -> str:
    """What is in `file`, or, where it is `-`, on standard input. Raises UsageError, in the language of `screen`."""
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise UsageError(screen.in_(NO_FILE, file=file, why=error.strerror)) from error
    return decoded(data)


def decoded(data: bytes) -> str:
    """`data` as text: Windows' programs write UTF-16, or a mark at the beginning."""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return data.decode("utf-16" if wide else "utf-8-sig", errors="replace")
