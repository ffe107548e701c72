"""Runs inside the lab's machine, as root, from its boot on: answers what client.py asks, a line of JSON each.

Python's start and imports cost more than a second of emulation each time, so it starts once. What the machine is like
is a mapping from a name to its state for each kind; what a machine changes by itself is left out.
"""

import hashlib
import json
import os
import pwd
import re
import stat
import subprocess
import sys
import time

NOISE_UNITS = re.compile(
    r"^(session-|user@|user-runtime-dir@|getty@|serial-getty@|lab-|lightdm|systemd-(hostnamed|timedated|localed|tmpfiles-clean"
    r"|timesyncd|udevd|journald|logind|coredump|machined)|packagekit|polkit|udisks2|upower|rtkit|apt-daily|dpkg-db-backup"
    r"|e2scrub|fstrim|logrotate|man-db|ifup@|networking|qemu-guest-agent|accounts-daemon|colord|dbus|blkdeactivate)"
)
NOISE_FILES = re.compile(
    r"^/etc/(mtab|adjtime|resolv\.conf|ld\.so\.cache|machine-id|\.pwd\.lock|(passwd|group|shadow|gshadow|subuid|subgid)-"
    r"|passwd|group|shadow|gshadow|default/locale|libvirt/qemu/networks/\.tmp)$"
)
NOISE_HOME = re.compile(r"^(\.bash_history|\.sudo_as_admin_successful|\.Xauthority|\.xsession-errors|\.ICEauthority)$")
# libvirt names AppArmor's profile of a guest after the guest's UUID, another one each time
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
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
    """Enabled (links below /etc/systemd/system: asking systemctl takes seconds under emulation) and active.

    A service that a socket of its name wakes is as active as the socket is: it starts when somebody calls, and ends by
    itself without work (libvirtd after 120 seconds), which is nobody's doing.
    """
    states: dict[str, str] = {}
    top = "/etc/systemd/system"
    for folder, _, names in os.walk(top):
        for name in names:
            path = os.path.join(folder, name)
            if os.path.islink(path) and not NOISE_UNITS.match(name):
                states[name] = "masked" if os.readlink(path) == "/dev/null" else "enabled"
    running = {row.split()[0] for row in lines(active)}
    woken = {name.removesuffix(".socket") + ".service" for name in running if name.endswith(".socket")}
    ready = {name for name in woken if states.get(name) == "enabled"}
    for name in (running - woken) | ready:
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


def lasting(kind: str, address: str) -> bool:
    """Whether a socket of `kind` at `address` is a service's: a client that talks UDP, such as one who asks for a name
    or the time, has for a moment any port of the kernel's range, and DHCP's has its own.
    """
    port = address.rpartition(":")[2]
    with open("/proc/sys/net/ipv4/ip_local_port_range") as file:
        low, high = map(int, file.read().split())
    return port != "68" and not (kind == "udp" and low <= int(port) <= high)


def sockets(open_now: subprocess.Popen[str]) -> dict[str, str]:
    found = (row.split() for row in lines(open_now))
    return {f"{row[0]} {row[4]}": "" for row in found if len(row) > 4 and lasting(row[0], row[4])}


def files(known: dict[str, list[int | str]], home: str) -> tuple[dict[str, str], dict[str, list[int | str]]]:
    """The files and their states; and what saves reading them all the next time, as `known`."""
    states: dict[str, str] = {}
    seen: dict[str, list[int | str]] = {}

    def add(path: str) -> None:
        status = os.lstat(path)
        name = UUID.sub("UUID", path)
        if stat.S_ISLNK(status.st_mode):
            states[name] = "link " + os.readlink(path)
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
        states[name] = f"{status.st_mode & 0o7777:o} {digest}"

    for folder, _, names in os.walk("/etc"):
        for name in names:
            path = os.path.join(folder, name)
            if not NOISE_FILES.match(path):
                add(path)
    for name in os.listdir(home):
        if name.startswith(".") and not NOISE_HOME.match(name):
            path = os.path.join(home, name)
            if not os.path.isdir(path):
                add(path)
    return states, seen


class Memory:
    """What was seen the last time and need not be read again where nothing touched it. home: the reader's folder."""

    def __init__(self, home: str) -> None:
        self.home = home
        self.database: list[object] = []
        self.packages: dict[str, str] = {}
        self.files: dict[str, list[int | str]] = {}


def like(memory: Memory) -> dict[str, dict[str, str]]:
    """What the machine is like now."""
    kinds = "--type=service,socket,timer,path"
    active = asked("systemctl", "list-units", "--no-legend", "--plain", kinds, "--state=active")
    open_now = asked("ss", "-Htuln")
    at = database()
    if memory.database != at:
        memory.packages = packages(asked("dpkg-query", "-W", "-f=${db:Status-Status}\t${binary:Package}\t${Version}\n"))
        memory.database = at
    there, memory.files = files(memory.files, memory.home)
    found = {"packages": memory.packages, "units": units(active), "accounts": accounts(), "networks": networks()}
    return found | {"sockets": sockets(open_now), "files": there}


def as_user(name: str, command: str) -> dict[str, object]:
    """Run a shell `command` as user `name`, in the groups that the user has now and in an environment of its own."""
    user = pwd.getpwnam(name)
    home = {"HOME": user.pw_dir, "USER": name, "XDG_RUNTIME_DIR": f"/run/user/{user.pw_uid}"}
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env={"PATH": os.environ["PATH"], **home},
        user=user.pw_uid,
        group=user.pw_gid,
        extra_groups=os.getgrouplist(name, user.pw_gid),
        check=False,
    )
    # As a shell tells of a signal
    status = done.returncode if done.returncode >= 0 else 128 - done.returncode
    return {"status": status, "output": (done.stdout + done.stderr).decode(errors="replace")}


def answered(question: dict[str, object], memory: Memory) -> object:
    if "time" in question:
        time.clock_settime_ns(time.CLOCK_REALTIME, int(str(question["time"])))
        return None
    if "command" in question:
        return as_user(str(question["user"]), str(question["command"]))
    return like(memory)


def main() -> None:
    memory = Memory(sys.argv[2])
    with open(sys.argv[1], "r+b", buffering=0) as port:
        heard = b""
        while True:
            heard += port.read(65536) or b""
            if not heard:
                time.sleep(0.1)  # nobody is at the other end
            while b"\n" in heard:
                line, _, heard = heard.partition(b"\n")
                question = json.loads(line)
                try:
                    answer = {"number": question["number"], "answer": answered(question, memory)}
                except (OSError, ValueError, KeyError, subprocess.SubprocessError) as error:
                    answer = {"number": question["number"], "error": repr(error)}
                unsent = json.dumps(answer).encode() + b"\n"
                while unsent:
                    unsent = unsent[port.write(unsent) or 0 :]


if __name__ == "__main__":
    main()
