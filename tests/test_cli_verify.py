"""The author's tool: what is kept, a terminal in the machine, a run at each save, results that others can read."""

import json
import re
import shutil
import signal
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pexpect
import pytest
from pytest_console_scripts import ScriptRunner
from tests.lab.conftest import environment, troubles_in_time
from tests.lab.test_snapshots import kept
from tests.recorded_guide import GUIDE as SMALL
from tests.recorded_guide import REASON, RUN, fabricated

from kvm_guide import paths
from kvm_guide.errors import Broken, Exit, NotSo
from kvm_guide.lab.recording import junit
from kvm_guide.lab.recording.failures import UndoFailed, complain
from kvm_guide.lab.snapshots.store import Snapshots
from kvm_guide.lab.step_runner import StepFailed
from kvm_guide.lessons import GUIDE
from kvm_guide.model.release import NUMBERS
from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.records.store import Known
from kvm_guide.records.types import FactEntry, Outcome, TroubleEntry
from kvm_guide.vm.console.terminal import Typed

FINE = Outcome.PASSED
VERIFY = str(paths.ROOT / "scripts" / "verify")
INSTALLED = str(Path(sys.executable).parent / "kvm-guide-verify")
BENCH = str(Path(sys.executable).parent / "kvm-guide-bench")


FIRST = GUIDE.run()[0]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["--until", "instal-packages"],
            f"No step that is run is called 'instal-packages'. These are: {FIRST.run()[0].id},",
        ),
        (["--until", "snapshot"], "No step that is run is called 'snapshot'"),
        (["--until", "memory", "--language", "es", "--language", "en"], "give one --language"),
        (["--until", "memory", "requirements"], "--until names a step, which is one lesson's: leave the lesson out."),
        (["install-packages"], f"No lesson that types something is called 'install-packages'. These are: {FIRST.id},"),
        (["what-is-kvm"], "No lesson that types something is called 'what-is-kvm'"),
        (["--shell"], "--shell needs a terminal"),
        (["--troubles", "es"], "--troubles leaves some out, and a record is whole: it goes with --check only."),
        (["--check", "--troubles", "install.fr"], "'install.fr' is neither a language nor a run: --troubles es, or "),
        (["--check", "install.fr"], f"No lesson that types something is called 'install.fr'. These are: {FIRST.id},"),
        (["install.es", "--language", "en"], "install.es names its language itself: leave --language out."),
        (["--watch", "--cold"], "does not go with --shell, --until or --cold"),
    ],
)
def test_what_does_not_go_together_is_refused_in_one_sentence(
    script_runner: ScriptRunner, arguments: list[str], said: str
) -> None:
    result = script_runner.run([INSTALLED, *arguments])
    assert result.returncode == Exit.USAGE
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_the_kept_machines_are_listed_and_emptied(
    script_runner: ScriptRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KVM_GUIDE_CACHE", str(tmp_path))
    assert script_runner.run([INSTALLED, "--states", "list"]).stdout.startswith("0 kept machines, 0.0 GiB of 48, in ")
    one = kept(Snapshots(tmp_path))
    two = kept(Snapshots(tmp_path), "b" * 64, one)
    (one.folder / "memory.zst").unlink()
    listed = script_runner.run([INSTALLED, "--states", "list"]).stdout.splitlines()
    assert re.search(r"step-a +\(its results only: its memory made room\)$", listed[0])
    assert listed[1].startswith(two.folder.name)
    assert listed[1].endswith(" step-b")
    emptied = script_runner.run([INSTALLED, "--states", "empty"])
    assert emptied.stdout.startswith("2 kept machines were removed from ")
    assert list((tmp_path / "states").iterdir()) == [tmp_path / "states" / "lock"]


def test_junit_names_the_failing_step_with_its_screen_and_journal() -> None:
    step = GUIDE.step("memory")
    failure = StepFailed(step, ["it ended with 1, not 0"], "free: \x1b[1mno\x07", Typed(1, "", 0.1), "sudo[1]: ana")
    lesson = GUIDE.lesson_of(step.id)
    suite = junit.of_failure(lesson, "es", failure)
    parsed = junit.suites(junit.written([suite]))[0]
    assert (parsed.get("name"), parsed.get("tests"), parsed.get("failures")) == ("kvm-guide requirements.es", "1", "1")
    case = parsed[0]
    assert (case.get("classname"), case.get("name")) == ("requirements", "memory")
    assert (case.findtext("system-out"), case.findtext("system-err")) == ("free: [1mno", "sudo[1]: ana")
    broken = junit.suites(junit.written([junit.of_failure(lesson, "en", Broken("no QEMU"))]))[0]
    assert (broken.get("failures"), broken.get("errors")) == ("0", "1")


@pytest.mark.parametrize("language", LANGUAGES)
def test_junit_tells_of_each_step_of_a_record_with_what_it_printed_and_how_long_it_took(language: Language) -> None:
    lesson = SMALL.lesson_of("install")
    suite = junit.suites(junit.written([junit.of_record(lesson, fabricated(lesson, language))]))[0]
    assert (suite.get("name"), suite.get("timestamp")) == (f"kvm-guide install.{language}", RUN)
    assert (suite.get("tests"), suite.get("skipped"), suite.get("failures")) == ("4", "1", "0")
    cases = [(case.get("classname"), case.get("name"), case.get("time")) for case in suite]
    assert cases == [
        ("install", "nested", "0.0"),
        ("install", "install", "252.4"),
        ("install", "window", "3.2"),
        ("install.undo", "install", "41.2"),
    ]
    skipped = suite[0].find("skipped")
    assert skipped is not None
    assert skipped.get("message") == REASON.in_(language)
    assert (suite[1].findtext("system-out") or "").endswith("Done")


def test_junit_has_a_case_for_each_fact_trouble_and_undo_and_says_which_failed() -> None:
    lesson, badly = SMALL.lesson_of("install"), Outcome.FAILED
    known = fabricated(lesson, "en")
    assert known.record.undo is not None
    whole = Known(
        replace(
            known.record,
            facts=tuple(FactEntry(name, "f", "c", how, 0, "6.1") for name, how in (("true", FINE), ("false", badly))),
            troubles=(
                TroubleEntry("seen", "f", "c", FINE, 1, "error: no"),
                TroubleEntry("unseen", "f", "c", badly, 0, "yes", "what had to fail did not so"),
            ),
            undo=replace(known.record.undo, outcome=badly, problem="it ended with 1"),
        ),
        known.times,
    )
    with pytest.raises(UndoFailed) as failure:
        complain(whole)
    suite = junit.suites(junit.written([junit.of_failure(lesson, "en", failure.value)]))[0]
    cases = {(case.get("classname"), case.get("name")): case.find("failure") for case in suite}
    assert {key: failed.get("message") for key, failed in cases.items() if failed is not None} == {
        ("install.fact", "false"): "its probe ended with 0 and said another thing",
        ("install.trouble", "unseen"): "what had to fail did not so",
        ("install.undo", "install"): "it ended with 1",
    }
    assert {("install.fact", "true"), ("install.trouble", "seen"), ("install", "install")} <= cases.keys()
    assert (suite.get("failures"), suite.get("errors")) == ("3", "0")


def test_junit_calls_a_record_that_is_not_so_a_failure_and_no_fault_of_the_labs() -> None:
    suite = junit.of_failure(GUIDE.lesson("install"), "es", NotSo("The record install.es is not what happens."))
    assert (suite.get("failures"), suite.get("errors"), suite[0].get("name")) == ("1", "0", "install")


@pytest.mark.parametrize("wanted", [[], ["--language", "en"], ["--release", "13"]])
def test_the_plan_names_a_run_for_each_release_lesson_and_language(
    script_runner: ScriptRunner, wanted: list[str]
) -> None:
    told = script_runner.run([INSTALLED, "--plan", *wanted])
    assert told.returncode == 0, told.stderr
    assert told.stderr == ""
    languages = wanted[1:] if "--language" in wanted else LANGUAGES
    releases = wanted[1:] if "--release" in wanted else NUMBERS
    assert json.loads(told.stdout) == [
        {"release": release, "lesson": lesson.id, "language": language}
        for release in releases
        for language in languages
        for lesson in GUIDE.run()
    ]


@pytest.mark.vm
def test_verify_compares_and_writes_its_report_and_junit(script_runner: ScriptRunner, tmp_path: Path) -> None:
    report, results = tmp_path / "report.json", tmp_path / "results.xml"
    result = script_runner.run(
        [
            INSTALLED,
            "requirements",
            "install",
            "--check",
            *troubles_in_time(),
            "--report",
            str(report),
            "--junit",
            str(results),
        ]
    )
    assert result.returncode == 0, result.stderr
    assert '"exit": 0' in report.read_text()
    suites = ET.parse(results).getroot()
    course = [GUIDE.lesson(name) for name in ("requirements", "install")]
    wanted = {f"kvm-guide {lesson.id}.{language}": lesson for lesson in course for language in LANGUAGES}
    assert sorted(suite.get("name") or "" for suite in suites) == sorted(wanted)
    for suite in suites:
        lesson = wanted[suite.get("name") or ""]
        steps = [case.get("name") for case in suite if case.get("classname") == lesson.id]
        assert steps == [step.id for step in lesson.steps]
        asked = [case.get("name") for case in suite if case.get("classname") == f"{lesson.id}.fact"]
        assert asked == [fact.id for fact in GUIDE.facts_after(lesson)]
        assert suite.get("skipped") == str(sum(1 for step in lesson.steps if step.not_run))
        assert suite.get("failures") == "0"


@pytest.mark.vm
@pytest.mark.weekly
@pytest.mark.script_launch_mode("subprocess")  # once: it takes a minute
def test_the_benchmark_prints_each_time_against_its_goal(script_runner: ScriptRunner) -> None:
    result = script_runner.run([BENCH])
    assert result.returncode in (Exit.OK, Exit.NOT_SO), result.stderr
    assert re.search(
        r"^scripts/verify --check, one language, nothing changed +[\d.]+ +s +2 (met|MISSED)", result.stdout, re.M
    )
    assert re.search(r"^scripts/build +[\d.]+ +s +15 (met|MISSED)", result.stdout, re.M)
    assert re.search(r"^this machine at site: counting, each number +[\d.]+ +ns$", result.stdout, re.M)


# With the mark of etc/profile.d/lab-terminal.sh at its end
_PROMPT = r"ana@debian\S*\$ \x1b\]133;B\x07$"


@pytest.mark.vm
def test_a_terminal_is_opened_in_the_machine_as_it_stands_after_a_step() -> None:
    command = ["--language", "en", "--until", "debian-release", "--shell"]
    child = pexpect.spawn(VERIFY, command, timeout=120, encoding="utf-8", dimensions=(40, 100))
    child.expect(r"Ctrl-\] leaves it")
    child.expect(_PROMPT)
    child.send("cat /etc/debian_version && echo $((6 * 7))\r")
    child.expect(r"12\.\d+")
    child.expect(r"\r\n.*42")
    child.expect(_PROMPT)
    child.send("\x1d")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


@pytest.mark.vm
def test_watching_runs_again_at_each_save_until_ctrl_c(tmp_path: Path) -> None:
    shutil.copytree(paths.ROOT / "scripts", tmp_path / "scripts")
    shutil.copytree(paths.RECORDS, tmp_path / "docs" / "records")
    # The troubles of the other language: of this one none is brought about for it
    asked = ["--watch", "--check", "--language", "es", "--troubles", "en"]
    command = [sys.executable, "-m", "kvm_guide.cli.verify", *asked]
    told = {**environment(paths.cache()), "PYTHONPATH": str(tmp_path / "scripts")}
    with subprocess.Popen(command, env=told, stderr=subprocess.PIPE, text=True) as watching:
        assert watching.stderr is not None
        for _ in range(2):
            before = []
            for line in watching.stderr:
                before.append(line)
                if line.startswith("Watching"):
                    break
            assert "the record's outcomes are what happened in the kept run" in "".join(before)
            lesson = tmp_path / "scripts" / "kvm_guide" / "lessons" / "install.py"
            lesson.write_text(lesson.read_text() + "\n# saved\n")
        watching.send_signal(signal.SIGINT)
        _, last = watching.communicate(timeout=60)
    assert watching.returncode == Exit.STOPPED
    assert last.splitlines()[-1] == "scripts/verify: stopped."
