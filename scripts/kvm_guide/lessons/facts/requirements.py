"""Chapter 4: the requirements."""

from typing import Final

from kvm_guide.lessons import releases
from kvm_guide.model.fact import Fact
from kvm_guide.model.release import DEFAULT, Release, everywhere


def _mended(release: Release) -> tuple[str, ...]:
    """Both, the newest first."""
    return tuple(releases.mended(fault, release) for fault in tuple(release.kernel)[::-1])


FACTS: Final = (
    Fact(
        id="nesting-on",
        after="kvm-module",
        probe="head -qn1 /sys/module/kvm_*/parameters/nested",
        expect=(r"^(1|Y)$",),
    ),
    Fact(
        id="fixed-kernels",
        after="kernel-fixes",
        probe="zcat /usr/share/doc/linux-image-$(uname -r)/changelog.gz"
        " | sed -n '/^linux/h; /CVE-2026-53359/{G;p}; /CVE-2026-64561/{G;p}'",
        expect=_mended(DEFAULT),
        on=everywhere(lambda one: {"expect": _mended(one)}),
    ),
    Fact(
        id="uname-is-no-version",
        after="kernel-fixes",
        probe="uname -r; dpkg-query -W -f '${Version}\\n' linux-image-$(uname -r)",
        expect=(r"^6\.1\.0-\d+-", r"^6\.1\.[1-9]\d*-\d+$"),
        on={"13": {"expect": (r"^6\.12\.\d+\+deb13-", r"^6\.12\.\d+-\d+$")}},
    ),
    Fact(
        id="a-line-per-cpu",
        after="cpu-flags",
        probe="echo \"$(grep -Ec '^flags.*\\b(vmx|svm)\\b' /proc/cpuinfo) = $(nproc)\"",
        expect=(r"^([1-9]\d*) = \1$",),
    ),
    Fact(
        id="egrep-silent",
        after="cpu-flags",
        # A warning would be a second line
        probe="echo svm | egrep svm 2>&1 | wc -l",
        expect=(r"^1$",),
    ),
    Fact(
        id="module-by-itself",
        after="kvm-module",
        # By these, udev loads each where the CPU has its extension
        probe="/sbin/modinfo -F alias kvm_intel kvm_amd",
        expect=(r"^cpu:type:x86,.*:feature:\*0085\*$", r"^cpu:type:x86,.*:feature:\*00C2\*$"),
    ),
)
