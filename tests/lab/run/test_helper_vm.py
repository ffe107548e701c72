"""The student's helper on real machines: the whole guide by it and taken back, and each thing that gets in its way."""

import hashlib
import http.server
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from tests.left_out import LEFT_OUT, whole

from kvm_guide import paths
from kvm_guide.errors import Exit
from kvm_guide.helper.output import report
from kvm_guide.lab import metadata, verify
from kvm_guide.lab.inventory import Inventory, changes
from kvm_guide.lab.lesson_runner import run_until
from kvm_guide.lessons import GUIDE
from kvm_guide.model.release import DEFAULT, RELEASES, Release
from kvm_guide.model.step import LANGUAGES, LOCALES, Language, Work
from kvm_guide.records import store
from kvm_guide.records.types import Changes
from kvm_guide.site import pyz
from kvm_guide.troubles import TROUBLES, BroughtAbout, Trouble, proof, trouble
from kvm_guide.troubles.table.states import FRESH
from kvm_guide.vm import accelerator, image, recipe
from kvm_guide.vm.machine import Machine
from kvm_guide.vm.processes import scratch

pytestmark = [pytest.mark.vm, pytest.mark.usefixtures("kept_pass")]
FILE = "kvm-guide.pyz"
HOME = f"/home/{recipe.USER}"
SITE = "https://guide.example/"


