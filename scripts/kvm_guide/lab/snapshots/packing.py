"""The files of a kept state, and the work that makes them whole: packing its memory, and writing down what it is."""

import hashlib
import json
import shutil
import subprocess
from pathlib import Path
from typing import Final

from kvm_guide.errors import Broken
from kvm_guide.model.step import sha256_of
from kvm_guide.vm.processes import stand_back

DIGEST: Final = "sha256"
DISK: Final = "disk.qcow2"
MEMORY: Final = "memory.zst"
UNPACKED: Final = "memory"
TOLD: Final = "state.json"


def disks(folder: Path) -> list[Path]:
    """The disks of the state in `folder`: those of the first machine in it, of each other in a folder below."""
    return sorted(folder.rglob("disk*.qcow2"))


def memories(folder: Path) -> list[Path]:
    """The packed memories of the state in `folder`."""
    return sorted(folder.rglob(MEMORY))


def finish(folder: Path, described: dict[str, object], files: dict[str, str]) -> None:
    """Pack the memory in `folder` and write down what is known of the state: from then on it is one. Raises Broken."""
    try:
        _pack(folder)
        for path in [*disks(folder), *memories(folder)]:
            files[path.relative_to(folder).as_posix()] = digest(path)
        whole = {**described, "files": files}
        new = folder / f"{TOLD}.new"
        new.write_text(json.dumps({"digest": sha256_of(whole), **whole}))
        new.rename(folder / TOLD)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _pack(folder: Path) -> None:
    for unpacked in sorted(folder.rglob(UNPACKED)):
        try:
            command = ["zstd", "--fast=1", "-q", "-T2", str(unpacked), "-o", str(unpacked.parent / MEMORY)]
            subprocess.run(command, check=True, capture_output=True, text=True, preexec_fn=stand_back)
        except FileNotFoundError:
            raise Broken("zstd is missing, which packs the machine's memory. Run: sudo apt install zstd") from None
        except subprocess.CalledProcessError as error:
            raise Broken(
                f"The machine's memory could not be packed in {folder.parent}: {error.stderr.strip()[-300:]}"
            ) from None
        unpacked.unlink()


def digest(path: Path) -> str:
    """The digest of a file; nothing where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, DIGEST).hexdigest()
    except OSError:
        return ""
