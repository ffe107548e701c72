"""Runs inside the lab's machine, as root: prints what the machine is like as JSON, for comparing.

Each kind is a mapping from a name to its state. What a machine changes by itself is left out.
"""

import hashlib
import json
import os
import re
import subprocess
import sys

NOISE_UNITS = re.compile(
    r"^(session-|user@|user-runtime-dir@|getty@|serial-getty@|lab-|systemd-(hostnamed|timedated|localed|tmpfiles-clean"
    r"|timesyncd|udevd|journald|logind|coredump|machined)|packagekit|polkit|udisks2|upower|rtkit|apt-daily|dpkg-db-backup"
    r"|e2scrub|fstrim|logrotate|man-db|ifup@|networking|qemu-guest-agent|accounts-daemon|colord|dbus|blkdeactivate)"
)
NOISE_FILES = re.compile(
    r"^/etc/(mtab|adjtime|resolv\.conf|ld\.so\.cache|machine-id|\.pwd\.lock|(passwd|group|shadow|gshadow|subuid|subgid)-"
    r"|passwd|group|shadow|gshadow|default/locale|libvirt/qemu/networks/\.tmp)$"
)
NOISE_HOME = re.compile(r"^(\.bash_history|\.sudo_as_admin_successful|\.Xauthority|\.xsession-errors|\.ICEauthority)$")
HOME = "/home/ana"
MEMORY = "/run/lab-hashes.json"


def lines(*command: str) -> list[str]:
    result = subprocess.run(command, check=False, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return result.stdout.splitlines()


def packages() -> dict[str, str]:
    found = lines("dpkg-query", "-W", "-f=${db:Status-Status}\t${binary:Package}\t${Version}\n")
    return {
        row[1]: f"{row[2]} ({row[0]})" if row[0] != "installed" else row[2] for row in (x.split("\t") for x in found)
    }


def units() -> dict[str, str]:
    """Enabled (links below /etc/systemd/system: asking systemctl takes seconds under emulation) and active."""
    states: dict[str, str] = {}
    top = "/etc/systemd/system"
    for folder, _, names in os.walk(top):
        for name in names:
            path = os.path.join(folder, name)
            if os.path.islink(path) and not NOISE_UNITS.match(name):
                states[name] = "masked" if os.readlink(path) == "/dev/null" else "enabled"
    active = lines(
        "systemctl", "list-units", "--no-legend", "--plain", "--type=service,socket,timer,path", "--state=active"
    )
    for row in active:
        name = row.split()[0]
        if not NOISE_UNITS.match(name):
            states[name] = (states.get(name, "") + " active").strip()
    return states


def accounts() -> dict[str, str]:
    states: dict[str, str] = {}
    for kind, path in (("user", "/etc/passwd"), ("group", "/etc/group")):
        with open(path) as file:
            for row in file:
                fields = row.rstrip("\n").split(":")
                if kind == "user":
                    states[f"user {fields[0]}"] = ":".join(fields[5:])
                else:
                    states[f"group {fields[0]}"] = fields[3]
    return states


def networks() -> dict[str, str]:
    states = {f"interface {name}": "" for name in os.listdir("/sys/class/net")}
    for folder, word in (
        ("/etc/libvirt/qemu/networks", "defined"),
        ("/etc/libvirt/qemu/networks/autostart", "autostart"),
        ("/run/libvirt/network", "active"),
    ):
        if os.path.isdir(folder):
            for name in os.listdir(folder):
                if name.endswith(".xml"):
                    key = f"network {name[:-4]}"
                    states[key] = (states.get(key, "") + " " + word).strip()
    return states


def sockets() -> dict[str, str]:
    found = (row.split() for row in lines("ss", "-Htuln"))
    return {f"{row[0]} {row[4]}": "" for row in found if len(row) > 4 and not row[4].endswith(":68")}


def files() -> dict[str, str]:
    try:
        with open(MEMORY) as file:
            known = json.load(file)
    except (OSError, ValueError):
        known = {}
    states: dict[str, str] = {}
    fresh: dict[str, list[int | str]] = {}

    def add(path: str) -> None:
        status = os.lstat(path)
        if os.path.islink(path):
            states[path] = "link " + os.readlink(path)
            return
        if not os.path.isfile(path):
            return
        stamp = [status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns]
        old = known.get(path)
        if old and old[:4] == stamp:
            digest = old[4]
        else:
            with open(path, "rb") as file:
                digest = hashlib.md5(file.read()).hexdigest()
        fresh[path] = [*stamp, digest]
        states[path] = f"{status.st_mode & 0o7777:o} {digest}"

    for folder, _, names in os.walk("/etc"):
        for name in names:
            path = os.path.join(folder, name)
            if not NOISE_FILES.match(path):
                add(path)
    for name in os.listdir(HOME):
        path = os.path.join(HOME, name)
        if name.startswith(".") and os.path.isfile(path) and not NOISE_HOME.match(name):
            add(path)
    with open(MEMORY, "w") as file:
        json.dump(fresh, file)
    return states


if __name__ == "__main__":
    found = {"packages": packages(), "units": units(), "accounts": accounts(), "networks": networks()}
    found |= {"sockets": sockets(), "files": files()}
    sys.stdout.write(json.dumps(found))
