"""Debian's Firefox as Playwright wants it: what it has not learned yet is answered for it.

Playwright drives Firefox as it is over WebDriver BiDi, and sets every tab's colours by a command that Firefox 153 does
not know. Run as a program this is that Firefox, with a relay in between that takes such commands to be done.
"""

import json
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Final

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.sync.server import ServerConnection, serve

FIREFOX: Final = "firefox-esr"
UNKNOWN: Final = frozenset({"emulation.setMediaFeaturesOverride"})
"""The commands that it is not asked."""
_LISTENING: Final = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
_SIZE: Final = 1 << 28
"""Bytes of the longest message: a picture of a page."""


def program(folder: Path) -> Path:
    """A program in `folder` that is this Firefox."""
    file = folder / "firefox"
    file.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{Path(__file__)}" "$@"\n', encoding="utf-8")
    file.chmod(0o755)
    return file


def answer(message: str) -> str | None:
    """What is answered to a command in Firefox's place, if it does not know it."""
    asked = json.loads(message)
    if asked.get("method") not in UNKNOWN:
        return None
    return json.dumps({"type": "success", "id": asked["id"], "result": {}})


def _relay(ours: ServerConnection, address: str) -> None:
    path = ours.request.path if ours.request else "/session"
    with connect(address + path, max_size=_SIZE, compression=None) as theirs:
        threading.Thread(target=_back, args=(theirs, ours), daemon=True).start()
        for message in ours:
            told = answer(str(message))
            if told is None:
                theirs.send(message)
            else:
                ours.send(told)


def _back(theirs: ClientConnection, ours: ServerConnection) -> None:
    try:
        for message in theirs:
            ours.send(message)
    except ConnectionClosed:
        pass
    ours.close()


def main(arguments: list[str]) -> int:
    """Run Firefox with `arguments` until it ends; returns its exit status."""
    with subprocess.Popen([FIREFOX, *arguments], stderr=subprocess.PIPE, text=True) as firefox:
        signal.signal(signal.SIGTERM, lambda *_: firefox.terminate())
        assert firefox.stderr is not None
        for line in firefox.stderr:
            if found := _LISTENING.search(line):
                server = serve(lambda ours: _relay(ours, found[1]), "127.0.0.1", 0, max_size=_SIZE, compression=None)
                threading.Thread(target=server.serve_forever, daemon=True).start()
                port = server.socket.getsockname()[1]
                print(f"WebDriver BiDi listening on ws://127.0.0.1:{port}", file=sys.stderr, flush=True)
            else:
                print(line, end="", file=sys.stderr, flush=True)
    return firefox.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
