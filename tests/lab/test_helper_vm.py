"""The student's helper on real machines: the whole guide by it and taken back, and each thing that gets in its way."""

import hashlib
import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from kvm_guide import paths
from kvm_guide.errors import Exit
from kvm_guide.helper.output import report
from kvm_guide.lab import metadata, verify
from kvm_guide.lab.inventory import Inventory, changes
from kvm_guide.lab.lesson_runner import run_until
from kvm_guide.lessons import GUIDE
from kvm_guide.model.step import LANGUAGES, Language, Work
from kvm_guide.records import store
from kvm_guide.records.types import Changes
from kvm_guide.site import pyz
from kvm_guide.troubles import trouble
from kvm_guide.vm import accelerator, recipe
from kvm_guide.vm.accelerator import Accelerator
from kvm_guide.vm.image import Image
from kvm_guide.vm.machine import Machine

pytestmark = [pytest.mark.vm, pytest.mark.usefixtures("kept_pass")]
FILE = "kvm-guide.pyz"
HOME = f"/home/{recipe.USER}"
SITE = "https://guide.example/"
FRESH = "software-missing"
"""The last step of chapter 4: nothing has been changed yet."""


@pytest.fixture(scope="module")
def download(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the helper and its digest, as the site has them."""
    folder = tmp_path_factory.mktemp("site")
    pyz.make(paths.RECORDS, SITE).write(folder)
    return folder


@pytest.fixture
def depends_on(download: Path) -> object:
    """The helper's own bytes."""
    return hashlib.sha256((download / FILE).read_bytes()).hexdigest()


@contextmanager
def standing(after: str, download: Path) -> Iterator[tuple[Inventory, Machine]]:
    """A machine as it stands after a step of the guide in English, and what it is like; the helper lies in its home."""
    using = verify.lab(paths.cache(), verify.Freshness())
    with using.states.in_use(), run_until(GUIDE, after, "en", using).go() as (story, machine):
        fetch(machine, download)
        yield metadata.inventory(story.last), machine


def fetch(machine: Machine, download: Path) -> None:
    """Download the helper as the page says, and check its digest."""
    handler = partial(_Quiet, directory=str(download))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://10.0.2.2:{server.server_port}/{FILE}"
        said = machine.as_reader(f"cd && wget -q {address} {address}.sha256 && sha256sum -c {FILE}.sha256")
        server.shutdown()
    assert said.status == 0, said.output
    assert said.output.strip() == f"{FILE}: OK"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


def typed(machine: Machine, arguments: str, work: Work = Work.SHORT) -> tuple[int, str]:
    """Type the helper with `arguments` into the terminal; how it ended, and what stood on the screen."""
    done = machine.terminal.type(f"python3 {FILE} {arguments}", 2 * machine.limits.work(work))
    return done.exit_status, done.output


def new_login(machine: Machine) -> None:
    machine.terminal.log_out()
    machine.terminal.log_in()


def names(found: Changes) -> set[str]:
    """What changed, without how: `+ package` and the like, by kind."""
    kinds = {"packages": found.packages, "units": found.units, "accounts": found.accounts}
    kinds |= {"networks": found.networks, "sockets": found.sockets, "files": found.files}
    return {f"{kind} {line.split(': ')[0]}" for kind, lines in kinds.items() for line in lines}


# In the middle of dpkg's work, with what it has not written down for good yet, all dies: the helper, apt, dpkg
_KILLER = (
    "until ls /var/lib/dpkg/updates | sed -n 20p | grep -q .; do sleep 0.2; done;"
    f" pkill -KILL -f '[k]{FILE[1:]}'; pkill -KILL -x apt; pkill -KILL -x dpkg; pkill -KILL -x dpkg-deb; true"
)


def test_the_helper_does_the_whole_guide_though_killed_in_the_middle_of_apt_and_takes_it_back(download: Path) -> None:
    with standing(FRESH, download) as (fresh, machine):
        machine.sure(f"systemd-run --quiet bash -c {_KILLER!r}")
        status, screen = typed(machine, "run --yes", Work.INSTALL)
        assert status == 137, screen
        assert machine.control("dpkg --audit").output != "", "apt was in the middle of its work"

        status, screen = typed(machine, "run --yes", Work.INSTALL)
        assert status == Exit.NOT_SO, screen[-3000:]
        assert "groups-after-login" in screen
        assert machine.control("dpkg --audit").output == ""

        new_login(machine)
        status, screen = typed(machine, "run --yes", Work.INSTALL)
        assert status == Exit.OK, screen[-3000:]
        status, screen = typed(machine, "check")
        assert status == Exit.OK, screen[-3000:]

        status, block = typed(machine, "report --name Ana | cat")
        assert status == Exit.OK
        assert [one.slip for one in report.verify(block)] == [None]
        assert [one.slip is None for one in report.verify(block.replace("Ana", "Eva"))] == [False]

        done = machine.snapshot()
        status, screen = typed(machine, "run --yes", Work.INSTALL)
        assert status == Exit.OK, screen[-3000:]
        assert not changes(done, machine.snapshot()), "a second run changes nothing"

        status, screen = typed(machine, "undo --yes", Work.INSTALL)
        assert status == Exit.OK, screen[-3000:]
        new_login(machine)
        known = store.read(paths.RECORDS, "install", "en")
        assert known is not None
        assert known.record.undo is not None
        assert names(changes(fresh, machine.snapshot())) <= names(known.record.undo.residue)
        status, screen = typed(machine, "undo --yes")
        assert status == Exit.OK, "nothing is left to take back"


@dataclass(frozen=True)
class Case:
    """Something that gets in the way.

    obstacle: what the helper calls it. after: the step after which it comes about; happens: by this command of
    root's. step: which it stops. ends: `run`. checked: whether `check` can see it, which asks no network.
    """

    obstacle: str
    after: str
    happens: str
    step: str
    ends: Exit = Exit.NOT_SO
    verdict: str = "not-there"
    checked: bool = True


CASES = (
    Case("release", FRESH, "sed -i 's/12/13/g' /etc/os-release; echo 13.1 > /etc/debian_version", "debian-release"),
    Case("module", FRESH, "modprobe -r kvm_amd", "kvm-module"),
    Case("no-network", FRESH, "ip link set eth0 down", "update-index", Exit.BROKEN, checked=False),
    Case(
        "no-room",
        "qemu-kvm-name",
        "fallocate -l $(($(stat -f -c '%a * %S' /) - 100000000)) /filled",
        "install-packages",
        Exit.BROKEN,
    ),
    Case("group", "socket-status", "true", "groups-after-login"),
    Case("libvirt-silent", "socket-status", "true", "network-autostart", verdict="cannot-tell"),
    Case("session", "add-groups", "true", "groups-after-login"),
    Case(
        "network-taken",
        "network-before",
        "ip link add lab0 type dummy; ip address add 192.168.122.7/24 dev lab0; ip link set lab0 up",
        "network-start",
    ),
    Case("masked", "virt-manager", "systemctl mask --now libvirtd.socket libvirtd.service", "enable-service"),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.obstacle))
