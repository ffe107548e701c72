"""The lab, for real: what it must notice, and what it must not blame on the guide."""

import os
import re
import socket
import time
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from tests.lab.conftest import qemus
from tests.lab.small import UPDATE, guide, run, step, typed

from kvm_guide.errors import Broken, Exit, NotSo
from kvm_guide.lab import mirror
from kvm_guide.lab.judging.post_checks import PostChecks
from kvm_guide.lab.keys import Lab
from kvm_guide.lab.step_runner import StepFailed
from kvm_guide.model.step import Console, Step, Work
from kvm_guide.records.types import Outcome, Undo
from kvm_guide.vm import machine as machines
from kvm_guide.vm.limits import Limits
from kvm_guide.vm.machine import Machine
from kvm_guide.vm.qemu import MachineLost, Qemu, Saved

pytestmark = [pytest.mark.vm, pytest.mark.usefixtures("kept_pass")]


def test_a_qemu_that_does_not_start_says_why_and_leaves_no_channel_open(
    lab: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pairs: list[tuple[socket.socket, socket.socket]] = []
    pair = socket.socketpair
    monkeypatch.setattr(socket, "socketpair", lambda: pairs.append(pair()) or pairs[-1])  # type: ignore[func-returns-value]
    with pytest.raises(MachineLost, match=r"QEMU did not start: .*missing\.qcow2"):
        Qemu(lab.image, lab.accelerator, Limits(1), [tmp_path / "missing.qcow2"]).wait()
    # Those after it are of the event loop
    assert [end for both in pairs[:4] for end in both if end.fileno() != -1] == []


def test_what_was_prepared_and_not_taken_is_gone_with_the_machine(lab: Lab, machine: Machine) -> None:
    with lab.states.making() as work:
        machine.prepare(machine.save(work))
        assert len(qemus(os.getpid())) == 2
        machine.__exit__(None, None, None)
        assert qemus(os.getpid()) == []


def test_what_was_prepared_is_the_machine_as_it_was_saved_wherever_that_is_now(lab: Lab, machine: Machine) -> None:
    machine.sure("echo saved > /run/word; echo saved > /root/word; sync")
    with lab.states.making() as work:
        machine.prepare(machine.save(work))
        machine.sure("echo lost > /run/word; echo lost > /root/word")
        machine.wait_for_prepared()
        work.rename(work.with_name("renamed"))
        saved = Saved(work.with_name("renamed") / "disk.qcow2", work.with_name("renamed") / "memory")
        machine.become_prepared(saved)
        assert machine.sure("cat /run/word /root/word") == "saved\nsaved\n"
        assert abs(float(machine.sure("date +%s.%N")) - time.time()) < 2
        machine.sure("echo after > /root/after; sync")
        (work.parent / "next").mkdir()
        machine.resume(machine.save(work.parent / "next"))
        assert machine.sure("cat /root/word /root/after") == "saved\nafter\n"


# A run of the guide meets it as the trouble `unknown-package`, and below a step fails by its output
@pytest.mark.weekly
def test_a_misspelt_package_fails_the_run_and_names_the_step(lab: Lab) -> None:
    misspelt = step("install-misspelt", "sudo apt install -y qemu-system-x68", Work.INSTALL)
    offered: list[bool] = []
    watched = replace(lab, at_failure=lambda machine: offered.append(machine.answers()))
    with pytest.raises(StepFailed, match=r"Step install-misspelt failed: it ended with 100") as caught:
        typed(watched, UPDATE, misspelt)
    assert offered == [True], "the author may look at the machine as the failure left it"
    assert caught.value.step_id == "install-misspelt"
    assert "Unable to locate package qemu-system-x68" in caught.value.screen
    assert "journal ended with" in str(caught.value)
    assert "sudo" in caught.value.journal
    assert caught.value.exit is Exit.NOT_SO


def test_a_mirror_out_of_reach_is_not_blamed_on_the_step(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mirror, "TRIES", 1)
    cut = step("cut", "sudo ip link set eth0 down")
    with pytest.raises(Broken, match=r"mirror.*check the network") as caught:
        typed(lab, cut, UPDATE)
    assert not isinstance(caught.value, NotSo)
    assert caught.value.exit is Exit.BROKEN


def test_a_mirror_that_has_lost_one_package_is_not_blamed_on_the_step(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mirror, "TRIES", 1)
    names = "pool/main/b/bridge-utils/bridge-utils"
    index = "/var/lib/apt/lists/*bookworm_main*_Packages"
    lose = step("lose", f"sudo sed -i 's#^Filename: {names}_.*#Filename: {names}_0_amd64.deb#' {index}", Work.DOWNLOAD)
    install = step("install-lost", "sudo apt install -y bridge-utils", Work.INSTALL)
    with pytest.raises(Broken, match=r"package mirror answered 404 for bridge-utils: .*Try again later") as caught:
        typed(lab, UPDATE, lose, install)
    assert not isinstance(caught.value, NotSo)


def test_a_command_that_never_ends_is_stopped_at_its_limit(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machines, "EMULATION_FACTOR", 0.5)
    with pytest.raises(StepFailed, match=r"Step endless failed: it did not end within (15|30) s"):
        typed(lab, step("endless", "echo waiting; sleep 600"))


def test_a_second_paste_that_never_ends_is_named_and_its_machine_is_the_authors(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machines, "EMULATION_FACTOR", 0.5)
    seen: list[str] = []
    watched = replace(lab, at_failure=lambda machine: seen.append(machine.sure("ls /tmp/pasted")))
    once = step("once", "test ! -e /tmp/pasted || sleep 600; touch /tmp/pasted")
    with pytest.raises(StepFailed, match=r"Step once failed: it did not end within (15|30) s"):
        typed(watched, once, step("after", "echo after"))
    assert seen == ["/tmp/pasted\n"]
    assert [kept.name for kept in lab.states.all() if kept.name == "once"] == []


def test_a_step_whose_output_is_not_what_the_page_promises_fails(lab: Lab) -> None:
    with pytest.raises(StepFailed, match=r"no line of its output matches '\^bye\$'"):
        typed(lab, step("greet", "echo hello", expect="^bye$"))


def test_an_answer_is_typed_when_the_question_takes_it_and_not_before(lab: Lab) -> None:
    # As polkit's agent asks: what is typed between its question and the end of the echo is thrown away
    asks = (
        "import termios, time; print('Password: ', end='', flush=True); time.sleep(0.3);"
        " termios.tcflush(0, termios.TCIFLUSH); print('it was', input())"
    )
    ask = replace(step("ask", f'python3 -c "{asks}"', expect="^it was given$"), answers=((r"Password: ?", "given"),))
    (entry,), _ = typed(lab, ask)
    assert entry.outcome is Outcome.PASSED


def test_a_group_counts_from_the_next_login_and_that_login_is_new(lab: Lab) -> None:
    join = step("join", 'sudo usermod -aG games "$USER"')
    before = step("before", "id -nG | grep -vw games")
    after = step("after", "id -nG", new_login=True, expect=r"\bgames\b")
    entries, _ = typed(lab, join, before, after)
    assert [entry.outcome for entry in entries] == [Outcome.PASSED] * 3
    joined = entries[0]
    assert joined.changes is not None
    assert joined.changes.accounts == ["~ group games: ana"]
    assert joined.repeat is not None
    assert joined.repeat.safe


def test_only_what_follows_an_edit_is_typed_again_and_a_second_paste_is_judged_by_what_it_does(lab: Lab) -> None:
    first = step("first", "echo one")
    append = step("append", "echo 'export A=1' >> ~/.profile")
    entries, now = typed(lab, first, append)
    assert now == ["first", "append"]
    _, again = typed(lab, first, append)
    assert again == []
    edited, after_edit = typed(lab, first, step("append", "echo 'export A=2' >> ~/.profile", undo="true"))
    assert after_edit == ["append"]
    assert edited[0] == entries[0]
    for entry in (entries[1], edited[1]):
        assert entry.repeat is not None
        assert not entry.repeat.safe
        assert entry.repeat.changes.files == ["~ /home/ana/.profile"]
        assert entry.changes is not None
        assert entry.changes.files == ["~ /home/ana/.profile"]


def test_what_an_install_leaves_is_told_and_any_other_undo_that_does_too_little_or_too_much_is_refused(
    lab: Lab,
) -> None:
    touch = "sudo touch /etc/lab-a /etc/lab-b"
    brings = step("brings", touch, Work.DOWNLOAD, undo="sudo rm /etc/lab-a")
    undo = taken_back(lab, brings)
    assert undo is not None
    assert undo.residue.files == ["+ /etc/lab-b"]
    for last, said in (
        (step("leaves", touch, undo="sudo rm /etc/lab-a"), r"it left what its step did: files \+ /etc/lab-b"),
        (
            step("harms", "echo on", undo="sudo systemctl disable --now systemd-timesyncd"),
            r"it changed what its step had not: files - /etc/systemd/system/",
        ),
        (step("fails", "echo done", undo="echo no; false"), r"it ended with 1"),
    ):
        badly = taken_back(lab, last)
        assert badly is not None
        assert (badly.outcome, badly.steps[-1].id) == (Outcome.FAILED, last.id)
        assert re.search(said, badly.problem or "")


def taken_back(lab: Lab, *steps: Step) -> Undo | None:
    """What came of taking `steps` back."""
    small = guide(*steps)
    ends = PostChecks(small, small.lessons[0], "en", lab)
    with run(lab, *steps).go() as (story, machine):
        taken = ends.make(story, machine)
    return taken.undo if taken else None


def test_a_step_aside_is_recorded_and_the_steps_after_it_go_on_from_before_it(lab: Lab) -> None:
    beside = replace(step("beside", "touch ~/beside; ls ~/beside"), aside=True)
    entries, _ = typed(lab, beside, step("after", "ls ~/beside || echo gone", expect="gone"))
    assert entries[0].output is not None
    assert "beside" in entries[0].output


def test_a_console_is_left_by_its_key_once_it_shows_what_is_waited_for(lab: Lab) -> None:
    # A stand-in for a guest's console: it gives the terminal back at the key, and to nothing else
    script = (
        'python3 -c \'import sys,termios,tty; old=termios.tcgetattr(0); tty.setraw(0); print("ready (guest)\\r");'
        " sys.stdout.flush(); key=sys.stdin.read(1); termios.tcsetattr(0, 0, old); print(repr(key))'"
    )
    console = replace(step("console", script, expect="x1d"), console=Console(r"\(guest\)"))
    (entry,), _ = typed(lab, console)
    assert entry.exit_status == 0


def test_an_edited_claim_types_nothing_and_is_judged_by_what_is_kept(lab: Lab) -> None:
    first, second = step("first", "echo one"), step("second", "touch ~/two; echo two", check="test -e ~/two")
    typed(lab, first, second)
    edited = replace(first, expect=("^on",), check="test -d ~")
    entries, now = typed(lab, edited, second)
    assert (entries[0].claim, now) == (edited.claim(), [])
    for wrong, said in (
        (replace(first, expect=("three",)), "no line of its output matches 'three'"),
        (replace(first, check="test -e ~/two"), "its check does not hold"),
    ):
        with pytest.raises(StepFailed, match=said) as failure:
            typed(lab, wrong, second)
        assert failure.value.screen == "one"
    assert typed(lab, edited, second)[1] == []


def test_a_step_that_failed_by_its_claim_is_kept_and_judged_by_a_better_one(lab: Lab) -> None:
    wrong = step("misjudged", f"echo {uuid4()}", expect="no such line")
    for _ in range(2):  # who asks again without an edit has it typed again
        with pytest.raises(StepFailed, match="no line of its output matches"):
            typed(lab, wrong)
    entries, now = typed(lab, replace(wrong, expect=("^[0-9a-f-]{36}$",)))
    assert (entries[0].outcome, now) == (Outcome.PASSED, [])
