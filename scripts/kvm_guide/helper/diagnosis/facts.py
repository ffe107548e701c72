"""What the helper reads of a machine, as raw facts: no root, no network, nothing changed."""

import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

from kvm_guide.helper.diagnosis import parsing
from kvm_guide.helper.execute import apt_locks
from kvm_guide.model.release import DEFAULT, RELEASES, Release

Ask = Callable[[Sequence[str]], str]
"""What a command writes on standard output; empty where it is not there or does not answer in time."""

# Seconds; what is asked answers in some milliseconds, or something is wrong with it.
_LONGEST_ANSWER: Final = 5.0
_UNITS: Final = ("libvirtd.service", "libvirtd.socket")
_CONTAINER_MARKS: Final = ("run/systemd/container", ".dockerenv", "run/.containerenv")
_WSL_MARKS: Final = ("proc/sys/fs/binfmt_misc/WSLInterop", "proc/sys/fs/binfmt_misc/WSLInterop-late")
_FILLED: Final = ("/usr", "/var")
_NETWORKS: Final = "etc/libvirt/qemu/networks"
# Asked without a password, sudo says to whom it would never give anything (its verify.c and check.c, 1.9.13); to others
# that it wants one. `sudo -n -l` wants one of both
_ASK_SUDO: Final = ("sh", "-c", "sudo -n -v 2>&1 && echo yes")


class Sudo(StrEnum):
    """What this user can do with sudo. UNKNOWN: it does not say."""

    UNKNOWN = "unknown"
    MISSING = "missing"
    REFUSED = "refused"
    ALLOWED = "allowed"


@dataclass(frozen=True)
class SystemFacts:
    """A machine as it shows itself to this user. Empty strings and collections where nothing is said of it.

    os_id, os_version, os_name: ID, VERSION_ID and PRETTY_NAME of /etc/os-release. debian: /etc/debian_version.
    architecture: as `uname -m` says it. kernel: its release. kernel_build: all of /proc/version.
    cpu_flags: of the first CPU. memory: in bytes. modules: the kernel's, loaded.
    kvm_device, kvm_usable: /dev/kvm is there; this user may read and write it.
    sys_vendor, product_name, board_vendor, bios_vendor, bios_version, chassis_tag: of DMI.
    detected_vm, detected_container: what systemd-detect-virt says.
    hypervisor_vendor: as lscpu names it, from the CPUID leaf. container_marks, wsl_marks: files that betray one.
    user, root: this user's name; whether it is root. sudo: what it can do with it.
    groups_given: in the user database; groups_now: of this session.
    packages: version by name, of those wholly installed. packages_broken: names of those left half done.
    updates_pending: dpkg was stopped in the middle. lock_holder: who holds an apt lock, as "name (pid)".
    units: its properties by name, by unit. routes: (interface, network as "a.b.c.d/n"), but for default routes.
    network_defined: libvirt has a definition of the network `default`; None where the folder is not there or closed.
    free: bytes a user may still fill, by folder.
    """

    os_id: str = ""
    os_version: str = ""
    os_name: str = ""
    debian: str = ""
    architecture: str = ""
    kernel: str = ""
    kernel_build: str = ""
    cpu_flags: frozenset[str] = frozenset()
    memory: int = 0
    modules: frozenset[str] = frozenset()
    kvm_device: bool = False
    kvm_usable: bool = False
    sys_vendor: str = ""
    product_name: str = ""
    board_vendor: str = ""
    bios_vendor: str = ""
    bios_version: str = ""
    chassis_tag: str = ""
    detected_vm: str = ""
    detected_container: str = ""
    hypervisor_vendor: str = ""
    container_marks: tuple[str, ...] = ()
    wsl_marks: tuple[str, ...] = ()
    user: str = ""
    root: bool = False
    sudo: Sudo = Sudo.UNKNOWN
    groups_given: frozenset[str] = frozenset()
    groups_now: frozenset[str] = frozenset()
    packages: Mapping[str, str] = field(default_factory=dict)
    packages_broken: tuple[str, ...] = ()
    updates_pending: bool = False
    lock_holder: str = ""
    units: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    routes: tuple[tuple[str, str], ...] = ()
    network_defined: bool | None = None
    free: Mapping[str, int] = field(default_factory=dict)


def ask_machine(command: Sequence[str]) -> str:
    """What `command` writes on standard output in the locale C, whatever it ends with; "" where it does not answer."""
    try:
        answer = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "LC_ALL": "C"},
            timeout=_LONGEST_ANSWER,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return answer.stdout.decode(errors="replace").strip()


