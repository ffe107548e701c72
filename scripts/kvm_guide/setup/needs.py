"""What each command needs of the computer beside Python packages, why, and how its presence is seen."""

import importlib.util
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

KEYRING: Final = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
OS_RELEASE: Final = Path("/etc/os-release")
SYSTEM_FOLDERS: Final = ("/usr/local/sbin", "/usr/sbin", "/sbin")
"""Where Debian keeps programs such as mke2fs; the PATH of an ordinary user lacks them."""


@dataclass(frozen=True)
class Need:
    """A Debian package, why it is needed, and how to see that what it brings is there."""

    package: str
    why: str
    there: Callable[[], bool]


def program(package: str, why: str, *names: str) -> Need:
    """The need for all the programs `names`, which `package` brings."""
    return Need(package, why, lambda: all(shutil.which(name, path=search_path()) for name in names))


def search_path() -> str:
    """PATH, and the system's own folders."""
    return os.pathsep.join([os.environ.get("PATH", os.defpath), *SYSTEM_FOLDERS])


def has_pip() -> bool:
    """Whether this Python can make a virtual environment with pip in it: Debian keeps that in a package of its own."""
    return importlib.util.find_spec("ensurepip") is not None and importlib.util.find_spec("venv") is not None


VENV: Final = Need(f"python3.{sys.version_info.minor}-venv", "makes the project's own Python environment", has_pip)
GIT: Final = program("git", "tells when each page last changed", "git")
BROWSER: Final = program(
    "chromium-headless-shell",  # Chromium without its windows: a page takes a third of the processor's time in it
    "prints the guide as a PDF, and reads the site in the tests",
    "chromium-headless-shell",
)
FIREFOX: Final = program("firefox-esr", "the other browser in which the tests read the site", "firefox-esr")
WGET: Final = program("wget", "types the download as the page's readers do", "wget")
PAPER: Final = program("poppler-utils", "reads what the tests print, as a reader copies from it", "pdftotext")
LAB: Final = (
    program("zstd", "packs the kept machines", "zstd"),
    program("qemu-system-x86", "runs the lab's virtual machine", "qemu-system-x86_64"),
    program("qemu-utils", "makes the virtual machine's disk", "qemu-img"),
    program("mmdebstrap", "builds the lab's Debian from packages", "mmdebstrap"),
    program("e2fsprogs", "writes the lab's Debian to a file system", "mke2fs"),
    program("util-linux", "keeps the build apart from this computer", "unshare", "setsid"),
    Need("debian-archive-keyring", "tells Debian's packages from forged ones", KEYRING.is_file),
)


def needs(name: str, arguments: Sequence[str]) -> list[Need]:
    """What the command `name`, called with `arguments`, needs here."""
    found = [GIT]
    ours = arguments[: arguments.index("--")] if "--" in arguments else arguments
    if name == "test":
        found.append(WGET)
    if _browses(name, ours) and distribution() == "debian":
        found.append(BROWSER)
    if name == "test" and distribution() == "debian":
        found.append(FIREFOX)
    if name == "test" and distribution() != "other":
        found.append(PAPER)
    if name == "verify" or (name == "test" and "--quick" not in ours):
        found += LAB
    return found


def own_browser(name: str, arguments: Sequence[str]) -> bool:
    """Whether the command `name`, called with `arguments`, takes the browser that Playwright brings: Ubuntu's own hides
    in a sandbox (snap)."""
    return _browses(name, arguments) and distribution() != "debian"


def _browses(name: str, arguments: Sequence[str]) -> bool:
    """Whether the command `name`, called with `arguments`, starts a browser: to test, or to print the guide."""
    return name == "test" or (name == "build" and "--all" in arguments)


def distribution(os_release: Path | None = None) -> str:
    """`debian`, `debian-like` (apt, but not Debian itself) or `other`."""
    try:
        lines = (os_release or OS_RELEASE).read_text(encoding="utf-8").splitlines()
    except OSError:
        return "other"
    values = {key: value.strip("\"'") for key, _, value in (line.partition("=") for line in lines)}
    if values.get("ID") == "debian":
        return "debian"
    return "debian-like" if "debian" in values.get("ID_LIKE", "").split() else "other"
