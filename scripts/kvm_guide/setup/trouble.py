"""What a failed installation was about, read from what apt or pip printed."""

import re
from typing import Final

from kvm_guide.errors import Broken

# Ordered: the first that matches is the cause, the later ones are often its consequences.
_CAUSES: Final = (
    (
        r"No space left on device|Errno 28|enough free space|Disk quota exceeded",
        "the disk is full: free some space (some GB), then run it again.",
    ),
    (
        r"DO NOT MATCH THE HASHES|HashMismatch",
        "a downloaded package is not the one that requirements.lock names: look at what stands between this computer "
        "and the package index, then run it again.",
    ),
    (
        r"Failed to fetch \S*/(?P<file>\S+)\s+404",
        "the Debian mirror answers 404 for {file}: wait for it to finish its update or choose another mirror in "
        "/etc/apt, then run it again.",
    ),
    (
        r"Could not resolve|Temporary failure|Name or service not known|nodename nor servname|Network is unreachable"
        r"|No route to host|Could not connect|Cannot initiate the connection|NewConnectionError|ConnectTimeout"
        r"|Connection (?:refused|reset|timed out)|ReadTimeout|Max retries exceeded|Failed to establish",
        "the network does not answer: connect this computer (or name its proxy in https_proxy), then run it again.",
    ),
    (
        r"CERTIFICATE_VERIFY_FAILED|certificate verification failed",
        "the package server's certificate is not trusted here: install the package ca-certificates, or name your "
        "network's own certificate in PIP_CERT, then run it again.",
    ),
    (
        r"Could not get lock|Unable to acquire the dpkg frontend lock",
        "another program is installing packages: wait until it has ended, then run it again.",
    ),
    (r"dpkg was interrupted", "an earlier installation was cut off: run `sudo dpkg --configure -a`, then this again."),
    (
        r"Unable to locate package (?P<file>\S+)",
        "apt does not know the package {file}: look at the sources in /etc/apt, then run it again.",
    ),
    (
        r"not in the sudoers|may not run sudo|a password is required|incorrect password",
        "this user may not use sudo: let an administrator install the packages named above, then run it again.",
    ),
    (r"Permission denied|Errno 13", "this user may not write there: run it as the owner of the folder."),
)


def trouble(what: str, output: str) -> Broken:
    """The error to raise when `what` failed and printed `output`."""
    for pattern, cause in _CAUSES:
        if match := re.search(pattern, output):
            return Broken(f"{what} failed: {cause.format(**match.groupdict())}")
    said = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in said if re.match(r"E:|ERROR|error:", line)] or said or ["it said nothing"]
    return Broken(f"{what} failed, and said: “{errors[-1][:300]}”.")
