"""`kvm-guide check`: what is there, what is not and why, what cannot be told; to people and to programs."""

import io
import json
import sys
import time
from pathlib import Path

import pytest
from pytest_console_scripts import ScriptRunner
from tests.helper.pretended import PROGRAM, SITE, Pretend, found_of, inprocess, plain_environment, pretending
from tests.helper.recorded import DONE, GROUPS, NOT_SUDOER, OLD_KERNEL, UBUNTU, VIRTUALBOX, in_groups

from kvm_guide.errors import Exit
from kvm_guide.helper.cli import main
from kvm_guide.helper.cli.selection import choose, doable
from kvm_guide.helper.diagnosis.facts import SystemFacts
from kvm_guide.helper.output import check_output
from kvm_guide.helper.output.screen import Screen
from kvm_guide.helper.source import Source
from kvm_guide.lessons import GUIDE
from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.troubles import trouble

CHAPTER_4 = [step.id for step in choose(GUIDE, ("4",), Screen("en")).steps]

FOR_ALL = [lesson for lesson in GUIDE.lessons if not lesson.optional]


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    plain_environment(monkeypatch)


@pytest.fixture
def pretend(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Pretend:
    """Let the command find a recorded machine, on which the checks of some steps fail."""
    return pretending(monkeypatch, tmp_path)


@inprocess
def test_check_of_a_finished_machine_is_all_there(script_runner: ScriptRunner, pretend: Pretend) -> None:
    pretend(DONE, frozenset())
    result = script_runner.run([PROGRAM, "check"])
    assert (result.returncode, result.stderr) == (Exit.OK, "")
    lines = result.stdout.splitlines()
    assert lines[:1] == ["What the guide says for Debian 12."]
    assert lines[1] == "Chapter 4. Hardware and software requirements"
    assert "✔ kvm-module – See the kernel module" in lines
    assert lines[-1] == "All is done."
    counted = [sum(doable(step) and not step.aside for step in lesson.steps) for lesson in FOR_ALL]
    assert {f"  {number} of {number} done" for number in counted if number} <= set(lines)


@inprocess
@pytest.mark.parametrize("language", LANGUAGES)
def test_check_tells_a_cause_and_its_cure_once(
    script_runner: ScriptRunner, pretend: Pretend, language: Language
) -> None:
    pretend(VIRTUALBOX, frozenset({"cpu-flags", "cpu-model", "memory"}))
    result = script_runner.run([PROGRAM, "check", "4", "--lang", language])
    assert result.returncode == Exit.NOT_SO
    text = result.stdout
    assert text.count("VirtualBox,") == 1
    assert "✘ cpu-flags – " in text
    assert '  $ VBoxManage modifyvm "Debian 12" --nested-hw-virt on\n' in text
    assert f"    {SITE}{'' if language == 'es' else 'en/'}requisitos/#in-virtualbox\n" in text
    assert {"es": "    Por lo mismo que cpu-flags.\n", "en": "    For the same reason as cpu-flags.\n"}[
        language
    ] in text
    assert f"  $ free -h\n    {SITE}{'' if language == 'es' else 'en/'}requisitos/#memory\n" in text
    assert text.splitlines()[-1].endswith("kvm-guide run")


@inprocess
def test_what_cannot_be_told_ends_with_3_and_what_is_missing_weighs_more(
    script_runner: ScriptRunner, pretend: Pretend
) -> None:
    outside = DONE.but(answers=in_groups("ana", "ana"))
    pretend(outside, frozenset({"network-autostart"}))
    result = script_runner.run([PROGRAM, "check", "5"])
    assert result.returncode == Exit.BROKEN
    assert "? network-autostart – " in result.stdout
    pretend(outside, frozenset({"network-autostart", "uri"}))
    assert script_runner.run([PROGRAM, "check", "5"]).returncode == Exit.NOT_SO


@inprocess
def test_check_of_one_step_looks_at_it_alone(script_runner: ScriptRunner, pretend: Pretend) -> None:
    pretend(DONE, frozenset())
    said = script_runner.run([PROGRAM, "check", "kvm-module"]).stdout
    assert said.splitlines() == [
        "What the guide says for Debian 12.",
        "Chapter 4. Hardware and software requirements",
        "✔ kvm-module – See the kernel module",
        "  1 of 1 done",
        "",
        "All is done.",
    ]


@inprocess
def test_check_of_several_names_looks_at_all_of_them_in_the_guides_order(
    script_runner: ScriptRunner, pretend: Pretend
) -> None:
    pretend(DONE, frozenset())
    said = script_runner.run([PROGRAM, "check", "uri", "4", "memory", "--json"]).stdout
    assert [one["step"] for one in json.loads(said)] == [*CHAPTER_4, "uri"]
    both = script_runner.run([PROGRAM, "check", "1", "snapshot", "memory"])
    assert both.returncode == Exit.OK
    assert both.stdout.startswith("Chapter 1 is for reading")
    assert "\nsnapshot cannot be checked or done here" in both.stdout
    assert "\n✔ memory" in both.stdout


@inprocess
def test_check_of_a_user_without_sudo_tells_no_command_that_cannot_work(
    script_runner: ScriptRunner, pretend: Pretend
) -> None:
    pretend(NOT_SUDOER, frozenset({"sudo-works", "update-index", "install-packages", "uri", "memory"}))
    found = json.loads(script_runner.run([PROGRAM, "check", "--json"]).stdout)
    missing = {one["step"]: one for one in found if one["verdict"] != "there"}
    assert {one["obstacle"] for one in missing.values()} == {"not-sudoer", "not-installed", None}
    assert {one["command"] for step, one in missing.items() if step != "memory"} == {trouble("not-sudoer").command}
    assert missing["uri"]["obstacle"] == "not-installed"


@inprocess
def test_check_has_a_line_for_the_kernels_fixes(script_runner: ScriptRunner, pretend: Pretend) -> None:
    pretend(OLD_KERNEL, frozenset({"kernel-fixes"}))
    result = script_runner.run([PROGRAM, "check", "4"])
    assert result.returncode == Exit.NOT_SO
    assert "✘ kernel-fixes – " in result.stdout
    assert f"$ {trouble('kernel-fixes').command}\n" in result.stdout
    pretend(UBUNTU, frozenset({"kernel-fixes"}))
    result = script_runner.run([PROGRAM, "check", "kernel-fixes"])
    assert (result.returncode, "? kernel-fixes – " in result.stdout) == (Exit.BROKEN, True)


@inprocess
def test_check_tells_that_the_guide_is_not_proven_here_even_where_all_holds(
    script_runner: ScriptRunner, pretend: Pretend
) -> None:
    pretend(UBUNTU.but(answers=in_groups(GROUPS, GROUPS)), frozenset())
    result = script_runner.run([PROGRAM, "check", "4"])
    assert result.returncode == Exit.OK
    assert result.stdout.startswith(
        "ℹ This is Ubuntu 24.04 LTS: the guide is proven on Debian 12 and Debian 13, not here."
    )
    as_json = script_runner.run([PROGRAM, "check", "4", "--json"])
    assert as_json.stderr.startswith("This is Ubuntu 24.04 LTS")
    assert [one["step"] for one in json.loads(as_json.stdout)] == CHAPTER_4


@inprocess
def test_check_by_root_says_whose_groups_it_sees(script_runner: ScriptRunner, pretend: Pretend) -> None:
    pretend(DONE.but(answers={"id -un": "root", "id -nG": "root", "id -nG root": "root"}), frozenset())
    assert "ℹ This is run by root: the groups" in script_runner.run([PROGRAM, "check"]).stdout


@inprocess
@pytest.mark.parametrize("language", LANGUAGES)
def test_check_as_json(script_runner: ScriptRunner, pretend: Pretend, language: Language) -> None:
    pretend(VIRTUALBOX, frozenset({"cpu-flags"}))
    result = script_runner.run([PROGRAM, "check", "4", "--json", "--lang", language])
    assert (result.returncode, result.stderr) == (Exit.NOT_SO, "")
    all_found = {one["step"]: one for one in json.loads(result.stdout)}
    assert list(all_found) == CHAPTER_4
    first, second = all_found["debian-release"], all_found["cpu-flags"]
    folder = "" if language == "es" else "en/"
    done = {"es": "Está hecho.", "en": "It is done."}[language]
    assert first == {
        "step": "debian-release",
        "chapter": 4,
        "verdict": "there",
        "why": done,
        "cure": None,
        "command": None,
        "page": f"{SITE}{folder}requisitos/#debian-release",
        "obstacle": None,
    }
    assert (second["verdict"], second["obstacle"]) == ("not-there", "nesting")
    assert second["page"] == f"{SITE}{folder}requisitos/#in-virtualbox"
    assert second["command"].startswith("VBoxManage")


@pytest.mark.parametrize("command", ["check", "run", "undo"])
@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("2", "Chapter 2 is for reading: it has nothing to check or to do.\n"),
        ("network-before", "network-before shows what is so only at one moment of the guide"),
        ("snapshot", "snapshot cannot be checked or done here: "),
    ],
)
def test_where_there_is_nothing_to_do_one_sentence_says_why(
    script_runner: ScriptRunner, command: str, wanted: str, said: str
) -> None:
    result = script_runner.run([PROGRAM, command, wanted])
    assert (result.returncode, result.stderr) == (Exit.OK, "")
    assert result.stdout.startswith(said)
    assert len(result.stdout.splitlines()) == 1


