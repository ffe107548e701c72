"""Chapter 5: the install."""

from typing import Final

from kvm_guide.lessons import releases
from kvm_guide.model.fact import Fact
from kvm_guide.model.release import everywhere

PACKAGES: Final = (
    Fact(
        id="qemu-kvm-virtual",
        after="install-packages",
        probe="dpkg-query -W -f '${binary:Package} ${db:Status-Status} ${Provides}\\n' qemu-kvm qemu-system-x86",
        expect=(r"^qemu-kvm not-installed\b", r"^qemu-system-x86 installed .*\bqemu-kvm\b"),
    ),
    Fact(
        id="clients-come-along",
        after="install-packages",
        probe="dpkg-query -W -f '${Depends}\\n' libvirt-daemon-system | grep -o 'libvirt-clients'",
        expect=(r"^libvirt-clients$",),
    ),
    Fact(
        id="bridge-utils-holds",
        after="install-extras",
        probe="dpkg -L bridge-utils | grep -E '/brctl$|/if-pre-up.d/'",
        expect=(r"^/sbin/brctl$", r"^/etc/network/if-pre-up\.d/bridge$"),
        on={"13": {"expect": (r"^/usr/sbin/brctl$", r"^/etc/network/if-pre-up\.d/bridge$")}},
    ),
    Fact(
        id="guestfs-tools-pulled",
        after="install-extras",
        probe="dpkg-query -W -f '${Depends}\\n' libguestfs-tools",
        expect=(r"\bguestfish\b", r"\bguestmount\b", r"\bguestfs-tools\b"),
    ),
    Fact(
        id="kernel-recommended",
        after="install-extras",
        probe="dpkg-query -W -f '${Package}: ${Recommends}\\n' supermin",
        expect=(r"^supermin: .*\blinux-image-amd64\b",),
    ),
    Fact(
        id="osinfo-query-package",
        after="install-extras",
        probe="dpkg -S bin/osinfo-query",
        expect=(r"^libosinfo-bin: /usr/bin/osinfo-query$",),
    ),
    Fact(
        id="xorriso-comes-along",
        after="install-packages",
        probe="dpkg-query -W -f '${Depends}\\n' virtinst",
        expect=(r"\bxorriso\b",),
        # There virtinst is an empty package, which brings virt-install
        on={"13": {"probe": "dpkg-query -W -f '${Depends}\\n' virt-install"}},
    ),
    Fact(
        id="readme-of-2014",
        after="install-packages",
        probe="zcat /usr/share/doc/libvirt-daemon/README.Debian.gz | grep -E 'bridge-utils|^ -- '",
        expect=(r"\bbridge-utils\b", r"^ -- .* Dec 2014 "),
    ),
    Fact(
        id="bridge-utils-not-asked",
        after="install-packages",
        probe="dpkg-query -W -f '${Package}: ${Depends}, ${Recommends}\\n' libvirt-daemon libvirt-daemon-system",
        expect=(r"^libvirt-daemon: (?!.*\bbridge-utils)", r"^libvirt-daemon-system: (?!.*\bbridge-utils)"),
    ),
    Fact(
        id="dnsmasq-recommended",
        after="install-packages",
        probe="dpkg-query -W -f 'Depends: ${Depends}\\nRecommends: ${Recommends}\\n' libvirt-daemon-system",
        expect=(r"^Depends: (?!.*\bdnsmasq)", r"^Recommends: .*\bdnsmasq-base\b"),
        only=("12",),
    ),
    Fact(
        id="also-recommended",
        after="install-packages",
        probe="dpkg-query -W -f '${Package}: ${Recommends}\\n' qemu-system-x86 libvirt0",
        expect=(r"^qemu-system-x86: .*\bqemu-utils\b", r"^libvirt0: .*\blibvirt-l10n\b"),
    ),
    Fact(
        id="extras-count",
        after="install-extras",
        probe="grep -A2 'Commandline: apt install -y bridge-utils' /var/log/apt/history.log"
        " | grep '^Install' | grep -o '(' | wc -l",
        expect=(r"^69$",),
        on={"13": {"expect": (r"^74$",)}},
    ),
    Fact(
        id="extras-scheduled",
        after="install-extras",
        probe="ls /etc/cron.d/mdadm /etc/cron.daily/mdadm",
        expect=(r"^/etc/cron\.d/mdadm$", r"^/etc/cron\.daily/mdadm$"),
        only=("12",),
    ),
)

