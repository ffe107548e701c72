"""What files and commands of a machine say, taken apart. Text in, values out; what cannot be read is left out."""

import ipaddress
import re
from typing import Final

# Of dpkg's states, those in which nothing is left to do.
_SETTLED: Final = frozenset({"installed", "config-files", "not-installed"})
# What `uname -v` says, at the end of /proc/version: "#1 SMP PREEMPT_DYNAMIC Debian 6.1.192-2 (2026-10-30)". Before it
# the compiler's version stands, which is Debian's too
_KERNEL_PACKAGE: Final = re.compile(r"#\d+ .*\bDebian (\d[^ ]*)")


def assignments(text: str) -> dict[str, str]:
    """The values by name of lines as `NAME="value"` (/etc/os-release)."""
    pairs = (line.partition("=") for line in text.splitlines())
    return {name: value.strip("\"'") for name, mark, value in pairs if mark}


def colon_separated(text: str) -> dict[str, str]:
    """The values by name of lines as `Name:   value` (lscpu, /proc/cpuinfo); of a repeated name, the first."""
    values: dict[str, str] = {}
    for line in text.splitlines():
        name, mark, value = line.partition(":")
        if mark:
            values.setdefault(name.strip(), value.strip())
    return values


def cpu_flags(cpuinfo: str) -> frozenset[str]:
    """The flags of the first CPU in /proc/cpuinfo."""
    return frozenset(colon_separated(cpuinfo).get("flags", "").split())


def memory(meminfo: str) -> int:
    """The bytes of memory that /proc/meminfo tells; 0 where it does not."""
    total, _, _unit = colon_separated(meminfo).get("MemTotal", "").partition(" ")
    return int(total) * 1024 if total.isdigit() else 0


def modules(text: str) -> frozenset[str]:
    """The names in /proc/modules."""
    return frozenset(line.split()[0] for line in text.splitlines() if line.strip())


def packages(status: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """From dpkg's status file: the version by name of what is installed, and the names of what was left half done."""
    installed: dict[str, str] = {}
    broken: list[str] = []
    for stanza in status.split("\n\n"):
        values = _stanza(stanza)
        name, state = values.get("Package", ""), values.get("Status", "").split()
        if not name or len(state) != 3:
            continue
        if state[1] != "ok" or state[2] not in _SETTLED:
            broken.append(name)
        elif state[2] == "installed":
            installed[name] = values.get("Version", "")
    return installed, tuple(sorted(broken))


def units(shown: str) -> dict[str, dict[str, str]]:
    """The properties by name, by unit, that `systemctl show` of several units tells."""
    blocks = [assignments(block) for block in shown.split("\n\n")]
    return {block["Id"]: block for block in blocks if "Id" in block}


def routes(table: str) -> tuple[tuple[str, str], ...]:
    """From /proc/net/route, (interface, network) of each route but the default ones."""
    found: list[tuple[str, str]] = []
    for line in table.splitlines()[1:]:
        columns = line.split()
        if len(columns) >= 8:
            network = ipaddress.IPv4Network((_address(columns[1]), _address(columns[7])), strict=False)
            if network.prefixlen:
                found.append((columns[0], str(network)))
    return tuple(found)


def kernel_package(version: str) -> str:
    """The version of the package that the running kernel is from, in /proc/version; "" where it is not Debian's."""
    found = _KERNEL_PACKAGE.search(version)
    return found[1] if found else ""


def older(version: str, than: str) -> bool:
    """Whether one package's version comes before another's, by dpkg's rules; neither has an epoch.

    Upstream's part is compared first, then Debian's; letters and numbers in turn, and `~` comes before the end.
    """
    return [_turns(part) for part in _parts(version)] < [_turns(part) for part in _parts(than)]


def _parts(version: str) -> tuple[str, str]:
    upstream, _, revision = version.rpartition("-") if "-" in version else (version, "", "")
    return upstream, revision


def _turns(part: str) -> list[tuple[list[int], int]]:
    found = re.findall(r"(\D*)(\d*)", part)
    return [([*map(_weight, letters), 0], int(number or 0)) for letters, number in found]


def _weight(letter: str) -> int:
    # The end of the letters weighs 0
    return -1 if letter == "~" else ord(letter) if letter.isalpha() else ord(letter) + 256


def _stanza(text: str) -> dict[str, str]:
    # A status file has some megabytes: only the three lines that matter are looked at
    wanted = ("Package: ", "Status: ", "Version: ")
    lines = (line.partition(": ") for line in text.split("\n") if line.startswith(wanted))
    return {name: value for name, _, value in lines}


def _address(hexadecimal: str) -> str:
    # The kernel prints the number as a PC keeps it in memory, so the first byte comes last
    return str(ipaddress.IPv4Address(bytes.fromhex(hexadecimal)[::-1]))
