"""What came of bringing a trouble about is held against the table; only what went as declared is kept."""

import io
from contextlib import AbstractContextManager
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from tests.conftest import pytest_terminal_summary
from tests.lab.conftest import troubles_in_time
from tests.lab.small import guide, step
from tests.left_out import LEFT_OUT
from tests.recorded_guide import fabricated, write

from kvm_guide import troubles as table
from kvm_guide.errors import NotSo
from kvm_guide.lab import verify
from kvm_guide.lab.copies.troubles import Troubles
from kvm_guide.lab.judging import troubles as judging
from kvm_guide.lab.judging.judge import TypeAgain
from kvm_guide.lab.judging.troubles import LATE, Ended, Tried
from kvm_guide.lab.keys import Lab
from kvm_guide.lab.metadata import Metadata
from kvm_guide.lab.recording.failures import TroublesFailed
from kvm_guide.lab.recording.merge import Written
from kvm_guide.lab.snapshots.snapshot import Snapshot
from kvm_guide.lab.snapshots.store import Snapshots
from kvm_guide.lab.verify import Result
from kvm_guide.lessons import GUIDE as REAL
from kvm_guide.model.step import Language, Text
from kvm_guide.records.store import Known
from kvm_guide.records.times import RecordTimes
from kvm_guide.records.types import Outcome, Record, TroubleEntry
from kvm_guide.troubles.model import Area, BroughtAbout, Message, Trouble
from kvm_guide.troubles.proof import fingerprint
from kvm_guide.vm.accelerator import KVM, TCG, without_virtualisation
from kvm_guide.vm.image import Image

TEXT = Text(es="Uno", en="One")
GUIDE = guide(step("first", "true"), step("look", "cat file", expect="^good$"))
HOW = BroughtAbout(after="first", spoil="touch /there", command="widget start a")
MESSAGE = Message("widget", "the widget '{name}' cannot be wound up", "no se puede dar cuerda al cacharro '{name}'")
ONE = Trouble("one", Area.START, TEXT, (MESSAGE,), TEXT, TEXT, "sudo mend", brought=HOW)
SAID = {
    "en": "starting\nerror: the widget 'a' cannot be wound up\ndone",
    "es": "empiezo\nerror: no se puede dar cuerda al cacharro 'a'\nya",
}
AT = "2026-11-22T20:20:00Z"
WENT = Tried(AT, Ended(0, ""), Ended(1, SAID["en"]), Ended(0, ""), Ended(0, "well"))


def problem(tried: Tried, how: BroughtAbout = HOW, language: Language = "en") -> str | None:
    known = replace(ONE, brought=how)
    return judging.problem(known, how, GUIDE, language, tried)


def test_what_went_as_declared_has_no_problem_in_either_language() -> None:
    assert problem(WENT) is None
    assert problem(replace(WENT, failed=Ended(1, SAID["es"])), language="es") is None


@pytest.mark.parametrize(
    ("tried", "said"),
    [
        (Tried(AT, Ended(2, "no room")), "what brings it about ended with 2 and said: 'no room'"),
        (replace(WENT, failed=Ended(0, SAID["en"])), "what had to fail did not so: it ended with 0"),
        (replace(WENT, failed=Ended(LATE, "")), "what had to fail did not so: it did not end in time"),
        (replace(WENT, failed=Ended(1, "another error")), "none of its messages"),
        (replace(WENT, cured=Ended(1, "not root"), passed=None), "what mends it ended with 1 and said: 'not root'"),
        (replace(WENT, passed=Ended(1, "still")), "what had to go well once it was mended ended with 1"),
    ],
)
def test_what_went_otherwise_is_said(tried: Tried, said: str) -> None:
    assert said in (problem(tried) or "")


def test_the_message_is_the_one_of_the_systems_language() -> None:
    assert "none of its messages" in (problem(WENT, language="es") or "")


