"""A run is held against the record by its outcomes, and kept by everything that led to it."""

import json
import time
from dataclasses import replace
from pathlib import Path

import pytest
from tests.test_record import ENTRY, HOST, PICTURE, RECORD

from kvm_guide.chapters import GUIDE
from kvm_guide.lab import store
from kvm_guide.lab.accelerator import KVM, TCG
from kvm_guide.lab.image import Image
from kvm_guide.lab.run import Result
from kvm_guide.lab.verify import differences
from kvm_guide.record import Outcome

IMAGE = Image(Path("/nowhere"), "f" * 64, ())


def test_another_duration_date_or_version_is_no_difference() -> None:
    assert ENTRY.system is not None
    system = replace(ENTRY.system, kernel="6.1.1", versions={"virtinst": "5"})
    later = replace(ENTRY, seconds=99.0, verified_at="2027-01-01T00:00:00Z", output="other", system=system)
    assert differences(RECORD, replace(RECORD, steps=(later, HOST))) == []


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (replace(ENTRY, outcome=Outcome.EXPECTED_FAILURE, exit_status=1), "recorded as passed"),
        (replace(ENTRY, chain="0" * 64), "was changed since"),
        (replace(ENTRY, id="new-step"), "new-step is not in the record"),
    ],
)
def test_another_outcome_is_a_difference_that_names_its_step(entry: object, said: str) -> None:
    assert isinstance(entry, type(ENTRY))
    assert any(said in problem for problem in differences(RECORD, replace(RECORD, steps=(entry, HOST))))


def test_a_step_that_the_guide_no_longer_has_is_a_difference() -> None:
    assert "the record has step host" in differences(RECORD, replace(RECORD, steps=(ENTRY,)))[0]


def test_a_kept_run_comes_back_whole(tmp_path: Path) -> None:
    store.put(tmp_path, "key", Result(RECORD, {"a-step.es.png": PICTURE}))
    assert store.get(tmp_path, "key", "es") == Result(RECORD, {"a-step.es.png": PICTURE})
    assert store.get(tmp_path, "other", "es") is None


def test_a_kept_run_that_is_old_or_spoilt_is_not_used(tmp_path: Path) -> None:
    store.put(tmp_path, "key", Result(RECORD, {"a-step.es.png": PICTURE}))
    folder = next((tmp_path / "runs").iterdir())
    finished = folder / "finished.json"
    kept = json.loads(finished.read_text())
    finished.write_text(json.dumps({**kept, "at": time.time() - 8 * 24 * 3600}))
    assert store.get(tmp_path, "key", "es") is None
    finished.write_text(json.dumps(kept))
    (folder / "a-step.es.png").write_bytes(b"spoilt")
    assert store.get(tmp_path, "key", "es") is None
    finished.write_text("{")
    assert store.get(tmp_path, "key", "es") is None


def test_what_leads_to_a_run_is_in_its_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "qemu_version", lambda: "7.2")
    keys = {
        store.key(GUIDE, "es", IMAGE, TCG),
        store.key(GUIDE, "en", IMAGE, TCG),
        store.key(GUIDE, "es", IMAGE, KVM),
        store.key(GUIDE, "es", replace(IMAGE, fingerprint="0" * 64), TCG),
        store.key(replace(GUIDE, chapters=GUIDE.chapters[:4]), "es", IMAGE, TCG),
    }
    monkeypatch.setattr(store, "qemu_version", lambda: "10.0")
    keys.add(store.key(GUIDE, "es", IMAGE, TCG))
    assert len(keys) == 6
