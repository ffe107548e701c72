"""Tests that passed, kept by all they depend on: with nothing of it changed, they need not run again.

As with the guide's own kept machines: by content, for a week, in the cache. An empty cache, `KVM_GUIDE_CACHE`
elsewhere or any change of what is in the key runs them.
"""

import json
import time
from datetime import UTC, datetime
from functools import cache as remembered
from pathlib import Path

from kvm_guide.lab.behaviour import essence
from kvm_guide.records import store
from kvm_guide.vm import recipe

_DAY = 24 * 3600


def passed_at(cache: Path, key: str) -> str | None:
    """When the test of `key` passed, ISO 8601; None where it has not, or too long ago."""
    try:
        kept = json.loads(_file(cache, key).read_text())
        at = float(kept["passed_at"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if kept.get("key") != key or not 0 <= time.time() - at <= recipe.MAX_AGE_DAYS * _DAY:
        return None
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def keep(cache: Path, key: str, test: str) -> None:
    """Remember that `test` has just passed."""
    file = _file(cache, key)
    file.parent.mkdir(parents=True, exist_ok=True)
    store.replace(file, json.dumps({"key": key, "test": test, "passed_at": time.time()}).encode())


@remembered
def said(path: Path) -> str:
    """What a file says, of Python without its comments."""
    text = path.read_text()
    return essence(text) if path.suffix == ".py" else text


def _file(cache: Path, key: str) -> Path:
    return cache / "verdicts" / f"{key[:32]}.json"
