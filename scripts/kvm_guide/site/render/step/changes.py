"""What changed on the machine: a short line that names what a reader cares about, and the whole list behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from kvm_guide.records.types import Changes
from kvm_guide.site.render.step.excerpt import Line, excerpt, is_long
from kvm_guide.site.render.templates import render
from kvm_guide.site.render.words import Words

# Of more than these of a kind, only the first has its name in the short line.
MOST_NAMED: Final = 3
_SHOWN: Final = 2
_SIGNS: Final = {"+": "+", "-": "−", "~": "~"}
_FIRST: Final = ("service", "socket", "group", "network")


@dataclass(frozen=True)
class _Change:
    """One line of a record's changes. sign: `+`, `-` or `~`; sort: of unit, account or network; state: the new one."""

    line: str
    sign: str
    sort: str
    name: str
    state: str


def listed(changes: Changes, words: Words) -> str:
    """All of `changes`, a line each, below a line that names their kind."""
    return "\n".join(
        line for kind, lines in _by_kind(changes, words) for line in (f"{words.kinds[kind][1].capitalize()}:", *lines)
    )


def box(text: str, words: Words, whole: str | None) -> Markup:
    """The changes that `text` lists, in a box that scrolls; of a long one its beginning, the `whole` is a link away.

    whole: a URL; None: the box holds all of it.
    """
    shortened = whole if is_long(text) else None
    parts = excerpt(text, head=_SHOWN) if shortened else [Line(line) for line in text.split("\n")]
    lines = render("lines", parts=parts, left_out=words.lines_left_out)
    return render("changes", lines=lines, whole=shortened, words=words)


def short(changes: Changes, words: Words) -> str:
    """`changes` in a line: "+95 paquetes, servicio libvirtd activo, grupo libvirt creado"."""
    said: list[str] = []
    for kind, lines in _by_kind(changes, words):
        if kind not in ("units", "accounts", "networks"):
            said.append(_count(kind, lines, words))
            continue
        found = [_read(kind, line) for line in lines]
        named = found if len(found) <= MOST_NAMED else [min(found, key=_relevance)]
        said += _named(named, words)
        rest = [change.line for change in found if change not in named]
        if rest:
            said.append(_count(kind, rest, words))
    return ", ".join(said)


def _by_kind(changes: Changes, words: Words) -> list[tuple[str, list[str]]]:
    lists: dict[str, list[str]] = {
        "packages": changes.packages,
        "units": changes.units,
        "accounts": changes.accounts,
        "networks": changes.networks,
        "sockets": changes.sockets,
        "files": [line for line in changes.files if line[2:].startswith("/etc/")],
        "own-files": [line for line in changes.files if not line[2:].startswith("/etc/")],
    }
    return [(kind, lists[kind]) for kind in words.kinds if lists[kind]]


def _count(kind: str, lines: Sequence[str], words: Words) -> str:
    counts = []
    for sign, shown_sign in _SIGNS.items():
        number = sum(line.startswith(sign) for line in lines)
        if number:
            counts.append(f"{shown_sign}{number}")
    return f"{' '.join(counts)} {words.kinds[kind][0 if len(lines) == 1 else 1]}"


def _read(kind: str, line: str) -> _Change:
    sign, _, rest = line.partition(" ")
    whole, _, state = rest.partition(": ")
    if kind == "units":
        name, _, sort = whole.rpartition(".")
    else:
        sort, _, name = whole.partition(" ")
    return _Change(line, sign, sort, name, state)


def _relevance(change: _Change) -> tuple[bool, int, int, str]:
    # Of names that tell as much, the shorter is the thing itself: libvirtd before libvirtd-admin.
    rank = _FIRST.index(change.sort) if change.sort in _FIRST else len(_FIRST)
    return "libvirt" not in change.name, rank, len(change.name), change.name


def _named(changes: Sequence[_Change], words: Words) -> list[str]:
    joined = [change for change in changes if (change.sign, change.sort) == ("~", "group") and change.state]
    said = [_phrase(change, words) for change in changes if change not in joined]
    if joined:
        one, several = words.in_groups
        said.append((one if len(joined) == 1 else several).format(names=", ".join(change.name for change in joined)))
    return said


def _phrase(change: _Change, words: Words) -> str:
    if change.sign not in _SIGNS or not change.name:
        return change.line
    if change.sort in words.accounts:
        return words.accounts[change.sort][change.sign].format(name=change.name)
    if change.sort == "interface":
        return words.interface[change.sign].format(name=change.name)
    if change.sort == "network":
        return words.network.format(name=change.name, state=_network(change, words))
    unit = words.units.get(change.sort)
    name = unit.format(name=change.name) if unit else f"{change.name}.{change.sort}"
    return f"{name} {_unit(change, words)}"


def _network(change: _Change, words: Words) -> str:
    if change.sign == "-":
        return words.network_states["gone"]
    known = [words.network_states[word] for word in ("active", "autostart") if word in change.state.split()]
    return words.joined.join(known) or words.network_states["defined" if change.sign == "+" else "stopped"]


def _unit(change: _Change, words: Words) -> str:
    states = change.state.split()
    if change.sign == "-":
        return words.unit_states["gone"]
    if "active" in states:
        return words.unit_states["active"]
    if "masked" in states:
        return words.unit_states["masked"]
    # What came is enabled for the next boot; what changed into it ran, or is another's to start.
    return words.unit_states["enabled" if change.sign == "+" else "stopped"]
