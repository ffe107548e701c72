"""What steps say of a release: its name, and its kernels that have the faults of nested virtualisation mended."""

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
    """What `uname -v` says of a kernel that has them: of the same series, its last number as high, or higher."""
    series, _, number = release.least_kernel.partition("-")[0].rpartition(".")
    return (rf"Debian {dotted(series)}\.({_at_least(number)})-\d",)


def _at_least(number: str) -> str:
    """A pattern of the numbers from `number` on that have as many digits; of one digit, of all from it on."""
    if len(number) == 1:
        return rf"[{number}-9]|[1-9]\d+"
    ways = [f"{number[:-1]}[{number[-1]}-9]"]
    for place in range(len(number) - 2, -1, -1):
        least = int(number[place]) + 1
        if least <= 9:
            ways.append(f"{number[:place]}{'9' if least == 9 else f'[{least}-9]'}" + r"\d" * (len(number) - place - 1))
    return "|".join(ways)


def dotted(version: str) -> str:
    """A pattern of `version`."""
    return version.replace(".", r"\.")


def mended(fault: str, release: Release = DEFAULT) -> str:
    """The heading of the changes, in the changelog of its kernel, with which it mended `fault`, a CVE."""
    return rf"^linux \({dotted(release.kernel[fault])}\) "


def kernel_check(release: Release = DEFAULT) -> str:
    """Whether the running kernel has them, not the newest one installed: compared within its own series only."""
    return (
        f"v=$(uname -v | sed -n 's/.*Debian \\({dotted(release.series)}\\.[^ ]*\\).*/\\1/p');"
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
