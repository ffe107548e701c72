"""Obstacles in packages, libvirt, groups and network, with their cures; and all at once."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.helper import recorded
from tests.helper.recorded import BRIDGE, DONE, FRESH, GROUPS, ROUTES, Recorded, in_groups, status, units

from kvm_guide.helper.diagnosis import obstacles
from kvm_guide.helper.diagnosis.facts import SystemFacts
from kvm_guide.helper.diagnosis.obstacle import Obstacle, Verdict
from kvm_guide.helper.diagnosis.obstacles import found
from kvm_guide.lessons import GUIDE
from kvm_guide.model.step import LANGUAGES
from kvm_guide.troubles import trouble

INSTALL = GUIDE.step("install-packages")
Read = Callable[[Recorded], SystemFacts]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Facts of a recorded machine."""
    return lambda machine: machine.facts(tmp_path)


def ids(facts: SystemFacts) -> list[str]:
    """What is found, in order."""
    return [obstacle.id for obstacle in found(facts)]


def cause(facts: SystemFacts, step_id: str) -> Obstacle | None:
    """What explains the failing check of a step."""
    return next((obstacle for obstacle in found(facts) if step_id in obstacle.steps), None)


def test_where_all_is_done_nothing_stands_in_the_way(read: Read) -> None:
    assert ids(read(DONE)) == []


def test_a_fresh_machine_lacks_only_what_chapter_5_brings(read: Read) -> None:
    assert ids(read(FRESH)) == ["not-installed"]


def test_a_full_disk_counts_until_the_packages_are_there(read: Read) -> None:
    fresh = replace(read(FRESH), free={"/usr": 2**40, "/var": 300 * 2**20})
    obstacle = cause(fresh, "install-packages")
    assert obstacle
    assert (obstacle.id, obstacle.surroundings, obstacle.command) == ("no-room", True, "sudo apt-get clean")
    assert "/var" in obstacle.why.es
    assert "0,3 GiB" in obstacle.why.es
    assert "no-room" not in ids(replace(fresh, free={"/usr": 2**40, "/var": 2**40}))
    assert "no-room" not in ids(replace(fresh, packages=recorded.VERSIONS))


def test_an_install_left_half_done_is_finished_first(read: Read) -> None:
    machine = FRESH.but({"var/lib/dpkg/status": status({"libvirt0": "1", "qemu-utils": "1"}, "install ok unpacked")})
    obstacle = cause(read(machine), "install-packages")
    assert obstacle
    assert obstacle.command
    assert obstacle.command.startswith("sudo dpkg --configure -a")
    assert "libvirt0, qemu-utils" in obstacle.why.en


def test_apt_at_work_is_no_broken_apt(read: Read) -> None:
    machine = FRESH.but({"var/lib/dpkg/status": status({"qemu-utils": "1"}, "install ok unpacked")})
    busy = replace(read(machine), lock_holder="unattended-upgr (812)")
    obstacle = cause(busy, "install-packages")
    assert obstacle
    assert (obstacle.id, obstacle.surroundings) == ("apt-locked", True)
    assert "unattended-upgr (812)" in obstacle.why.es
    assert "apt-broken" not in ids(busy)


@pytest.mark.parametrize(
    "step_id", ["enable-service", "uri", "network-start", "validate", "add-groups", "virt-manager"]
)
def test_what_needs_libvirt_says_that_it_is_not_installed(read: Read, step_id: str) -> None:
    obstacle = cause(read(FRESH), step_id)
    assert obstacle
    assert (obstacle.id, obstacle.command) == ("not-installed", INSTALL.command)


def test_a_masked_socket_is_unmasked(read: Read) -> None:
    obstacle = cause(read(DONE.but(answers=units("masked", "inactive"))), "socket-status")
    assert obstacle
    assert obstacle.id == "masked"
    assert obstacle.command == "sudo systemctl unmask libvirtd.socket && sudo systemctl start libvirtd.socket"


def test_a_socket_that_does_not_listen_is_started(read: Read) -> None:
    obstacle = cause(read(DONE.but(answers=units("loaded", "inactive"))), "uri")
    assert obstacle
    assert obstacle.command == "sudo systemctl enable --now libvirtd.socket"


