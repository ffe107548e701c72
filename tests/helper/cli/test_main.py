"""`kvm-guide` as a module and as a process: help, wrong use, languages, what run and undo are asked, how it ends."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Sequence

import pytest
from pytest_console_scripts import ScriptRunner
from tests.helper.pretended import INSTALL, PROGRAM, inprocess, plain_environment

from kvm_guide import paths
from kvm_guide.errors import Broken, Exit
from kvm_guide.helper.cli import main
from kvm_guide.helper.cli.commands import COMMANDS
from kvm_guide.helper.cli.selection import Choice, choose, runnable
from kvm_guide.helper.diagnosis.facts import SystemFacts
from kvm_guide.helper.output.screen import Screen
from kvm_guide.helper.source import Source
from kvm_guide.lessons import GUIDE
from kvm_guide.model.step import LANGUAGES, Language, Step


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    plain_environment(monkeypatch)


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_tells_each_command_and_each_exit_code(script_runner: ScriptRunner, language: Language) -> None:
    result = script_runner.run([PROGRAM, "--lang", language, "--help"])
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith({"es": "uso: kvm-guide ", "en": "usage: kvm-guide "}[language])
    for command in COMMANDS:
        assert f"\n    {command.name} " in result.stdout
    assert all(re.search(rf"^  {int(code)} +\w", result.stdout, re.MULTILINE) for code in Exit)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [command.name for command in COMMANDS])
def test_the_help_of_each_command_has_examples_that_it_understands(
    script_runner: ScriptRunner, name: str, language: Language
) -> None:
    result = script_runner.run([PROGRAM, name, "--help", "--lang", language])
    assert (result.returncode, result.stderr) == (0, "")
    assert {"es": "Ejemplos:", "en": "Examples:"}[language] in result.stdout
    assert f"  kvm-guide {name}" in result.stdout.partition({"es": "Ejemplos:", "en": "Examples:"}[language])[2]
    other = {"es": ("options", "usage", "show this"), "en": ("opciones", "uso:", "enseña")}[language]
    assert not [word for word in other if word in result.stdout]


def test_bare_it_shows_its_help_and_ends_with_2(script_runner: ScriptRunner) -> None:
    result = script_runner.run([PROGRAM])
    assert (result.returncode, result.stdout) == (Exit.USAGE, "")
    assert result.stderr.startswith("usage: kvm-guide ")


def test_its_version_is_one_line(script_runner: ScriptRunner) -> None:
    result = script_runner.run([PROGRAM, "--version"])
    assert (result.returncode, result.stdout, result.stderr) == (0, "kvm-guide 0.1.0+source\n", "")


WRONG: list[tuple[list[str], str, str]] = [
    (["chek"], "invalid choice: 'chek'", "'chek' no vale: elige entre 'list'"),
    (["--lang", "fr", "list"], "invalid choice: 'fr'", ""),
    (["list", "--lang"], "argument --lang: expected one argument", "--lang: necesita un valor"),
    (["list", "4"], "unrecognized arguments: 4", "esto sobra o no se conoce: 4"),
    (["list", "--js"], "unrecognized arguments: --js", "esto sobra o no se conoce: --js"),
    (["list", "--json=yes"], "ignored explicit argument 'yes'", "no admite un valor ('yes')"),
    (["show"], "the following arguments are required: STEP", "falta: PASO"),
    (["show", "a", "b"], "unrecognized arguments: b", "esto sobra o no se conoce: b"),
    (["check", "--yes"], "unrecognized arguments: --yes", "esto sobra o no se conoce: --yes"),
    (["check", "4", "--dry"], "unrecognized arguments: --dry", "esto sobra o no se conoce: --dry"),
    (["explain", "--yes", "x"], "unrecognized arguments: --yes", "esto sobra o no se conoce: --yes"),
    (["run", "--json"], "unrecognized arguments: --json", "esto sobra o no se conoce: --json"),
    (["undo", "--dry"], "unrecognized arguments: --dry", "esto sobra o no se conoce: --dry"),
    (["report", "--name"], "argument --name: expected one argument", "--name: necesita un valor"),
    (["report", "--name", "A", "--verify", "f"], "not allowed with argument --name", "no va junto con --name"),
    (["completion"], "the following arguments are required: shell", "falta: shell"),
    (["completion", "fish"], "invalid choice: 'fish'", "'fish' no vale: elige entre 'bash'"),
]


@pytest.mark.parametrize(("arguments", "english", "spanish"), WRONG)
def test_wrong_use_ends_in_2_and_says_what_is_wrong_in_the_language(
    script_runner: ScriptRunner, monkeypatch: pytest.MonkeyPatch, arguments: list[str], english: str, spanish: str
) -> None:
    for locale, usage, said in (("en_GB.UTF-8", "usage: ", english), ("es_MX.UTF-8", "uso: ", spanish)):
        monkeypatch.setenv("LANG", locale)
        result = script_runner.run([PROGRAM, *arguments])
        assert (result.returncode, result.stdout) == (Exit.USAGE, "")
        assert result.stderr.startswith(usage)
        assert said in result.stderr
        assert "Traceback" not in result.stderr


@pytest.mark.parametrize("command", ["check", "run", "undo"])
def test_one_unknown_name_among_several_is_refused_before_anything_is_done(
    script_runner: ScriptRunner, command: str
) -> None:
    result = script_runner.run([PROGRAM, command, "memory", "4", "kvm-modul"])
    assert (result.returncode, result.stdout) == (Exit.USAGE, "")
    assert result.stderr == "kvm-guide: “kvm-modul” is unknown: did you mean kvm-module?\n"


@pytest.mark.parametrize("command", ["show", "check", "run", "undo"])
def test_a_name_that_is_unknown_is_one_sentence_with_the_nearest(script_runner: ScriptRunner, command: str) -> None:
    result = script_runner.run([PROGRAM, command, "kvm-modul"])
    assert (result.returncode, result.stdout) == (Exit.USAGE, "")
    assert result.stderr == "kvm-guide: “kvm-modul” is unknown: did you mean kvm-module?\n"


# Language, ASCII, colour


@pytest.mark.parametrize(
    ("environment", "arguments", "said"),
    [
        ({"LANG": "es_ES.UTF-8"}, [], "(para leer)"),
        ({"LANG": "es_AR.UTF-8"}, [], "(para leer)"),
        ({"LANG": "fr_FR.UTF-8"}, [], "(for reading)"),
        ({"LANG": "C.UTF-8"}, [], "(for reading)"),
        ({"LC_MESSAGES": "es_ES.UTF-8"}, [], "(para leer)"),
        ({"LC_MESSAGES": "es_ES.UTF-8", "LC_ALL": "en_US.UTF-8"}, [], "(for reading)"),
        ({"LC_ALL": "", "LANG": "es_ES.UTF-8"}, [], "(para leer)"),
        ({"LANG": "es_ES.UTF-8"}, ["--lang", "en"], "(for reading)"),
        ({"LANG": "en_US.UTF-8"}, ["--lang=es"], "(para leer)"),
    ],
)
def test_the_locale_chooses_the_language_and_an_option_decides(
    script_runner: ScriptRunner,
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    arguments: list[str],
    said: str,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    before = script_runner.run([PROGRAM, *arguments, "list"])
    after = script_runner.run([PROGRAM, "list", *arguments])
    assert said in before.stdout
    assert after.stdout == before.stdout


@pytest.mark.parametrize("locale", ["C", "POSIX", "es_ES"])
def test_where_the_locale_has_no_utf8_all_is_ascii(
    script_runner: ScriptRunner, monkeypatch: pytest.MonkeyPatch, locale: str
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    monkeypatch.delenv("PYTHONIOENCODING")
    for arguments in (["list"], ["show", INSTALL], ["show", "x"], ["check", "1"], ["run", "-h"], ["chek"]):
        result = script_runner.run([PROGRAM, "--lang", "es", *arguments])
        assert (result.stdout + result.stderr).isascii()
        assert result.stdout or result.stderr


@inprocess
@pytest.mark.parametrize(
    ("arguments", "steps", "flags"),
    [
        (["run"], (), (False, False)),
        (["run", "4"], ("4",), (False, False)),
        (["run", INSTALL, "--yes"], (INSTALL,), (True, False)),
        (["run", "guest-start", "4", "network-move"], ("guest-start", "4", "network-move"), (False, False)),
        (["run", "--dry-run", "--lang", "es"], (), (False, True)),
    ],
)
def test_run_gives_the_chosen_steps_on(
    script_runner: ScriptRunner,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    steps: tuple[str, ...],
    flags: tuple[bool, bool],
) -> None:
    asked: list[tuple[Choice, tuple[bool, bool]]] = []

    def run_steps(_source: Source, choice: Choice, _screen: Screen, *, yes: bool, dry: bool) -> Exit:
        asked.append((choice, (yes, dry)))
        return Exit.NOT_SO

    monkeypatch.setattr("kvm_guide.helper.execute.running.run_steps", run_steps)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert script_runner.run([PROGRAM, *arguments]).returncode == Exit.NOT_SO
    assert asked == [(choose(GUIDE, steps, Screen("en"), runnable), flags)]


@inprocess
@pytest.mark.parametrize(
    ("arguments", "steps", "flags"),
    [
        (["undo"], None, (False, False)),
        (["undo", INSTALL], [INSTALL], (False, False)),
        (["undo", "uri", INSTALL, "guest-start"], [INSTALL, "uri", "guest-start"], (False, False)),
        (["undo", "--yes"], None, (True, False)),
        (["undo", "--dry-run"], None, (False, True)),
    ],
)
def test_undo_gives_the_chosen_steps_on_and_none_for_everything(
    script_runner: ScriptRunner,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    steps: list[str] | None,
    flags: tuple[bool, bool],
) -> None:
    asked: list[tuple[list[str] | None, tuple[bool, bool]]] = []

    def undo_steps(_source: Source, steps: Sequence[Step] | None, _screen: Screen, *, yes: bool, dry: bool) -> Exit:
        asked.append((None if steps is None else [step.id for step in steps], (yes, dry)))
        return Exit.OK

    monkeypatch.setattr("kvm_guide.helper.execute.undoing.undo_steps", undo_steps)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert script_runner.run([PROGRAM, *arguments]).returncode == Exit.OK
    assert asked == [(steps, flags)]


@inprocess
@pytest.mark.parametrize("command", ["run", "undo"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_root_is_refused_in_one_sentence(
    script_runner: ScriptRunner, monkeypatch: pytest.MonkeyPatch, command: str, language: Language
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    result = script_runner.run([PROGRAM, command, "--yes", "--lang", language])
    assert (result.returncode, result.stdout) == (Exit.USAGE, "")
    assert {"es": "con tu usuario", "en": "as your own user"}[language] in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_completion_is_a_script_that_bash_can_read(script_runner: ScriptRunner) -> None:
    result = script_runner.run([PROGRAM, "completion", "bash"])
    assert (result.returncode, result.stderr) == (Exit.OK, "")
    assert "complete -o" in result.stdout
    subprocess.run(["bash", "-n"], input=result.stdout, text=True, check=True)


@inprocess
@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (Broken("no lock."), Exit.BROKEN, "kvm-guide: no lock.\n"),
        (OSError(28, "No space left on device", "/x"), Exit.BROKEN, "kvm-guide: the disk is full (/x): make room and"),
        (PermissionError(13, "Permission denied", "/x"), Exit.BROKEN, "kvm-guide: your user may not read or write"),
        (OSError(5, "Input/output error"), Exit.BROKEN, "kvm-guide: the system refused: Input/output error.\n"),
        (KeyboardInterrupt(), Exit.STOPPED, "kvm-guide: stopped.\n"),
    ],
)
def test_each_ending_has_its_code_and_one_sentence(
    script_runner: ScriptRunner, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: Exit, said: str
) -> None:
    def collect() -> SystemFacts:
        raise error

    monkeypatch.setattr(main, "collect", collect)
    result = script_runner.run([PROGRAM, "check"])
    assert result.returncode == code
    assert result.stderr.startswith(said)
    assert result.stderr.count("\n") == 1


def test_ctrl_c_ends_it_with_130_and_one_word() -> None:
    code = (
        "import sys, time\nfrom kvm_guide.helper.cli import main as cli\n"
        # One long sleep is not ended by a signal that comes just before it
        "cli.collect = lambda: (print('looking', flush=True), [time.sleep(0.1) for _ in range(3000)])\n"
        "sys.exit(cli.main(['check']))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(paths.ROOT / "scripts")},
    ) as process:
        assert process.stdout
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=120)
    assert (process.returncode, said) == (Exit.STOPPED, "kvm-guide: stopped.\n")


def test_a_reader_who_goes_away_is_no_traceback() -> None:
    command = f"{sys.executable} -m kvm_guide.helper list | head -1"
    environment = {**os.environ, "PYTHONPATH": str(paths.ROOT / "scripts")}
    for _ in range(5):
        result = subprocess.run(["bash", "-c", command], capture_output=True, text=True, env=environment, check=True)
        assert (result.stdout, result.stderr) == ("0. Prepare the machine\n", "")
