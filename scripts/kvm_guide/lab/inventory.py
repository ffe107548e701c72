"""What a machine is, and what a step changed: its inventory before it against the one after it."""

from collections.abc import Sequence
from dataclasses import asdict, fields

from kvm_guide.model.step import LOCALES, Language
from kvm_guide.records.types import Changes, System
from kvm_guide.vm import recipe
from kvm_guide.vm.machine import Machine

Inventory = dict[str, dict[str, str]]
"""What a machine is like: for each kind (packages, units …) its names and their states."""
_SHOW_VALUE = frozenset({"packages", "units", "accounts", "networks"})


def described(machine: Machine, made_of: str, language: Language) -> System:
    """The system of `machine`, whose image is of the recipe with the key `made_of`. Raises Broken."""
    wanted = " ".join(recipe.GUIDE_PACKAGES)
    printed = machine.control(f"dpkg-query -W -f='${{Package}} ${{Version}}\\n' {wanted} 2>/dev/null").output
    # Of a package that is known and not there, it prints the name alone
    versions = dict(line.split() for line in printed.splitlines() if len(line.split()) == 2)
    return System(
        debian=machine.sure("cat /etc/debian_version").strip(),
        kernel=machine.sure("uname -r").strip(),
        locale=LOCALES[language],
        image=made_of,
        versions=versions,
    )


def changes(before: Inventory, after: Inventory) -> Changes:
    """What came (`+`), went (`-`) and changed (`~`) between two inventories of a machine, each kind sorted by name."""
    return Changes(**{kind: _difference(kind, before.get(kind, {}), after.get(kind, {})) for kind in after})


def joined(found: Sequence[Changes]) -> Changes:
    """The changes of several machines as one, each kind sorted."""
    kinds = [asdict(one) for one in found]
    return Changes(
        **{field.name: sorted(line for one in kinds for line in one[field.name]) for field in fields(Changes)}
    )


def _difference(kind: str, before: dict[str, str], after: dict[str, str]) -> list[str]:
    found = []
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        sign = "+" if old is None else "-" if new is None else "~"
        value = f": {new}" if new and kind in _SHOW_VALUE else ""
        found.append(f"{sign} {name}{value}")
    return found
