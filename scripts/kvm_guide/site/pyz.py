"""The student's helper as one file, `kvm-guide.pyz`: from the same sources the same bytes, wherever it is built.

It holds what the helper imports and nothing else of the project, and what the records say, as `data.json`.
"""

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kvm_guide import paths
from kvm_guide.errors import Broken
from kvm_guide.helper import source
from kvm_guide.helper.cli.examples import DIGEST, FILE
from kvm_guide.records.store import RecordError
from kvm_guide.site.render.helper import Download

PACKAGE: Final = paths.ROOT / "scripts" / "kvm_guide"
MODULES: Final = (
    "__init__", "errors",
)  # fmt: skip
FOLDERS: Final = ("helper", "lessons", "model", "records", "troubles")
DATA: Final = "kvm_guide/helper/data.json"
MAIN: Final = "__main__.py"
_SHEBANG: Final = b"#!/usr/bin/env python3\n"
# The oldest date that a ZIP file can hold.
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_UNIX: Final = 3
_PLAIN_FILE: Final = 0o100644 << 16


@dataclass(frozen=True)
class Made:
    """The helper's file, not written yet: its bytes, and what the pages say of it."""

    data: bytes
    download: Download

    def write(self, site: Path) -> None:
        """Write it into the folder `site`, and beside it its SHA-256 as `sha256sum -c` reads it. Raises OSError."""
        (site / FILE).write_bytes(self.data)
        (site / DIGEST).write_text(f"{self.download.sha256}  {FILE}\n", encoding="ascii")


def make(records: Path, address: str, package: Path = PACKAGE) -> Made:
    """The helper of the guide whose records are in `records` and whose site is at `address`, which ends with a slash,
    or is "" where nobody knows yet.

    package: the folder of `kvm_guide`. Its version names its content: the project's own, `+`, and 12 hex digits of
    the SHA-256 of all that it holds but the version. Raises Broken where a source cannot be read.
    """
    try:
        files = {f"kvm_guide/{path.relative_to(package).as_posix()}": path.read_bytes() for path in _modules(package)}
        files[MAIN] = (package / "site" / "pyz_main.py").read_bytes()
        release = source.release()
    except OSError as error:
        raise Broken(f"the student's helper cannot be made ({error}): restore the file with git") from error
    plain = _plain(records, address)
    version = f"{release}+{_digest(files | {DATA: _data(plain, '')})[:12]}"
    data = _zipped(files | {DATA: _data(plain, version)})
    return Made(data, Download(address, version, hashlib.sha256(data).hexdigest(), len(data)))


def _modules(package: Path) -> list[Path]:
    found = [package / f"{name}.py" for name in MODULES]
    found += [path for folder in FOLDERS for path in (package / folder).rglob("*.py")]
    # An editor leaves files beside what it edits (`.#cli.py`), which are no modules.
    return [path for path in found if path.stem.isidentifier()]


def _plain(records: Path, address: str) -> dict[str, object]:
    try:
        return source.plain(records, address, "")
    except (RecordError, UnicodeDecodeError):
        # What is wrong with a record is told by the build's own check: the helper then knows of no proof
        return source.plain(records / "unreadable", address, "")


def _data(plain: dict[str, object], version: str) -> bytes:
    whole = {**plain, "version": version}
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _digest(files: dict[str, bytes]) -> str:
    """SHA-256 (hex) over the names and the contents of `files`, in the order of their names."""
    whole = hashlib.sha256()
    for name in sorted(files):
        # With its length before it, no content can be mistaken for a name.
        whole.update(f"{name}\n{len(files[name])}\n".encode() + files[name])
    return whole.hexdigest()


def _zipped(files: dict[str, bytes]) -> bytes:
    """`files` as a ZIP that Python runs. Nothing in it is of this machine or of today; stored as they are, for what a
    compressor makes of them differs from one release of it to the next."""
    buffer = io.BytesIO()
    buffer.write(_SHEBANG)
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.create_system = _UNIX
            info.external_attr = _PLAIN_FILE
            archive.writestr(info, files[name])
    return buffer.getvalue()
