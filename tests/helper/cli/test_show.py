"""`kvm-guide list` and `show`: what they say of the guide, to people and to programs."""

import json
import re

import pytest
from pytest_console_scripts import ScriptRunner
from tests.helper.pretended import INSTALL, PROGRAM, SITE, inprocess, plain_environment

from kvm_guide.helper.cli.selection import runnable
from kvm_guide.helper.source import Source
from kvm_guide.lessons import GUIDE
from kvm_guide.model.step import LANGUAGES, Language, Step


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    plain_environment(monkeypatch)


def remark(step: Step) -> str:
    """What its line in the list ends with."""
    if step.not_run:
        return "(on the host)"
    return "(only if needed)" if step.aside else "(momentary)" if step.momentary else step.title.en


def test_list_has_every_chapter_and_every_step_once(script_runner: ScriptRunner) -> None:
    lines = script_runner.run([PROGRAM, "list"]).stdout.splitlines()
    for lesson in GUIDE.lessons:
        assert f"{lesson.number}. {lesson.title.en}" in lines
    for step in GUIDE.steps():
        (line,) = [line for line in lines if line.split()[0] == step.id]
        assert line.endswith(remark(step))


@pytest.mark.parametrize("language", LANGUAGES)
def test_list_as_json(script_runner: ScriptRunner, language: Language) -> None:
    lessons = json.loads(script_runner.run([PROGRAM, "list", "--json", "--lang", language]).stdout)
    assert [one["chapter"] for one in lessons] == [lesson.number for lesson in GUIDE.lessons]
    (four,) = [one for one in lessons if one["chapter"] == 4]
    assert four["page"] == f"{SITE}{'' if language == 'es' else 'en/'}requisitos/"
    steps = [step for one in lessons for step in one["steps"]]
    assert [step["step"] for step in steps] == [step.id for step in GUIDE.steps()]
    assert [step["doable"] for step in steps] == [runnable(step) for step in GUIDE.steps()]
    assert steps[0]["title"] == next(GUIDE.steps()).title.in_(language)


def test_show_tells_all_that_is_known_of_a_step(script_runner: ScriptRunner) -> None:
    said = script_runner.run([PROGRAM, "show", INSTALL]).stdout
    step = GUIDE.step(INSTALL)
    assert said.startswith(
        f"{INSTALL} – Install what is needed\nOn your Debian.\n{step.why.en}\n  $ sudo apt install -y"
    )
    assert re.search(r"^In the lab it changed: \+\d+ packages, ", said, re.MULTILINE)
    assert "Safe to repeat" in said
    assert f"How to undo it:\n  $ {step.undo}\n" in said
    assert re.search(
        r"^✔ Verified on 20\d\d-\d\d-\d\d on Debian 12\.\d+, \d+ min \d+ s \(emulated\)\.$", said, re.MULTILINE
    )
    assert said.endswith(f"{SITE}en/instalacion/#{INSTALL}\n")


@pytest.mark.parametrize(
    ("step_id", "said"),
    [
        ("cpu-flags", "It changes nothing on the machine."),
        ("software-missing", "✔ Fails as expected: verified on"),
        ("software-missing", "The helper neither checks nor does it"),
        ("network-move", "Only for whom it concerns"),
        ("guest-start", "with nobody at the console: with this command.\n  $ virt-install"),
        ("groups-after-login", "Before it, log out and log in again."),
        ("virt-manager", "With a session open at the machine's own screen"),
        ("snapshot-windows", "On the host, in PowerShell."),
        ("snapshot-windows", "– Not run: it is typed on a Windows host"),
    ],
)
def test_show_tells_what_is_particular_of_a_step(script_runner: ScriptRunner, step_id: str, said: str) -> None:
    assert said in script_runner.run([PROGRAM, "show", step_id]).stdout


@inprocess
def test_show_of_a_step_without_a_proof_says_so(script_runner: ScriptRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    bare = Source(GUIDE, SITE, "1", {"es": {}, "en": {}})
    monkeypatch.setattr("kvm_guide.helper.source.load", lambda _debian: bare)
    said = script_runner.run([PROGRAM, "show", INSTALL]).stdout
    assert "? Not verified as it is now." in said
    assert "In the lab" not in said


def test_show_as_json(script_runner: ScriptRunner) -> None:
    shown = json.loads(script_runner.run([PROGRAM, "show", INSTALL, "--json"]).stdout)
    step = GUIDE.step(INSTALL)
    assert (shown["step"], shown["chapter"], shown["command"], shown["undo"]) == (INSTALL, 5, step.command, step.undo)
    assert (shown["proof"]["outcome"], shown["proof"]["repeat_safe"]) == ("passed", True)
    assert shown["proof"]["changes"]["packages"]
    assert shown["page"].endswith(f"#{INSTALL}")


@pytest.mark.parametrize(("language", "said"), [("es", "como requisitos/, ábrela"), ("en", "such as en/requisitos/")])
def test_without_an_address_a_page_is_named_by_its_path_and_where_to_open_it(
    script_runner: ScriptRunner, monkeypatch: pytest.MonkeyPatch, language: Language, said: str
) -> None:
    monkeypatch.setenv("KVM_GUIDE_SITE_URL", "")
    told = script_runner.run([PROGRAM, "--lang", language, "show", "cpu-flags"])
    folder = "" if language == "es" else "en/"
    assert told.stdout.endswith(f"\n{folder}requisitos/#cpu-flags\n")
    assert said in told.stderr
    as_json = script_runner.run([PROGRAM, "--lang", language, "show", "cpu-flags", "--json"])
    assert json.loads(as_json.stdout)["page"] == f"{folder}requisitos/#cpu-flags"
    assert not as_json.stderr
