"""What decides how a test of the site ends: the key that its pass is kept by, for who runs all tests again."""

import subprocess
import sys
from collections.abc import Iterator
from functools import cache as remembered
from hashlib import sha256
from pathlib import Path

from kvm_guide import paths
from kvm_guide.model.step import sha256_of

_SOURCES = ("docs", "scripts", "tests")
_NO_SOURCE = {"__pycache__", ".pytest_cache"}
_BROWSERS = ("chromium-headless-shell", "chromium", "firefox-esr")


def key_of(test: str) -> str:
    """What decides how `test` ends: every byte of the project, the Python and the browsers."""
    return sha256_of([test, _project(paths.ROOT), sys.version, _browsers()])


@remembered
def _project(root: Path) -> str:
    return sha256_of({str(path.relative_to(root)): sha256(path.read_bytes()).hexdigest() for path in _files(root)})


def _files(root: Path) -> Iterator[Path]:
    yield from sorted(path for path in root.iterdir() if path.is_file() and path.suffix in {".yml", ".toml", ".lock"})
    for name in _SOURCES:
        for path in sorted((root / name).rglob("*")):
            if path.is_file() and _NO_SOURCE.isdisjoint(path.parts):
                yield path


@remembered
def _browsers() -> str:
    query = ["dpkg-query", "-W", "-f", "${Package} ${Version}\\n", *_BROWSERS]
    return subprocess.run(query, capture_output=True, text=True, check=False).stdout
