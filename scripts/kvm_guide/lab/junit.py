"""The results of runs as JUnit XML, the form that CI services read."""

import xml.etree.ElementTree as ET
from collections.abc import Sequence

from kvm_guide.errors import GuideError
from kvm_guide.lab.step_runner import StepFailed
from kvm_guide.model.lesson import Lesson
from kvm_guide.model.step import Language
from kvm_guide.records.store import Known
from kvm_guide.records.types import Outcome


def of_record(lesson: Lesson, known: Known) -> ET.Element:
    """One suite: a case for each step of `lesson`; a step that is not run is skipped, with the reason."""
    record, times = known.record, known.times
    suite = ET.Element("testsuite", name=f"kvm-guide {record.name}", timestamp=times.run or "")
    for entry in record.steps:
        seen = times.steps.get(entry.id)
        case = _case(suite, lesson, entry.id, seen.seconds or 0 if seen else 0)
        if entry.outcome is Outcome.NOT_RUN:
            ET.SubElement(case, "skipped", message=entry.reason or "")
        if entry.output:
            ET.SubElement(case, "system-out").text = _printable(entry.output)
    return _counted(suite)


def of_failure(lesson: Lesson, language: Language, failure: GuideError) -> ET.Element:
    """One suite with the one case that ended the run: the failing step, or the lab, which is an error."""
    suite = ET.Element("testsuite", name=f"kvm-guide {lesson.id}.{language}")
    step_id = getattr(failure, "step_id", None)
    case = _case(suite, lesson, step_id, 0)
    kind = "failure" if step_id else "error"
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


def _case(suite: ET.Element, lesson: Lesson, step_id: str | None, seconds: float) -> ET.Element:
    return ET.SubElement(
        suite, "testcase", classname=lesson.id if step_id else "lab", name=step_id or "lab", time=f"{seconds:.1f}"
    )


def _counted(suite: ET.Element) -> ET.Element:
    for name in ("skipped", "failure", "error"):
        key = {"skipped": "skipped", "failure": "failures", "error": "errors"}[name]
        suite.set(key, str(len(suite.findall(f"testcase/{name}"))))
    suite.set("tests", str(len(suite)))
    return suite


def _printable(text: str) -> str:
    # XML 1.0 has no way to write most control characters
    return "".join(character for character in text if character.isprintable() or character in "\n\t")
