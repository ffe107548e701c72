"""What a step changed: the machine's state before it against the state after it."""

from kvm_guide.records.types import Changes

State = dict[str, dict[str, str]]
_SHOW_VALUE = frozenset({"packages", "units", "accounts", "networks"})


def changes(before: State, after: State) -> Changes:
    """What came (`+`), went (`-`) and changed (`~`) between two states of one machine, each kind sorted by name."""
    return Changes(**{kind: _difference(kind, before.get(kind, {}), after.get(kind, {})) for kind in after})


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
