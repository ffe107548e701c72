"""How the lab brings troubles about: the state, what spoils it, what is then typed, and what mends it. Data only."""

from dataclasses import dataclass
from typing import Final

FRESH: Final = "software-missing"
"""The last step of chapter 4: nothing has been installed."""
READY: Final = "network-after"
"""All but virt-manager: the reader is in the groups, the network runs."""
OUTSIDE: Final = "validate-without-kvm"
"""All is installed, and the reader is in no group yet."""
ROOT: Final = "raiz"
"""Root's password, where a trouble needs that root has one."""


@dataclass(frozen=True)
class Brought:
    """One trouble. after: the step whose state it starts from. spoil: root's shell commands that bring it about.

    command: what the reader types and sees its message of. cure: what mends it, None where the table's own command
    does; answers: to what is asked meanwhile. then: what passes afterwards, None where `command` does. relogin: the
    spoilt state, and the mended one, count from a new login. spanish: its message is looked for in Spanish too (not
    where a service prints it, which speaks the system's language).
    """

    trouble: str
    after: str
    spoil: str
    command: str
    cure: str | None = None
    answers: tuple[tuple[str, str], ...] = ()
    then: str | None = None
    relogin: bool = False
    spanish: bool = True


_PASSWORD: Final = (r"(Password|Contrase\S+): ?", ROOT)
_EMULATOR: Final = "timeout 20 qemu-system-x86_64 -accel kvm -machine pc -display none -S -monitor none -serial none"
_DEFINE: Final = (
    "virt-install --connect qemu:///system --name first-guest --memory 128 --osinfo linux2022 --import --disk none"
    " --network none --graphics none --print-xml 1 > first.xml && virsh -c qemu:///system define first.xml"
)

BROUGHT: Final = (
    Brought(
        "not-sudoer",
        FRESH,
        f"gpasswd -d ana sudo; echo root:{ROOT} | chpasswd",
        "sudo true",
        answers=(_PASSWORD,),
        relogin=True,
    ),
    Brought(
        "cdrom",
        FRESH,
        "sed -i '1i deb cdrom:[Debian GNU/Linux 12.5.0 _Bookworm_ - Official amd64 DVD]/ bookworm main' "
        "/etc/apt/sources.list",
        "sudo apt update",
    ),
    Brought(
        "unknown-package",
        FRESH,
        "rm -rf /var/lib/apt/lists/*; apt-get clean",
        "sudo apt install --simulate virtinst",
    ),
    Brought("apt-broken", FRESH, ": > /var/lib/dpkg/updates/0001", "sudo apt install -y sudo"),
    Brought("module-rights", READY, "modprobe -r kvm_amd", "/usr/sbin/modprobe kvm_amd", cure="sudo modprobe kvm_amd"),
    Brought("needs-root", READY, "true", "/usr/sbin/usermod -aG libvirt ana", then="id -nG ana"),
    Brought("apt-not-root", READY, "true", "apt install virtinst", cure="sudo apt install virtinst", then="true"),
    Brought("device", READY, "modprobe -r kvm_amd", _EMULATOR, cure="sudo modprobe kvm_amd", then="test -w /dev/kvm"),
    Brought("kvm-closed", OUTSIDE, "true", _EMULATOR, then="test -w /dev/kvm", relogin=True),
    Brought(
        "masked",
        READY,
        "systemctl mask --now libvirtd.socket libvirtd-ro.socket libvirtd-admin.socket libvirtd.service",
        "sudo systemctl start libvirtd",
        then="virsh list",
    ),
    Brought(
        "socket-off",
        READY,
        "systemctl stop libvirtd.socket libvirtd-ro.socket libvirtd-admin.socket libvirtd.service",
        "virsh list",
    ),
    Brought("network-active", READY, "true", "virsh net-start default", cure="true", then="virsh net-info default"),
    Brought(
        "network-missing",
        READY,
        "virsh net-destroy default; virsh net-undefine default",
        "virsh net-start default",
    ),
    Brought(
        "network-taken",
        READY,
        "virsh net-destroy default; ip link add lab0 type dummy; ip address add 192.168.122.7/24 dev lab0; "
        "ip link set lab0 up",
        "virsh net-start default",
        spanish=False,
    ),
    Brought("network-off", READY, "virsh net-destroy default", "virsh net-destroy default"),
    Brought(
        "guest-exists",
        READY,
        f"su - ana -c '{_DEFINE}'",
        "virt-install --connect qemu:///system --name first-guest --memory 128 --osinfo linux2022 --import --disk none"
        " --network none --graphics none --noautoconsole",
        cure="virsh undefine first-guest",
        then="virsh list --all",
    ),
    Brought("guest-not-found", READY, "true", "virsh start nowhere", cure="virsh list --all", then="virsh list"),
    Brought(
        "osinfo-required",
        READY,
        "true",
        "virt-install --connect qemu:///system --name other --memory 128 --import --disk none --network none"
        " --graphics none --noautoconsole",
        then="true",
    ),
)
