"""The vocabulary: what a step may be, and the fingerprints that bind a proof to it."""

from dataclasses import replace

import pytest

from kvm_guide.lessons import GUIDE
from kvm_guide.model.lesson import Guide, Lesson
from kvm_guide.model.step import Console, Dialog, Place, Step, Text

STEP = Step(
    id="see-kernel",
    command="uname -r",
    title=Text(es="Ver el núcleo", en="See the kernel"),
    why=Text(es="Para saber cuál es.", en="To know which one it is."),
    expect=(r"^\d", Text(es="hola", en="hello")),
    check="true",
)
SECOND = replace(STEP, id="again")

# The published vector: another program that reads our records must come to the same values
ACTION = "78de5394a9ed10ea6744d77ff02fa65ebbedb93a840c299cd29c86fd926a775f"
CLAIM = "b228c16b577affeca9c4ddcf03b15750e21db2f440213cf2c3e6750603886642"
FINGERPRINT = "ac51529dcd52cb682b84d760fd0b94ecf1910179fb2577c3f7134d3bc5976ab8"
SECOND_CHAIN = "307d4d17a808d686490d79b93a15300298c07ef374a612a49f45f081003d0b42"


DIALOG = Dialog(window=Text(es="Autenticar", en="Authenticate"), press=Text(es="Cancelar", en="Cancel"))
NOT_WITH_A_REBOOT: tuple[dict[str, object], ...] = (
    {"aside": True},
    {"window": "x"},
    {"console": Console("x")},
    {"answers": (("x", "y"),)},
    {"undo": "true"},
    {"momentary": True},
)


def guide_of(*steps: Step) -> Guide:
    return Guide((Lesson("lesson-1", 1, "page", Text(es="x", en="x"), steps),))


def test_fingerprints_match_the_published_vector() -> None:
    assert (STEP.action(), STEP.claim(), STEP.fingerprint()) == (ACTION, CLAIM, FINGERPRINT)
    assert guide_of(STEP, SECOND).chains["again"] == SECOND_CHAIN


@pytest.mark.parametrize(
    "changed",
    [
        replace(STEP, command="uname -a"),
        replace(STEP, answers=(("x", "y"),)),
        replace(STEP, new_login=True),
        replace(STEP, at_screen=True),
        replace(STEP, window="x"),
        replace(STEP, console=Console("x")),
        replace(STEP, console=Console("x", typed=(("login: $", "root"),))),
        replace(STEP, aside=True),
        replace(STEP, reboots=True),
        replace(STEP, seat=True),
        replace(STEP, seat=True, dialog=DIALOG),
    ],
)
def test_what_is_done_is_the_action_and_no_claim(changed: Step) -> None:
    assert changed.action() != STEP.action()
    assert changed.claim() == STEP.claim()
    assert changed.fingerprint() != STEP.fingerprint()


@pytest.mark.parametrize(
    "changed",
    [
        replace(STEP, check="false"),
        replace(STEP, expect=()),
        replace(STEP, exit_status=1),
        replace(STEP, exit_status=1, failure_wanted=True),
        replace(STEP, undo="true"),
        replace(STEP, undo="true", undo_answers=(("x", "y"),)),
    ],
)
def test_what_is_said_is_the_claim_and_changes_nothing_that_is_typed(changed: Step) -> None:
    assert changed.action() == STEP.action()
    assert changed.claim() != STEP.claim()
    assert changed.fingerprint() != STEP.fingerprint()
    assert guide_of(changed, SECOND).chains == guide_of(STEP, SECOND).chains


def test_the_check_of_a_step_aside_is_asked_while_it_is_typed() -> None:
    aside = replace(STEP, aside=True)
    assert replace(aside, check="false").action() != aside.action()


def test_rewording_a_title_keeps_the_proof() -> None:
    assert replace(STEP, title=Text(es="Otro", en="Other")).fingerprint() == STEP.fingerprint()


def test_what_follows_a_changed_step_has_no_proof_until_it_is_run() -> None:
    changed = replace(STEP, command="uname -a")
    assert guide_of(changed, SECOND).chains["again"] != guide_of(STEP, SECOND).chains["again"]


