"""Runs inside the lab's machine, as root: prints what the machine is like as JSON, for comparing.

Each kind is a mapping from a name to its state. What a machine changes by itself is left out.
"""

import hashlib
import json
import os
import re
import stat
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
MEMORY = "/run/lab-seen.json"
DPKG = "/var/lib/dpkg"


def asked(*command: str) -> subprocess.Popen[str]:
    """Begin to ask `command`: under emulation each takes a while, and the machine has two processors."""
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def lines(answer: subprocess.Popen[str]) -> list[str]:
    return answer.communicate()[0].splitlines()


def stamp(status: os.stat_result) -> list[int]:
    return [status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns]


def packages(installed: subprocess.Popen[str]) -> dict[str, str]:
    return {
        row[1]: f"{row[2]} ({row[0]})" if row[0] != "installed" else row[2]
        for row in (x.split("\t") for x in lines(installed))
    }


def database() -> list[object]:
    """Where this is as it was, dpkg's answer is too: asking takes a third of a second under emulation."""
    return [stamp(os.lstat(f"{DPKG}/status")), sorted(os.listdir(f"{DPKG}/updates"))]


def units(active: subprocess.Popen[str]) -> dict[str, str]:
    """Enabled (links below /etc/systemd/system: asking systemctl takes seconds under emulation) and active."""
    states: dict[str, str] = {}
    top = "/etc/systemd/system"
    for folder, _, names in os.walk(top):
        for name in names:
            path = os.path.join(folder, name)
            if os.path.islink(path) and not NOISE_UNITS.match(name):
                states[name] = "masked" if os.readlink(path) == "/dev/null" else "enabled"
    for row in lines(active):
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


def sockets(open_now: subprocess.Popen[str]) -> dict[str, str]:
    found = (row.split() for row in lines(open_now))
    return {f"{row[0]} {row[4]}": "" for row in found if len(row) > 4 and not row[4].endswith(":68")}


def files(known: dict[str, list[int | str]]) -> tuple[dict[str, str], dict[str, list[int | str]]]:
    """The files and their states; and what saves reading them all the next time, as `known`."""
    states: dict[str, str] = {}
    seen: dict[str, list[int | str]] = {}

    def add(path: str) -> None:
        status = os.lstat(path)
        if stat.S_ISLNK(status.st_mode):
            states[path] = "link " + os.readlink(path)
            return
        if not stat.S_ISREG(status.st_mode):
            return
        now = stamp(status)
        old = known.get(path)
        if old and old[:4] == now:
            digest = old[4]
        else:
            with open(path, "rb") as file:
                digest = hashlib.md5(file.read()).hexdigest()
        seen[path] = [*now, digest]
        states[path] = f"{status.st_mode & 0o7777:o} {digest}"

    for folder, _, names in os.walk("/etc"):
        for name in names:
            path = os.path.join(folder, name)
            if not NOISE_FILES.match(path):
                add(path)
    for name in os.listdir(HOME):
        if name.startswith(".") and not NOISE_HOME.match(name):
            path = os.path.join(HOME, name)
            if not os.path.isdir(path):
                add(path)
    return states, seen


def main() -> None:
    try:
        with open(MEMORY) as file:
            known = json.load(file)
    except (OSError, ValueError):
        known = {"database": None, "packages": {}, "files": {}}
    kinds = "--type=service,socket,timer,path"
    active = asked("systemctl", "list-units", "--no-legend", "--plain", kinds, "--state=active")
    open_now = asked("ss", "-Htuln")
    at = database()
    if known["database"] == at:
        installed = known["packages"]
    else:
        installed = packages(asked("dpkg-query", "-W", "-f=${db:Status-Status}\t${binary:Package}\t${Version}\n"))
    there, seen = files(known["files"])
    with open(MEMORY, "w") as file:
        json.dump({"database": at, "packages": installed, "files": seen}, file)
    found = {"packages": installed, "units": units(active), "accounts": accounts(), "networks": networks()}
    sys.stdout.write(json.dumps(found | {"sockets": sockets(open_now), "files": there}))


if __name__ == "__main__":
    main()