def test_a_record_keeps_the_lines_with_the_message_else_the_last_ones() -> None:
    assert judging.told(ONE, HOW, "en", WENT) == "error: the widget 'a' cannot be wound up"
    broken = replace(WENT, failed=Ended(1, SAID["en"].replace("wound", "wou\nnd")))
    assert judging.told(ONE, HOW, "en", broken) == "error: the widget 'a' cannot be wou\nnd up", "where a terminal ends"
    other = replace(WENT, failed=Ended(1, "\n".join(str(n) for n in range(60))))
    assert judging.told(ONE, HOW, "en", other).splitlines()[0] == "40"
    assert judging.told(ONE, replace(HOW, shown=False), "en", WENT) == SAID["en"]


def test_a_step_fails_by_what_the_guide_says_of_it_and_goes_well_by_the_same() -> None:
    how = BroughtAbout(after="first", step="look", shown=False)
    well, badly, unheld = Ended(0, "good"), Ended(0, "bad"), Ended(0, "good", held=False)
    assert problem(replace(WENT, failed=badly, passed=well), how) is None
    assert problem(replace(WENT, failed=unheld, passed=well), how) is None
    assert "did not so" in (problem(replace(WENT, failed=well, passed=well), how) or "")
    assert "once it was mended" in (problem(replace(WENT, failed=badly, passed=unheld), how) or "")


def test_what_a_reader_looks_for_must_lead_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    other = replace(ONE, id="two", messages=(Message("widget", f"{MESSAGE.en} today"),))
    monkeypatch.setattr(judging, "TROUBLES", (ONE, other))
    said = problem(replace(WENT, failed=Ended(1, f"{SAID['en']} today".replace("\ndone", ""))))
    assert "finds another trouble: two" in (said or "")


def test_a_cpu_without_virtualisation_is_one_on_both_accelerators() -> None:
    assert without_virtualisation(TCG).options == ("-accel", TCG.options[1], "-cpu", "qemu64,-svm")
    assert without_virtualisation(KVM).options[-1] == "host,-vmx,-svm"


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    return Lab(Image(tmp_path, "f" * 64, ()), TCG, Snapshots(tmp_path))


@pytest.fixture
def declared(monkeypatch: pytest.MonkeyPatch) -> Trouble:
    """The only trouble of the table."""
    monkeypatch.setattr(table, "TROUBLES", (ONE,))
    return ONE


def states() -> Snapshot:
    """What is kept of a run of GUIDE."""
    nothing = Metadata().plain()
    first = Snapshot(Path("/nowhere/first"), "a" * 64, "first", 0.0, [], nothing, 1.0, {})
    return Snapshot(Path("/nowhere/look"), "b" * 64, "look", 0.0, [], nothing, 1.0, {}, first)


def of(lab: Lab, language: Language = "en") -> Troubles:
    return Troubles(GUIDE, GUIDE.lessons[0], language, lab)


def keep(lab: Lab, tried: Tried, known: Trouble = ONE) -> None:
    """Write `tried` where it would be kept."""
    before = states().before
    assert before is not None
    assert known.brought is not None
    lab.results.write(of(lab)._key((known, known.brought), before), asdict(tried))


def test_what_is_kept_is_recorded_and_needs_no_machine(lab: Lab, declared: Trouble) -> None:
    assert not of(lab).known(states())
    with pytest.raises(TypeAgain):
        of(lab).entries(states())
    keep(lab, WENT)
    assert of(lab).known(states())
    ((entry, at),) = of(lab).entries(states())
    assert (entry.id, entry.outcome, entry.exit_status, entry.problem, at) == ("one", Outcome.PASSED, 1, None, AT)
    assert entry.chain == GUIDE.chains["first"]


