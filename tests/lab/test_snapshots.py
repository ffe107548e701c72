"""States are kept whole or not at all, and used only while they are young, whole, and of the wanted index."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.lab.conftest import environment

from kvm_guide.errors import Broken
from kvm_guide.lab.snapshots.snapshot import Snapshot
from kvm_guide.lab.snapshots.store import Snapshots

KEY = "a" * 64
OTHER = "b" * 64


def kept(
    states: Snapshots,
    key: str = KEY,
    before: Snapshot | None = None,
    size: int = 1000,
    indexes: tuple[str, ...] = ("i",),
) -> Snapshot:
    with states.making() as work:
        (work / "disk.qcow2").write_bytes(os.urandom(size))
        (work / "memory.zst").write_bytes(os.urandom(size))
        one = states.keep(work, key, f"step-{key[0]}", before, list(indexes), {"said": "ñ"}, 1.0)
    states.settle()
    return one


def test_what_was_kept_is_found_again_with_all_that_led_to_it(tmp_path: Path) -> None:
    first = kept(Snapshots(tmp_path))
    second = kept(Snapshots(tmp_path), OTHER, first)
    found = Snapshots(tmp_path).find(OTHER)
    assert found == second
    assert [one.key for one in found.chain()] == [OTHER, KEY]
    assert found.restorable
    assert Snapshots(tmp_path).usable(found)
    assert Snapshots(tmp_path).find("c" * 64) is None
    assert {path.name for path in (tmp_path / "states").iterdir()} == {first.folder.name, second.folder.name}


@pytest.mark.skipif(shutil.which("zstd") is None, reason="zstd packs, and only the lab needs it")
def test_a_memory_is_packed_while_the_run_goes_on(tmp_path: Path) -> None:
    states = Snapshots(tmp_path)
    memory = os.urandom(1000) * 1000
    made: list[Snapshot] = []
    for key in (KEY, OTHER):
        with states.making() as work:
            (work / "disk.qcow2").write_bytes(b"disk")
            (work / "memory").write_bytes(memory)
            made.append(states.keep(work, key, "packed", made[-1] if made else None, ["i"], {}, 1.0))
    states.settle()
    for one in made:
        assert {path.name for path in one.folder.iterdir()} == {"disk.qcow2", "memory.zst", "state.json"}
        assert subprocess.run(["zstd", "-dcq", str(one.folder / "memory.zst")], capture_output=True).stdout == memory
        assert Snapshots(tmp_path).usable(one)


def test_a_memory_that_cannot_be_packed_is_told_and_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    states = Snapshots(tmp_path)
    false = tmp_path / "bin" / "zstd"
    false.parent.mkdir()
    false.write_text("#!/bin/sh\necho no room >&2; exit 1\n")
    false.chmod(0o755)
    monkeypatch.setenv("PATH", f"{false.parent}:{os.environ['PATH']}")
    with states.making() as work:
        (work / "disk.qcow2").write_bytes(b"disk")
        (work / "memory").write_bytes(b"memory")
        states.keep(work, KEY, "packed", None, ["i"], {}, 1.0)
    with pytest.raises(Broken, match=r"memory could not be packed in .*: no room"):
        states.settle()
    assert states.all() == []
    assert not list((tmp_path / "states").iterdir())


def test_without_zstd_the_package_to_install_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    states = Snapshots(tmp_path)
    with states.making() as work:
        (work / "memory").write_bytes(b"memory")
        states.keep(work, KEY, "packed", None, ["i"], {}, 1.0)
    with pytest.raises(Broken, match="sudo apt install zstd"):
        states.settle()


def test_a_run_does_not_end_before_all_is_packed_nor_well_where_it_cannot_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    states = Snapshots(tmp_path)

    def run(reason: type[Exception] | None = None) -> None:
        with states.in_use(), states.making() as work:
            (work / "memory").write_bytes(b"memory")
            states.keep(work, KEY, "packed", None, ["i"], {}, 1.0)
            if reason is not None:
                raise reason

    with pytest.raises(Broken, match="sudo apt install zstd"):
        run()
    with pytest.raises(ZeroDivisionError):
        run(ZeroDivisionError)
    assert not [one for one in states.folder.iterdir() if one.is_dir()]


def test_what_a_killed_run_left_half_packed_is_no_state_and_is_removed_after_an_hour(tmp_path: Path) -> None:
    states = Snapshots(tmp_path)
    old, young = (kept(states, key).folder for key in (KEY, OTHER))
    for half in (old, young):
        (half / "state.json").unlink()
    os.utime(old, (0, 0))
    assert Snapshots(tmp_path).all() == []
    with states.in_use():
        kept(states)
    assert (old.exists(), young.exists()) == (False, True)


def test_the_newer_of_two_is_found_and_the_older_keeps_its_disk_for_those_that_lie_on_it(tmp_path: Path) -> None:
    states = Snapshots(tmp_path)
    old = kept(states)
    child = kept(states, OTHER, old)
    time.sleep(0.002)  # two states of one millisecond have no order
    new = kept(states)
    assert states.find(KEY) == new
    assert states.find(OTHER) == child
    assert child.before == old
    assert child.restorable


def test_a_state_older_than_a_week_or_made_on_one_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    states = Snapshots(tmp_path)
    old = kept(states)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 4 * 24 * 3600)
    kept(states, OTHER, old)
    assert states.find(OTHER) is not None
    monkeypatch.setattr(time, "time", lambda: now + 8 * 24 * 3600)
    assert states.find(KEY) is None
    assert states.find(OTHER) is None


def test_a_state_of_another_package_index_is_not_fresh_but_one_without_any_is(tmp_path: Path) -> None:
    states = Snapshots(tmp_path)
    kept(states, indexes=("yesterday",))
    assert states.find(KEY) is not None
    assert states.find(KEY, ["today"]) is None
    assert states.find(KEY, ["yesterday"]) is not None
    kept(states, OTHER, indexes=())
    assert states.find(OTHER, ["today"]) is not None


def test_nothing_made_before_a_cold_run_began_is_used(tmp_path: Path) -> None:
    old = kept(Snapshots(tmp_path))
    assert Snapshots(tmp_path, since=time.time()).find(KEY) is None
    assert Snapshots(tmp_path, since=old.made_at).find(KEY) == old


@pytest.mark.parametrize("name", ["disk.qcow2", "memory.zst"])
def test_a_spoilt_state_is_put_away_and_said(tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    spoilt = kept(Snapshots(tmp_path))
    (spoilt.folder / name).write_bytes(b"x")
    assert not Snapshots(tmp_path).usable(spoilt)
    assert f"is spoilt ({name})" in capsys.readouterr().err
    assert Snapshots(tmp_path).find(KEY) is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"digest": "x"}'])
def test_a_state_whose_description_does_not_parse_is_not_used(tmp_path: Path, text: str) -> None:
    spoilt = kept(Snapshots(tmp_path))
    (spoilt.folder / "state.json").write_text(text)
    assert Snapshots(tmp_path).find(KEY) is None


def test_a_description_edited_by_hand_is_not_used(tmp_path: Path) -> None:
    spoilt = kept(Snapshots(tmp_path))
    path = spoilt.folder / "state.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "made_at": time.time() + 10}))
    assert Snapshots(tmp_path).find(KEY) is None


def test_where_room_is_short_memories_go_first_and_what_is_known_stays(tmp_path: Path) -> None:
    states = Snapshots(tmp_path, limit=1.5 / 1024)
    with states.in_use():
        first = kept(states, size=500_000)
        second = kept(states, OTHER, first, size=500_000)
    assert states.size() <= 1.5 * 2**20
    for key in (KEY, OTHER):
        found = states.find(key)
        assert found is not None
        assert found.told == {"said": "ñ"}
    assert not (first.folder / "memory.zst").exists()
    assert second.restorable


def test_what_was_used_last_is_the_last_to_make_room_however_quickly_it_is_made_again(tmp_path: Path) -> None:
    states = Snapshots(tmp_path, limit=3.2 / 1024)
    used, old = kept(states, KEY, size=2**20), kept(states, OTHER, size=2**20)
    for one in (used, old):
        os.utime(one.folder / "state.json", (one.made_at - 7200, one.made_at - 7200))
    assert states.find(KEY) is not None
    with states.in_use():
        kept(states, "c" * 64, size=1000)
    left = {one.key[0]: one.restorable for one in Snapshots(tmp_path).all()}
    assert left == {"a": True, "b": False, "c": True}


def test_nothing_makes_room_or_is_emptied_while_another_run_goes_on(tmp_path: Path) -> None:
    states = Snapshots(tmp_path, limit=0)
    with states.in_use():
        with Snapshots(tmp_path, limit=0).in_use():
            one = kept(states)
        assert one.restorable
        with pytest.raises(Broken, match="wait until it has ended"):
            states.empty()
    assert not (one.folder / "memory.zst").exists()
    assert states.empty() == 1
    assert states.all() == []


def test_a_limit_that_is_no_number_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KVM_GUIDE_STATES_GIB", "much")
    with pytest.raises(Broken, match="set it to a number of GiB"):
        Snapshots(tmp_path)


_WRITER = """
import os, sys
from pathlib import Path
from kvm_guide.lab.snapshots.store import Snapshots
states = Snapshots(Path(sys.argv[1]))
print("ready", flush=True)
while True:
    with states.making() as work:
        for name in ("disk.qcow2", "memory.zst"):
            (work / name).write_bytes(os.urandom(200_000))
        states.keep(work, "a" * 64, "step", None, [], {}, 1.0)
"""


def test_a_lab_killed_while_it_keeps_states_leaves_only_whole_ones(tmp_path: Path) -> None:
    for _ in range(5):
        command = [sys.executable, "-c", _WRITER, str(tmp_path)]
        with subprocess.Popen(command, env=environment(tmp_path), stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            before = len(Snapshots(tmp_path).all())
            until = time.monotonic() + 300
            while len(Snapshots(tmp_path).all()) < before + 3:
                assert time.monotonic() < until, "no state was kept within 300 s"
            writer.send_signal(signal.SIGKILL)
            writer.wait(timeout=120)
        states = Snapshots(tmp_path)
        assert all(states.usable(one) for one in states.all())
