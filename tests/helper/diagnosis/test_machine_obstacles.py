"""Obstacles of the machine itself: its hypervisor, firmware, module, system, memory and kernel, each with its cure."""

from pathlib import Path

import pytest
from tests.helper import recorded
from tests.helper.diagnosis.test_obstacles import Read, cause, ids
from tests.helper.recorded import FLAGS_SVM, FRESH, Recorded, cpuinfo

from kvm_guide.helper.diagnosis.facts import known_release
from kvm_guide.helper.diagnosis.obstacle import Verdict
from kvm_guide.helper.diagnosis.obstacles import found
from kvm_guide.model.step import LANGUAGES
from kvm_guide.troubles import trouble

VIRTUALBOX = 'VBoxManage modifyvm "Debian 12" --nested-hw-virt on'
HYPER_V = 'Set-VMProcessor -VMName "Debian 12" -ExposeVirtualizationExtensions $true'


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Facts of a recorded machine."""
    return lambda machine: machine.facts(tmp_path)


@pytest.mark.parametrize(
    ("machine", "name", "command", "anchor"),
    [
        (recorded.VIRTUALBOX, "VirtualBox", VIRTUALBOX, "in-virtualbox"),
        (
            recorded.VIRTUALBOX_DISGUISED,
            "VirtualBox",
            'VBoxManage modifyvm "Debian 12" --nested-hw-virt on',
            "in-virtualbox",
        ),
        (recorded.VMWARE_BIOS, "VMware", None, "in-vmware"),
        (recorded.VMWARE_UEFI, "VMware", None, "in-vmware"),
        (recorded.HYPER_V, "Hyper-V", HYPER_V, "in-hyper-v"),
        (recorded.KVM, "KVM", 'virt-xml "Debian 12" --edit --cpu host-passthrough', "in-kvm"),
        (recorded.PROXMOX_UEFI, "Proxmox VE", "qm set 100 --cpu host", "in-kvm"),
        (recorded.PROXMOX_BIOS, "KVM", None, "in-kvm"),
        (recorded.OPENSTACK, "OpenStack", None, "in-cloud"),
        (recorded.GOOGLE, "Google Compute Engine", None, "in-cloud"),
        (recorded.AMAZON, "Amazon EC2", None, "in-cloud"),
        (recorded.AZURE, "Microsoft Azure", None, "in-cloud"),
        (recorded.ORACLE_CLOUD, "Oracle Cloud", None, "in-cloud"),
        (recorded.HETZNER, "Hetzner Cloud", None, "in-cloud"),
        (recorded.DIGITALOCEAN, "DigitalOcean", None, "in-cloud"),
        (recorded.QEMU, "QEMU", None, "in-kvm"),
        (recorded.NUTANIX, "Nutanix AHV", None, "where"),
        (recorded.UNKNOWN, "KVM", None, "in-kvm"),
        (recorded.QEMU.but(answers={"systemd-detect-virt --vm": ""}), "QEMU", None, "in-kvm"),
        (recorded.UNKNOWN.but(answers={"lscpu": ""}), "Cloud Hypervisor cloud-hypervisor", None, "where"),
    ],
)
def test_a_guest_without_nesting_is_told_its_hypervisor_and_how_it_is_turned_on_there(
    read: Read, machine: Recorded, name: str, command: str | None, anchor: str
) -> None:
    nesting = found(read(machine))[0]
    assert nesting.id == "nesting"
    assert f"máquina virtual de {name}," in nesting.why.es
    assert f"virtual machine of {name}," in nesting.why.en
    assert (nesting.command, nesting.anchor) == (command, f"requisitos/#{anchor}")
    assert ("virt-xml" in f"{nesting.cure} {nesting.command}") is (command is not None and "virt-xml" in command)
    assert {"cpu-flags", "cpu-model", "kvm-module", "kvm-device", "validate"} <= nesting.steps


@pytest.mark.parametrize("machine", [recorded.FIRMWARE, recorded.ORACLE_SERVER])
def test_on_bare_metal_it_is_the_firmware(read: Read, machine: Recorded) -> None:
    obstacle = found(read(machine))[0]
    assert (obstacle.id, obstacle.anchor) == ("firmware", "requisitos/#on-metal")
    assert obstacle.cure == trouble("firmware").cure


@pytest.mark.parametrize(
    ("flags", "module"),
    [(recorded.FLAGS_VMX, "kvm_intel"), (FLAGS_SVM, "kvm_amd"), (FLAGS_SVM + " hypervisor", "kvm_amd")],
)
def test_a_module_that_is_not_loaded_is_named_by_the_makers_cpu(read: Read, flags: str, module: str) -> None:
    machine = FRESH.but({"proc/cpuinfo": cpuinfo(flags), "proc/modules": "kvm 1142784 0 - Live 0x0\n"})
    obstacle = cause(read(machine.without("dev/kvm")), "kvm-module")
    assert obstacle
    assert obstacle.command == f"sudo modprobe {module}"
    assert module in obstacle.why.es


def test_a_missing_device_under_a_loaded_module_is_another_thing(read: Read) -> None:
    obstacle = cause(read(FRESH.without("dev/kvm")), "kvm-device")
    assert obstacle
    assert (obstacle.id, obstacle.command) == ("device", "sudo modprobe -r kvm_intel && sudo modprobe kvm_intel")


@pytest.mark.parametrize(
    ("machine", "obstacle", "named"),
    [
        (recorded.DOCKER, "container", "docker"),
        (recorded.PODMAN, "container", "/run/.containerenv"),
        (recorded.WSL2, "wsl2", "WSL2"),
        (recorded.WSL2_OLD, "wsl2", "WSL2"),
        (recorded.UBUNTU, "distribution", "Ubuntu 24.04 LTS"),
        (recorded.DEBIAN_11, "release", "Debian 11.11"),
        (recorded.DEBIAN_TESTING, "release", "Debian trixie/sid"),
        (recorded.ARM, "architecture", "aarch64"),
    ],
)
def test_a_place_where_the_guide_is_not_proven_is_told_first_and_whatever_holds(
    read: Read, machine: Recorded, obstacle: str, named: str
) -> None:
    first = found(read(machine))[0]
    assert (first.id, first.general) == (obstacle, True)
    for language in LANGUAGES:
        assert named in first.why.in_(language)


@pytest.mark.parametrize(("machine", "number"), [(FRESH, "12"), (recorded.DEBIAN_13, "13")])
def test_each_release_that_the_guide_is_proven_on_is_known_and_is_no_obstacle(
    read: Read, machine: Recorded, number: str
) -> None:
    facts = read(machine)
    known = known_release(facts.os_id, facts.os_version)
    assert known
    assert known.number == number
    assert not [one for one in found(facts) if one.general]


def test_hyper_v_is_not_taken_for_wsl(read: Read) -> None:
    assert "wsl2" not in ids(read(recorded.HYPER_V))


def test_a_container_is_no_reason_for_a_missing_package(read: Read) -> None:
    assert cause(read(recorded.DOCKER), "install-packages") is None


@pytest.mark.parametrize(("kib", "little"), [(1_014_000, True), (1_800_000, True), (1_982_000, False)])
def test_too_little_memory_is_told_with_its_amount(read: Read, kib: int, little: bool) -> None:
    obstacle = cause(read(FRESH.but({"proc/meminfo": f"MemTotal: {kib} kB\n"})), "memory")
    assert (obstacle is not None) is little
    if kib == 1_014_000 and obstacle:
        assert obstacle.why.es.startswith("Hay 1,0 GiB")
        assert obstacle.why.en.startswith("There are 1.0 GiB")


def test_a_kernel_without_the_fixes_is_told_with_the_faults_it_has(read: Read) -> None:
    old, half = cause(read(recorded.OLD_KERNEL), "kernel-fixes"), cause(read(recorded.HALF_MENDED), "kernel-fixes")
    assert old
    assert half
    assert (old.verdict, old.stops, old.anchor) == (Verdict.NOT_THERE, False, "requisitos/#kernel-security")
    assert "CVE-2026-53359" in old.why.es
    assert "6.1.158-1" in old.why.en
    assert "CVE-2026-53359" not in half.why.es
    assert "CVE-2026-64561 (corregido desde 6.1.187-1)" in half.why.es
    assert cause(read(FRESH), "kernel-fixes") is None


def test_a_kernel_is_compared_with_those_of_its_own_release(read: Read) -> None:
    old = cause(read(recorded.DEBIAN_13), "kernel-fixes")
    assert old
    assert old.verdict is Verdict.NOT_THERE
    assert "CVE-2026-64561 (corregido desde 6.12.101-1)" in old.why.es
    mended = recorded.DEBIAN_13.but({"proc/version": recorded.version("6.12.101-1")})
    assert cause(read(mended), "kernel-fixes") is None


@pytest.mark.parametrize("machine", [recorded.UBUNTU, recorded.WSL2])
def test_of_another_series_or_anothers_kernel_it_cannot_be_told(read: Read, machine: Recorded) -> None:
    obstacle = cause(read(machine), "kernel-fixes")
    assert obstacle
    assert (obstacle.verdict, obstacle.command) == (Verdict.CANNOT_TELL, None)