def collect(root: Path = Path("/"), ask: Ask = ask_machine) -> SystemFacts:
    """The facts of the machine whose files lie in `root` and whose commands `ask` answers.

    A fact that cannot be read stays empty: nothing is raised for it.
    """
    with ThreadPoolExecutor() as pool:
        machine = pool.submit(ask, ["uname", "-m"])
        vm = pool.submit(ask, ["systemd-detect-virt", "--vm"])
        container = pool.submit(ask, ["systemd-detect-virt", "--container"])
        lscpu = pool.submit(ask, ["lscpu"])
        now = pool.submit(ask, ["id", "-nG"])
        units = pool.submit(ask, ["systemctl", "show", "--property=Id,LoadState,ActiveState", *_UNITS])
        user = ask(["id", "-un"])
        given = ask(["id", "-nG", user]) if user else ""
        packages, broken = parsing.packages(_read(root / "var/lib/dpkg/status"))
        kvm = root / "dev/kvm"
        dmi = root / "sys/class/dmi/id"
        return SystemFacts(
            **_os_release(root),
            debian=_read(root / "etc/debian_version"),
            architecture=machine.result(),
            kernel=_read(root / "proc/sys/kernel/osrelease"),
            kernel_build=_read(root / "proc/version"),
            cpu_flags=parsing.cpu_flags(_read(root / "proc/cpuinfo")),
            memory=parsing.memory(_read(root / "proc/meminfo")),
            modules=parsing.modules(_read(root / "proc/modules")),
            kvm_device=kvm.exists(),
            kvm_usable=os.access(kvm, os.R_OK | os.W_OK),
            sys_vendor=_read(dmi / "sys_vendor"),
            product_name=_read(dmi / "product_name"),
            board_vendor=_read(dmi / "board_vendor"),
            bios_vendor=_read(dmi / "bios_vendor"),
            bios_version=_read(dmi / "bios_version"),
            chassis_tag=_read(dmi / "chassis_asset_tag"),
            detected_vm=vm.result(),
            detected_container=container.result(),
            hypervisor_vendor=parsing.colon_separated(lscpu.result()).get("Hypervisor vendor", ""),
            container_marks=tuple(f"/{mark}" for mark in _CONTAINER_MARKS if (root / mark).exists()),
            wsl_marks=tuple(f"/{mark}" for mark in _WSL_MARKS if (root / mark).exists()),
            user=user,
            root=user == "root",
            sudo=_sudo(root, now.result().split(), ask),
            groups_given=frozenset(given.split()),
            groups_now=frozenset(now.result().split()),
            packages=packages,
            packages_broken=broken,
            updates_pending=_updates_pending(root / "var/lib/dpkg/updates"),
            lock_holder=str(apt_locks.holder(root) or ""),
            units=parsing.units(units.result()),
            routes=parsing.routes(_read(root / "proc/net/route")),
            network_defined=_network_defined(root / _NETWORKS),
            free={folder: _free(root / folder.lstrip("/")) for folder in _FILLED},
        )


def release(root: Path = Path("/")) -> Release:
    """The release of Debian whose files lie in `root`; the guide's own where it is another system or release."""
    return known_release(**_os_release(root)) or DEFAULT


def known_release(os_id: str, os_version: str, **_others: str) -> Release | None:
    """The release of the guide that a system is which calls itself so, as in `SystemFacts`; None where it is none."""
    number = os_version.partition(".")[0]
    return next((one for one in RELEASES if one.number == number), None) if os_id == "debian" else None


def _os_release(root: Path) -> dict[str, str]:
    said = parsing.assignments(_read(root / "etc/os-release"))
    return {
        "os_id": said.get("ID", ""),
        "os_version": said.get("VERSION_ID", ""),
        "os_name": said.get("PRETTY_NAME", ""),
    }


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def _sudo(root: Path, groups: Sequence[str], ask: Ask) -> Sudo:
    if not (root / "usr/bin").is_dir():
        return Sudo.UNKNOWN
    if not (root / "usr/bin/sudo").exists():
        return Sudo.MISSING
    if "sudo" in groups:
        # Nobody is asked who need not be: sudo writes it into the machine's log
        return Sudo.ALLOWED
    answer = ask(_ASK_SUDO)
    if "may not run sudo" in answer or "not in the sudoers" in answer:
        return Sudo.REFUSED
    return Sudo.ALLOWED if answer == "yes" or "password is required" in answer else Sudo.UNKNOWN


def _network_defined(folder: Path) -> bool | None:
    try:
        return "default.xml" in os.listdir(folder)
    except OSError:
        return None


def _updates_pending(folder: Path) -> bool:
    # dpkg names what it has still to write down with digits, and apt looks for just that
    try:
        return any(path.name.isdigit() for path in folder.iterdir())
    except OSError:
        return False


def _free(folder: Path) -> int:
    try:
        room = os.statvfs(folder)
    except OSError:
        return 0
    return room.f_bavail * room.f_frsize
