"""What was timed since this machine started: a part that is timed later is held against it, too."""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from kvm_guide.bench.table import Row
from kvm_guide.records import store
from kvm_guide.vm.accelerator import boot_id

_FILE = "bench.json"


def earlier(cache: Path) -> list[Row]:
    """The rows that were remembered in `cache` since this machine started; none where that cannot be read."""
    try:
        plain = json.loads((cache / _FILE).read_text())
        return [Row(**row) for row in plain["rows"]] if plain["boot"] == boot_id() else []
    except (OSError, ValueError, KeyError, TypeError):
        return []


def remember(cache: Path, rows: Sequence[Row]) -> list[Row]:
    """Remember `rows` in `cache`, in the place of earlier ones of the same names; returns all that is known now.

    Each of `rows` is held against what it is of as that was timed last, and stays so.
    """
    new = {row.name for row in rows}
    kept = [row for row in earlier(cache) if row.name not in new]
    values = {row.name: row.value for row in (*kept, *rows)}
    kept += [replace(row, base=values.get(row.of or "")) for row in rows]
    plain = {"boot": boot_id(), "rows": [asdict(row) for row in kept]}
    store.replace(cache / _FILE, json.dumps(plain).encode())
    return kept
