"""What steps say of a release: its name, and its kernels that have the faults of nested virtualisation mended."""

import re
from typing import Final

from kvm_guide.model.release import DEFAULT, RELEASES, Otherwise, Release, everywhere
from kvm_guide.model.step import Text

LEAST: Final = DEFAULT.least_kernel
_FIRST, _LAST = ", ".join(one.name for one in RELEASES[:-1]), RELEASES[-1].name
ALL: Final = Text(es=f"{_FIRST} y {_LAST}", en=f"{_FIRST} and {_LAST}")
"""Those that the guide is proven on, in a sentence."""


def is_it(release: Release = DEFAULT) -> str:
    """Whether this is a machine of `release`."""
    return f"grep -q '^{release.number}' /etc/debian_version"


def sources(release: Release = DEFAULT) -> tuple[str, ...]:
    """The archives that its apt takes packages from, in its own list."""
    return tuple(rf" {release.codename}{part} main" for part in ("", "-updates", "-security"))


def has_security(release: Release = DEFAULT) -> str:
    """Whether apt takes packages from its security archive."""
    return f"grep -rqs {release.codename}-security /etc/apt/sources.list /etc/apt/sources.list.d"


def shown(release: Release = DEFAULT) -> str:
    """What it says of its release."""
    return rf"^{release.number}\.\d+$"


def kernel_expect(release: Release = DEFAULT) -> tuple[str, ...]:
    """What `uname -v` says of a kernel that has them, for the third number of a version of three digits."""
    major, minor, patch = re.split(r"[.-]", release.least_kernel)[:3]
    first, second, third = (int(digit) for digit in patch)
    tens = "9" if second == 8 else f"[{second + 1}-9]"
    there = rf"{first}{second}[{third}-9]|{first}{tens}\d|[{first + 1}-9]\d\d"
    return (rf"Debian {major}\.{minor}\.({there})-\d",)


def dotted(version: str) -> str:
    """A pattern of `version`."""
    return version.replace(".", r"\.")


def mended(fault: str, release: Release = DEFAULT) -> str:
    """The heading of the changes, in the changelog of its kernel, with which it mended `fault`, a CVE."""
    return rf"^linux \({dotted(release.kernel[fault])}\) "


def kernel_check(release: Release = DEFAULT) -> str:
    """Whether the running kernel has them, not the newest one installed: compared within its own series only."""
    series = release.series.replace(".", "\\.")
    return (
        f"v=$(uname -v | sed -n 's/.*Debian \\({series}\\.[^ ]*\\).*/\\1/p');"
        f' test -n "$v" && dpkg --compare-versions "$v" ge {release.least_kernel}'
    )


def kernel_on(why: Text) -> Otherwise:
    """A step's claim on the other releases. why: as the guide's own release has it, with its version."""
    return everywhere(
        lambda release: {
            "why": Text(*(said.replace(LEAST, release.least_kernel) for said in (why.es, why.en))),
            "expect": kernel_expect(release),
            "check": kernel_check(release),
        }
    )