SERVICE: Final = (
    Fact(
        id="enabled-by-package",
        after="install-packages",
        probe="systemctl is-enabled libvirtd.service; systemctl is-active libvirtd.socket",
        expect=(r"^enabled$", r"^active$"),
    ),
    Fact(
        id="stops-after-120",
        after="service-status",
        probe="ps -o args= -C libvirtd",
        expect=(r"^/usr/sbin/libvirtd --timeout 120$",),
    ),
    Fact(
        id="guests-service",
        after="install-packages",
        probe="systemctl is-enabled libvirt-guests",
        expect=(r"^enabled$",),
    ),
    Fact(
        id="guests-minutes",
        after="install-packages",
        # In seconds
        probe="grep ^SHUTDOWN_TIMEOUT /usr/lib/libvirt/libvirt-guests.sh",
        expect=(r"^SHUTDOWN_TIMEOUT=300$",),
    ),
)

PERMISSIONS: Final = (
    Fact(
        id="getfacl-package",
        after="kvm-device",
        probe="dpkg -S bin/getfacl",
        expect=(r"^acl: /bin/getfacl$",),
        on={"13": {"expect": (r"^acl: /usr/bin/getfacl$",)}},
    ),
    Fact(
        id="session-by-default",
        after="empty-session-list",
        probe="virsh uri",
        expect=(r"^qemu:///session$",),
    ),
    Fact(
        id="libvirt-group-allowed",
        after="install-packages",
        probe="grep isInGroup /usr/share/polkit-1/rules.d/60-libvirt.rules",
        root=True,
        expect=(r"isInGroup\(\"libvirt\"\)",),
    ),
    Fact(
        id="session-has-no-network",
        after="empty-session-list",
        probe="virsh -c qemu:///session net-info default",
        exit_status=1,
        expect=(r"^error: Network not found: no network with matching name 'default'$",),
    ),
    Fact(
        id="group-of-qemu",
        after="guest-list",
        probe="ps -o group:20= -C qemu-system-x86",
        expect=(r"^libvirt-qemu\s*$",),
    ),
    Fact(
        id="each-new-terminal",
        after="default-uri",
        probe="bash -ic 'echo $LIBVIRT_DEFAULT_URI' 2>/dev/null",
        expect=(r"^qemu:///system$",),
    ),
    Fact(
        id="home-is-closed",
        after="install-packages",
        # What Debian gives a new user's folder: nobody else may enter
        probe="grep -E '^#?DIR_MODE=' /etc/adduser.conf",
        expect=(r"^#?DIR_MODE=0700$",),
    ),
)

NETWORK: Final = (
    Fact(
        id="network-off",
        after="network-before",
        probe="virsh -c qemu:///system net-info default | grep -E '^(Active|Autostart)'",
        expect=(r"^Active:\s+no$", r"^Autostart:\s+no$"),
    ),
    Fact(
        id="three-times",
        after="network-before",
        probe="virsh -c qemu:///system net-dumpxml --inactive default | grep -o '192\\.168\\.122\\.' | wc -l",
        expect=(r"^3$",),
    ),
    Fact(
        id="dhcp-range",
        after="network-after",
        probe="virsh -c qemu:///system net-dumpxml default | grep '<range'",
        expect=(r"<range start='192\.168\.122\.2' end='192\.168\.122\.254'/>",),
    ),
)

VALIDATION: Final = (
    Fact(
        id="devices-as-root",
        after="validate",
        probe="virt-host-validate qemu | grep \"'devices'\"",
        root=True,
        expect=(r"'devices'.*: PASS$",),
    ),
    Fact(
        id="wrong-grep",
        after="validate",
        probe="printf '%s\\n' FALLA ADVERTENCIA | grep -ci 'FALLA\\ADVERTENCIA'",
        exit_status=1,
        expect=(r"^0$",),
    ),
    Fact(
        id="words-of-l10n",
        after="install-packages",
        probe="dpkg -S es/LC_MESSAGES/libvirt.mo",
        expect=(r"^libvirt-l10n: /usr/share/locale/es/LC_MESSAGES/libvirt\.mo$",),
    ),
    Fact(
        id="vmlinuz-link",
        after="kernel-fixes",
        probe="readlink /vmlinuz",
        expect=(r"^boot/vmlinuz-6\.1\.",),
        on=everywhere(lambda one: {"expect": (rf"^boot/vmlinuz-{releases.dotted(one.series)}\.",)}),
    ),
)

FACTS: Final = (*PACKAGES, *SERVICE, *PERMISSIONS, *NETWORK, *VALIDATION)
