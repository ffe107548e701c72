"""Which machines can be declared, and what makes one another."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from kvm_guide.model.lesson import MACHINE
from kvm_guide.model.machine import MACHINES, OUTSIDE, Boot, Card, MachineSpec, sharing
from kvm_guide.vm.recipe import named

PLAIN = MachineSpec("plain", image="server", memory=512)


@pytest.mark.parametrize(
    ("declare", "said"),
    [
        (lambda: replace(PLAIN, name="Plain"), "machine name 'Plain'"),
        (lambda: replace(PLAIN, memory=64), "64 MiB are too few"),
        (lambda: replace(PLAIN, disks=(0,)), "a disk has 1 to 1024 GiB"),
        (lambda: replace(PLAIN, cards=(Card("lan"), Card("lan"))), "two cards on one segment"),
    ],
)
def test_what_cannot_be_is_refused(declare: Callable[[], MachineSpec], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        declare()


def test_a_card_has_an_address_of_the_emulators_range_and_a_segment_has_a_name() -> None:
    with pytest.raises(ValueError, match="use 52:54:00"):
        Card("lan", mac="00:11:22:33:44:55")
    with pytest.raises(ValueError, match="segment 'The LAN'"):
        Card("The LAN")


def test_each_card_has_an_address_of_its_own_that_stays() -> None:
    one = replace(PLAIN, cards=(OUTSIDE, Card("lan"), Card("dmz", mac="52:54:00:aa:bb:cc")))
    assert one.mac(0) == ""
    assert one.mac(1) != replace(one, name="other").mac(1)
    assert one.mac(1).startswith("52:54:00:")
    assert one.mac(2) == "52:54:00:aa:bb:cc"


def test_whatever_is_declared_decides_the_fingerprint() -> None:
    others = [
        replace(PLAIN, name="other"),
        replace(PLAIN, image="desktop"),
        replace(PLAIN, memory=1024),
        replace(PLAIN, disks=(1,)),
        replace(PLAIN, cards=(OUTSIDE, Card("lan"))),
        replace(PLAIN, cards=(OUTSIDE, Card("dmz"))),
        replace(PLAIN, boot=Boot.GRUB),
        replace(PLAIN, display=True),
    ]
    assert replace(PLAIN).fingerprint() == PLAIN.fingerprint()
    assert len({one.fingerprint() for one in [PLAIN, *others]}) == len(others) + 1


def test_a_segment_joins_two_machines() -> None:
    lan = (OUTSIDE, Card("lan"))
    a, b = replace(PLAIN, name="a", cards=lan), replace(PLAIN, name="b", cards=lan)
    assert sharing((a, b, PLAIN)) == {"lan": ("a", "b")}
    with pytest.raises(ValueError, match="these are on it: a"):
        sharing((a, PLAIN))


def test_the_declared_machines_have_an_image_that_is_made_for_their_way_to_boot() -> None:
    assert MACHINE in MACHINES
    for name, spec in MACHINES.items():
        assert spec.name == name
        recipe = named(spec.image)
        assert recipe.grub == (spec.boot is Boot.GRUB)
        assert recipe.desktop or not spec.display
