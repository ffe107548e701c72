"""What looks at the lab's machine from inside, in the real machine."""

import shlex
import time

import pytest

from kvm_guide.lab.inventory import changes
from kvm_guide.lab.keys import Lab
from kvm_guide.vm.machine import Machine

pytestmark = [pytest.mark.vm, pytest.mark.usefixtures("kept_pass")]


def test_a_check_runs_as_the_reader_in_the_groups_of_now_and_knows_nothing_of_the_lab(machine: Machine) -> None:
    machine.sure("groupadd --force libvirt && usermod --append --groups libvirt ana")
    asked = "id -un; id -Gn; env | cut -d= -f1 | sort | xargs; umask; pwd; no-such-program"
    answer = machine.as_reader(asked)
    user, groups, names, mask, where, complaint = answer.output.splitlines()
    assert (user, answer.status) == ("ana", 127)
    assert {"ana", "sudo", "libvirt"} <= set(groups.split())
    assert (names, mask, where) == ("HOME PATH PWD USER XDG_RUNTIME_DIR", "0022", "/")
    assert "no-such-program" in complaint
    assert machine.as_reader("kill -9 $$").status == 128 + 9
    assert machine.as_reader("read line").status == 1, "there is nothing to read"


def test_a_machine_that_goes_on_from_what_is_kept_has_the_clock_of_now(machine: Machine, lab: Lab) -> None:
    machine.sure("date -s 2020-01-01")
    with lab.states.making() as work:
        machine.resume(machine.save(work))
        assert abs(time.time() - float(machine.control("date +%s.%N").output)) < 60


# A client's, whose port the kernel chooses, and a service's
TALKS = """
import pathlib, socket, time
client, service = (socket.socket(type=socket.SOCK_DGRAM) for _ in range(2))
client.bind(("", 0))
service.bind(("", 5000))
pathlib.Path("/run/talks").touch()
time.sleep(1000)
"""


def test_what_the_machine_is_like_is_seen_anew_each_time(machine: Machine) -> None:
    before = machine.snapshot()
    assert not changes(before, machine.snapshot())
    edit = "rm /etc/issue.net; echo changed > /etc/motd; dpkg --remove nano; ip link add br7 type bridge"
    machine.sure(edit, limit=machine.limits.boot)
    machine.sure(f"systemd-run --quiet python3 -c {shlex.quote(TALKS)}; until test -e /run/talks; do sleep 0.1; done")
    changed = changes(before, machine.snapshot())
    assert changed.sockets == ["+ udp 0.0.0.0:5000"]
    assert changed.networks == ["+ interface br7"]
    assert any(line.startswith(("- nano", "~ nano")) for line in changed.packages)
    assert {"- /etc/issue.net", "~ /etc/motd"} <= set(changed.files)


IDLE = """[Unit]
Requires=idle.socket
[Service]
ExecStart=/usr/bin/sleep 1000
[Install]
WantedBy=multi-user.target
Also=idle.socket
"""
WAKES = "[Socket]\nListenStream=/run/idle-sock\n[Install]\nWantedBy=sockets.target\n"


def test_a_service_that_its_socket_wakes_changes_nothing_by_ending_for_want_of_work(machine: Machine) -> None:
    before = machine.snapshot()
    for name, text in (("idle.service", IDLE), ("idle.socket", WAKES)):
        machine.sure(f"printf %s {shlex.quote(text)} >/etc/systemd/system/{name}")
    machine.sure("systemctl enable --now --quiet idle.service", limit=machine.limits.boot)
    installed = machine.snapshot()
    there = ["+ idle.service: enabled active", "+ idle.socket: enabled active"]
    assert changes(before, installed).units == there
    # What libvirtd does after 120 seconds without work, at once: it ends with success, and its socket stays.
    machine.sure("systemctl kill idle.service; until systemctl is-active idle.service | grep -v ^active; do :; done")
    asleep = machine.snapshot()
    assert not changes(installed, asleep)
    assert changes(before, asleep).units == there
    machine.sure("systemctl stop --quiet idle.socket", limit=machine.limits.boot)
    assert changes(installed, machine.snapshot()).units == ["~ idle.service: enabled", "~ idle.socket: enabled"]


def test_a_service_that_no_socket_wakes_has_changed_when_it_ended(machine: Machine) -> None:
    before = machine.snapshot()
    machine.sure("systemd-run --quiet --unit=alone --remain-after-exit true", limit=machine.limits.boot)
    after = machine.snapshot()
    assert changes(before, after).units == ["+ alone.service: active"]
    machine.sure("systemctl stop alone.service", limit=machine.limits.boot)
    assert not changes(before, machine.snapshot())
