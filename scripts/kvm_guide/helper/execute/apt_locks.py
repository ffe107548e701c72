"""Who holds one of apt's locks, seen by an ordinary user: the kernel lists every lock, no file need be opened."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FILES: Final = (
    "var/lib/dpkg/lock-frontend",
    "var/lib/dpkg/lock",
    "var/lib/apt/lists/lock",
    "var/cache/apt/archives/lock",
)


@dataclass(frozen=True)
class Holder:
    """A process that holds a lock. name: as the kernel knows it, at most 15 letters; "?" where it is not told."""

    name: str
    pid: int

    def __str__(self) -> str:
        return f"{self.name} ({self.pid})"


def holder(root: Path = Path("/")) -> Holder | None:
    """The process that holds a lock of apt or dpkg on the machine whose files lie in `root`; None where none does."""
    held = dict(_held(root))
    for name in FILES:
        try:
            status = (root / name).stat()
        except OSError:
            continue
        place = (os.major(status.st_dev), os.minor(status.st_dev), status.st_ino)
        if pid := held.get(place):
            return Holder(_name(root, pid), pid)
    return None


def _held(root: Path) -> Iterator[tuple[tuple[int, int, int], int]]:
    # "1: POSIX  ADVISORY  WRITE 812 08:01:131090 0 EOF"; who waits for a lock has an arrow behind the number
    try:
        lines = (root / "proc/locks").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return
    for line in lines:
        columns = line.split()
        if len(columns) == 8 and columns[1] != "->":
            major, minor, inode = columns[5].split(":")
            yield (int(major, 16), int(minor, 16), int(inode)), int(columns[4])


def _name(root: Path, pid: int) -> str:
    try:
        return (root / f"proc/{pid}/comm").read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return "?"
