"""Waits, before the eyes of the student, until no other program uses apt."""

import time
from pathlib import Path
from typing import Final

from kvm_guide.errors import Broken
from kvm_guide.helper.execute.apt_locks import holder
from kvm_guide.helper.output.screen import Screen
from kvm_guide.model.step import Text

LIMIT: Final = 600.0
"""Seconds: automatic updates take some minutes; what takes longer waits for somebody."""

_WAITING: Final = Text(
    es="{holder} está usando apt: espero a que termine, como mucho {left} más. Ctrl-C para dejarlo.",
    en="{holder} is using apt: waiting until it ends, at most {left} more. Ctrl-C to leave it.",
)
_TOO_LONG: Final = Text(
    es="{holder} sigue usando apt después de {limit} minutos: mira si espera una respuesta en otra ventana y, cuando "
    "termine, empieza otra vez.",
    en="{holder} is still using apt after {limit} minutes: see whether it waits for an answer in another window and, "
    "when it has ended, start again.",
)


def wait(screen: Screen, limit: float = LIMIT, root: Path = Path("/")) -> None:
    """Return when nobody holds a lock of apt or dpkg on the machine in `root`.

    Raises Broken where somebody still does after `limit` seconds, and KeyboardInterrupt.
    """
    until = time.monotonic() + limit
    try:
        while current := holder(root):
            left = until - time.monotonic()
            if left <= 0:
                raise Broken(screen.in_(_TOO_LONG, holder=current, limit=_clock(limit)))
            screen.progress(_WAITING, holder=current, left=_clock(left))
            time.sleep(min(1.0, left))
    finally:
        screen.progress_end()


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"
