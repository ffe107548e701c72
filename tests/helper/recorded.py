"""Machines that cannot be brought about here, as they show themselves: their files, and what commands answer on them.

What is particular of each is taken from the published source that its comment names; what is common is Debian 12's own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from kvm_guide.helper.diagnosis.facts import SystemFacts, collect

# Debian 12's base-files (12.4+deb12u11)
OS_RELEASE: Final = """\
PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
NAME="Debian GNU/Linux"
VERSION_ID="12"
VERSION="12 (bookworm)"
VERSION_CODENAME=bookworm
ID=debian
HOME_URL="https://www.debian.org/"
"""
# A laptop with VT-x: https://github.com/canonical/multipass/issues/322
FLAGS_VMX: Final = (
    "fpu vme de pse tsc msr pae mce cx8 apic sep mtrr pge mca cmov pat pse36 clflush dts acpi mmx fxsr sse sse2 ss ht "
    "tm pbe syscall nx pdpe1gb rdtscp lm constant_tsc arch_perfmon pebs bts rep_good nopl xtopology nonstop_tsc cpuid "
    "aperfmperf pni pclmulqdq dtes64 monitor ds_cpl vmx est tm2 ssse3 sdbg fma cx16 xtpr pdcm pcid sse4_1 sse4_2 movbe "
    "popcnt tsc_deadline_timer aes xsave avx f16c rdrand lahf_lm abm"
)
# A desktop with AMD-V: https://github.com/karmab/kcli/issues/667
FLAGS_SVM: Final = (
    "fpu vme de pse tsc msr pae mce cx8 apic sep mtrr pge mca cmov pat pse36 clflush mmx fxsr sse sse2 ht syscall nx "
    "mmxext fxsr_opt pdpe1gb rdtscp lm constant_tsc rep_good nopl nonstop_tsc cpuid extd_apicid aperfmperf pni "
    "pclmulqdq monitor ssse3 fma cx16 sse4_1 sse4_2 movbe popcnt aes xsave avx f16c rdrand lahf_lm cmp_legacy svm"
)
# A guest without nesting: https://github.com/uyuni-project/uyuni/issues/2112
FLAGS_GUEST: Final = (
    "fpu vme de pse tsc msr pae mce cx8 apic sep mtrr pge mca cmov pat pse36 clflush mmx fxsr sse sse2 ss ht syscall "
    "nx pdpe1gb rdtscp lm constant_tsc nopl cpuid tsc_known_freq pni pclmulqdq ssse3 fma cx16 pcid sse4_1 sse4_2 "
    "x2apic movbe popcnt tsc_deadline_timer aes xsave avx f16c rdrand hypervisor lahf_lm abm"
)
# dpkg's status file in Debian 12, of the versions in docs/records
STANZA: Final = (
    "Package: {name}\nStatus: {status}\nMaintainer: x\nArchitecture: amd64\nVersion: {version}\nDescription: x\n"
)
VERSIONS: Final = {
    "qemu-system-x86": "1:7.2+dfsg-7+deb12u18+b3",
    "libvirt-daemon-system": "9.0.0-4+deb12u2",
    "virt-manager": "1:4.1.0-2",
}
ROUTES: Final = (
    "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"
    "enp1s0\t00000000\t0102A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n"
    "enp1s0\t0002A8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0\n"
)
SUDO: Final = "sh -c sudo -n -v 2>&1 && echo yes"
BRIDGE: Final = "virbr0\t007AA8C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n"


@dataclass(frozen=True)
class Recorded:
    """files: contents by path, without the first slash. answers: what a command (its words, joined) answers."""

    files: Mapping[str, str]
    answers: Mapping[str, str] = field(default_factory=dict)

    def but(self, files: Mapping[str, str] | None = None, answers: Mapping[str, str] | None = None) -> "Recorded":
        """The same machine with other files and answers."""
        return replace(self, files={**self.files, **(files or {})}, answers={**self.answers, **(answers or {})})

    def without(self, *paths: str) -> "Recorded":
        """The same machine without the files `paths`."""
        return replace(self, files={path: text for path, text in self.files.items() if path not in paths})

    def facts(self, root: Path) -> SystemFacts:
        """What the helper reads of it; its files are written into the folder `root`."""
        for path, text in self.files.items():
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")

        def ask(command: Sequence[str]) -> str:
            return self.answers.get(" ".join(command), "")

        return replace(collect(root, ask), free={"/usr": 20 * 2**30, "/var": 20 * 2**30})


def cpuinfo(flags: str) -> str:
    """/proc/cpuinfo of two CPUs with `flags`."""
    cpu = f"processor\t: 0\nvendor_id\t: GenuineIntel\nflags\t\t: {flags}\n"
    return f"{cpu}\n{cpu}"


def dmi(vendor: str, product: str, board: str = "", bios: tuple[str, str] = ("", ""), tag: str = "") -> dict[str, str]:
    """The files of DMI. bios: its maker and its version. tag: the chassis' own."""
    names = ("sys_vendor", "product_name", "board_vendor", "bios_vendor", "bios_version", "chassis_asset_tag")
    return {
        f"sys/class/dmi/id/{name}": text for name, text in zip(names, (vendor, product, board, *bios, tag), strict=True)
    }