def test_what_is_kept_of_it_counts_no_more_where_what_is_said_of_it_changed(
    lab: Lab, declared: Trouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(lab, WENT)
    monkeypatch.setattr(table, "TROUBLES", (replace(ONE, brought=replace(HOW, exit_status=2)),))
    assert not of(lab).known(states())
    monkeypatch.setattr(table, "TROUBLES", (replace(ONE, title=Text(es="Dos", en="Two")),))
    assert of(lab).known(states())


def test_what_went_otherwise_is_recorded_as_failed_and_tried_again(
    lab: Lab, declared: Trouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    went = [replace(WENT, passed=Ended(1, "still")), WENT]
    monkeypatch.setattr(Lab, "machines", _Pretended)
    monkeypatch.setattr(Snapshots, "usable", lambda *_: True)
    monkeypatch.setattr(Troubles, "_tried", lambda *_: went.pop(0))
    ((entry, _),) = of(lab).entries(states())
    assert entry.outcome is Outcome.FAILED
    assert "once it was mended" in (entry.problem or "")
    assert not of(lab).known(states())
    ((entry, _),) = of(lab).entries(states())
    assert entry.outcome is Outcome.PASSED
    assert of(lab).known(states())
    assert not went


def test_what_is_not_wanted_of_a_language_is_left_out_and_what_is_kept_is_told(lab: Lab, declared: Trouble) -> None:
    spanish = replace(lab, troubles=frozenset[Language](("es",)))
    assert not of(spanish, "es").known(states())
    assert of(spanish, "en").known(states())
    assert of(spanish, "en").left(states()) == [ONE]
    assert of(spanish, "en").entries(states()) == []
    keep(lab, WENT)
    assert of(spanish, "en").left(states()) == []
    assert [entry.id for entry, _ in of(spanish, "en").entries(states())] == ["one"]


def test_what_is_left_out_must_be_in_the_record_as_it_is_declared_and_is_named(
    lab: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lesson = REAL.lesson("install")
    known, how = table.brought_after(REAL, lesson)[0]
    whole = fabricated(lesson, "en", REAL)
    monkeypatch.setattr(verify, "result_of", lambda *_: Result(Written(whole), left=[known]))

    def said(*recorded: TroubleEntry) -> str:
        write(tmp_path, Known(replace(whole.record, troubles=recorded), whole.times))
        return verify.compare(REAL, lesson, "en", tmp_path, lab)[0]

    good = TroubleEntry(known.id, fingerprint(known, REAL), REAL.chains[how.after], Outcome.PASSED, 1, "error")
    assert said(good).endswith(f"; its troubles were left to the weekly run: {known.id}")
    for bad in ((), (replace(good, fingerprint="0" * 64),), (replace(good, outcome=Outcome.FAILED),)):
        with pytest.raises(NotSo, match=f"trouble {known.id} was left out, and the record does not show it"):
            said(*bad)


def test_the_whole_run_ends_with_what_was_left_out(pytestconfig: pytest.Config) -> None:
    done = pytest.TestReport(
        "a", ("a", 0, "a"), {}, "passed", None, "call", user_properties=[(LEFT_OUT, "install.en: one")]
    )
    with io.StringIO() as screen:
        reporter = pytest.TerminalReporter(pytestconfig, screen)
        pytest_terminal_summary(reporter)
        assert not screen.getvalue()
        reporter.stats = {"passed": [done, done]}
        pytest_terminal_summary(reporter)
        assert "left out, for want of time" in screen.getvalue()
        assert screen.getvalue().count("install.en: one") == 1


def test_troubles_are_brought_about_in_one_language_where_not_all_are_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("KVM_GUIDE_LEAVE_OUT", raising=False)
    chosen = troubles_in_time()[1::2]
    assert sorted(run.rpartition(".")[0] for run in chosen) == sorted(lesson.id for lesson in REAL.run())
    monkeypatch.setenv("KVM_GUIDE_LEAVE_OUT", "nothing")
    assert troubles_in_time() == []


class _Pretended(AbstractContextManager["_Pretended"]):
    """Machines of which nothing is wanted."""

    def __init__(self, *_: object) -> None: ...

    def __exit__(self, *_: object) -> None: ...


def test_a_run_ends_with_the_name_of_the_trouble_and_what_was_not_so() -> None:
    entry = TroubleEntry("one", "f" * 64, "c" * 64, Outcome.FAILED, 0, "well", "what had to fail did not so")
    failure = TroublesFailed(Known(Record("install", "es", (), troubles=(entry,)), RecordTimes()))
    assert "one: what had to fail did not so\n  | well" in str(failure)
    assert "scripts/kvm_guide/troubles/table" in str(failure)