def test_a_user_outside_the_groups_joins_them_and_what_libvirt_hides_cannot_be_told(read: Read) -> None:
    facts = replace(read(DONE.but(answers=in_groups("ana kvm", "ana kvm"))), kvm_usable=False)
    group, hidden = cause(facts, "uri"), cause(facts, "network-autostart")
    assert group
    assert hidden
    assert group.why.en == "Your user is not in: libvirt, and cannot open /dev/kvm."
    assert group.command == 'sudo usermod -aG libvirt,kvm "$USER"'
    assert (hidden.id, hidden.verdict) == ("libvirt-silent", Verdict.CANNOT_TELL)
    assert hidden.command == group.command
    assert cause(facts, "add-groups") is None, "the step itself says what to type"


def test_who_lacks_only_the_group_kvm_can_start_the_network(read: Read) -> None:
    facts = read(routed().but(answers=in_groups("ana libvirt", "ana libvirt")))
    assert [one and one.id for one in (cause(facts, "validate"), cause(facts, "bridge"))] == ["group", "network-off"]
    late = read(routed().but(answers=in_groups(GROUPS, "ana libvirt")))
    assert [one and one.id for one in (cause(late, "validate"), cause(late, "bridge"))] == ["session", "network-off"]


def test_a_session_older_than_its_groups_is_told_to_log_in_again(read: Read) -> None:
    facts = read(DONE.but(answers=in_groups(GROUPS, "ana sudo")))
    obstacle = cause(facts, "groups-after-login")
    assert obstacle
    assert obstacle.id == "session"
    assert "kvm, libvirt" in obstacle.why.es
    assert "group" not in ids(facts)


def test_root_needs_no_groups(read: Read) -> None:
    root = {"id -un": "root", "id -nG": "root", "id -nG root": "root"}
    assert ids(read(DONE.but(answers=root))) == []


def test_a_device_with_wrong_permissions_is_given_its_own_back(read: Read) -> None:
    obstacle = cause(replace(read(DONE), kvm_usable=False), "validate")
    assert obstacle
    assert obstacle.command == "sudo chgrp kvm /dev/kvm && sudo chmod 660 /dev/kvm"


def routed(*lines: str) -> Recorded:
    """The finished machine with other routes."""
    return DONE.but({"proc/net/route": ROUTES + "".join(lines)})


TAKEN = BRIDGE.replace("virbr0", "enp7s0")


@pytest.mark.parametrize("line", [TAKEN, TAKEN.replace("007AA8C0", "807AA8C0").replace("00FFFFFF", "80FFFFFF")])
def test_addresses_that_another_interface_has_are_told_with_its_name(read: Read, line: str) -> None:
    obstacle = cause(read(routed(line)), "network-start")
    assert obstacle
    assert obstacle.id == "network-taken"
    assert "enp7s0" in obstacle.why.es
    assert obstacle.command
    assert "192.168.123." in obstacle.command


def test_a_wider_route_leaves_room_for_the_network(read: Read) -> None:
    vpn = "tun0\t0000A8C0\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0\n"
    assert ids(read(routed(vpn, BRIDGE))) == []


def test_an_inactive_network_is_started(read: Read) -> None:
    obstacle = cause(read(routed()), "bridge")
    assert obstacle
    assert (obstacle.id, obstacle.command) == ("network-off", "virsh -c qemu:///system net-start default")


# The folder as the package libvirt-daemon-config-network makes it, but without what `virsh net-undefine` deletes
UNDEFINED = routed().but({"etc/libvirt/qemu/networks/autostart/other.xml": ""})


def test_a_network_that_libvirt_does_not_know_is_defined_before_it_is_started(read: Read) -> None:
    obstacle = cause(read(UNDEFINED), "network-start")
    assert obstacle
    assert obstacle.id == "network-missing"
    assert obstacle.command == "virsh -c qemu:///system net-define /usr/share/libvirt/networks/default.xml"
    assert "network-off" not in ids(read(UNDEFINED))
    defined = UNDEFINED.but({"etc/libvirt/qemu/networks/default.xml": ""})
    assert ids(read(defined)) == ["network-off"]