def status(versions: Mapping[str, str], state: str = "install ok installed") -> str:
    """dpkg's status file that has `versions` by name."""
    return "\n".join(STANZA.format(name=name, status=state, version=version) for name, version in versions.items())


def detected(vm: str, leaf: str = "") -> dict[str, str]:
    """What systemd-detect-virt and lscpu answer. leaf: the hypervisor's name by its CPUID leaf."""
    lscpu = f"Architecture:          x86_64\nHypervisor vendor:     {leaf}\nVirtualization type:   full" if leaf else ""
    return {"systemd-detect-virt --vm": vm, "lscpu": lscpu}


def units(load: str, active: str) -> dict[str, str]:
    """What systemctl answers of libvirt's units."""
    shown = "\n\n".join(
        f"Id={name}\nLoadState={load if name.endswith('socket') else 'loaded'}\nActiveState={active}"
        for name in ("libvirtd.service", "libvirtd.socket")
    )
    return {"systemctl show --property=Id,LoadState,ActiveState libvirtd.service libvirtd.socket": shown}


def in_groups(given: str, now: str) -> dict[str, str]:
    """What `id` answers: the groups in the user database, and those of the session."""
    return {"id -un": "ana", "id -nG": now, "id -nG ana": given}


def version(package: str) -> str:
    """/proc/version of Debian 12's kernel `package`."""
    return (
        "Linux version 6.1.0-51-amd64 (debian-kernel@lists.debian.org) (gcc-12 (Debian 12.2.0-14+deb12u1) 12.2.0, GNU "
        f"ld (GNU Binutils for Debian) 2.40) #1 SMP PREEMPT_DYNAMIC Debian {package} (2026-10-30)\n"
    )


