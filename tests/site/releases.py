"""Records of other releases beside those of the made-up guide, one of them imaginary."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.recorded_guide import GUIDE, OUTPUTS, fabricated, on_release, write

from kvm_guide.model import release
from kvm_guide.model.release import RELEASES, Release
from kvm_guide.model.step import LANGUAGES

IMAGINARY = Release("14", "forky", {"CVE-2026-53359": "6.18.2-1"})
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
                    write(records, on_release(known, number, f"{number}.2", refused=REFUSED, install=INSTALLED))
