"""Installs missing Debian packages, after saying which and why."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from typing import Final

from kvm_guide.errors import Broken
from kvm_guide.setup.child import run_shown
from kvm_guide.setup.needs import Need, distribution
from kvm_guide.setup.trouble import trouble

APT_GET: Final = ("env", "DEBIAN_FRONTEND=noninteractive", "LC_ALL=C", "apt-get", "-o", "DPkg::Lock::Timeout=300")


def install(command: str, missing: Sequence[Need]) -> None:
    """Install the packages of `missing` for `command`, or raise Broken with what the user can do instead."""
    packages = [need.package for need in missing]
    reasons = "".join(f"\n  {need.package}: {need.why}" for need in missing)
    if distribution() == "other":
        raise Broken(
            f"{command} lacks something that is installed here by Debian or Ubuntu only: install it by your system's "
            f"own means, then run it again.{reasons}"
        )
    by_hand = f"apt-get install --no-install-recommends {' '.join(packages)}"
    prefix = _as_root(command, by_hand)
    how = "with sudo apt-get" if prefix else "with apt-get"
    print(f"{command} needs these Debian packages and now installs them {how}:{reasons}", file=sys.stderr)
    _authorise(prefix, by_hand)
    # What the mirror offers changes daily, and an old list names files that are no longer there.
    updated = run_shown("reading the mirror's list of packages", [*prefix, *APT_GET, "update"])
    arguments = ["install", "-y", "--no-install-recommends", *packages]
    what = f"installing {', '.join(packages)}"
    ended = run_shown(what, [*prefix, *APT_GET, *arguments])
    if ended.status != 0:
        raise trouble(what, ended.output + updated.output)


def _as_root(command: str, by_hand: str) -> list[str]:
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo is None:
        raise Broken(
            f"{command} needs Debian packages, but this user is not root and there is no sudo: "
            f"run `{by_hand}` as root, then this again."
        )
    return [sudo]


def _authorise(prefix: Sequence[str], by_hand: str) -> None:
    """Let sudo ask for the password now, on the clean screen, where there is one to ask on."""
    if not prefix:
        return
    ask = [*prefix, "-v"] if sys.stdin.isatty() else [*prefix, "-n", "true"]
    if subprocess.run(ask, check=False).returncode != 0:
        raise Broken(f"sudo did not let this user install packages: have `{by_hand}` run as root, then run this again.")