GROUPS: Final = "ana cdrom sudo kvm libvirt"
# A freshly installed laptop, ready for chapter 5
FRESH: Final = Recorded(
    {
        "etc/os-release": OS_RELEASE,
        "etc/debian_version": "12.13\n",
        "proc/version": version("6.1.192-2"),
        "usr/bin/sudo": "",
        "proc/sys/kernel/osrelease": "6.1.0-41-amd64\n",
        "proc/cpuinfo": cpuinfo(FLAGS_VMX),
        "proc/meminfo": "MemTotal:        8039488 kB\nMemFree:         6000000 kB\n",
        "proc/modules": "kvm_intel 380928 0 - Live 0x0\nkvm 1142784 1 kvm_intel, Live 0x0\n",
        "proc/net/route": ROUTES,
        "proc/locks": "1: POSIX  ADVISORY  READ  1234 08:01:999999 128 128\n",
        "dev/kvm": "",
        "var/lib/dpkg/status": status({"bash": "5.2.15-2+b7"}),
        **dmi("LENOVO", "20N2S00600"),
    },
    {
        "uname -m": "x86_64",
        "systemd-detect-virt --container": "none",
        **detected("none"),
        **in_groups("ana cdrom sudo", "ana cdrom sudo"),
    },
)
# The same with the whole guide done
DONE: Final = FRESH.but(
    {"var/lib/dpkg/status": status(VERSIONS), "proc/net/route": ROUTES + BRIDGE},
    {**units("loaded", "active"), **in_groups(GROUPS, GROUPS)},
)
NO_FLAGS: Final = FLAGS_VMX.replace(" vmx", "")
_GUEST: Final = FRESH.but({"proc/cpuinfo": cpuinfo(FLAGS_GUEST), "proc/modules": ""}).without("dev/kvm")
# https://github.com/systemd/systemd/pull/21127 (DMI); that Linux sees KVM's leaf there:
# https://github.com/grml/grml-live/pull/435
VIRTUALBOX: Final = _GUEST.but(dmi("innotek GmbH", "VirtualBox", "Oracle Corporation"), detected("oracle", "KVM"))
# VirtualBox that lends the host's DMI: https://github.com/systemd/systemd/issues/13429
VIRTUALBOX_DISGUISED: Final = _GUEST.but(dmi("LENOVO", "20N2S00600", "Oracle Corporation"), detected("kvm", "KVM"))
# Both firmwares of VMware Workstation 17: https://github.com/wjz304/arpl-zh_CN/issues/4
VMWARE_BIOS: Final = _GUEST.but(dmi("VMware, Inc.", "VMware Virtual Platform"), detected("vmware", "VMware"))
VMWARE_UEFI: Final = _GUEST.but(dmi("VMware, Inc.", "VMware20,1"), detected("vmware", "VMware"))
# https://github.com/systemd/systemd/issues/21816 (DMI); the leaf: https://github.com/SerenityOS/serenity/pull/8665
HYPER_V: Final = _GUEST.but(
    dmi("Microsoft Corporation", "Virtual Machine", "Microsoft Corporation"), detected("microsoft", "Microsoft")
)
# https://github.com/risuorg/risu/issues/538; its firmware as Debian's package seabios names itself
KVM: Final = _GUEST.but(
    dmi("QEMU", "Standard PC (i440FX + PIIX, 1996)", bios=("SeaBIOS", "1.16.2-debian-1.16.2-1")),
    detected("kvm", "KVM"),
)
_UPSTREAM: Final = ("SeaBIOS", "rel-1.16.1-0-g3208b098f51a-prebuilt.qemu.org")
# Proxmox VE 7.4 with SeaBIOS, which any host of KVM may have: https://github.com/wjz304/arpl-zh_CN/issues/4
PROXMOX_BIOS: Final = KVM.but(dmi("QEMU", "Standard PC (Q35 + ICH9, 2009)", bios=_UPSTREAM))
# With UEFI, by its `pve-edk2-firmware`: https://github.com/zhaodice/proxmox-ve-anti-detection
PROXMOX_UEFI: Final = KVM.but(
    dmi("QEMU", "Standard PC (Q35 + ICH9, 2009)", bios=("Proxmox distribution of EDK II", "4.2023.08-2"))
)
# Kernel traces on LKML ("Hardware name: OpenStack Foundation OpenStack Nova, BIOS 1.13.0-1ubuntu1.1"): the firmware is
# a distribution's, and still nobody may type virt-xml there
OPENSTACK: Final = KVM.but(
    dmi("OpenStack Foundation", "OpenStack Nova", bios=("SeaBIOS", "1.13.0-1ubuntu1.1"), tag="OpenStack Nova")
)
# By cloud-init's tools/ds-identify (22.4.2, and its tests), which knows these by vendor or product
GOOGLE: Final = KVM.but(dmi("Google", "Google Compute Engine", "Google", bios=("Google", "Google")))
AMAZON: Final = KVM.but(
    dmi("Amazon EC2", "t3.micro", "Amazon EC2", bios=("Amazon EC2", "1.0")), detected("amazon", "KVM")
)
DIGITALOCEAN: Final = KVM.but(dmi("DigitalOcean", "Droplet", bios=("DigitalOcean", "20171212")))
HETZNER: Final = KVM.but(dmi("Hetzner", "vServer", bios=("Hetzner", "20171111")))
# … and these by the chassis' tag, where all else is QEMU's or Hyper-V's
ORACLE_CLOUD: Final = KVM.but(
    dmi("QEMU", "Standard PC (i440FX + PIIX, 1996)", bios=("SeaBIOS", "1.16.0-5.el9"), tag="OracleCloud.com")
)
AZURE: Final = HYPER_V.but(
    dmi("Microsoft Corporation", "Virtual Machine", "Microsoft Corporation", tag="7783-7084-3265-9085-8269-3286-77")
)
# The emulator's leaf is TCGTCGTCGTCG, which lscpu does not name: https://github.com/SerenityOS/serenity/pull/8665
QEMU: Final = _GUEST.but(dmi("QEMU", "Standard PC (Q35 + ICH9, 2009)"), detected("qemu"))
# KVM in disguise, which systemd takes for Hyper-V: https://github.com/uyuni-project/uyuni/issues/2112
NUTANIX: Final = _GUEST.but(dmi("Nutanix", "AHV"), detected("microsoft", "Microsoft"))
# https://github.com/cloud-hypervisor/cloud-hypervisor/pull/1390
UNKNOWN: Final = _GUEST.but(dmi("Cloud Hypervisor", "cloud-hypervisor"), detected("vm-other", "KVM"))
# The same laptop with VT-x off in its firmware: the flag is gone and all else stays
FIRMWARE: Final = FRESH.but({"proc/cpuinfo": cpuinfo(NO_FLAGS), "proc/modules": ""}).without("dev/kvm")
# An Oracle server, on bare metal: https://github.com/systemd/systemd/issues/21100
ORACLE_SERVER: Final = FIRMWARE.but(dmi("Oracle Corporation", "SUN SERVER X3-2L", "Oracle Corporation"))
# /proc/version: https://github.com/leoheck/kiri/pull/28; no vmx: https://github.com/microsoft/WSL2-Linux-Kernel/issues/116;
# no DMI: https://github.com/sebhildebrandt/systeminformation/issues/592
WSL2: Final = _GUEST.but(
    {
        "proc/version": "Linux version 5.4.72-microsoft-standard-WSL2 (oe-user@oe-host) (gcc version 8.2.0 (GCC)) "
        "#1 SMP Wed Oct 28 23:40:43 UTC 2020",
        "proc/sys/fs/binfmt_misc/WSLInterop": "enabled\ninterpreter /init\n",
    },
    {**detected("microsoft", "Microsoft"), "systemd-detect-virt --container": "wsl"},
).without(*dmi("", ""))
# An older WSL2 without the mark: https://github.com/microsoft/WSL/issues/8361
WSL2_OLD: Final = WSL2.but(
    {"proc/version": "Linux version 4.19.104-microsoft-standard (jkp@DESKTOP-DKG6ENQ) (gcc version 7.5.0) #5 SMP"},
    {"systemd-detect-virt --container": ""},
).without("proc/sys/fs/binfmt_misc/WSLInterop")
# What systemd-detect-virt(1) calls them; the files are Docker's and Podman's own
DOCKER: Final = FRESH.but({".dockerenv": ""}, {"systemd-detect-virt --container": "docker"})
PODMAN: Final = FRESH.but({"run/.containerenv": 'engine="podman-4.3.1"\n'}, {"systemd-detect-virt --container": ""})
# Debian 13.4's base-files, as bug reports quote it
DEBIAN_13: Final = FRESH.but(
    {
        "etc/os-release": 'PRETTY_NAME="Debian GNU/Linux 13 (trixie)"\nVERSION_ID="13"\n'
        "VERSION_CODENAME=trixie\nDEBIAN_VERSION_FULL=13.4\nID=debian\n",
        "etc/debian_version": "13.4\n",
        "proc/version": version("6.12.73-1"),
    }
)
DEBIAN_11: Final = FRESH.but(
    {
        "etc/os-release": 'PRETTY_NAME="Debian GNU/Linux 11 (bullseye)"\nVERSION_ID="11"\n'
        "VERSION_CODENAME=bullseye\nID=debian\n",
        "etc/debian_version": "11.11\n",
    }
)
# Debian testing has no number: https://github.com/wimpysworld/deb-get/issues/839
DEBIAN_TESTING: Final = FRESH.but(
    {
        "etc/os-release": 'PRETTY_NAME="Debian GNU/Linux trixie/sid"\nVERSION_CODENAME=trixie\nID=debian\n',
        "etc/debian_version": "trixie/sid\n",
    }
)
# Ubuntu 24.04's base-files (13ubuntu10), whose debian_version is that of the Debian it was made from
UBUNTU: Final = FRESH.but(
    {
        "etc/os-release": 'PRETTY_NAME="Ubuntu 24.04 LTS"\nNAME="Ubuntu"\nVERSION_ID="24.04"\n'
        "VERSION_CODENAME=noble\nID=ubuntu\nID_LIKE=debian\n",
        "etc/debian_version": "trixie/sid\n",
        "proc/version": "Linux version 6.8.0-31-generic (buildd@lcy02-amd64-080) (x86_64-linux-gnu-gcc-13 (Ubuntu "
        "13.2.0-23ubuntu4) 13.2.0) #31-Ubuntu SMP PREEMPT_DYNAMIC Sat Apr 20 00:40:06 UTC 2024\n",
    }
)
# What sudo answers whom (tried with Debian 12's, 1.9.13): of these only the first is in no rule
_NOBODY: Final = in_groups("ana cdrom", "ana cdrom")
NOT_SUDOER: Final = FRESH.but(answers={**_NOBODY, SUDO: "Sorry, user ana may not run sudo on debian."})
SUDOER_BY_NAME: Final = FRESH.but(answers={**_NOBODY, SUDO: "sudo: a password is required"})
SUDOER_UNASKED: Final = FRESH.but(answers={**_NOBODY, SUDO: "yes"})
SUDO_NEXT_TIME: Final = NOT_SUDOER.but(answers={"id -nG ana": "ana cdrom sudo"})
NO_SUDO: Final = FRESH.but({"usr/bin/apt": ""}, _NOBODY).without("usr/bin/sudo")
# Debian 12's kernels before both fixes and between them
OLD_KERNEL: Final = FRESH.but({"proc/version": version("6.1.158-1")})
HALF_MENDED: Final = FRESH.but({"proc/version": version("6.1.177-1")})
ARM: Final = FRESH.but({"proc/cpuinfo": "processor\t: 0\nFeatures\t: fp asimd\n"}, {"uname -m": "aarch64"})
