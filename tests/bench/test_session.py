"""What the benchmark remembers, it remembers of this start of the machine, and one figure a name."""

import json
from pathlib import Path

from kvm_guide.bench.session import earlier, remember
from kvm_guide.bench.table import Row


def test_a_later_part_knows_the_earlier_ones_and_a_newer_figure_takes_an_olders_place(tmp_path: Path) -> None:
    remember(tmp_path, [Row("cold", 400.0, 900), Row("both", 700.0, of="cold")])
    known = remember(tmp_path, [Row("cold", 390.0, 900)])
    assert known == [Row("both", 700.0, of="cold", base=400.0), Row("cold", 390.0, 900)]
    assert earlier(tmp_path) == known


def test_a_figure_stays_compared_with_what_was_timed_before_it(tmp_path: Path) -> None:
    remember(tmp_path, [Row("cold", 400.0), Row("again", 40.0, of="cold"), Row("alone", 1.0, of="nothing")])
    remember(tmp_path, [Row("both", 700.0, of="cold")])
    known = {row.name: row.base for row in remember(tmp_path, [Row("cold", 350.0)])}
    assert known == {"again": 400.0, "alone": None, "both": 400.0, "cold": None}


def test_what_was_timed_before_the_machine_started_is_not_of_this_session(tmp_path: Path) -> None:
    remember(tmp_path, [Row("cold", 400.0)])
    (kept,) = tmp_path.iterdir()
    kept.write_text(json.dumps({**json.loads(kept.read_text()), "boot": "another"}))
    assert earlier(tmp_path) == []


def test_a_memory_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    remember(tmp_path, [Row("cold", 400.0)])
    (kept,) = tmp_path.iterdir()
    for spoilt in ("", "[]", '{"boot": 1}'):
        kept.write_text(spoilt)
        assert earlier(tmp_path) == []
