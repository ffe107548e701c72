"""What the tests of `kvm-guide` share: the program, a plain environment, and a machine that it takes for its own."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from tests.helper.recorded import Recorded

from kvm_guide.helper.cli import main
from kvm_guide.helper.cli.selection import doable
from kvm_guide.helper.diagnosis.checking import Finding, Verdict
from kvm_guide.helper.diagnosis.facts import SystemFacts
from kvm_guide.helper.diagnosis.obstacles import found
from kvm_guide.lessons import GUIDE
from kvm_guide.model.step import Step, Text

PROGRAM = str(Path(sys.executable).parent / "kvm-guide")
SITE = "https://example.org/kvm-guide/"
INSTALL = "install-packages"
Pretend = Callable[[Recorded, frozenset[str]], None]
inprocess = pytest.mark.script_launch_mode("inprocess")


def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """An English one with UTF-8, whatever that of the tests is."""
    for name in ("LC_ALL", "LC_CTYPE", "LC_MESSAGES", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("KVM_GUIDE_SITE_URL", SITE)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.setenv("PYTHONIOENCODING", "utf-8")
    monkeypatch.setenv("COLUMNS", "100")


def pretending(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Pretend:
    """What lets the program, in this process, find a recorded machine on which the checks of some steps fail."""

    def pretend(machine: Recorded, failing: frozenset[str]) -> None:
        facts = machine.facts(folder)

        def look(steps: Sequence[Step], facts: SystemFacts) -> list[Finding]:
            return [found_of(step, facts) if step.id in failing else there(step) for step in steps]

        monkeypatch.setattr(main, "collect", lambda: facts)
        monkeypatch.setattr(main, "look", look)

    return pretend


def how_far(missing: int = 0) -> str:
    """The report's line of chapters, where of chapter 4 so many steps are missing."""
    chapters = (GUIDE.lesson("requirements"), GUIDE.lesson("install"))
    four, five = (sum(doable(step) and not step.aside for step in lesson.steps) for lesson in chapters)
    return f"4: {four - missing}/{four}, 5: {five}/{five}"


def there(step: Step) -> Finding:
    """A step that is done."""
    return Finding(step, Verdict.THERE, None, Text(es="Está hecho.", en="It is done."), None, None)


def found_of(step: Step, facts: SystemFacts) -> Finding:
    """A step whose check failed."""
    obstacle = next((one for one in found(facts) if step.id in one.steps), None)
    if obstacle is None:
        said = Text(es="Todavía no está hecho.", en="It is not done yet.")
        return Finding(step, Verdict.NOT_THERE, None, said, said, step.command)
    return Finding(step, obstacle.verdict, obstacle, obstacle.why, obstacle.cure, obstacle.command)
