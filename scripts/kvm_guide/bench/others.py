"""The guide's commands without the lab: over plain ssh, and under Debian's autopkgtest-virt-qemu.

Both boot the lab's image with QEMU's and Debian's own settings: no tuned processor, kernel command line, disk cache or
dpkg. Both need programs of Debian (openssh-client; autopkgtest) that are named where they are missing.
"""

import shlex
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from kvm_guide import paths
from kvm_guide.bench.lab import COLD, COMPARABLE, comparable
from kvm_guide.bench.table import Row
from kvm_guide.console import say
from kvm_guide.errors import Broken
from kvm_guide.lab import lesson_runner
from kvm_guide.lab.keys import Lab
from kvm_guide.lab.snapshots.store import Snapshots
from kvm_guide.vm import accelerator, recipe
from kvm_guide.vm.accelerator import QEMU
from kvm_guide.vm.image import Image
from kvm_guide.vm.processes import die_with_parent
from kvm_guide.vm.qemu import overlay

_KERNEL: Final = "root=/dev/vda rw console=ttyS0 net.ifnames=0"
_BOOT_LIMIT: Final = 600
_STEP_LIMIT: Final = 3600
# Without what the lab tunes
_PLAIN: Final = "rm /etc/dpkg/dpkg.cfg.d/lab && echo '{user} ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/bench"
_LOGIN_BY_KEY: Final = (
    "apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y openssh-server && "
    "rm -rf /var/lib/apt/lists/* && "
    "install -d -o {user} -g {user} -m 700 /home/{user}/.ssh && echo {key} > /home/{user}/.ssh/authorized_keys"
)
# As autopkgtest's own setup-commands/setup-testbed does: else it has to log in, each answer within 10 s.
# After all that booting does and before the prompt for logging in: 3 s after that prompt autopkgtest gives this shell
# 1 s to answer, which a machine that still starts its window manager may need longer for.
_ROOT_SHELL: Final = r"""printf '%s\n' '[Unit]' After=lab-windows.service Before=serial-getty@ttyS0.service \
'[Service]' ExecStart=/bin/sh \
StandardInput=tty-fail StandardOutput=tty StandardError=tty TTYPath=/dev/%I SendSIGHUP=yes \
'[Install]' WantedBy=multi-user.target > /etc/systemd/system/autopkgtest@.service && \
systemctl enable autopkgtest@hvc1.service"""
# autopkgtest sets our time zone and grub's disk, within 30 and 5 s: it takes longer here, and no step needs it
_NOT_ASKED: Final = "for name in dpkg-reconfigure grub-mkdevicemap; do ln -s /bin/true /usr/local/sbin/$name; done"
# The disk is taken from under it
_AT_REST: Final = "sync && echo u > /proc/sysrq-trigger && sleep 3"


def plain_ssh(built: Image) -> list[Row]:
    """The guide's commands, each by an ssh of its own, on a machine that QEMU runs with its own settings."""
    _need("ssh", "openssh-client")
    with tempfile.TemporaryDirectory(prefix="kvm-guide-bench-", dir=paths.cache().parent) as name:
        folder = Path(name)
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / "key")], check=True)
        key = shlex.quote((folder / "key.pub").read_text().strip())
        disk = _prepared(built, folder, _LOGIN_BY_KEY.format(user=recipe.USER, key=key))
        port = _free_port()
        command = [
            *(QEMU, "-machine", "q35", "-accel", "tcg", "-cpu", "max", "-smp", "2", "-m", "2048", "-nographic"),
            *("-kernel", str(built.kernel), "-initrd", str(built.initrd), "-append", _KERNEL),
            *("-drive", f"file={disk},format=qcow2,if=virtio"),
            *("-nic", f"user,model=virtio,hostfwd=tcp:127.0.0.1:{port}-:22"),
        ]
        ssh = ["ssh", "-i", str(folder / "key"), "-p", str(port), "-o", "StrictHostKeyChecking=no"]
        ssh += ["-o", "UserKnownHostsFile=/dev/null", "-o", "ConnectTimeout=60", f"{recipe.USER}@127.0.0.1"]
        started = time.monotonic()
        quiet = subprocess.DEVNULL
        with subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, preexec_fn=die_with_parent) as qemu:
            try:
                while _ended([*ssh, "true"], 120) != 0:
                    if time.monotonic() - started > _BOOT_LIMIT:
                        raise Broken(f"The machine without tuning did not answer ssh within {_BOOT_LIMIT} s.")
                booted = time.monotonic() - started
                taken = _each(lambda command: [*ssh, command])
            finally:
                qemu.kill()
    return _rows("plain ssh", booted, taken)