@pytest.mark.parametrize(
    ("machine", "obstacle"),
    [
        (recorded.NOT_SUDOER, "not-sudoer"),
        (recorded.NO_SUDO, "no-sudo"),
        (recorded.NO_SUDO.but(answers={"id -un": "root"}), "no-sudo"),
        (recorded.SUDO_NEXT_TIME, "session"),
        (recorded.SUDOER_BY_NAME, None),
        (recorded.SUDOER_UNASKED, None),
        (FRESH, None),
        (recorded.NOT_SUDOER.but(answers={"id -un": "root"}), None),
    ],
)
def test_who_may_not_use_sudo_is_told_how_to_get_it(read: Read, machine: Recorded, obstacle: str | None) -> None:
    explained = cause(read(machine), "sudo-works")
    assert (explained and explained.id) == obstacle


def test_the_step_that_gives_sudo_is_not_held_up_by_its_lack(read: Read) -> None:
    facts = read(recorded.NOT_SUDOER)
    assert cause(facts, "become-sudoer") is None
    obstacle = cause(facts, "name-in-hosts")
    assert obstacle, "sudo behind another command is a command too"
    assert obstacle.id == "not-sudoer"


def test_to_whom_may_not_use_sudo_no_command_with_it_is_told(read: Read) -> None:
    machine = recorded.NOT_SUDOER.but({"proc/modules": "", "var/lib/dpkg/updates/0003": ""}).without("dev/kvm")
    facts = replace(read(machine), free={"/var": 1}, units={"libvirtd.socket": {"LoadState": "masked"}})
    told = {obstacle.id: obstacle for obstacle in found(facts)}
    assert {"not-sudoer", "module", "apt-broken", "no-room", "not-installed", "masked"} <= set(told)
    assert {obstacle.command for obstacle in told.values()} == {trouble("not-sudoer").command}
    late = found(read(recorded.SUDO_NEXT_TIME))
    assert {obstacle.command for obstacle in late} == {None}, "to be given the group once more helps nobody"


def test_a_network_with_other_addresses_works(read: Read) -> None:
    obstacle = cause(read(routed(BRIDGE.replace("007AA8C0", "007BA8C0"))), "bridge")
    assert obstacle
    assert obstacle.id == "network-moved"
    assert "192.168.123.0/24" in obstacle.why.en


def every_kind_of_machine(folder: Path) -> list[SystemFacts]:
    """Facts in which, taken together, every obstacle stands."""
    machines = [getattr(recorded, name) for name in dir(recorded) if isinstance(getattr(recorded, name), Recorded)]
    machines += [DONE.but(answers=units(*state)) for state in (("masked", "inactive"), ("loaded", "inactive"))]
    machines += [DONE.but(answers=in_groups("ana", "ana")), DONE.but(answers=in_groups(GROUPS, "ana"))]
    machines += [routed(TAKEN), routed(), routed(BRIDGE.replace("007AA8C0", "007BA8C0")), FRESH.without("dev/kvm")]
    machines += [FRESH.but({"proc/modules": ""}), FRESH.but({"proc/meminfo": "MemTotal: 9 kB"})]
    machines += [FRESH.but({"var/lib/dpkg/updates/0003": ""}), UNDEFINED]
    read = [machine.facts(folder / str(number)) for number, machine in enumerate(machines)]
    busy = replace(FRESH.facts(folder / "fresh"), lock_holder="x (1)", free={"/var": 1})
    return [*read, busy, replace(DONE.facts(folder / "done"), kvm_usable=False)]


def every_obstacle(folder: Path) -> list[Obstacle]:
    """Each obstacle there is, once for each place that it points to."""
    seen = [obstacle for facts in every_kind_of_machine(folder) for obstacle in found(facts)]
    return list({(obstacle.id, obstacle.anchor): obstacle for obstacle in seen}.values())


def test_each_obstacle_is_brought_about_here(tmp_path: Path) -> None:
    machines = every_kind_of_machine(tmp_path)
    assert [known.__name__ for known in obstacles.KNOWN if not any(map(known, machines))] == []


def test_each_obstacle_explains_steps_that_the_guide_has_and_speaks_whole_sentences(tmp_path: Path) -> None:
    known = {step.id for step in GUIDE.steps()}
    for obstacle in every_obstacle(tmp_path):
        assert obstacle.steps <= known, obstacle.id
        for language in LANGUAGES:
            for text in (obstacle.why, obstacle.cure):
                assert text.in_(language).endswith("."), obstacle.id
