"""What a reader copies from a printed page."""

import shutil
import subprocess
from pathlib import Path

import pytest


def copied(pdf: Path) -> str:
    """The text of `pdf`, line by line, runs of spaces as one.

    On paper there are no spaces, only gaps: each program that reads a PDF makes as many as it likes of a wide one.
    """
    if not shutil.which("pdftotext"):
        pytest.skip("no pdftotext here: scripts/test installs it on Debian and Ubuntu")
    done = subprocess.run(["pdftotext", "-raw", pdf, "-"], capture_output=True, text=True, check=True, timeout=60)
    return plain(done.stdout)


def plain(text: str) -> str:
    """`text` with each line's runs of spaces as one, and none at its ends."""
    return "\n".join(" ".join(line.split()) for line in text.splitlines())
