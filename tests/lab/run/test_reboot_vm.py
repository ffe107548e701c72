"""A step that reboots its machine: typed, recorded, and gone on from where it is kept."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.lab.small import step

from kvm_guide import paths
from kvm_guide.lab.keys import Lab
from kvm_guide.lab.lesson_runner import LessonRun
from kvm_guide.lab.step_runner import StepFailed
from kvm_guide.model.lesson import Guide, Lesson
from kvm_guide.model.machine import MACHINES
from kvm_guide.model.step import Step, Text
from kvm_guide.vm import image
from kvm_guide.vm.image import Image

pytestmark = [pytest.mark.vm, pytest.mark.usefixtures("kept_pass")]

BOOT_ID = "/proc/sys/kernel/random/boot_id"
BEFORE = step("before", f"tee ~/earlier < {BOOT_ID}", undo="rm ~/earlier", check="test -s ~/earlier")
REBOOT = replace(step("reboot", "sudo reboot", check=f"! cmp -s ~/earlier {BOOT_ID}"), reboots=True)
# Off its own disk, by the boot loader there
DISK = "ls; findmnt -no SOURCE /; grep -o '^BOOT_IMAGE=/vmlinuz' /proc/cmdline"
AFTER = replace(step("after", f"cat {BOOT_ID}; {DISK}"), expect=("^earlier$", "^/dev/vda1$", "^BOOT_IMAGE=/vmlinuz$"))


@pytest.fixture(scope="module")
def server() -> Image:
    """The image of the machines without a desktop, built where the cache has none."""
    return image.get(paths.cache(), "server")


@pytest.fixture
def depends_on(server: Image) -> object:
    """The other image."""
    return [server.fingerprint, MACHINES["server"].fingerprint()]


@pytest.fixture
def at_server(lab: Lab, server: Image, cache: Path) -> Lab:
    """A lab that finds both images."""
    link = cache / "images" / server.folder.name
    if not link.exists():
        link.symlink_to(server.folder)
    return lab


def _run(lab: Lab, *steps: Step) -> LessonRun:
    there = tuple(replace(one, machine="server") for one in steps)
    lesson = Lesson("lesson-1", 1, "page", Text(es="Prueba", en="Trial"), there, machines=("server",))
    return LessonRun(Guide((lesson,)), lesson, "en", lab)


# Each run of the guide reboots in its lesson `prepare`
@pytest.mark.weekly
def test_a_reboot_is_a_step_like_any_other(at_server: Lab, capsys: pytest.CaptureFixture[str]) -> None:
    run = _run(at_server, BEFORE, REBOOT, AFTER)
    with at_server.states.in_use(), run.go() as (story, _machine):
        assert story.typed == ["before", "reboot", "after"]
    seen = {name: judged.entry for name, judged in run.seen(story.last).items()}
    with capsys.disabled():
        print(f"\n{seen['reboot']}")
    before, after = (str(seen[name].output).splitlines()[0] for name in ("before", "after"))
    assert before != after
    assert seen["reboot"].exit_status == 0
    assert "login:" not in str(seen["reboot"].output)
    repeat = seen["reboot"].repeat
    assert repeat is not None
    assert repeat.safe

    # What is kept after the reboot is gone on from: another step is typed there, and the reboot is none of today's
    later = step("later", f"cat {BOOT_ID}")
    again = _run(at_server, BEFORE, REBOOT, later)
    with at_server.states.in_use(), again.go() as (story, machines):
        assert story.typed == ["later"]
        assert machines.first.boot_id() == after
    assert str(again.seen(story.last)["later"].entry.output).strip() == after


def test_a_command_that_does_not_reboot_is_a_step_that_failed(at_server: Lab) -> None:
    refused = replace(step("refused", "sudo reboot --no-such-option", check="true"), reboots=True)
    with (
        at_server.states.in_use(),
        pytest.raises(StepFailed, match="Step refused failed: it ended with 1"),
        _run(at_server, BEFORE, refused).go(),
    ):
        pass
