"""Chapter 1: what KVM is."""

from typing import Final

from kvm_guide.model.fact import Fact

FACTS: Final = (
    Fact(
        id="module-names",
        after="kvm-module",
        probe="ls /lib/modules/$(uname -r)/kernel/arch/x86/kvm; lsmod | grep -o '^kvm_[a-z]*'",
        expect=(r"^kvm-intel\.ko$", r"^kvm-amd\.ko$", r"^kvm_(intel|amd)$"),
        # Compressed since Debian 13
        on={"13": {"expect": (r"^kvm-intel\.ko\.xz$", r"^kvm-amd\.ko\.xz$", r"^kvm_(intel|amd)$")}},
    ),
    Fact(
        id="qemu-without-kvm",
        after="install-packages",
        probe="qemu-system-x86_64 -accel help",
        expect=(r"^tcg$", r"^kvm$"),
    ),
    Fact(
        id="qemu-opens-kvm",
        after="guest-list",
        probe="stat -c %F /dev/kvm;"
        " find /proc/$(pgrep -f '^/usr/bin/qemu-system-x86_64 ')/fd -lname /dev/kvm -printf '%l\\n'",
        root=True,
        expect=(r"^character special file$", r"^/dev/kvm$"),
    ),
)
