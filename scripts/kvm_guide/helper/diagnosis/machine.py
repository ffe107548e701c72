"""What a machine is like, as far as `undo` must know it: its packages, which of them are wanted by hand, the groups."""

import os
import pwd
import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from kvm_guide.errors import Broken
from kvm_guide.helper.output.screen import Screen
from kvm_guide.model.step import Text

_SILENT: Final = Text(
    es="no sé qué paquetes tiene esta máquina, porque «{command}» falla: escríbela tú y mira qué responde.",
    en="which packages this machine has is unknown, because “{command}” fails: type it yourself and see what it says.",
)


class Kind(StrEnum):
    """What a command changes that is compared before and after it."""

    PACKAGES = "packages"
    GROUPS = "groups"


_CHANGES: Final = {
    Kind.PACKAGES: re.compile(r"\bsudo +(?:\w+=\S+ +)*(?:apt|apt-get) +(?:install|remove|purge|autoremove)\b"),
    Kind.GROUPS: re.compile(r"\bsudo +(?:usermod|gpasswd|adduser)\b"),
}


@dataclass(frozen=True)
class MachineState:
    """A machine in the `kinds` that were read; what belongs to another kind is empty.

    installed: names of packages that are there, half done ones too. config_files: of those removed, whose settings
    stayed. manual: of those marked as wanted by hand. groups: in which /etc/group has the user.
    A package of a foreign architecture is `name:architecture`, as apt writes it.
    """

    kinds: frozenset[Kind] = frozenset()
    installed: frozenset[str] = frozenset()
    config_files: frozenset[str] = frozenset()
    manual: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Arrived:
    """What came to a machine. manual: packages that were there before, and are marked as wanted by hand since."""

    packages: frozenset[str] = frozenset()
    manual: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()


def kinds(command: str) -> frozenset[Kind]:
    """What `command` changes that `read` can tell."""
    return frozenset(kind for kind, pattern in _CHANGES.items() if pattern.search(command))


def arrived(before: MachineState, now: MachineState) -> Arrived:
    """What is there `now` and was not `before`, of the kinds that both tell."""
    none: frozenset[str] = frozenset()
    both = before.kinds & now.kinds
    packages = Kind.PACKAGES in both
    return Arrived(
        packages=now.installed - before.installed if packages else none,
        manual=(now.manual - before.manual) & before.installed if packages else none,
        groups=now.groups - before.groups if Kind.GROUPS in both else none,
    )


def without(now: MachineState, came: Arrived, before: MachineState) -> MachineState:
    """`now` as it would be if `came` had not come to it; before: what the machine was like when that came."""
    return MachineState(
        kinds=now.kinds,
        installed=now.installed - came.packages,
        config_files=(now.config_files - came.packages) | (before.config_files & came.packages),
        manual=now.manual - came.manual - came.packages,
        groups=now.groups - came.groups,
    )


def read(wanted: frozenset[Kind], screen: Screen, root: Path = Path("/")) -> MachineState:
    """What this machine is like in what is `wanted`; `root` holds its etc. Raises Broken, in the words of `screen`."""
    installed: frozenset[str] = frozenset()
    config_files: frozenset[str] = frozenset()
    manual: frozenset[str] = frozenset()
    if Kind.PACKAGES in wanted:
        states = "${Package}\\t${Architecture}\\t${db:Status-Status}\\n"
        installed, config_files = packages(_told(["dpkg-query", "-W", f"--showformat={states}"], screen))
        manual = frozenset(_told(["apt-mark", "showmanual"], screen).split())
    groups = frozenset(_groups(root / "etc/group")) if Kind.GROUPS in wanted else frozenset()
    return MachineState(wanted, installed, config_files, manual, groups)


def packages(listed: str) -> tuple[frozenset[str], frozenset[str]]:
    """Names of the packages that are there, and of those of which only settings are.

    listed: by line a package, its architecture and its state, as dpkg-query tells them, between tabs.
    """
    rows = [line.split("\t") for line in listed.splitlines()]
    native = {"all", *(architecture for name, architecture, _ in rows if name == "dpkg")}
    by_state: dict[str, set[str]] = {}
    for name, architecture, state in rows:
        by_state.setdefault(state, set()).add(name if architecture in native else f"{name}:{architecture}")
    config_files = by_state.pop("config-files", set())
    by_state.pop("not-installed", None)
    return frozenset(name for names in by_state.values() for name in names), frozenset(config_files)


def _groups(file: Path) -> Iterator[str]:
    user = pwd.getpwuid(os.getuid()).pw_name
    for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
        name, _, rest = line.partition(":")
        if user in rest.rpartition(":")[2].split(","):
            yield name


def _told(command: Sequence[str], screen: Screen) -> str:
    try:
        return subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "LC_ALL": "C"},
            check=True,
            text=True,
            errors="replace",
        ).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise Broken(screen.in_(_SILENT, command=" ".join(command[:2]))) from error
