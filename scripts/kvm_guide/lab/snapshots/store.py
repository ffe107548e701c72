"""The machine after each step, kept by everything that led to it, outside the repository.

A state is a folder: `state.json` (what is known of it, and the digest of each file), `disk.qcow2` (what its step wrote,
a layer over the disk of the state before it) and `memory.zst`, its memory packed by zstd. It is one once its
`state.json` is there, which comes last and by a rename, and it is never changed: packing takes a while, in which the
run goes on with the next step. Two runs may keep the same state at once: each has a folder of its own, so
that no layer ever loses the disk it lies on. Where room is short a state loses its memory, then its disk; what is
known of it stays until it is old.
"""

import contextlib
import fcntl
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from kvm_guide.console import say
from kvm_guide.errors import Broken
from kvm_guide.lab.snapshots.packing import MEMORY, TOLD, UNPACKED, digest, disks, finish, memories
from kvm_guide.lab.snapshots.snapshot import Snapshot, size_of
from kvm_guide.model.step import sha256_of
from kvm_guide.vm.processes import scratch

MAX_AGE_DAYS: Final = 7
LIMIT_GIB: Final = 48.0
_DAY: Final = 24 * 3600
_HOUR: Final = 3600
_ABANDONED: Final = 3600
_FREE_GIB: Final = 6
_FULL_BELOW: Final = 16 * 2**20


