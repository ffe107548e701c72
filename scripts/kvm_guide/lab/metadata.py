"""What the kept states of a run tell: entries, pictures, what the terminal showed, what the machine was like."""

import json
from typing import Final, cast

from kvm_guide.lab.inventory import State
from kvm_guide.lab.keys import LOGGED_IN
from kvm_guide.lab.snapshots.store import Kept
from kvm_guide.records.store import entry_of
from kvm_guide.records.types import Entry
from kvm_guide.vm.console.asciicast import Events
from kvm_guide.vm.console.terminal import Typed

CAST: Final = "cast.json"
PICTURE: Final = "picture.png"


def entries(last: Kept) -> dict[str, tuple[Entry, Kept]]:
    """What the run up to `last` saw of its steps, by id, each with the state it is kept in."""
    found = {}
    for kept in last.chain():
        plain = kept.told.get("entry")
        if plain is not None:
            entry = entry_of(cast(dict[str, object], plain))
            found[entry.id] = (entry, kept)
    return found


def check(kept: Kept) -> str | None:
    """The check that held as the step of `kept` was typed; None where none is known to have."""
    found = kept.told.get("check")
    return None if found is None else str(found)


def failed(kept: Kept) -> str | None:
    """The claim that did not hold as the step of `kept` was typed; None where it held."""
    found = kept.told.get("failed")
    return None if found is None else str(found)


def typed(entry: Entry) -> Typed:
    """What came of typing the step of `entry`, which was typed."""
    assert entry.exit_status is not None
    return Typed(entry.exit_status, entry.output or "", entry.seconds or 0.0)


def shown(kept: Kept) -> Events:
    """What the terminal showed during the step of `kept`. Raises Broken where it is spoilt."""
    return [(float(at), str(text)) for at, text in json.loads(kept.read(CAST))]


def picture(kept: Kept) -> bytes:
    """The picture that was taken in the step of `kept`. Raises Broken where it is spoilt."""
    return kept.read(PICTURE)


def snapshot_after(last: Kept, step_id: str | None) -> State:
    """What the machine was like after step `step_id` of the run up to `last`; None: after logging in."""
    name = step_id or LOGGED_IN
    return next(snapshot(kept) for kept in last.chain() if kept.name == name)


def around(last: Kept, step_id: str) -> tuple[State, State]:
    """What the machine was like before step `step_id` of the run up to `last`, and after it."""
    kept = next(kept for kept in last.chain() if kept.name == step_id)
    assert kept.before is not None
    return snapshot(kept.before), snapshot(kept)


def snapshot(kept: Kept) -> State:
    """What the machine was like in this state."""
    return cast(State, kept.told["snapshot"])


def prompt(kept: Kept) -> str:
    """What stood in the terminal's last line in this state."""
    return str(kept.told.get("prompt", ""))