def test_nothing_to_check_is_an_empty_list_in_json(script_runner: ScriptRunner) -> None:
    result = script_runner.run([PROGRAM, "check", "2", "--json"])
    assert json.loads(result.stdout) == []
    assert result.stderr.startswith("Chapter 2 is for reading")


@pytest.mark.script_launch_mode("subprocess")
def test_check_of_this_very_machine_answers_in_time_and_changes_nothing(
    script_runner: ScriptRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    started = time.monotonic()
    result = script_runner.run([PROGRAM, "check", "--json"])
    taken = time.monotonic() - started
    assert result.returncode in (Exit.OK, Exit.NOT_SO, Exit.BROKEN)
    assert [one["step"] for one in json.loads(result.stdout)] == [
        step.id for step in choose(GUIDE, (), Screen("en")).steps
    ]
    assert taken < 30, "two seconds are for a machine that does nothing else"
    assert list(home.iterdir()) == []


@inprocess
def test_nothing_but_a_terminal_gets_colours(script_runner: ScriptRunner, pretend: Pretend) -> None:
    pretend(VIRTUALBOX, frozenset({"cpu-flags"}))
    assert "\x1b" not in script_runner.run([PROGRAM, "check"]).stdout


@inprocess
def test_what_one_file_tells_to_type_works_with_it(
    script_runner: ScriptRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["./kvm-guide.pyz"])
    assert main.parser("en").format_help().startswith("usage: python3 ./kvm-guide.pyz ")
    out = io.StringIO()
    known = Source(GUIDE, SITE, "1", {"es": {}, "en": {}})
    check_output.findings([found_of(GUIDE.step("memory"), SystemFacts(packages={"x": "1"}))], known, Screen("en", out))
    assert out.getvalue().endswith("To do what is missing: python3 ./kvm-guide.pyz run\n")
