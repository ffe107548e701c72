"""Chapter 3: QEMU, libvirt, libvirtd, virsh and virt-manager."""

from typing import Final

from kvm_guide.model.fact import Fact

FACTS: Final = (
    Fact(
        id="libvirt-socket",
        after="socket-status",
        probe="stat -c '%F %n' /run/libvirt/libvirt-sock",
        expect=(r"^socket /run/libvirt/libvirt-sock$",),
    ),
    Fact(
        id="libvirtd-package",
        after="install-packages",
        probe="dpkg -S sbin/libvirtd",
        expect=(r"^libvirt-daemon: /usr/sbin/libvirtd$",),
    ),
    Fact(
        id="process-per-guest",
        after="guest-list",
        probe="pgrep -fa '^/usr/bin/qemu-system-x86_64 ' | cut -d' ' -f2-4",
        expect=(r"^/usr/bin/qemu-system-x86_64 -name guest=first-guest,",),
    ),
    Fact(
        id="networks-are-xml",
        after="network-before",
        probe="virsh -c qemu:///system net-dumpxml default | grep '<name>'",
        expect=(r"^\s*<name>default</name>$",),
    ),
    Fact(
        id="libvirtd-version",
        after="install-packages",
        probe="libvirtd --version",
        expect=(r"^libvirtd \(libvirt\) 9\.0\.",),
        on={"13": {"expect": (r"^libvirtd \(libvirt\) 11\.3\.",)}},
    ),
    Fact(
        id="no-virtqemud",
        after="install-packages",
        probe="systemctl cat virtqemud.service",
        exit_status=1,
        expect=(r"^No files found for virtqemud\.service\.$",),
    ),
    Fact(
        id="log-and-lock-daemons",
        after="install-packages",
        probe="dpkg -L libvirt-daemon | grep /sbin/",
        expect=(r"^/usr/sbin/virtlogd$", r"^/usr/sbin/virtlockd$"),
        # Packages of their own there
        on={"13": {"probe": "dpkg -L libvirt-daemon-log libvirt-daemon-lock | grep /sbin/"}},
    ),
    Fact(
        id="log-and-lock-sockets",
        after="socket-status",
        probe="systemctl list-sockets --no-legend virtlogd.socket virtlockd.socket",
        expect=(r"\svirtlogd\.socket\s+virtlogd\.service$", r"\svirtlockd\.socket\s+virtlockd\.service$"),
    ),
    Fact(
        id="libvirtd-by-socket",
        after="socket-status",
        probe="systemctl list-sockets --no-legend libvirtd.socket",
        expect=(r"\slibvirtd\.socket\s+libvirtd\.service$",),
    ),
    Fact(
        id="libvirtd-timeout",
        after="install-packages",
        probe="systemctl show libvirtd.service --property=Environment",
        expect=(r"--timeout 120\b",),
    ),
    Fact(
        id="qemu-img-package",
        after="install-packages",
        probe="dpkg -S bin/qemu-img",
        expect=(r"^qemu-utils: /usr/bin/qemu-img$",),
    ),
    Fact(
        id="libvirt-guests-package",
        after="install-packages",
        probe="dpkg -S libvirt-guests.service",
        expect=(r"^libvirt-daemon-system: /lib/systemd/system/libvirt-guests\.service$",),
        on={"13": {"expect": (r"^libvirt-daemon-common: /usr/lib/systemd/system/libvirt-guests\.service$",)}},
    ),
    Fact(
        id="virt-install-package",
        after="install-packages",
        probe="dpkg -S bin/virt-install",
        expect=(r"^virtinst: /usr/bin/virt-install$",),
        on={"13": {"expect": (r"^virt-install: /usr/bin/virt-install$",)}},
    ),
    Fact(
        id="clients-package",
        after="install-packages",
        probe="dpkg -S bin/virsh bin/virt-host-validate",
        expect=(r"^libvirt-clients: /usr/bin/virsh$", r"^libvirt-clients: /usr/bin/virt-host-validate$"),
        on={
            "13": {
                "expect": (
                    r"^libvirt-clients: /usr/bin/virsh$",
                    r"^libvirt-daemon-common: /usr/bin/virt-host-validate$",
                )
            }
        },
    ),
    Fact(
        id="readmes",
        after="install-packages",
        probe="ls /usr/share/doc/libvirt-daemon/README.Debian.gz /usr/share/doc/virt-manager/README.Debian",
        expect=(
            r"^/usr/share/doc/libvirt-daemon/README\.Debian\.gz$",
            r"^/usr/share/doc/virt-manager/README\.Debian$",
        ),
    ),
)
