"""What was found out of kept machines, kept beside them by what it was found out of."""

import json
import time
from collections.abc import Callable
from pathlib import Path

from kvm_guide.model.step import sha256_of
from kvm_guide.records import store


class Results:
    """Results in the folder `results` of `cache`, each under a key (hex).

    young: whether one that was made at this time (time.time()) is used.
    """

    def __init__(self, cache: Path, young: Callable[[float], bool]) -> None:
        self._folder = cache / "results"
        self._folder.mkdir(parents=True, exist_ok=True)
        self._young = young

    def read(self, key: str) -> dict[str, object] | None:
        """What is kept under `key`; None where nothing is, or it is spoilt, or too old."""
        try:
            kept = json.loads(self._file(key).read_text())
        except (OSError, ValueError):
            return None
        if not isinstance(kept, dict) or kept.get("key") != key or kept.get("digest") != sha256_of(kept.get("value")):
            return None
        if not self._young(float(kept["made_at"])):
            return None
        return {str(name): value for name, value in kept["value"].items()}

    def write(self, key: str, value: dict[str, object]) -> None:
        """Keep `value`, JSON, under `key`. Raises OSError."""
        kept = {"key": key, "made_at": time.time(), "digest": sha256_of(value), "value": value}
        store.replace(self._file(key), json.dumps(kept).encode())

    def _file(self, key: str) -> Path:
        return self._folder / f"{key[:32]}.json"
