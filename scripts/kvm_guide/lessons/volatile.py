"""What programs print otherwise each time although nothing is another: patterns for `Step.volatile`."""

from typing import Final

SUDO_ASKS: Final = r"^\[sudo\] .*\n"
"""sudo asks again where its last question is too long ago: that depends on how quick the machine is."""
_FETCHED: Final = r"^(Fetched|Descargados) "
_ROOM: Final = r"^ +(?:Space needed|Freed space): .*$"
APT_FETCHES: Final = rf"^(Get|Des|Hit|Obj|Ign):\d+ (.*\n)(?:.*\n)*?(?={_FETCHED})|{_FETCHED}.*$|{_ROOM}"
"""apt fetches side by side: in which order, in how many lines and how fast is another each time. apt 3 says besides how
much of the disk is free."""
WALL: Final = r"(?<=\()\w{3} \d{4}-\d\d-\d\d \d\d:\d\d:\d\d \w+(?=\))"
"""When whoever reboots a machine says so to those who are logged in."""
SYSTEMD_STATUS: Final = (
    r"(?<= since ).*ago$",
    r"^(TriggeredBy:|\s+)\s*● \S+\.socket\n",
    r"(?<=Main PID: )\d+",
    r"(?<=Tasks: )\d+",
    r"(?<=Memory: ).*$",
    r"(?<=CPU: ).*$",
    r"^\s+[├└]─.*\n?",
    r"^[A-Za-z]{3} \d\d \d\d:\d\d:\d\d .*\n?",
    r"\n+\Z",
)
KERNEL_LOG: Final = r"(?<=\n)\[ *\d+\.\d+\](?! Linux version)(?:.*\n)*?(?=.*\(initramfs\)|BusyBox)|^\[ *\d+\.\d+\]"
"""All of it but the kernel's version: what else there is, and how its lines break, depends on how quick the CPU is."""
SIZES: Final = r"\b\d+(?:[.,]\d+)?(?:[KMG]i|[KMG]|%)(?=\s)"
DAY_AND_TIME: Final = r"\b[A-Za-z]{3} +\d{1,2} \d\d:\d\d\b"