class Snapshots:
    """The states in the folder `states` of `cache`.

    limit: GiB they may take; KVM_GUIDE_STATES_GIB decides else. since: older ones are not used (time.time()).
    """

    def __init__(self, cache: Path, limit: float | None = None, since: float = 0.0) -> None:
        self.since = since
        self.folder = cache / "states"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.limit = limit if limit is not None else _limit_told()
        self._whole: set[Path] = set()
        self._loaded: dict[str, Snapshot] = {}
        self._grown = False
        self._packer = ThreadPoolExecutor(1)
        self._packing: list[Future[None]] = []

    def find(self, key: str, indexes: list[str] | None = None) -> Snapshot | None:
        """The newest state kept under `key` that is young enough; else None.

        indexes: where given, a state of other package indexes is not used.
        """
        folders = self.folder.glob(f"{key[:16]}-*")
        for folder in sorted(folders, key=lambda found: found.name.rsplit("-", 1)[1], reverse=True):
            kept = self._load(folder)
            if kept is None or kept.key != key or (indexes is not None and kept.indexes not in ([], indexes)):
                continue
            if all(self.young(one.made_at) for one in kept.chain()):
                with contextlib.suppress(OSError):
                    os.utime(folder / TOLD)  # what is used is not the first to make room
                return kept
        return None

    def young(self, made_at: float) -> bool:
        """Whether what was made at this time may be used: within the greatest age, and not before `since`."""
        return made_at >= max(self.since, time.time() - MAX_AGE_DAYS * _DAY)

    def usable(self, kept: Snapshot) -> bool:
        """Whether a machine can go on from `kept`: whole, to the last byte. A spoilt one is put away, and said."""
        if not kept.restorable:
            return False
        for one in kept.chain():
            for name in one.files:
                path = one.folder / name
                if not (name.endswith(".qcow2") or (one is kept and name.endswith(MEMORY))):
                    continue
                if path in self._whole:
                    continue
                if digest(path) != one.files[name]:
                    say(f"The kept state of {one.name} is spoilt ({path.name}): it is not used, and made anew.")
                    self._remove(one.folder)
                    return False
                self._whole.add(path)
        return True

    @contextmanager
    def making(self) -> Iterator[Path]:
        """A folder to save a machine into, for `keep`; gone at the end unless kept.

        What breaks inside while the disk is full is told as what it comes of. Raises Broken.
        """
        with scratch(self.folder, "writing-") as work, self._full_told():
            (work / "state").mkdir()
            yield work / "state"

    def settle(self) -> None:
        """Wait until all that was kept is packed, and a machine can go on from it. Raises Broken where one is not."""
        with self._full_told():
            while self._packing:
                self._packing.pop(0).result()

    def keep(
        self,
        folder: Path,
        key: str,
        name: str,
        before: Snapshot | None,
        indexes: list[str],
        told: dict[str, object],
        seconds: float,
    ) -> Snapshot:
        """Keep what `making` gave as `folder`, under `key`; returns it, whose memory is there after `settle`.

        Raises Broken without room, or where one of those before was not kept.
        """
        while self._packing and self._packing[0].done():
            self._packing.pop(0).result()
        large = [*disks(folder), *folder.rglob(UNPACKED)]
        files = {path.name: digest(path) for path in sorted(folder.iterdir()) if path.is_file() and path not in large}
        made_at = time.time()
        described = {
            "key": key,
            "name": name,
            "made_at": made_at,
            "before": before.folder.name if before else None,
            "indexes": indexes,
            "told": told,
            "seconds": seconds,
        }
        final = self.folder / f"{key[:16]}-{int(made_at * 1000):x}{os.getpid():x}"
        folder.rename(final)
        self._whole |= {path.with_name(MEMORY) for path in final.rglob(UNPACKED)} | set(disks(final))
        self._grown = True
        self._packing.append(self._packer.submit(finish, final, described, files))
        self._leave_room(before)
        return Snapshot(final, key, name, made_at, indexes, told, seconds, files, before)

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """While a run uses states, no other makes room; at its end, if it kept some and is the last, room is made."""
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH)
            try:
                yield
                self.settle()
            except BaseException:
                # What was kept before stays, and what went wrong is told first
                with contextlib.suppress(Broken):
                    self.settle()
                raise
            finally:
                fcntl.flock(lock, fcntl.LOCK_UN)
                if self._grown:
                    with contextlib.suppress(BlockingIOError):
                        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                        self._make_room()

    def drop(self, kept: Snapshot) -> None:
        """Put `kept` away, and with it all that lies on it: they are made anew when asked for."""
        self._loaded.clear()
        if kept.folder.exists():
            self._remove(kept.folder)

    def all(self) -> list[Snapshot]:
        """Every state there is, oldest first."""
        found = [kept for folder in self.folder.iterdir() if (kept := self._load(folder))]
        return sorted(found, key=lambda kept: kept.made_at)

    def size(self) -> int:
        """What all take on the disk, in bytes."""
        return sum(size_of(path) for path in self.folder.rglob("*") if path.is_file())

    def empty(self) -> int:
        """Remove all states; returns how many. Raises Broken while a run uses them."""
        with (self.folder / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise Broken("A run is using the kept states just now: wait until it has ended.") from None
            found = [folder for folder in self.folder.iterdir() if folder.is_dir()]
            for folder in found:
                self._remove(folder)
            return len(found)

    @contextmanager
    def _full_told(self) -> Iterator[None]:
        try:
            yield
        except (Broken, OSError) as error:
            if shutil.disk_usage(self.folder).free > _FULL_BELOW:
                raise
            raise Broken(
                f"The disk is full, so the machine cannot be kept in {self.folder}: free some space, or set"
                " KVM_GUIDE_CACHE to a folder on another disk. Then run it again."
            ) from error

    def _load(self, folder: Path) -> Snapshot | None:
        if folder.name in self._loaded and (folder / TOLD).exists():
            return self._loaded[folder.name]
        kept = self._read(folder)
        if kept is not None:
            self._loaded[folder.name] = kept
        return kept

    def _read(self, folder: Path) -> Snapshot | None:
        try:
            plain = json.loads((folder / TOLD).read_text())
            claimed = plain.pop("digest")
            if claimed != sha256_of(plain):
                return None
            before_name = plain.pop("before")
            before = self._load(self.folder / before_name) if before_name else None
            if before_name and before is None:
                return None
            return Snapshot(folder=folder, before=before, **plain)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def _remove(self, folder: Path) -> None:
        # Out of sight in one step, so that a killed removal leaves no half state
        with tempfile.TemporaryDirectory(prefix="removing-", dir=self.folder) as away:
            folder.rename(Path(away) / "state")

    def _leave_room(self, before: Snapshot | None) -> None:
        """Where the disk gets full, the states of this run that are made again quickest lose their memory now."""
        for kept in sorted(before.chain() if before else (), key=lambda one: one.seconds):
            if shutil.disk_usage(self.folder).free > _FREE_GIB * 2**30:
                return
            _dropped(memories(kept.folder))

    def _make_room(self) -> None:
        now = time.time()
        for path in list(self.folder.iterdir()):
            if path.name.startswith(("writing-", "running-", "removing-")):
                if now - path.stat().st_mtime > _ABANDONED:
                    shutil.rmtree(path, ignore_errors=True)
            elif path.is_dir():
                kept = self._load(path)
                if not (path / TOLD).exists() and now - path.stat().st_mtime <= _ABANDONED:
                    continue  # another is just now packing it
                if kept is None or now - kept.made_at > MAX_AGE_DAYS * _DAY:
                    self._remove(path)
        room = self.limit * 2**30 - self.size()
        # What was not used for the longest goes first; of what was used in one hour, what is made again quickest
        for kept in sorted(self.all(), key=lambda kept: (_used_at(kept) // _HOUR, kept.seconds)):
            if room >= 0:
                return
            room += _dropped(memories(kept.folder))
        below = {one.folder for kept in self.all() if kept.restorable for one in kept.chain()}
        for kept in self.all():
            if room < 0 and kept.folder not in below:
                room += _dropped(disks(kept.folder))


def _used_at(kept: Snapshot) -> float:
    try:
        return (kept.folder / TOLD).stat().st_mtime
    except OSError:
        return kept.made_at


def _limit_told() -> float:
    told = os.environ.get("KVM_GUIDE_STATES_GIB")
    if told is None:
        return LIMIT_GIB
    try:
        return float(told)
    except ValueError:
        raise Broken(f"KVM_GUIDE_STATES_GIB is {told!r}: set it to a number of GiB, or unset it.") from None


def _dropped(paths: Sequence[Path]) -> int:
    size = sum(size_of(path) for path in paths)
    for path in paths:
        path.unlink(missing_ok=True)
    return size
