"""Completion, as bash really does it: the script is read, and its function asked."""

import os
import shlex
import subprocess

import pytest

from kvm_guide.helper.cli.commands import COMMANDS
from kvm_guide.helper.cli.completion import bash
from kvm_guide.lessons import GUIDE

ASK = """
source /dev/stdin <<'SCRIPT'
{script}
SCRIPT
COMP_WORDS=({words})
COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
function=$(complete -p {program} | sed 's/.*-F \\([^ ]*\\).*/\\1/')
$function
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


def completed(*words: str) -> list[str]:
    """What Tab offers behind `words`, the last of which is being typed."""
    command = ASK.format(script=bash(GUIDE), words=shlex.join(words), program=words[0])
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
    answer = subprocess.run(
        ["bash", "--norc", "-euo", "pipefail", "-c", command],
        capture_output=True,
        text=True,
        env=environment,
        check=True,
    )
    assert answer.stderr == ""
    return answer.stdout.split()


def test_the_first_word_is_a_command() -> None:
    assert set(completed("kvm-guide", "")) == {command.name for command in COMMANDS} | {"--help", "--lang", "--version"}
    assert completed("kvm-guide", "ch") == ["check"]


def test_steps_and_chapters_follow_where_a_command_takes_them() -> None:
    assert completed("kvm-guide", "show", "install-") == ["install-packages", "install-extras"]
    assert completed("kvm-guide", "show", "req") == []
    assert completed("kvm-guide", "check", "req") == ["requisitos"]
    assert completed("kvm-guide", "run", "5") == ["5"]
    assert completed("kvm-guide", "list", "ins") == []


def test_options_are_those_of_the_command() -> None:
    assert completed("kvm-guide", "run", "--") == ["--yes", "--dry-run", "--help", "--lang"]
    assert completed("kvm-guide", "run", "4", "--y") == ["--yes"]
    assert completed("kvm-guide", "check", "--j") == ["--json"]
    assert completed("kvm-guide", "completion", "") == ["bash", "--help", "--lang"]


@pytest.mark.parametrize("before", [(), ("check",)])
def test_a_language_follows_its_option(before: tuple[str, ...]) -> None:
    assert completed("kvm-guide", *before, "--lang", "") == ["es", "en"]
    assert completed("kvm-guide", "--lang", "en", "sh") == ["show"]


@pytest.mark.parametrize("option", ["--name", "--verify"])
def test_a_name_or_a_file_is_left_to_bash(option: str) -> None:
    assert completed("kvm-guide", "report", option, "") == []


@pytest.mark.parametrize("program", ["kvm-guide.pyz", "./kvm-guide.pyz"])
def test_the_file_that_was_downloaded_is_completed_too(program: str) -> None:
    assert completed(program, "un") == ["undo"]


def test_behind_python3_only_the_helper_is_completed() -> None:
    assert completed("python3", "kvm-guide.pyz", "show", "kvm-m") == ["kvm-module"]
    assert completed("python3", "/home/ana/kvm-guide.pyz", "un") == ["undo"]
    assert completed("python3", "other.py", "un") == []
    assert completed("python3", "kvm") == []


def test_what_completes_python3_already_is_left_alone() -> None:
    command = "complete -W mine python3; source /dev/stdin; complete -p python3"
    answer = subprocess.run(
        ["bash", "--norc", "-c", command], input=bash(GUIDE), capture_output=True, text=True, check=True
    )
    assert answer.stdout == "complete -W 'mine' python3\n"
