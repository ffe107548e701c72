"""The commands of an undo, worked out from what a step brought and from what is there."""

import shlex

from tests.helper.diagnosis.test_machine import state

from kvm_guide.helper.diagnosis.machine import Arrived, MachineState, arrived
from kvm_guide.helper.execute.plan import taking_back

BEFORE = state("dpkg gawk", config_files="swtpm", manual="dpkg", groups="sudo libvirt")
AFTER = state("dpkg gawk swtpm qemu ovmf", manual="dpkg gawk qemu", groups="sudo libvirt kvm")


def commands(now: MachineState, before: MachineState = BEFORE, after: MachineState = AFTER) -> tuple[str, ...]:
    return taking_back(arrived(before, after), before, now).commands


def test_exactly_what_came_goes_and_marks_are_given_back() -> None:
    assert commands(AFTER) == (
        'sudo gpasswd -d "$USER" kvm',
        "sudo apt-get remove -y swtpm",
        "sudo apt-get purge -y ovmf qemu",
        "sudo apt-mark auto gawk",
    )
    assert taking_back(arrived(BEFORE, AFTER), BEFORE, AFTER).packages == {"swtpm", "ovmf", "qemu"}


def test_what_the_student_installed_afterwards_stays() -> None:
    later = state("dpkg gawk swtpm qemu ovmf gnome-boxes", manual="dpkg gawk qemu gnome-boxes", groups="sudo kvm audio")
    assert not any("gnome-boxes" in command or "audio" in command for command in commands(later))


def test_what_is_gone_already_is_left_out_and_left_settings_are_purged() -> None:
    now = state("dpkg gawk", config_files="swtpm qemu", manual="dpkg", groups="sudo libvirt")
    assert commands(now) == ("sudo apt-get purge -y qemu",)


def test_nothing_is_left_to_do_on_the_machine_as_it_was() -> None:
    assert commands(BEFORE) == ()


def test_nothing_came_so_nothing_goes() -> None:
    assert taking_back(Arrived(), BEFORE, AFTER).commands == ()


def test_a_long_list_is_one_command_on_lines_that_fit_the_terminal() -> None:
    names = [f"libsomething-with-a-long-name-{number}:i386" for number in range(60)]
    after = state(" ".join(["dpkg", *names]))
    (command,) = commands(after, before=state("dpkg"), after=after)
    assert all(len(line) <= 98 for line in command.split("\n"))
    assert shlex.split(command.replace("\\\n", "")) == ["sudo", "apt-get", "purge", "-y", *sorted(names)]