def autopkgtest(built: Image) -> list[Row]:
    """The guide's commands under autopkgtest-virt-qemu, whose QEMU is kept from a /dev/kvm that may not work."""
    _need("autopkgtest-virt-qemu", "autopkgtest")
    with tempfile.TemporaryDirectory(prefix="kvm-guide-bench-", dir=paths.cache().parent) as name:
        folder = Path(name)
        disk = _prepared(built, folder, f"{_ROOT_SHELL} && {_NOT_ASKED}")
        wrapper = folder / "qemu-system-x86_64"
        wrapper.write_text(
            "#!/bin/sh\n# autopkgtest adds these wherever /dev/kvm exists, whether it works or not\n"
            'for given; do shift; case "$last$given" in -enable-kvm | -cpu* ) ;; *) set -- "$@" "$given" ;; esac\n'
            '[ "$given" = -cpu ] && last=-cpu || last=; done\n'
            f"exec {QEMU} -accel tcg -cpu max -kernel {built.kernel} -initrd {built.initrd}"
            f' -append "{_KERNEL}" "$@"\n'
        )
        wrapper.chmod(0o755)
        server = [
            *("autopkgtest-virt-qemu", "--boot", "none", "--qemu-command", str(wrapper), "--user", recipe.USER),
            *("--password", recipe.PASSWORD, "--cpus", "2", "--ram-size", "2048", "--timeout-reboot", str(_BOOT_LIMIT)),
            *("--overlay-dir", str(folder), str(disk)),
        ]
        started = time.monotonic()
        with _spoken(server) as ask:
            ask("open")
            execute = [unquote(part) for part in ask("print-execute-command")[0].split(",")]
            booted = time.monotonic() - started
            taken = _each(lambda command: [*execute, "su", "-", recipe.USER, "-c", command])
            ask("close")
    return _rows("autopkgtest-virt-qemu", booted, taken)


def _rows(name: str, booted: float, taken: float) -> list[Row]:
    commands = Row(f"{name}: the same commands", taken, of=COMPARABLE)
    return [Row(f"{name}: boot", booted), commands, Row(f"{name}: both", booted + taken, of=COLD)]


def _each(run: Callable[[str], list[str]]) -> float:
    """Run each step's command as `run` says; returns the seconds they took. Raises Broken where one ends otherwise."""
    whole = 0.0
    left = ""  # what a reader's terminal would remember of the steps before
    for step in comparable():
        started = time.monotonic()
        status = _ended(run(left + step.command), _STEP_LIMIT)
        seconds = time.monotonic() - started
        say(f"  {step.id}: {seconds:.1f} s")
        if status != step.exit_status:
            raise Broken(f"{step.id} ended with {status}, not {step.exit_status}, so this time says nothing.")
        whole += seconds
        left += "".join(f"export {name}={shlex.quote(value)}; " for name, value in step.sets)
    return whole


def _ended(command: list[str], limit: float) -> int:
    quiet = subprocess.DEVNULL
    try:
        return subprocess.run(command, stdin=quiet, stdout=quiet, stderr=quiet, timeout=limit, check=False).returncode
    except subprocess.TimeoutExpired:
        return -1


def _prepared(built: Image, folder: Path, how: str) -> Path:
    chosen = accelerator.choose(built, paths.cache())
    lab = Lab(built, chosen, Snapshots(paths.cache()))
    (folder / "state").mkdir()
    with lab.machines(lesson_runner.boot(lab)) as machines:
        machine = machines.first
        for command in (_PLAIN.format(user=recipe.USER), how, _AT_REST):
            machine.sure(command, limit=_BOOT_LIMIT)
        saved = machine.save(folder / "state")
        whole = folder / "disk.qcow2"
        subprocess.run(["qemu-img", "convert", "-O", "qcow2", str(saved.disk), str(folder / "base.qcow2")], check=True)
    overlay(whole, folder / "base.qcow2")
    return whole


@contextmanager
def _spoken(server: list[str]) -> Iterator[Callable[[str], list[str]]]:
    with subprocess.Popen(
        server, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, preexec_fn=die_with_parent
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None

        def ask(what: str) -> list[str]:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(what + "\n")
            process.stdin.flush()
            return heard(process.stdout.readline())

        def heard(line: str) -> list[str]:
            words = line.split()
            if not words or words[0] != "ok":
                raise Broken(f"autopkgtest-virt-qemu did not do what it was asked: {line.strip() or 'it ended'}")
            return words[1:]

        try:
            heard(process.stdout.readline())
            yield ask
            process.stdin.write("quit\n")
            process.stdin.flush()
        finally:
            process.stdin.close()
            process.terminate()


def _need(program: str, package: str) -> None:
    if shutil.which(program) is None:
        raise Broken(f"{program} is missing, which this part of the benchmark runs. Run: sudo apt install {package}")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
