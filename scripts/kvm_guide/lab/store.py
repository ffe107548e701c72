"""Finished runs, kept by everything that led to them, outside the repository."""

import json
import time
from pathlib import Path
from typing import Final

from kvm_guide import recordfile
from kvm_guide.lab.accelerator import Accelerator, qemu_version
from kvm_guide.lab.image import Image
from kvm_guide.lab.janitor import scratch
from kvm_guide.lab.run import Result
from kvm_guide.recordfile import RecordError
from kvm_guide.step import Guide, Language, sha256_of

MAX_AGE_DAYS: Final = 7
# What decides what a run sees; the rest of the lab only decides whether one is needed
_CODE: Final = ("machine", "terminal", "screen", "run", "inside", "state", "window", "finale", "mirror", "limits")
_DAY: Final = 24 * 3600


def key(guide: Guide, language: Language, image: Image, accelerator: Accelerator) -> str:
    """What a run depends on, as SHA-256 (hex): the steps, the language, the image, QEMU, and the lab's own code."""
    code = {name: (Path(__file__).parent / f"{name}.py").read_text() for name in _CODE}
    steps = [[step.fingerprint(), step.not_run.in_(language) if step.not_run else None] for step in guide.steps()]
    return sha256_of([steps, language, image.fingerprint, accelerator.name, qemu_version(), code])


def get(cache: Path, run_key: str, language: Language) -> Result | None:
    """The run kept under `run_key`, where it is whole and younger than MAX_AGE_DAYS; else None."""
    folder = cache / "runs" / run_key[:16]
    try:
        finished = json.loads((folder / "finished.json").read_text())
        kept = recordfile.read(folder, language)
    except (OSError, ValueError, RecordError):
        return None
    if kept is None or finished["key"] != run_key or time.time() - float(finished["at"]) > MAX_AGE_DAYS * _DAY:
        return None
    pictures = {}
    for entry in kept.steps:
        if entry.picture is not None:
            if recordfile.file_problem(folder, entry.picture):
                return None
            pictures[entry.picture.file] = (folder / entry.picture.file).read_bytes()
    return Result(kept, pictures)


def put(cache: Path, run_key: str, result: Result) -> None:
    """Keep `result` under `run_key`, whole or not at all."""
    runs = cache / "runs"
    runs.mkdir(parents=True, exist_ok=True)
    with scratch(runs, "writing-") as work:
        recordfile.write(work / "run", result.record, result.pictures)
        (work / "run" / "finished.json").write_text(json.dumps({"key": run_key, "at": time.time()}))
        folder = runs / run_key[:16]
        if folder.exists():
            folder.rename(work / "old")
        (work / "run").rename(folder)
