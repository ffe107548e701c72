"""How quick the machine is, is told of each part apart, so that two days can be held against each other."""

import pytest

from kvm_guide.bench import pace as module
from kvm_guide.bench.pace import pace


def test_each_part_has_its_own_pace_of_processor_and_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_NUMBERS", 50_000)
    rows = [*pace("cold"), *pace("ssh")]
    assert len({row.name for row in rows}) == 4
    assert all(row.unit == "ns" and 0.5 < row.value < 5000 for row in rows)
