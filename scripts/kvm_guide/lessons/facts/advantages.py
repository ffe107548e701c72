"""Chapter 2: advantages and drawbacks."""

from typing import Final

from kvm_guide.lessons import releases
from kvm_guide.model.fact import Fact
from kvm_guide.model.release import everywhere

# The line with the fault's number, and the last heading before it: the version that mended it
_MENDED: Final = "zcat /usr/share/doc/linux-image-$(uname -r)/changelog.gz | sed -n '/^linux/h; /{fault}/{{G;p;q}}'"

FACTS: Final = (
    Fact(
        id="qemu-unprivileged",
        after="guest-list",
        probe="ps -o user:20= -C qemu-system-x86",
        expect=(r"^libvirt-qemu\s*$",),
    ),
    Fact(
        id="qemu-confined",
        after="guest-list",
        # Without the guest's UUID, which is another one each time
        probe="sed 's/^libvirt-[0-9a-f-]* /libvirt-UUID /'"
        " /proc/$(pgrep -f '^/usr/bin/qemu-system-x86_64 ')/attr/current",
        root=True,
        expect=(r"^libvirt-UUID \(enforce\)$",),
    ),
    Fact(
        id="cve-2026-53359",
        after="kernel-fixes",
        probe=_MENDED.format(fault="CVE-2026-53359"),
        expect=(r"\bCVE-2026-53359\b", releases.mended("CVE-2026-53359")),
        on=everywhere(lambda one: {"expect": (r"\bCVE-2026-53359\b", releases.mended("CVE-2026-53359", one))}),
    ),
    Fact(
        id="cve-2026-64561",
        after="kernel-fixes",
        probe=_MENDED.format(fault="CVE-2026-64561"),
        expect=(r"\bCVE-2026-64561\b", releases.mended("CVE-2026-64561")),
        on=everywhere(lambda one: {"expect": (r"\bCVE-2026-64561\b", releases.mended("CVE-2026-64561", one))}),
    ),
    Fact(
        id="foreign-disks",
        after="install-packages",
        probe="qemu-img --help | grep '^Supported formats'",
        expect=(r"^Supported formats:.* vdi\b.* vmdk\b",),
        on={"13": {"probe": "qemu-img --help | grep -owE 'vdi|vmdk' | sort -u", "expect": (r"^vdi$", r"^vmdk$")}},
    ),
)
