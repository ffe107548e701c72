"""What a step changed is what differs between two states of its machine."""

from kvm_guide.lab.inventory import changes
from kvm_guide.records.types import Changes


def test_what_came_went_and_changed_is_told_apart() -> None:
    before = {"packages": {"old": "1", "same": "1", "kept": "1"}, "files": {"/etc/a": "644 x"}}
    after = {"packages": {"new": "2", "same": "1", "kept": "2"}, "files": {"/etc/a": "644 y"}}
    assert changes(before, after) == Changes(packages=["~ kept: 2", "+ new: 2", "- old"], files=["~ /etc/a"])


def test_two_equal_states_are_no_change() -> None:
    assert not changes({"units": {"a": "active"}}, {"units": {"a": "active"}})