@pytest.fixture(scope="module")
def download(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the helper and its digest, as the site has them."""
    folder = tmp_path_factory.mktemp("site")
    pyz.make(paths.RECORDS, SITE).write(folder)
    return folder


@pytest.fixture(params=RELEASES, ids=lambda one: one.number)
def release(request: pytest.FixtureRequest, record_property: Callable[[str, object], None]) -> Release:
    """Of Debian, on which the helper is tried; all but the guide's own are left to the weekly run."""
    chosen = request.param
    assert isinstance(chosen, Release)
    if chosen != DEFAULT and not whole():
        record_property(LEFT_OUT, f"the helper on {chosen.name}")
        pytest.skip("left to the weekly run")
    return chosen


@pytest.fixture
def depends_on(download: Path, release: Release) -> object:
    """The helper's own bytes, which have the table of troubles in them, the image, and whether both languages are asked
    for.
    """
    made = image.get(paths.cache(), release=release).fingerprint
    return [hashlib.sha256((download / FILE).read_bytes()).hexdigest(), made, whole()]


@contextmanager
def standing(after: str, download: Path, release: Release) -> Iterator[tuple[Inventory, Machine]]:
    """A machine as it stands after a step of the guide in English, and what it is like; the helper lies in its home."""
    using = verify.lab(paths.cache(), verify.Freshness(), release=release)
    guide = GUIDE.on_release(release.number)
    with using.states.in_use(), run_until(guide, after, "en", using).go() as (story, machines):
        fetch(machines.first, download)
        yield metadata.inventory(story.last, machines.first.spec.name), machines.first


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


@pytest.mark.long
def test_the_helper_does_the_whole_guide_though_killed_in_the_middle_of_apt_and_takes_it_back(
    download: Path, release: Release
) -> None:
    with standing(FRESH, download, release) as (fresh, machine):
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
        assert f"What the guide says for {release.name}." in screen

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
        known = store.read(paths.RECORDS, "install", "en", release.number)
        assert known is not None
        assert known.record.undo is not None
        assert names(changes(fresh, machine.snapshot())) <= names(known.record.undo.residue)
        status, screen = typed(machine, "undo --yes")
        assert status == Exit.OK, "nothing is left to take back"


HINDERED = [
    (one, one.brought) for one in TROUBLES if one.brought is not None and (one.brought.check or one.brought.run)
]
# Whoever holds apt's lock is waited for: a test of its own
WAITED_FOR = frozenset({"apt-locked"})


# The lab brings these about itself each time, in the guide's run
LEFT = frozenset({"validate-without-kvm"})


@pytest.mark.parametrize(
    "after",
    [
        pytest.param(after, marks=[pytest.mark.weekly] if after in LEFT else [])
        for after in sorted({brought.after for _, brought in HINDERED})
    ],
)
def test_what_gets_in_the_way_is_named_with_its_cure_and_mended_is_not(
    after: str, download: Path, release: Release, record_property: Callable[[str, object], None]
) -> None:
    """Every trouble that the table declares, on one machine a state: it is resumed between them."""
    problems = []
    with standing(after, download, release) as (_, machine), scratch(paths.cache() / "states", "running-") as folder:
        ready = machine.save(folder)
        for known, brought in HINDERED:
            if brought.after == after:
                languages, left = spoken(known)
                if left:
                    record_property(LEFT_OUT, f"what the helper says of {known.id} in {left}")
                machine.resume(ready)
                with spoilt(machine, brought, download) as hindered:
                    problems += [f"{known.id}: {problem}" for problem in named(hindered, known, brought, languages)]
                problems += [f"{known.id}: {problem}" for problem in mended(machine, known, brought, languages)]
    assert not problems, "\n".join(problems)


def spoken(known: Trouble) -> tuple[tuple[Language, ...], Language | None]:
    """In which languages the helper is asked about `known`, and which one is left out for want of time: by turns."""
    if whole():
        return LANGUAGES, None
    turn = [one for one, _ in HINDERED].index(known) % len(LANGUAGES)
    return (LANGUAGES[turn],), LANGUAGES[1 - turn]


@contextmanager
def spoilt(machine: Machine, brought: BroughtAbout, download: Path) -> Iterator[Machine]:
    """`machine` where `brought` is so, or another one that is booted with a CPU that shows no virtualisation."""
    if not brought.bare:
        if brought.spoil:
            machine.sure(brought.spoil, limit=machine.limits.boot)
        if brought.new_login:
            new_login(machine)
        yield machine
        return
    hidden = accelerator.without_virtualisation(machine.accelerator)
    with Machine(machine.image, hidden, paths.cache() / "states") as other:
        # A Debian that was installed has a language; without one the helper may write plain ASCII
        other.speak(LOCALES["en"])
        other.terminal.log_in()
        fetch(other, download)
        yield other


def named(machine: Machine, known: Trouble, brought: BroughtAbout, languages: tuple[Language, ...]) -> Iterator[str]:
    """What is wrong with what `check` and `run` say in `languages` where `brought` is so, a sentence each."""
    for language in languages:
        words = {known.cause.in_(language)}
        if brought.check is not None:
            finding = found(machine, brought.check, language)
            words = {finding["why"], finding["command"]}
            if finding["obstacle"] != known.id or finding["verdict"] == "there":
                yield f"check {brought.check} in {language} names {finding['obstacle']!r} ({finding['verdict']})"
            if not finding["page"].startswith(SITE if language == "es" else f"{SITE}en/"):
                yield f"check {brought.check} in {language} links to {finding['page']}"
        if brought.run is not None and known.id not in WAITED_FOR:
            wanted = Exit.BROKEN if known.surroundings else Exit.NOT_SO
            status, screen = typed(machine, f"--lang {language} run {brought.run} --yes", Work.DOWNLOAD)
            if status != wanted or not all(unbroken(one) in unbroken(screen) for one in words):
                yield f"run {brought.run} in {language} ends with {status}, not {wanted}, or says otherwise: {screen}"


def mended(machine: Machine, known: Trouble, brought: BroughtAbout, languages: tuple[Language, ...]) -> Iterator[str]:
    """What is wrong once the cure of `known` has been typed: `check` names it no more."""
    if brought.elsewhere or brought.check is None:
        return
    cure = proof.cure(known, brought, GUIDE)
    if cure:
        done = machine.terminal.type(cure, machine.limits.work(Work.DOWNLOAD), brought.answers)
        if done.exit_status != 0:
            yield f"the cure {cure!r} ends with {done.exit_status}: {done.output}"
    if brought.cure_login:
        new_login(machine)
    # A network that was moved counts as mended once it runs: what it is given only libvirt knows
    passes = brought.then or proof.typed(brought, GUIDE)
    machine.terminal.type(passes, machine.limits.work(Work.DOWNLOAD), brought.answers)
    for language in languages:
        finding = found(machine, brought.check, language)
        if finding["obstacle"] == known.id:
            yield f"check {brought.check} in {language} still names it"


def found(machine: Machine, step: str, language: Language) -> dict[str, str]:
    """What `check` says of `step` in the reader's session at the terminal."""
    machine.terminal.type(f"python3 {FILE} --lang {language} check {step} --json > found.json", machine.limits.boot)
    (finding,) = json.loads(machine.read_file(f"{HOME}/found.json"))
    return {str(name): str(value or "") for name, value in finding.items()}


def unbroken(text: str) -> str:
    """`text` without spaces: a terminal breaks lines where it ends."""
    return "".join(text.split())


# Each run of the lab meets the lock as a trouble
@pytest.mark.weekly
def test_run_waits_for_who_holds_apts_lock_and_says_who_it_is(download: Path, release: Release) -> None:
    locked = trouble("apt-locked").brought
    assert locked is not None
    with standing(locked.after, download, release) as (_, machine):
        machine.sure(locked.spoil)
        finding = found(machine, "update-index", "en")
        assert finding["obstacle"] == "apt-locked"
        assert "apt-get" in finding["why"]
        machine.sure("systemd-run --quiet --on-active=25 systemctl stop holder")
        done = machine.terminal.type(
            f"python3 {FILE} run update-index --yes | tee run.log", machine.limits.work(Work.DOWNLOAD)
        )
        shown = machine.read_file(f"{HOME}/run.log").decode()
        assert "apt-get" in shown.split("sudo apt update")[1], "the wait is shown, with who is waited for"
        assert machine.control("ls /var/lib/apt/lists/*_Packages*").status == 0, done.output
