"""The lab, for real: what it must notice, and what it must not blame on the guide."""

import pytest

from kvm_guide.chapters import GUIDE
from kvm_guide.errors import Broken, Exit, NotSo
from kvm_guide.lab.image import Image
from kvm_guide.lab.limits import Limits
from kvm_guide.lab.machine import Machine
from kvm_guide.lab.run import Result, StepFailed, run_on
from kvm_guide.record import Outcome
from kvm_guide.step import Chapter, Guide, Pattern, Step, Text, Work

pytestmark = pytest.mark.vm
UPDATE = GUIDE.step("update-index")


def step(name: str, command: str, work: Work = Work.SHORT, *, new_login: bool = False, expect: Pattern = "") -> Step:
    title = Text(es=name, en=name)
    return Step(
        name, command, title, title, work=work, new_login=new_login, expect=(expect,) if expect else (), check="true"
    )


def typed(machine: Machine, debian: Image, *steps: Step) -> Result:
    guide = Guide((Chapter(1, "page", Text(es="x", en="x"), steps),))
    return run_on(machine, guide, "en", debian, finale=False)


def test_a_misspelt_package_fails_the_run_and_names_the_step(machine: Machine, debian: Image) -> None:
    misspelt = step("install-misspelt", "sudo apt install -y qemu-system-x68", Work.INSTALL)
    with pytest.raises(StepFailed, match=r"Step install-misspelt failed: it ended with 100") as caught:
        typed(machine, debian, UPDATE, misspelt)
    assert caught.value.step_id == "install-misspelt"
    assert "Unable to locate package qemu-system-x68" in caught.value.screen
    assert caught.value.exit is Exit.NOT_SO


def test_a_mirror_out_of_reach_is_not_blamed_on_the_step(machine: Machine, debian: Image) -> None:
    machine.sure("ip link set eth0 down")
    with pytest.raises(Broken, match=r"mirror cannot be reached.*check the network") as caught:
        typed(machine, debian, UPDATE)
    assert not isinstance(caught.value, NotSo)
    assert caught.value.exit is Exit.BROKEN


def test_a_mirror_that_has_lost_one_package_is_not_blamed_on_the_step(machine: Machine, debian: Image) -> None:
    typed(machine, debian, UPDATE)
    machine.terminal.log_out()
    names = "pool/main/b/bridge-utils/bridge-utils"
    lose = (
        f"sed -i 's#^Filename: {names}_.*#Filename: {names}_0_amd64.deb#' /var/lib/apt/lists/*bookworm_main*_Packages"
    )
    machine.sure(lose, limit=machine.limits.boot)
    install = step("install-lost", "sudo apt install -y bridge-utils", Work.INSTALL)
    with pytest.raises(Broken, match=r"package mirror answered 404 for \S+: .*Try again later") as caught:
        typed(machine, debian, install)
    assert not isinstance(caught.value, NotSo)


def test_a_command_that_never_ends_is_stopped_at_its_limit(machine: Machine, debian: Image) -> None:
    usual = machine.limits
    machine.limits = Limits(0.5)
    try:
        with pytest.raises(StepFailed, match="Step endless failed: it did not end within 15 s"):
            typed(machine, debian, step("endless", "echo waiting; sleep 600"))
    finally:
        machine.limits = usual


def test_a_step_whose_output_is_not_what_the_page_promises_fails(machine: Machine, debian: Image) -> None:
    with pytest.raises(StepFailed, match=r"no line of its output matches '\^bye\$'"):
        typed(machine, debian, step("greet", "echo hello", expect="^bye$"))


def test_a_group_counts_from_the_next_login_and_that_login_is_new(machine: Machine, debian: Image) -> None:
    join = step("join", 'sudo usermod -aG games "$USER"')
    before = step("before", "id -nG | grep -vw games")
    after = step("after", "id -nG", new_login=True, expect=r"\bgames\b")
    record = typed(machine, debian, join, before, after).record
    assert [entry.outcome for entry in record.steps] == [Outcome.PASSED] * 3
    joined = record.steps[0]
    assert joined.changes is not None
    assert joined.changes.accounts == ["~ group games: ana"]
    assert joined.repeat is not None
    assert joined.repeat.safe


def test_a_step_that_must_not_be_pasted_twice_is_told_from_what_happened(machine: Machine, debian: Image) -> None:
    append = step("append", "echo 'export A=1' >> ~/.profile")
    entry = typed(machine, debian, append).record.steps[0]
    assert entry.repeat is not None
    assert not entry.repeat.safe
    assert entry.repeat.changes.files == ["~ /home/ana/.profile"]
    assert entry.changes is not None
    assert entry.changes.files == ["~ /home/ana/.profile"]