def test_what_gets_in_the_way_is_named_with_its_cure_in_both_languages(case: Case, download: Path) -> None:
    with standing(case.after, download) as (_, machine):
        machine.sure(case.happens)
        for language in LANGUAGES:
            if case.checked:
                finding = checked(machine, case.step, language)
                assert (finding["obstacle"], finding["verdict"]) == (case.obstacle, case.verdict)
                assert finding["page"].startswith(SITE if language == "es" else f"{SITE}en/")
            status, screen = typed(machine, f"--lang {language} run {case.step} --yes", Work.DOWNLOAD)
            assert status == case.ends, screen
            for words in (finding["why"], finding["command"]) if case.checked else (sign(case.obstacle, language),):
                assert unbroken(words) in unbroken(screen), screen


def sign(obstacle: str, language: Language) -> str:
    """How the helper says in `language` what it reads from a command's own output."""
    return trouble(obstacle).cause.in_(language)


def checked(machine: Machine, step: str, language: Language) -> dict[str, str]:
    """What `check` says of `step` in the reader's session at the terminal."""
    done = machine.terminal.type(
        f"python3 {FILE} --lang {language} check {step} --json > found.json", machine.limits.boot
    )
    assert done.exit_status != Exit.OK, done.output
    (finding,) = json.loads(machine.read_file(f"{HOME}/found.json"))
    return {str(name): str(value or "") for name, value in finding.items()}


def unbroken(text: str) -> str:
    """`text` without spaces: a terminal breaks lines where it ends."""
    return "".join(text.split())


def test_a_machine_that_is_shown_no_virtualisation_is_told_where_to_turn_it_on(
    debian: Image, chosen: Accelerator, download: Path, tmp_path: Path
) -> None:
    if chosen is not accelerator.TCG:
        pytest.skip("the host's own CPU is passed on whole: only an emulated one can be without it")
    hidden = Accelerator(chosen.name, tuple(option.replace("+svm,+npt", "-svm") for option in chosen.options))
    with Machine(debian, hidden, tmp_path) as machine:
        fetch(machine, download)
        for language in LANGUAGES:
            said = machine.as_reader(f"cd && python3 {FILE} --lang {language} check cpu-flags --json")
            assert said.status == Exit.NOT_SO
            (finding,) = json.loads(said.output)
            assert finding["obstacle"] == "nesting"
            assert "QEMU" in finding["why"]
            run = machine.as_reader(f"cd && LANG=C.UTF-8 python3 {FILE} --lang {language} run cpu-flags --yes")
            assert run.status == Exit.NOT_SO
            assert finding["why"] in run.output


def test_run_waits_for_who_holds_apts_lock_and_says_who_it_is(download: Path) -> None:
    # What really happens: an apt in another window stands at its question
    holds = "systemd-run --quiet --unit holder sh -c 'sleep 3600 | apt-get purge nano'"
    until_held = "until pgrep -x apt-get > /dev/null; do sleep 0.2; done; sleep 3"
    with standing(FRESH, download) as (_, machine):
        machine.sure(f"{holds}; {until_held}")
        finding = checked(machine, "update-index", "en")
        assert finding["obstacle"] == "apt-locked"
        assert "apt-get" in finding["why"]
        machine.sure("systemd-run --quiet --on-active=25 systemctl stop holder")
        done = machine.terminal.type(
            f"python3 {FILE} run update-index --yes | tee run.log", machine.limits.work(Work.DOWNLOAD)
        )
        shown = machine.read_file(f"{HOME}/run.log").decode()
        assert "apt-get" in shown.split("sudo apt update")[1], "the wait is shown, with who is waited for"
        assert machine.control("ls /var/lib/apt/lists/*_Packages*").status == 0, done.output