def test_a_step_typed_on_a_host_does_not_undo_the_proofs_after_it() -> None:
    host = replace(STEP, id="host", place=Place.LINUX_HOST, not_run=Text(es="x", en="x"), check=None)
    assert guide_of(host, SECOND).chains["again"] == guide_of(SECOND).chains["again"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"id": "Not An Id"}, "lower-case"),
        ({"command": "ls "}, "white space"),
        ({"command": ""}, "empty"),
        ({"command": "ls\x1b[0m"}, "cannot be typed"),
        ({"place": Place.WINDOWS_HOST}, "not_run"),
        ({"not_run": Text(es="x", en="x")}, "not_run"),
        ({"check": None}, "check"),
        ({"failure_wanted": True}, "exit status"),
        ({"ready": "true"}, "needs window"),
        ({"undo_answers": (("x", "y"),)}, "needs undo"),
        ({"aside": True, "undo": "true"}, "nothing of a step aside stays"),
        ({"seat": True, "at_screen": True}, "no other session is at the screen"),
        ({"dialog": DIALOG}, "a dialog asks at the desktop"),
        ({"seat": True, "dialog": DIALOG, "command": "ls\nls"}, "a dialog asks at the desktop"),
        *(({"reboots": True, **more}, "a reboot ends the session") for more in NOT_WITH_A_REBOOT),
    ],
)
def test_a_step_that_could_not_be_shown_typed_or_proven_is_refused(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        replace(STEP, **wrong)  # type: ignore[arg-type]


def test_a_step_reboots_only_a_machine_that_boots_from_its_own_disk() -> None:
    reboot = replace(STEP, reboots=True)
    with pytest.raises(ValueError, match="does not boot from its own disk"):
        guide_of(reboot)
    at_server = replace(reboot, machine="server")
    Lesson("lesson-1", 1, "page", Text(es="x", en="x"), (at_server,), machines=("server",))


def test_a_step_is_typed_only_at_a_desktop_that_there_is_and_nobody_gets_up_again() -> None:
    seated = replace(STEP, seat=True)
    title = Text(es="x", en="x")
    with pytest.raises(ValueError, match="which has no display"):
        Lesson("lesson-1", 1, "page", title, (replace(seated, machine="server"),), machines=("server",))
    guide_of(replace(SECOND, aside=True), seated)
    guide_of(replace(seated, aside=True), SECOND)
    with pytest.raises(ValueError, match="again is not typed at the desktop, but see-kernel before it is"):
        guide_of(seated, SECOND)


def test_two_steps_with_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="two steps are called see-kernel"):
        guide_of(STEP, STEP)


def test_a_step_removed_by_one_that_the_guide_does_not_have_is_refused() -> None:
    with pytest.raises(ValueError, match="removed by nowhere"):
        guide_of(replace(STEP, removed_by="nowhere"))


def test_every_package_of_the_classic_line_is_installed_by_the_end() -> None:
    installed = " ".join(step.command for step in GUIDE.steps() if step.id.startswith("install-"))
    classic = (
        "libvirt-clients libvirt-daemon-system bridge-utils libguestfs-tools genisoimage virtinst libosinfo-bin"
        " virt-manager"
    )
    for package in ["qemu-system-x86", *classic.split()]:  # qemu-kvm is provided by qemu-system-x86
        assert f" {package}" in installed


def test_the_guide_has_the_five_chapters_in_their_order() -> None:
    assert [lesson.number for lesson in GUIDE.lessons if not lesson.optional] == [1, 2, 3, 4, 5]
    assert not any(lesson.steps for lesson in GUIDE.lessons if lesson.number in (1, 2, 3))


def test_commands_fit_the_terminal_and_open_no_pager() -> None:
    for step in GUIDE.steps():
        if step.place is Place.DEBIAN:
            assert all(len(line) <= 100 for line in step.command.split("\n")), step.id
            assert "systemctl status" not in step.command or "--no-pager" in step.command, step.id


def test_a_console_where_nothing_is_typed_is_the_action_it_was_before_one_could() -> None:
    assert Console("x").content() == ["x", "\x1d"]
    assert (
        replace(STEP, console=Console("x", typed=(("a", "b"),))).action()
        != replace(STEP, console=Console("x")).action()
    )
