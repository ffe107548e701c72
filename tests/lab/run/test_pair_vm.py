"""A lesson with two machines on a private segment, for real: typed into both, kept, gone on from, taken back."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.lab.small import step

from kvm_guide import paths
from kvm_guide.lab import verify
from kvm_guide.lab.keys import Lab
from kvm_guide.model.fact import Fact
from kvm_guide.model.lesson import Guide, Lesson
from kvm_guide.model.machine import MACHINES
from kvm_guide.model.step import Step, Text
from kvm_guide.records import store
from kvm_guide.records.types import Outcome
from kvm_guide.vm import image

pytestmark = [pytest.mark.vm, pytest.mark.usefixtures("kept_pass")]
PAIR = ("alpha", "beta")
ADDRESS = "sudo ip address add 192.0.2.{number}/24 dev eth1 && sudo ip link set eth1 up"


@pytest.fixture
def depends_on() -> object:
    """The other image."""
    server = image.get(paths.cache(), "server")
    return [server.fingerprint, *(MACHINES[name].fingerprint() for name in PAIR)]


@pytest.fixture
def pair(lab: Lab) -> Lab:
    """The lab, with the image of the two from the cache."""
    server = image.get(paths.cache(), "server")
    return replace(lab, others={"server": server})


def lesson(*steps: Step) -> Guide:
    hostname = Fact("hears", "on-beta", "cat ~/said", expect=("^hello$",))
    title = Text(es="Pareja", en="Pair")
    return Guide((Lesson("pair", 1, "pair", title, steps, machines=PAIR, facts=(hostname,)),))


# Each run of the guide does so in its lesson `class-cache`
@pytest.mark.weekly
def test_two_machines_of_a_lesson_are_typed_into_kept_gone_on_from_and_taken_back(pair: Lab, tmp_path: Path) -> None:
    on_alpha = replace(step("on-alpha", ADDRESS.format(number=1)), machine="alpha")
    on_beta = replace(
        step("on-beta", ADDRESS.format(number=2) + "; echo hello > ~/said", undo="rm ~/said"), machine="beta"
    )
    reached = replace(step("reached", "ping -c 2 -W 20 192.0.2.2", expect="2 received"), machine="alpha")
    guide = lesson(on_alpha, on_beta, reached)
    first = verify.result_of(guide, guide.lessons[0], "en", pair)
    assert first.typed == ["on-alpha", "on-beta", "reached"]
    assert [fact.outcome for fact in first.record.facts] == [Outcome.PASSED]
    assert first.record.undo is not None
    assert first.record.undo.outcome is Outcome.PASSED

    back = replace(step("back", "ping -c 2 -W 20 192.0.2.1; cat ~/said", expect="2 received"), machine="beta")
    longer = lesson(on_alpha, on_beta, reached, back)
    again = verify.write(longer, longer.lessons[0], "en", tmp_path, pair)[1]
    assert again.typed == ["back"], "both are as they were kept"
    known = store.read(tmp_path, "pair", "en")
    assert known is not None
    assert [one.outcome for one in known.record.steps] == [Outcome.PASSED] * 4
