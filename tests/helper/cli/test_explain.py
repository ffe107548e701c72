"""Why a command failed, from its own words in both languages, and from the facts where it says nothing known; and
`explain`, which tells what is known of a message."""

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from pytest_console_scripts import ScriptRunner
from tests.helper.pretended import PROGRAM, SITE, inprocess, plain_environment
from tests.helper.recorded import DONE, FRESH

from kvm_guide.errors import Exit
from kvm_guide.helper.diagnosis.obstacles import explain_failure, said
from kvm_guide.lessons import GUIDE
from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.troubles import TROUBLES, trouble

INSTALL = GUIDE.step("install-packages")
# English: apt's, dpkg's, glibc's and sudo's sources. Spanish: their catalogues in Debian 12, where they have it
LOCK = "/var/lib/dpkg/lock-frontend"
OUTPUTS = [
    ("Err:1 http://x bookworm InRelease\n  Temporary failure resolving 'x'", "no-network", True),
    ("Err:1 http://x bookworm InRelease\n  Fallo temporal al resolver «x»", "no-network", True),
    ("E: Failed to fetch http://x/y.deb  404  Not Found [IP: 192.0.2.1 80]", "old-index", False),
    ("E: Fallo al obtener http://x/y.deb  404  Not Found [IP: 192.0.2.1 80]", "old-index", False),
    ("E: dpkg was interrupted, you must manually run 'sudo dpkg --configure -a' to correct", "apt-broken", False),
    (
        "E: se interrumpió la ejecución de dpkg, debe ejecutar manualmente «sudo dpkg --configure -a»",
        "apt-broken",
        False,
    ),
    ("E: You don't have enough free space in /var/cache/apt/archives/.", "no-room", True),
    ("E: No tiene suficiente espacio libre en /var/cache/apt/archives/.", "no-room", True),
    ("dpkg: error: failed to write (No space left on device)", "no-room", True),
    (f"E: Could not get lock {LOCK}. It is held by process 812 (apt)", "apt-locked", True),
    ("ana is not in the sudoers file.", "not-sudoer", False),
    ("sudo: 3 incorrect password attempts", "sudo-password", False),
    ("E: Unable to locate package virt-manager", "unknown-package", False),
    ("E: No se ha podido localizar el paquete virt-manager", "unknown-package", False),
    ("E: The repository 'cdrom://[Debian 12] bookworm Release' does not have a Release file.", "cdrom", False),
    ("E: El repositorio «cdrom://[Debian 12] bookworm Release» no tiene un fichero de Publicación.", "cdrom", False),
    ("Please insert the disc labeled: 'Debian 12' in the drive '/media/cdrom/' and press [Enter].", "disc", False),
    ("Inserte el disco con la etiqueta: «Debian 12» en la unidad «/media/cdrom/» y pulse [Enter].", "disc", False),
    (
        "E: Release file for http://x is not valid yet (invalid for another 3h). Updates for this repository will not "
        "be applied.",
        "clock",
        True,
    ),
]


@pytest.mark.parametrize(("output", "obstacle", "surroundings"), OUTPUTS)
def test_a_commands_own_words_tell_why_it_failed(
    tmp_path: Path, output: str, obstacle: str, surroundings: bool
) -> None:
    explained = explain_failure(INSTALL, FRESH.facts(tmp_path), f"Reading package lists...\n{output}\n")
    assert explained
    assert (explained.id, explained.surroundings) == (obstacle, surroundings)


def test_what_the_facts_know_of_the_same_is_told_rather(tmp_path: Path) -> None:
    busy = replace(FRESH.facts(tmp_path), lock_holder="apt (99)")
    explained = explain_failure(INSTALL, busy, "E: Could not get lock /var/lib/dpkg/lock-frontend")
    assert explained
    assert "apt (99)" in explained.why.en


def test_without_a_sign_the_facts_explain_and_else_nothing_does(tmp_path: Path) -> None:
    explained = explain_failure(GUIDE.step("uri"), FRESH.facts(tmp_path), "error: whatever")
    assert explained
    assert explained.id == "not-installed"
    assert explain_failure(GUIDE.step("uri"), DONE.facts(tmp_path), "error: whatever") is None


