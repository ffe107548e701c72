"""A trouble is brought about in a real machine that is thrown away, mended in it, and what came of it is kept."""

import inspect
from dataclasses import replace

import pytest
from tests.lab.small import guide, step

from kvm_guide import troubles as table
from kvm_guide.lab.behaviour import essence
from kvm_guide.lab.copies.troubles import Troubles
from kvm_guide.lab.keys import Lab
from kvm_guide.lab.lesson_runner import LessonRun
from kvm_guide.lab.snapshots.snapshot import Snapshot
from kvm_guide.model.step import Text
from kvm_guide.records.types import Outcome, TroubleEntry
from kvm_guide.troubles import model, proof
from kvm_guide.troubles.model import Area, BroughtAbout, Message, Trouble

pytestmark = [pytest.mark.vm, pytest.mark.usefixtures("kept_pass")]

TEXT = Text(es="Uno", en="One")
GUIDE = guide(
    step("first", "true"),
    step("cpu", "grep -c svm /proc/cpuinfo; true", expect="^[1-9]"),
    step("groups", "id -nG", expect=r"\bgames\b", undo=None),
)
GONE = Trouble(
    "gone",
    Area.START,
    TEXT,
    (Message("cat", "cat: {file}: No such file or directory"),),
    TEXT,
    TEXT,
    command="sudo touch /srv/wanted",
    brought=BroughtAbout(after="first", spoil="rm -f /srv/wanted", command="cat /srv/wanted"),
)
GROUP = Trouble(
    "group-here",
    Area.START,
    TEXT,
    (),
    TEXT,
    TEXT,
    command='sudo gpasswd -a "$USER" games',
    brought=BroughtAbout(after="first", step="groups", shown=False, cure_login=True),
)
BARE = Trouble(
    "bare",
    Area.START,
    TEXT,
    (),
    TEXT,
    TEXT,
    brought=BroughtAbout(after="first", bare=True, step="cpu", shown=False, elsewhere=True),
)


@pytest.fixture
def depends_on() -> object:
    """What a declared trouble means, which the table only uses."""
    return [essence(inspect.getsource(module)) for module in (table, model, proof)]


@pytest.fixture
def last(lab: Lab) -> Snapshot:
    """The end of a run of the first step of GUIDE."""
    run = LessonRun(GUIDE, GUIDE.lessons[0], "en", lab, until="first")
    with lab.states.in_use(), run.go() as (story, _machine):
        pass
    return story.last


def brought(lab: Lab, last: Snapshot, monkeypatch: pytest.MonkeyPatch, *known: Trouble) -> dict[str, TroubleEntry]:
    monkeypatch.setattr(table, "TROUBLES", known)
    return {entry.id: entry for entry, _ in Troubles(GUIDE, GUIDE.lessons[0], "en", lab).entries(last)}


def test_it_is_brought_about_seen_and_mended_in_a_machine_that_is_thrown_away(
    lab: Lab, last: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = brought(lab, last, monkeypatch, GONE, GROUP)
    assert {name: (one.outcome, one.problem) for name, one in found.items()} == {
        "gone": (Outcome.PASSED, None),
        "group-here": (Outcome.PASSED, None),
    }
    assert found["gone"].output == "cat: /srv/wanted: No such file or directory"
    assert Troubles(GUIDE, GUIDE.lessons[0], "en", lab).known(last)


def test_what_is_not_mended_or_says_another_thing_fails_by_name_of_what_was_not_so(
    lab: Lab, last: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert GONE.brought is not None
    unmended = replace(GONE, command="true")
    other = replace(GONE, id="other", messages=(Message("cat", "cat: {file}: Is a directory"),))
    late = replace(GONE, id="late", brought=replace(GONE.brought, spoil="exit 7"))
    found = brought(lab, last, monkeypatch, unmended, other, late)
    assert "once it was mended ended with 1" in (found["gone"].problem or "")
    assert found["other"].problem == "none of its messages is in what it printed"
    assert "what brings it about ended with 7" in (found["late"].problem or "")


def test_a_machine_whose_cpu_shows_no_virtualisation(lab: Lab, last: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    (entry,) = brought(lab, last, monkeypatch, BARE).values()
    assert (entry.outcome, entry.problem, entry.output) == (Outcome.PASSED, None, "0")
