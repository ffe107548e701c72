"""The results of runs as JUnit XML, the form that CI services read."""

import xml.etree.ElementTree as ET
from collections.abc import Sequence

from kvm_guide.errors import GuideError, NotSo
from kvm_guide.lab.recording.failures import RecordedFailure
from kvm_guide.lab.step_runner import StepFailed
from kvm_guide.model.lesson import Lesson
from kvm_guide.model.step import Language
from kvm_guide.records.store import Known
from kvm_guide.records.types import Outcome


def of_record(lesson: Lesson, known: Known) -> ET.Element:
    """One suite: a case for each step of `lesson`, each fact, trouble and undo of it, which say so in their class.

    A step that is not run is skipped, with the reason.
    """
    record, times = known.record, known.times
    suite = ET.Element("testsuite", name=f"kvm-guide {record.called}", timestamp=times.run or "")
    for entry in record.steps:
        seen = times.steps.get(entry.id)
        case = _case(suite, lesson.id, entry.id, seen.seconds or 0 if seen else 0)
        if entry.outcome is Outcome.NOT_RUN:
            ET.SubElement(case, "skipped", message=entry.reason or "")
        if entry.outcome is Outcome.FAILED:
            _fails(case, "the step failed")
        _prints(case, entry.output)
    for fact in record.facts:
        case = _case(suite, f"{lesson.id}.fact", fact.id)
        if fact.outcome is Outcome.FAILED:
            _fails(case, f"its probe ended with {fact.exit_status} and said another thing")
        _prints(case, fact.output)
    for trouble in record.troubles:
        case = _case(suite, f"{lesson.id}.trouble", trouble.id)
        if trouble.outcome is Outcome.FAILED:
            _fails(case, trouble.problem or "")
        _prints(case, trouble.output)
    _undos(suite, lesson, known)
    return _counted(suite)


def _undos(suite: ET.Element, lesson: Lesson, known: Known) -> None:
    undo, times = known.record.undo, known.times.undo
    for undone in undo.steps if undo else ():
        case = _case(suite, f"{lesson.id}.undo", undone.id, times.steps.get(undone.id, 0) if times else 0)
        # The one that ends badly is the last
        if undo is not None and undo.outcome is Outcome.FAILED and undone is undo.steps[-1]:
            _fails(case, undo.problem or "")
        _prints(case, undone.output)


def of_failure(lesson: Lesson, language: Language, failure: GuideError) -> ET.Element:
    """One suite: what the run wrote down as failing, with all else of it; or the one case that ended it: the failing
    step, what is not as its record says, or the lab, which is an error.
    """
    if isinstance(failure, RecordedFailure):
        return of_record(lesson, failure.known)
    suite = ET.Element("testsuite", name=f"kvm-guide {lesson.id}.{language}")
    step_id = getattr(failure, "step_id", None)
    kind = "failure" if isinstance(failure, NotSo) else "error"
    nameless = lesson.id if kind == "failure" else "lab"
    case = _case(suite, lesson.id if step_id else nameless, step_id or nameless)
    ET.SubElement(case, kind, message=str(failure).splitlines()[0], type=type(failure).__name__).text = _printable(
        str(failure)
    )
    if isinstance(failure, StepFailed):
        ET.SubElement(case, "system-out").text = _printable(failure.screen)
        ET.SubElement(case, "system-err").text = _printable(failure.journal)
    return _counted(suite)


def written(suites: Sequence[ET.Element]) -> bytes:
    """The file of `suites`."""
    whole = ET.Element("testsuites")
    whole.extend(suites)
    ET.indent(whole)
    return bytes(ET.tostring(whole, encoding="utf-8", xml_declaration=True)) + b"\n"


def suites(data: bytes) -> list[ET.Element]:
    """The suites in a file that `written` made."""
    return list(ET.fromstring(data))


def _case(suite: ET.Element, kind: str, name: str, seconds: float = 0) -> ET.Element:
    return ET.SubElement(suite, "testcase", classname=kind, name=name, time=f"{seconds:.1f}")


def _fails(case: ET.Element, why: str) -> None:
    ET.SubElement(case, "failure", message=_printable(why))


def _prints(case: ET.Element, output: str | None) -> None:
    if output:
        ET.SubElement(case, "system-out").text = _printable(output)


def _counted(suite: ET.Element) -> ET.Element:
    for name in ("skipped", "failure", "error"):
        key = {"skipped": "skipped", "failure": "failures", "error": "errors"}[name]
        suite.set(key, str(len(suite.findall(f"testcase/{name}"))))
    suite.set("tests", str(len(suite)))
    return suite


def _printable(text: str) -> str:
    # XML 1.0 has no way to write most control characters
    return "".join(character for character in text if character.isprintable() or character in "\n\t")
