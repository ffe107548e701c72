"""The project's own Python environment, .venv: whole or made anew, also when what it depends on has changed."""

import fcntl
import hashlib
import os
import shutil
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from kvm_guide.errors import Broken
from kvm_guide.setup.child import run_shown
from kvm_guide.setup.needs import search_path
from kvm_guide.setup.trouble import trouble

LOCK: Final = "requirements.lock"
STAMP: Final = "kvm-guide-is-complete"
BROWSER_STAMP: Final = "kvm-guide-has-browsers"


def bin_folder(root: Path) -> Path:
    """Where the environment's programs are."""
    return root / ".venv" / "bin"


def key(root: Path) -> str:
    """What the environment depends on: the pinned packages, the project's own commands, this Python, and the place."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    installed = [project["project"], project["build-system"], project["tool"]["setuptools"]]
    digest = hashlib.sha256((root / LOCK).read_bytes())
    digest.update(f"{installed} {sys.version_info[:2]} {root.resolve()}".encode())
    return digest.hexdigest()


def is_complete(root: Path) -> bool:
    """Whether the environment is there, whole, and made from what is now in the project."""
    try:
        stamp = (root / ".venv" / STAMP).read_text(encoding="ascii")
    except OSError:
        return False
    # The Python it was made with may have been removed since.
    return stamp == key(root) and (bin_folder(root) / "python").exists()


def ensure(root: Path) -> None:
    """Make the environment where it is not complete. Two at once: the second waits, then finds it made."""
    if is_complete(root):
        return
    with _alone(root / LOCK) as lock:
        if not is_complete(root):
            _make(root, lock)


def ensure_browser(root: Path, asked: str) -> None:
    """Have Playwright fetch the Chromium and the Firefox it knows, where the system has none of its own for the command
    `asked`."""
    stamp = root / ".venv" / BROWSER_STAMP
    if stamp.exists():
        return
    with _alone(root / LOCK) as lock:
        command = [str(bin_folder(root) / "playwright"), "install", "chromium", "firefox"]
        if sys.platform == "linux":
            print(f"{asked}: Playwright installs Chromium and Firefox, and by apt what they need.", file=sys.stderr)
            command.insert(2, "--with-deps")
        ended = run_shown("fetching the browsers", command, keep_open=[lock])
        if ended.status != 0:
            raise trouble("fetching the browsers", ended.output)
        stamp.touch()


def become(root: Path, name: str, arguments: list[str]) -> None:
    """Replace this process by the environment's command `name`. Raises Broken where it does not start."""
    command = bin_folder(root) / f"kvm-guide-{name}"
    # The environment's tools come first for whatever the command starts; mke2fs and the like are found too.
    path = f"{bin_folder(root)}{os.pathsep}{search_path()}"
    try:
        os.execve(command, [str(command), *arguments], {**os.environ, "PATH": path})
    except OSError as error:
        cure = f"remove {root / '.venv'}, then run it again"
        raise Broken(f"{command} does not start ({error.strerror}): {cure}.") from error


def _make(root: Path, lock: int) -> None:
    venv = root / ".venv"
    if venv.exists():
        shutil.rmtree(venv)
    count = (root / LOCK).read_text(encoding="utf-8").count("==")
    pip = [str(bin_folder(root) / "python"), "-m", "pip", "--disable-pip-version-check", "--no-input", "--retries", "2"]
    # Wheels only: nothing is compiled, and no package runs code of its own while it is installed.
    pinned = ["install", "--require-hashes", "--only-binary", ":all:", "-r", str(root / LOCK)]
    itself = ["install", "--no-deps", "--no-build-isolation", "--no-index", "-e", str(root)]
    for what, command in (
        ("making the Python environment .venv", [sys.executable, "-m", "venv", str(venv)]),
        (f"installing {count} Python packages", [*pip, *pinned]),
        ("installing the guide's own commands", [*pip, *itself]),
    ):
        ended = run_shown(what, command, keep_open=[lock])
        if ended.status != 0:
            raise trouble(what, ended.output)
    # Last of all: without it, the next run begins anew.
    (venv / STAMP).write_text(key(root), encoding="ascii")


@contextmanager
def _alone(path: Path) -> Iterator[int]:
    """Hold a lock on the file at `path` (only read); gives its descriptor. The system frees it if we are killed."""
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("… waiting: another scripts/ command is setting up the project", file=sys.stderr)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield file.fileno()
