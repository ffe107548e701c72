"""Records of other releases beside those of the made-up guide, one of them imaginary."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from tests.recorded_guide import CAST, GUIDE, OUTPUTS, PICTURE, fabricated, on_release, write

from kvm_guide.model import release
from kvm_guide.model.release import RELEASES, Release
from kvm_guide.model.step import LANGUAGES
from kvm_guide.records import store
from kvm_guide.records.store import Known
from kvm_guide.records.types import Picture

IMAGINARY = Release("14", "forky", {"CVE-2026-53359": "6.18.2-1"})
# The same to see, in other bytes
ANOTHER = PICTURE + b"\0"
# A word that differs; in `install` only versions do
REFUSED = "error: failed to connect to the hypervisor\nerror: no such socket"
INSTALLED = OUTPUTS["install"].replace("1:4.1.0-2", "1:5.0.0-5")


@contextmanager
def imagined() -> Iterator[None]:
    """One release more than there are: all that adding one touches."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(release, "RELEASES", (*RELEASES, IMAGINARY))
        patch.setattr(release, "NUMBERS", (*release.NUMBERS, IMAGINARY.number))
        yield


def record(records: Path, *numbers: str) -> None:
    """Write into `records` what a run of every lesson saw, on the guide's own release and on those called `numbers`."""
    for language in LANGUAGES:
        for lesson in GUIDE.lessons:
            if lesson.steps:
                known = fabricated(lesson, language)
                write(records, known)
                for number in numbers:
                    there = on_release(known, number, f"{number}.2", refused=REFUSED, install=INSTALLED)
                    _write(records, there)


def _write(records: Path, there: Known) -> None:
    """As `write` does, with pictures that are others."""
    entries = (
        replace(one, picture=one.picture and replace(one.picture, sha256=hashlib.sha256(ANOTHER).hexdigest()))
        for one in there.record.steps
    )
    record = replace(there.record, steps=tuple(entries))
    files = {one.file: ANOTHER if isinstance(one, Picture) else CAST for one in record.files()}
    store.write(records, record, there.times, files)
