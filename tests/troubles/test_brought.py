"""How the table says that troubles are brought about: each can be, and what a record knows of it counts as declared."""

from dataclasses import replace

import pytest

from kvm_guide.helper.diagnosis import obstacle
from kvm_guide.lessons import GUIDE
from kvm_guide.model.lesson import Guide
from kvm_guide.model.step import Text
from kvm_guide.records.proof import Doubt
from kvm_guide.records.store import Known
from kvm_guide.records.times import RecordTimes
from kvm_guide.records.types import Outcome, Record, TroubleEntry
from kvm_guide.troubles import TROUBLES, brought_after, trouble
from kvm_guide.troubles.model import Area, BroughtAbout, Message, Trouble
from kvm_guide.troubles.proof import cure, fingerprint, judge, typed

DECLARED = [(one, one.brought) for one in TROUBLES if one.brought is not None]
LEAST = 25
OBSTACLES = {
    "release", "nesting", "module", "apt-locked", "no-network", "no-room", "group", "libvirt-silent", "session",
    "network-taken", "masked",
}  # fmt: skip
"""Those that the student's helper must name on a real machine."""


def test_no_trouble_stops_being_brought_about_unseen() -> None:
    assert len(DECLARED) >= LEAST


def test_the_helper_is_tried_on_a_real_machine_with_each_obstacle() -> None:
    assert {known.id for known, brought in DECLARED if brought.check or brought.run} >= OBSTACLES


def test_each_is_brought_about_by_the_run_of_one_lesson() -> None:
    listed = [known.id for lesson in GUIDE.lessons for known, _ in brought_after(GUIDE, lesson)]
    assert sorted(listed) == sorted(known.id for known, _ in DECLARED)
    for _, brought in DECLARED:
        after = GUIDE.step(brought.after)
        assert not after.aside
        assert after.console is None, "nobody is at the machine's prompt there"


@pytest.mark.parametrize(("known", "brought"), DECLARED, ids=[known.id for known, _ in DECLARED])
def test_what_it_names_is_in_the_guide_and_something_mends_it(known: Trouble, brought: BroughtAbout) -> None:
    steps = {step.id for step in GUIDE.steps()}
    for name in (brought.after, brought.step, brought.check, brought.run):
        assert name is None or name in steps
    assert typed(brought, GUIDE)
    assert cure(known, brought, GUIDE) or brought.elsewhere or brought.cure_login
    if brought.cure is None and not brought.elsewhere:
        assert cure(known, brought, GUIDE) == obstacle.command(known), "the table's own cure is what is typed"


TEXT = Text(es="Uno", en="One")
HOW = BroughtAbout(after="kvm-module", command="virsh start a", then="true")
ONE = Trouble("one", Area.START, TEXT, (Message("virsh", "no {name}", "ni {name}"),), TEXT, TEXT, "true", brought=HOW)


def entry(known: Trouble = ONE, outcome: Outcome = Outcome.PASSED) -> Known:
    """A record in which `known` was brought about."""
    told = TroubleEntry(known.id, fingerprint(known, GUIDE), GUIDE.chains["kvm-module"], outcome, 1, "no a")
    times = RecordTimes(troubles={known.id: "2026-11-22T20:20:00Z"})
    return Known(Record("requirements", "en", (), troubles=(told,)), times)


def test_what_a_run_saw_of_it_counts_as_it_is_declared() -> None:
    proof = judge(ONE, GUIDE, entry())
    assert (proof.outcome, proof.verified_at, proof.doubt) == ("brought-about", "2026-11-22T20:20:00Z", None)
    failed = judge(ONE, GUIDE, entry(outcome=Outcome.FAILED))
    assert (failed.outcome, failed.failed) == ("told", True)
    assert judge(replace(ONE, brought=None, source="a: b"), GUIDE, entry()).doubt is None
    assert judge(ONE, GUIDE, None).doubt is Doubt.NO_RECORD
    assert judge(replace(ONE, id="two"), GUIDE, entry()).doubt is Doubt.NEW


@pytest.mark.parametrize(
    "edited",
    [
        replace(ONE, messages=(Message("virsh", "not {name}", "ni {name}"),)),
        replace(ONE, command="false"),
        *(
            replace(ONE, brought=how)
            for how in (
                replace(HOW, spoil="true"),
                replace(HOW, command="virsh start b"),
                replace(HOW, exit_status=2),
                replace(HOW, cure="true;true"),
                replace(HOW, then="id"),
                replace(HOW, new_login=True),
                replace(HOW, cure_login=True),
                replace(HOW, shown=False),
                replace(HOW, bare=True),
                replace(HOW, after="memory"),
            )
        ),
    ],
    ids=str,
)
def test_what_is_declared_otherwise_must_be_seen_again(edited: Trouble) -> None:
    assert judge(edited, GUIDE, entry()).doubt is Doubt.CHANGED


def test_reworded_it_need_not_be_seen_again_and_nor_for_what_only_the_helper_is_asked() -> None:
    other = replace(
        ONE, title=Text(es="Dos", en="Two"), cure=Text(es="Haz.", en="Do."), brought=replace(HOW, check="memory")
    )
    assert judge(other, GUIDE, entry()).doubt is None


def test_another_step_before_its_state_is_told() -> None:
    lessons = [
        replace(
            lesson,
            steps=tuple(replace(step, command="true") if step.id == "memory" else step for step in lesson.steps),
        )
        for lesson in GUIDE.lessons
    ]
    assert judge(ONE, Guide(tuple(lessons)), entry()).doubt is Doubt.EARLIER_CHANGED


@pytest.mark.parametrize(
    ("how", "told"),
    [
        (BroughtAbout(after="x"), "either a command or a step"),
        (BroughtAbout(after="x", command="a", step="b"), "either a command or a step"),
        (replace(HOW, exit_status=0), "does not end with 0"),
    ],
)
def test_a_declaration_that_could_not_fail_is_refused(how: BroughtAbout, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        replace(ONE, brought=how)


def test_a_state_says_that_it_has_no_message_and_something_mends_each() -> None:
    with pytest.raises(ValueError, match="it is a state"):
        replace(ONE, messages=())
    with pytest.raises(ValueError, match="what is typed to mend it"):
        replace(ONE, command=None)
    with pytest.raises(ValueError, match="so give its source"):
        replace(ONE, brought=None)


def test_the_trouble_of_the_guides_own_refusal_is_one_of_them() -> None:
    group = trouble("group").brought
    assert group is not None
    assert group.command == GUIDE.step("refused-before-group").command
