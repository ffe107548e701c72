"""Preparing the machine."""

from typing import Final

from kvm_guide.model.fact import Fact
from kvm_guide.model.release import everywhere

FACTS: Final = (
    Fact(
        id="root-has-password",
        after="sudo-as-root",
        probe="passwd -S root | cut -d' ' -f1,2",
        expect=(r"^root P$",),
        root=True,
    ),
    Fact(
        id="sudo-is-a-group",
        after="sudo-as-root",
        probe="grep '^%' /etc/sudoers",
        expect=(r"^%sudo\s+ALL=\(ALL:ALL\) ALL$",),
        root=True,
    ),
    Fact(
        id="security-source",
        after="prepare-index",
        probe="apt-cache policy | grep -o 'n=bookworm[a-z-]*' | sort -u",
        expect=(r"^n=bookworm$", r"^n=bookworm-security$"),
        on=everywhere(
            lambda one: {
                "probe": f"apt-cache policy | grep -o 'n={one.codename}[a-z-]*' | sort -u",
                "expect": (rf"^n={one.codename}$", rf"^n={one.codename}-security$"),
            }
        ),
    ),
    Fact(
        id="newest-kernel-pulled",
        after="upgrade",
        probe="dpkg-query -W -f '${Depends}\\n' linux-image-amd64",
        expect=(r"^linux-image-6\.1\.0-\d+-amd64 \(= 6\.1\.[1-9]\d*-\d+\)$",),
        on={"13": {"expect": (r"^linux-image-6\.12\.\d+\+deb13-amd64 \(= 6\.12\.\d+-\d+\)$",)}},
    ),
    Fact(
        id="spanish-manuals-package",
        after="spanish-manual",
        probe="dpkg -S /usr/share/man/es/man1/ls.1.gz",
        expect=(r"^manpages-es: ",),
    ),
    Fact(
        id="address-by-dhcp",
        after="gateway",
        probe="grep '^iface e' /etc/network/interfaces",
        expect=(r"^iface e\w+ inet dhcp$",),
    ),
    Fact(
        id="ssh-at-boot",
        after="ssh-active",
        probe="systemctl is-enabled ssh",
        expect=(r"^enabled$",),
    ),
    Fact(
        id="root-not-by-password",
        after="ssh-active",
        probe="/usr/sbin/sshd -T | grep '^permitrootlogin'",
        # sshd -T has the older name of prohibit-password
        expect=(r"^permitrootlogin (without|prohibit)-password$",),
        root=True,
    ),
)
