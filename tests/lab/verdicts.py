"""What decides how a test of the lab ends: the key that its pass is kept by."""

from pathlib import Path

from tests.kept import said

from kvm_guide import paths
from kvm_guide.lessons import GUIDE
from kvm_guide.model.step import sha256_of
from kvm_guide.vm.accelerator import Accelerator, qemu_version
from kvm_guide.vm.image import Image

_SHARED = ("errors.py", "console.py", "paths.py")


def key_of(test: str, module: Path, debian: Image, chosen: Accelerator, more: object = None) -> str:
    """What decides how `test` of `module` ends: image, QEMU, the lab's and the tests' code, the guide, and `more`."""
    package = paths.ROOT / "scripts" / "kvm_guide"
    files = [package / name for name in _SHARED]
    for room in ("lab", "model", "records", "vm"):
        files += [path for path in sorted((package / room).rglob("*")) if path.is_file() and path.suffix != ".pyc"]
    files += [module, *(paths.ROOT / "tests" / "lab" / name for name in ("conftest.py", "small.py", "verdicts.py"))]
    code = {str(path.relative_to(paths.ROOT)): said(path) for path in files}
    machine = [debian.fingerprint, chosen.name, chosen.options, qemu_version()]
    return sha256_of([test, machine, code, GUIDE.chains, more])
