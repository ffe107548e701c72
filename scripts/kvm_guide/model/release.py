"""The releases of Debian that the guide is proven on. Standard library only: the student's helper reads them.

Another one is a line here, and a run of `scripts/verify --release`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar

T = TypeVar("T")

Otherwise = Mapping[str, Mapping[str, object]]
"""What of a step or a fact is another on a release, by its number: its fields with their values there."""


@dataclass(frozen=True)
class Release:
    """A release of Debian.

    number: as its records and pages have it ("12"). codename: as its archive has it.
    kernel: the faults of nested virtualisation by which a guest gets out to its host, each with the version of the
    package of Linux that mends it, the oldest first (/usr/share/doc/linux-image-*/changelog.gz).
    renamed: packages of the lab's images (vm/recipe.py) that it calls otherwise than `DEFAULT` does; "": it has none.
    """

    number: str
    codename: str
    kernel: Mapping[str, str]
    renamed: Mapping[str, str] = field(default_factory=dict)

    @property
    def least_kernel(self) -> str:
        """The version of the first kernel with all those faults mended."""
        return tuple(self.kernel.values())[-1]

    @property
    def series(self) -> str:
        """Of Linux, that its kernel is of: "6.1"."""
        return ".".join(self.least_kernel.split(".")[:2])

    @property
    def name(self) -> str:
        """As readers call it."""
        return f"Debian {self.number}"


RELEASES: Final = (
    Release("12", "bookworm", {"CVE-2026-53359": "6.1.177-1", "CVE-2026-64561": "6.1.187-1"}),
    Release(
        "13",
        "trixie",
        {"CVE-2026-53359": "6.12.95-1", "CVE-2026-64561": "6.12.101-1"},
        {
            # What task-xfce-desktop brings as polkit's agent there
            "policykit-1-gnome": "mate-polkit",
            "libboost-iostreams1.74.0": "libboost-iostreams1.83.0",
            "libboost-thread1.74.0": "libboost-thread1.83.0",
        },
    ),
)
DEFAULT: Final = RELEASES[0]
"""The guide's own: what its pages are about, and what they prove first."""
NUMBERS: Final = tuple(one.number for one in RELEASES)


def release(number: str) -> Release:
    """The release called `number`. Raises KeyError."""
    for one in RELEASES:
        if one.number == number:
            return one
    raise KeyError(number)


def everywhere(say: Callable[[Release], Mapping[str, object]]) -> Otherwise:
    """What is another on each release but the guide's own, as `say` says it: for what names the release."""
    return {one.number: say(one) for one in RELEASES if one != DEFAULT}


def varied(one: T, on: Otherwise, number: str) -> T:
    """`one`, a dataclass with a field `on`, as it is on the release called `number`. Raises TypeError, ValueError."""
    return replace(one, **{**on[number], "on": {}}) if number in on else one  # type: ignore[type-var]


def check(what: str, on: Iterable[str]) -> None:
    """Refuse a release that there is not. Raises ValueError."""
    unknown = [number for number in on if number not in NUMBERS]
    if unknown:
        raise ValueError(f"{what} is another on Debian {unknown[0]}, which is no release of model/release.py")
