"""The journal: whole on the disk before anything happens, true to what was there, and never lost."""

import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from tests.helper import trial
from tests.helper.diagnosis.test_machine import state

from kvm_guide.errors import Broken
from kvm_guide.helper.diagnosis.machine import Arrived
from kvm_guide.helper.execute import journal
from kvm_guide.helper.output.screen import Screen
from kvm_guide.model.step import Language

ENGLISH = Screen("en")
STEP = trial.step("install", "sudo apt install qemu", "false", "sudo apt purge qemu")
OTHER = trial.made("other")
BEFORE = state("dpkg", config_files="old", manual="dpkg", groups="sudo")
AFTER = state("dpkg qemu old", manual="dpkg qemu", groups="sudo kvm")


def test_it_is_empty_on_a_machine_where_nothing_was_done(home: Path) -> None:
    assert journal.read(ENGLISH).entries == ()
    assert list(home.iterdir()) == []


def test_it_lies_where_state_belongs(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert journal.file() == home / ".local/state/kvm-guide/journal.json"
    monkeypatch.setenv("XDG_STATE_HOME", "relative")
    assert journal.file() == home / ".local/state/kvm-guide/journal.json"
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "state"))
    assert journal.file() == home / "state/kvm-guide/journal.json"


def test_an_entry_is_on_the_disk_before_its_command_and_after_it(home: Path) -> None:
    with journal.locked(ENGLISH) as book:
        entry = book.begin(STEP, BEFORE, {"URI": "qemu"})
        assert journal.read(ENGLISH).entries == (entry,)
        assert entry.finished is None
        book.finish(entry, AFTER, held=True)
        (read,) = journal.read(ENGLISH).entries
        assert read == book.entries[0]
        assert (read.before, read.undo, read.variables) == (BEFORE, STEP.undo, {"URI": "qemu"})
        assert read.came == Arrived(frozenset({"qemu", "old"}), frozenset(), frozenset({"kvm"}))
        book.undo(read)
    (read,) = journal.read(ENGLISH).entries
    assert read.undone
    assert stat.S_IMODE(journal.file().stat().st_mode) == 0o600


def test_a_killed_step_that_is_taken_again_keeps_what_was_before_it(home: Path) -> None:
    with journal.locked(ENGLISH) as book:
        book.begin(STEP, BEFORE, {})
        half = state("dpkg qemu", manual="dpkg", groups="sudo")
        again = book.begin(STEP, half, {})
        assert again.before == BEFORE
        assert again.came_by(AFTER).packages == {"qemu", "old"}
        assert len(book.entries) == 1


def test_a_failed_step_that_is_taken_again_knows_what_the_student_did_between(home: Path) -> None:
    with journal.locked(ENGLISH) as book:
        book.finish(book.begin(STEP, BEFORE, {}), state("dpkg qemu", manual="dpkg", groups="sudo"), held=False)
        between = state("dpkg qemu nano", manual="dpkg nano", groups="sudo audio", config_files="old")
        again = book.begin(STEP, between, {})
        book.finish(again, state("dpkg qemu nano old", manual="dpkg nano", groups="sudo audio kvm"), held=True)
        assert book.entries[0].came == Arrived(frozenset({"qemu", "old"}), frozenset(), frozenset({"kvm"}))


def test_a_step_that_was_taken_back_begins_anew_and_goes_to_the_end(home: Path) -> None:
    with journal.locked(ENGLISH) as book:
        book.undo(book.begin(STEP, BEFORE, {}))
        book.begin(OTHER, BEFORE, {})
        assert book.open_entry(STEP.id) is None
        now = state("dpkg nano")
        assert book.begin(STEP, now, {}).before == now
        assert [entry.step for entry in book.entries] == ["install", "other", "install"]


def test_a_step_taken_again_keeps_its_place_so_that_undo_keeps_its_order(home: Path) -> None:
    with journal.locked(ENGLISH) as book:
        book.finish(book.begin(STEP, BEFORE, {}), AFTER, held=True)
        book.begin(OTHER, AFTER, {})
        book.begin(STEP, AFTER, {})
        assert [entry.step for entry in book.entries] == ["install", "other"]


@pytest.mark.parametrize(
    "spoilt",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe",
        b"{}",
        b'{"format": 2, "entries": []}',
        b'{"format": 1, "entries": [{}]}',
        b'{"format": 1, "entries": [7]}',
        b'{"format": 1, "entries": null}',
    ],
)
@pytest.mark.parametrize(("language", "said"), [("es", "el diario"), ("en", "the journal")])
def test_a_spoilt_journal_is_named_with_its_cure_and_left_as_it_is(
    home: Path, spoilt: bytes, language: Language, said: str
) -> None:
    journal.file().parent.mkdir(parents=True)
    journal.file().write_bytes(spoilt)
    with pytest.raises(Broken, match=f"{said}.*mv {journal.file()}"), journal.locked(Screen(language)):
        pass
    assert journal.file().read_bytes() == spoilt


@pytest.mark.parametrize("name", ["before", "came", "step", "variables", "finished"])
def test_an_entry_that_lacks_or_mixes_up_something_is_not_guessed_at(home: Path, name: str) -> None:
    with journal.locked(ENGLISH) as book:
        book.begin(STEP, BEFORE, {})
    content = json.loads(journal.file().read_text())
    for wrong in ({"surprise": ["x"]}, 7, [[1]]):
        content["entries"][0][name] = wrong
        journal.file().write_text(json.dumps(content))
        with pytest.raises(Broken):
            journal.read(ENGLISH)


def test_two_at_once_are_kept_apart(home: Path) -> None:
    trial.write(home, OTHER)
    with journal.locked(ENGLISH):
        words = [sys.executable, "-m", "tests.helper.trial", "run", "--yes"]
        second = subprocess.run(words, env=trial.environment(home), capture_output=True, text=True, check=False)
    assert second.returncode == 3
    assert second.stderr.startswith("another kvm-guide is at work")
    assert not (home / "other").exists()