def test_what_went_well_long_before_the_end_is_no_reason() -> None:
    failed = "E: Unable to locate package virt-manager"
    assert said(failed)
    assert said(failed + "\nSetting up x (1) ..." * 30) is None


@pytest.fixture
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    plain_environment(monkeypatch)


MESSAGE = "E: Unable to locate package virt-manger"


@inprocess
@pytest.mark.usefixtures("_plain")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("way", ["argument", "words", "pipe", "dash"])
def test_a_message_is_explained_with_cause_solution_command_and_page(
    script_runner: ScriptRunner, language: Language, way: str
) -> None:
    words = {"argument": [MESSAGE], "words": MESSAGE.split(), "pipe": [], "dash": ["-"]}[way]
    pasted = f"ana@debian:~$ sudo apt install virt-manger\nReading package lists... Done\n{MESSAGE}\n"
    stdin = None if way in ("argument", "words") else io.TextIOWrapper(io.BytesIO(pasted.encode()))
    known = trouble("unknown-package")
    folder = "" if language == "es" else "en/"
    address = f"{SITE}{folder}mensajes-sistema/#unknown-package"
    result = script_runner.run([PROGRAM, "explain", *words, "--lang", language], stdin=stdin)
    assert (result.returncode, result.stderr) == (Exit.OK, "")
    lines = [line.strip() for line in result.stdout.splitlines()]
    assert lines == [
        f"ℹ {known.title.in_(language)}",
        known.cause.in_(language),
        known.cure.in_(language),
        f"$ {GUIDE.step('update-index').command}",
        address,
    ]


@inprocess
@pytest.mark.usefixtures("_plain")
@pytest.mark.parametrize("language", LANGUAGES)
def test_explain_as_json(script_runner: ScriptRunner, language: Language) -> None:
    result = script_runner.run([PROGRAM, "explain", "--json", MESSAGE, "--lang", language])
    assert (result.returncode, result.stderr) == (Exit.OK, "")
    plain = json.loads(result.stdout)
    assert list(plain) == ["id", "message", "cause", "cure", "command", "page"]
    assert (plain["id"], plain["command"]) == ("unknown-package", "sudo apt update")
    assert plain["cause"] == trouble("unknown-package").cause.in_(language)
    assert plain["page"].endswith("mensajes-sistema/#unknown-package")


@inprocess
@pytest.mark.usefixtures("_plain")
def test_a_message_that_is_unknown_ends_with_1_and_a_hint_where_to_search(script_runner: ScriptRunner) -> None:
    result = script_runner.run([PROGRAM, "explain", "Segmentation fault (core dumped)"])
    assert (result.returncode, result.stderr) == (Exit.NOT_SO, "")
    assert f"{SITE}en/mensajes/" in result.stdout
    assert "https://bugs.debian.org/" in result.stdout
    as_json = script_runner.run([PROGRAM, "explain", "--json", "Segmentation fault (core dumped)"])
    assert (as_json.returncode, json.loads(as_json.stdout)) == (Exit.NOT_SO, None)
    assert "https://bugs.debian.org/" in as_json.stderr


@inprocess
@pytest.mark.usefixtures("_plain")
@pytest.mark.parametrize("words", [[""], ["  "], [], ["-"]])
def test_no_message_is_wrong_use_and_one_sentence(script_runner: ScriptRunner, words: list[str]) -> None:
    result = script_runner.run([PROGRAM, "explain", *words], stdin=io.TextIOWrapper(io.BytesIO(b" \n")))
    assert (result.returncode, result.stdout) == (Exit.USAGE, "")
    assert (
        result.stderr
        == 'kvm-guide: there is no message: type it in quotation marks, like this: kvm-guide explain "MESSAGE".\n'
    )


def test_every_trouble_has_a_command_or_words_and_a_step_that_the_guide_has() -> None:
    steps = {step.id for step in GUIDE.steps()}
    assert [known.id for known in TROUBLES if known.step and known.step not in steps] == []
