"""What is kept with a state of a run: what was seen of its step, and what the machine was like."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Final

from kvm_guide.lab.inventory import Inventory
from kvm_guide.lab.snapshots.snapshot import Snapshot
from kvm_guide.records.codec import decode
from kvm_guide.records.types import Changes, Picture, Repeat, System
from kvm_guide.vm.console.asciicast import Events
from kvm_guide.vm.console.terminal import Typed

CAST: Final = "cast.json"
PICTURE: Final = "picture.png"


@dataclass(frozen=True)
class Seen:
    """What came of typing a step, before anything is said of it. Times: ISO 8601, UTC; run: when that run began.

    check: the one that was asked. failed: the claim (`Step.claim`) that did not hold as it was typed.
    """

    step: str
    run: str
    at: str
    seconds: float
    exit_status: int
    output: str
    changes: Changes
    repeat: Repeat
    picture: Picture | None
    check: str | None
    failed: str | None

    @property
    def typed(self) -> Typed:
        """It, as the terminal tells it."""
        return Typed(self.exit_status, self.output, self.seconds)


@dataclass(frozen=True)
class Side:
    """What is kept of a machine beside the first."""

    prompt: str = ""
    inventory: Inventory = field(default_factory=dict)


@dataclass(frozen=True)
class Metadata:
    """All that is kept with a state. prompt: what stood in the terminal's last line. beside: of the other machines."""

    prompt: str = ""
    inventory: Inventory = field(default_factory=dict)
    system: System | None = None
    seen: Seen | None = None
    beside: dict[str, Side] = field(default_factory=dict)

    def plain(self) -> dict[str, object]:
        """It, as JSON has it."""
        return asdict(self)


def by_name(last: Snapshot) -> dict[str, Snapshot]:
    """The states of the run up to `last` by the names of their places, a step's id for most.

    Of a step at the screen two are kept; the one without the screen, which is the later, is meant.
    """
    states: dict[str, Snapshot] = {}
    for kept in last.chain():
        states.setdefault(kept.name, kept)
    return states


def seen(last: Snapshot) -> Iterator[tuple[Seen, Snapshot]]:
    """What the run up to `last` saw of its steps, the last first, each with the state it is kept in."""
    for kept in last.chain():
        plain = kept.told.get("seen")
        if plain is not None:
            yield decode(Seen, plain), kept


def system(kept: Snapshot) -> System | None:
    """What the machine of `kept` is; None where nothing was asked yet."""
    plain = kept.told.get("system")
    return None if plain is None else decode(System, plain)


def inventory(kept: Snapshot, machine: str) -> Inventory:
    """What the `machine` called so was like in this state."""
    return _side(kept, machine).inventory


def prompt(kept: Snapshot, machine: str) -> str:
    """What stood in the last line of this machine's terminal in this state."""
    return _side(kept, machine).prompt


def after(kept: Snapshot, machine: str, now_is: Side, system: System | None, seen: Seen | None = None) -> Metadata:
    """What is kept with the state after `kept` in which `machine` has become as it `now_is`."""
    beside = _sides(kept)
    if machine in beside:
        first = _first(kept)
        return Metadata(first.prompt, first.inventory, system, seen, {**beside, machine: now_is})
    return Metadata(now_is.prompt, now_is.inventory, system, seen, beside)


def shown(kept: Snapshot) -> Events:
    """What the terminal showed during the step of `kept`. Raises Broken where it is spoilt."""
    return [(float(at), str(text)) for at, text in json.loads(kept.read(CAST))]


def picture(kept: Snapshot) -> bytes:
    """The picture that was taken in the step of `kept`. Raises Broken where it is spoilt."""
    return kept.read(PICTURE)


def inventory_before(last: Snapshot, step_id: str, machine: str) -> Inventory:
    """What `machine` was like before step `step_id` of the run up to `last`."""
    # Of a step at the screen two states are kept, the first of them before the reader left the screen
    before = [kept.before for kept in last.chain() if kept.name == step_id][-1]
    assert before is not None
    return inventory(before, machine)


def around(last: Snapshot, step_id: str, machine: str) -> tuple[Inventory, Inventory]:
    """What `machine` was like before step `step_id` of the run up to `last`, and after it."""
    after_it = next(kept for kept in last.chain() if kept.name == step_id)
    return inventory_before(last, step_id, machine), inventory(after_it, machine)


def _sides(kept: Snapshot) -> dict[str, Side]:
    # States of before there were several have none
    return decode(_Beside, {"beside": kept.told.get("beside", {})}).beside


def _side(kept: Snapshot, machine: str) -> Side:
    beside = _sides(kept)
    if machine in beside:
        return beside[machine]
    return _first(kept)


def _first(kept: Snapshot) -> Side:
    return decode(Side, {"prompt": kept.told.get("prompt", ""), "inventory": kept.told.get("inventory", {})})


@dataclass(frozen=True)
class _Beside:
    beside: dict[str, Side]
