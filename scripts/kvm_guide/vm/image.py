"""Builds the lab's Debian from Debian's packages, and keeps it by content."""

import json
import os
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kvm_guide.console import say, working
from kvm_guide.errors import Broken
from kvm_guide.model.release import DEFAULT, Release
from kvm_guide.model.step import sha256_of
from kvm_guide.vm import processes, recipe
from kvm_guide.vm.building import script

OVERLAY: Final = Path(__file__).parent / "overlay"
_DAY: Final = 24 * 3600
_TOOLS: Final = {"mmdebstrap": "mmdebstrap", "mke2fs": "e2fsprogs", "qemu-img": "qemu-utils", "unshare": "util-linux"}


@dataclass(frozen=True)
class Image:
    """A built Debian: a disk, and the kernel and initramfs to start it with.

    fingerprint: SHA-256 (hex) of the recipe, of every package's version and of when it was built: what lies over one
    disk does not lie over another, were it of the same packages. indexes: the addresses of the package indexes that
    its apt fetches. built_at: when (time.time()).
    """

    folder: Path
    fingerprint: str
    indexes: tuple[str, ...]
    built_at: float = 0.0

    @property
    def disk(self) -> Path:
        """The disk, qcow2; never written to."""
        return self.folder / "disk.qcow2"

    @property
    def kernel(self) -> Path:
        """The Linux kernel of the image."""
        return self.folder / "vmlinuz"

    @property
    def initrd(self) -> Path:
        """The lab's own small initramfs; the machine's /boot has the one that Debian makes."""
        return self.folder / "initrd.img"


def recipe_key(name: str = recipe.NAME, release: Release = DEFAULT) -> str:
    """What the recipe called `name` says of `release`, as SHA-256 (hex): another recipe is another image."""
    overlay = {
        str(file.relative_to(OVERLAY)): file.read_text() for file in sorted(OVERLAY.rglob("*")) if file.is_file()
    }
    return sha256_of([script(recipe.named(name, release)), overlay])


def get(cache: Path, name: str = recipe.NAME, release: Release = DEFAULT, *, anew: bool = False) -> Image:
    """The image of the recipe `name` of `release`, built if the cache has none younger than `recipe.MAX_AGE_DAYS`.

    Raises Broken where a tool, the network, root or space is missing.
    """
    images = cache / "images"
    images.mkdir(parents=True, exist_ok=True)
    cached = None if anew else cached_image(cache, name, release)
    if cached:
        return cached
    with working(f"Building the lab's {release.name} ({name}) from Debian's packages (2 to 5 minutes)"):
        built = _build(images, name, release)
    _forget_old(images)
    return built


def cached_image(cache: Path, name: str = recipe.NAME, release: Release = DEFAULT) -> Image | None:
    """The newest image of the recipe called `name` where the cache has one and it is young enough; else None."""
    made = recipe_key(name, release)[:16]
    found = [built for folder in (cache / "images").glob(f"{made}*") if (built := _load(folder))]
    newest = max(found, key=lambda built: built.built_at, default=None)
    return newest if newest is not None and _age(newest) <= recipe.MAX_AGE_DAYS * _DAY else None


def _load(folder: Path) -> Image | None:
    try:
        described = json.loads((folder / "image.json").read_text())
        return Image(
            folder, str(described["fingerprint"]), tuple(described["indexes"]), built_at=float(described["built_at"])
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _age(built: Image) -> float:
    return time.time() - built.built_at


def _forget_old(images: Path) -> None:
    """Remove the images, of any recipe, that no run can be using any more: a day after the last could have begun."""
    for folder in images.iterdir():
        old = _load(folder)
        if old is not None and _age(old) > (recipe.MAX_AGE_DAYS + 1) * _DAY:
            shutil.rmtree(folder, ignore_errors=True)


def _build(images: Path, name: str, release: Release) -> Image:
    for tool, package in _TOOLS.items():
        if shutil.which(tool, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin") is None:
            raise Broken(f"{tool} is missing, so the lab's image cannot be built. Run: sudo apt install {package}")
    if os.geteuid() != 0 and shutil.which("sudo") is None:
        raise Broken("Building the lab's image needs root: run this as root, or install sudo.")
    free = shutil.disk_usage(images).free
    if free < 8 * 2**30:
        raise Broken(
            f"Only {free / 2**30:.1f} GiB are free in {images}, and building the lab's image takes 8 GiB."
            " Free some space, or set KVM_GUIDE_CACHE to a folder on another disk."
        )
    with processes.scratch(images, "building-") as work:
        log = work / "log"
        try:
            _as_root(
                [
                    "sh",
                    "-eu",
                    "-c",
                    script(recipe.named(name, release)),
                    "build",
                    str(work),
                    str(OVERLAY),
                    str(os.getuid()),
                ],
                log,
            )
        except subprocess.CalledProcessError:
            raise Broken(why(log.read_text(errors="replace"))) from None
        packages = (work / "packages").read_text()
        sources = [line.split() for line in (work / "sources").read_text().splitlines() if line.startswith("deb http")]
        built_at = time.time()
        described = {
            "built_at": built_at,
            "fingerprint": sha256_of([recipe_key(name, release), packages, built_at]),
            "indexes": sorted(f"{address.rstrip('/')}/dists/{suite}/InRelease" for _, address, suite, *_ in sources),
        }
        finished = work / "image"
        (finished / "image.json").write_text(json.dumps(described))
        # A folder of its own: the disk of an earlier one, with the layers over it, is not taken from under a run
        folder = images / f"{recipe_key(name, release)[:16]}-{int(built_at * 1000):x}"
        finished.rename(folder)
    built = _load(folder)
    assert built is not None
    say(f"  {len(packages.splitlines())} packages, {built.disk.stat().st_size / 2**30:.1f} GiB")
    return built


def _as_root(command: list[str], log: Path) -> None:
    # A mount and PID namespace of its own: killed at any moment, no mount and no process of it is left
    isolated = ["unshare", "--mount", "--pid", "--fork", "--kill-child=KILL", *command]
    prefix = [] if os.geteuid() == 0 else ["sudo"]
    environment = {**os.environ, "PATH": f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin", "LC_ALL": "C.UTF-8"}
    with log.open("wb") as output:
        subprocess.run(
            [*prefix, *isolated],
            stdin=subprocess.DEVNULL if not prefix else None,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment,
            check=True,
            preexec_fn=processes.die_with_parent,
        )


def why(log: str) -> str:
    """The reason of a failed build, from its `log`, as a sentence with the next thing to do."""
    last = [line for line in log.splitlines() if line.startswith(("E:", "W:", "mke2fs", "qemu-img", "sudo"))][-3:]
    if "No space left" in log:
        return "The disk ran full while the lab's image was built. Free some space, or set KVM_GUIDE_CACHE elsewhere."
    if any(word in log for word in ("Could not resolve", "Temporary failure", "Failed to fetch", "Could not connect")):
        return f"Debian's packages cannot be fetched: check the network, then try again. apt said: {' '.join(last)}"
    return f"The lab's image could not be built: {' '.join(last) or log[-300:]}"
