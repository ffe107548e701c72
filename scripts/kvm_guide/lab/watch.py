"""Waits until a saved file changes what a run would do."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

_SETTLED: Final = 0.3
_SOURCES: Final = (".py",)


class _Saved(FileSystemEventHandler):
    def __init__(self) -> None:
        self.seen = threading.Event()

    def on_any_event(self, event: FileSystemEvent) -> None:
        paths = [str(event.src_path), str(getattr(event, "dest_path", ""))]
        if event.event_type in ("modified", "moved", "created", "deleted") and any(
            path.endswith(_SOURCES) for path in paths
        ):
            self.seen.set()


class Watch:
    """Watches the Python files below `folders`. Use it in a `with`."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._saved = _Saved()
        self._observer = Observer()
        for folder in folders:
            self._observer.schedule(self._saved, str(folder), recursive=True)

    def __enter__(self) -> "Watch":
        self._observer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._observer.stop()
        self._observer.join()

    def wait(self) -> None:
        """Wait until a file was saved, and the saving has come to rest."""
        while not self._saved.seen.wait(timeout=1):
            pass
        while self._saved.seen.is_set():
            self._saved.seen.clear()
            self._saved.seen.wait(timeout=_SETTLED)
