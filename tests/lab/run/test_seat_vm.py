"""Steps that are typed at the machine's desktop, for real: in a chain, aside from one, and what their windows ask."""

from dataclasses import replace

import pytest
from tests.lab.small import step

from kvm_guide.lab import metadata, verify
from kvm_guide.lab.keys import Lab
from kvm_guide.lab.lesson_runner import LessonRun
from kvm_guide.model.lesson import Guide, Lesson
from kvm_guide.model.step import LANGUAGES, Console, Dialog, Language, Step, Text

pytestmark = [pytest.mark.vm, pytest.mark.usefixtures("kept_pass")]

CANCELLED = 126
POLKIT = Dialog(window=Text(es="Autenticar", en="Authenticate"), press=Text(es="Cancelar", en="Cancel"))
# It ends at Ctrl+], as virsh's console does
WAITS = "bash -c 'echo press; stty raw -echo; read -rsd $'\"'\\\\x1d'\"'; stty sane; echo left'"


def lesson(*steps: Step) -> Guide:
    return Guide((Lesson("seat", 1, "seat", Text(es="Sitio", en="Seat"), steps),))


# Each run of the guide sits at the desktop, in both languages
@pytest.mark.weekly
@pytest.mark.parametrize("language", LANGUAGES[:1])
def test_steps_at_the_desktop_go_on_from_each_other_and_one_aside_leaves_nothing(lab: Lab, language: Language) -> None:
    remote = step("remote", "tty; echo $DISPLAY")
    asks = replace(
        step("asks", "pkexec true"),
        seat=True,
        aside=True,
        dialog=POLKIT,
        exit_status=CANCELLED,
        failure_wanted=True,
        check="touch ~/aside; pgrep -x lightdm",
    )
    remote_still = step("remote-still", "ls ~/aside || echo nothing", check="! pgrep -x lightdm", expect="nothing")
    letter = {"es": "ñ", "en": "~"}[language]
    said = rf":0\.0\|{letter}"
    seated = replace(step("seated", f'echo "$DISPLAY|{letter}" > ~/seen; cat ~/seen', expect=said), seat=True)
    keys = replace(step("keys", WAITS, expect="left"), seat=True, console=Console(shows="press"))
    # From the same seat, which was kept without what the one before it did
    aside_too = replace(step("aside-too", "ls ~/aside || echo no trace", expect="no trace"), seat=True, aside=True)
    guide = lesson(remote, asks, aside_too, remote_still, seated)
    first = verify.result_of(guide, guide.lessons[0], language, lab)
    assert first.typed == ["remote", "asks", "aside-too", "remote-still", "seated"]
    entries = {one.id: one for one in first.record.steps}
    picture = entries["asks"].picture
    assert picture is not None
    assert picture.width > 100 < picture.height
    assert entries["asks"].exit_status == CANCELLED
    assert entries["seated"].changes is not None
    assert not entries["seated"].changes.units, "the desktop's own services are not of the step"
    longer = lesson(remote, asks, aside_too, remote_still, seated, keys)
    again = verify.result_of(longer, longer.lessons[0], language, lab)
    assert again.typed == ["keys"], "a kept machine goes on at its desktop"
    run = LessonRun(longer, longer.lessons[0], language, lab)
    last = run.known()
    assert last is not None
    assert "left" in "".join(text for _, text in metadata.shown(last))
