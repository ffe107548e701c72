"""KVM or emulation: decided by booting something, since a /dev/kvm that exists proves nothing."""

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
from kvm_guide.model.step import sha256_of
from kvm_guide.vm.image import Image
from kvm_guide.vm.processes import die_with_parent

QEMU: Final = "qemu-system-x86_64"
_TRIAL_SECONDS: Final = 40
_REMEMBERED: Final = 8
_MARK: Final = b"(initramfs)"


@dataclass(frozen=True)
class Accelerator:
    """How the lab's machine runs: QEMU's options for it, and how much longer to wait than on KVM."""

    name: str
    options: tuple[str, ...]


KVM: Final = Accelerator("kvm", ("-accel", "kvm", "-cpu", "host"))
# qemu64 boots faster than max; AMD's svm with nested paging is what QEMU can emulate
TCG: Final = Accelerator("tcg", ("-accel", "tcg,thread=multi,tb-size=1024", "-cpu", "qemu64,+svm,+npt"))


def without_virtualisation(accelerator: Accelerator) -> Accelerator:
    """`accelerator` with a CPU that shows neither VT-x nor AMD-V."""
    other = {"host": "host,-vmx,-svm", "qemu64,+svm,+npt": "qemu64,-svm"}
    return Accelerator(accelerator.name, tuple(other.get(option, option) for option in accelerator.options))


def qemu_version() -> str:
    """QEMU's version, as it prints it. Raises Broken where QEMU is missing."""
    program = shutil.which(QEMU)
    if program is None:
        raise Broken(f"{QEMU} is missing, so the lab cannot boot a machine. Run: sudo apt install qemu-system-x86")
    result = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise Broken(f"{QEMU} does not run: {result.stderr.strip()}")
    return result.stdout.splitlines()[0].removeprefix("QEMU emulator version ")


def choose(image: Image, cache: Path, device: Path = Path("/dev/kvm")) -> Accelerator:
    """The accelerator for this host: KVM where `image`'s kernel boots on it and it nests, else emulation.

    The answer is kept until the host reboots, or QEMU or the image changes. `KVM_GUIDE_ACCELERATOR` (kvm, tcg) decides
    instead of the trial. Raises Broken on another value.
    """
    wanted = os.environ.get("KVM_GUIDE_ACCELERATOR")
    if wanted:
        if wanted not in (KVM.name, TCG.name):
            raise Broken(f"KVM_GUIDE_ACCELERATOR is {wanted!r}: set it to kvm or tcg, or unset it.")
        return KVM if wanted == KVM.name else TCG
    key = sha256_of([boot_id(), qemu_version(), image.fingerprint, str(device)])
    memory = cache / "accelerator.json"
    try:
        known = {str(name): str(told) for name, told in json.loads(memory.read_text()).items()}
    except (OSError, ValueError, AttributeError):
        known = {}
    if key not in known:
        why = _why_not(image, device)
        if why:
            say(f"KVM is not used: {why}. The lab emulates instead (slower, the same results).")
        # An answer for each image; the oldest go
        known = dict([*known.items(), (key, TCG.name if why else KVM.name)][-_REMEMBERED:])
        memory.write_text(json.dumps(known))
    return KVM if known[key] == KVM.name else TCG


def boot_id() -> str:
    """What the kernel calls this start of the computer; "none" where it does not say."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return "none"


def _why_not(image: Image, device: Path) -> str | None:
    if not device.exists():
        return f"{device} does not exist"
    if not os.access(device, os.R_OK | os.W_OK):
        return f"{device} may not be opened by this user"
    nested = [Path(f"/sys/module/kvm_{make}/parameters/nested") for make in ("intel", "amd")]
    if not any(path.exists() and path.read_text().strip() in ("Y", "1") for path in nested):
        return "this host's KVM does not nest, so the lab's machine would have no /dev/kvm"
    with working(f"Trying {device}: booting a kernel on it (at most {_TRIAL_SECONDS} s)"):
        return (
            None
            if _boots(image)
            else f"a kernel did not boot on {device} in {_TRIAL_SECONDS} s, though it can be opened"
        )


def _boots(image: Image) -> bool:
    command = [QEMU, "-nodefaults", "-display", "none", *KVM.options, "-m", "512", "-no-reboot", "-serial", "stdio"]
    command += [
        "-kernel",
        str(image.kernel),
        "-initrd",
        str(image.initrd),
        "-append",
        "console=ttyS0 break=top panic=-1",
    ]
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        preexec_fn=die_with_parent,
    )
    assert process.stdout is not None
    os.set_blocking(process.stdout.fileno(), False)
    seen = b""
    until = time.monotonic() + _TRIAL_SECONDS
    try:
        while _MARK not in seen and process.poll() is None and time.monotonic() < until:
            seen += process.stdout.read() or b""
            time.sleep(0.1)
    finally:
        process.kill()
        process.wait()
    return _MARK in seen
