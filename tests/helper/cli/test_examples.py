"""The commands of the helper that the pages show are commands that it has."""

import argparse
import re
import shlex
import subprocess

import pytest

from kvm_guide import paths
from kvm_guide.helper.cli.examples import EXAMPLES, PROGRAM
from kvm_guide.helper.cli.main import parser
from kvm_guide.lessons import GUIDE
from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.site.render.fences import HELPER_FENCES


def uses(command: str) -> list[list[str]]:
    """The arguments of each use of the helper in the shell's `command`."""
    found = re.findall(rf"{re.escape(PROGRAM)}(?![.\w])([^;|&<>()\n]*)", command)
    return [shlex.split(arguments) for arguments in found]


def refused(arguments: list[str], language: Language) -> bool:
    """Whether the helper's own parser does not understand `arguments`."""
    try:
        parser(language).parse_args(arguments)
    except SystemExit as ended:
        return ended.code != 0
    return False


def options(of: argparse.ArgumentParser) -> set[str]:
    """Every long option of the parser `of` and of its subcommands."""
    found = {name for action in of._actions for name in action.option_strings if name.startswith("--")}
    return found.union(*map(options, subcommands(of).values()))


def subcommands(of: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The subcommands of the parser `of`, by name."""
    found: dict[str, argparse.ArgumentParser] = {}
    for action in of._actions:
        if isinstance(action, argparse._SubParsersAction):
            found |= action.choices
    return found


def page(language: Language, name: str = "ayudante") -> str:
    """The source of a page."""
    return (paths.DOCS / language / f"{name}.md").read_text(encoding="utf-8")


def inline(text: str) -> list[str]:
    """What stands as code within the sentences of `text`."""
    return re.findall(r"(?<!`)`([^`\n]+)`(?!`)", text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EXAMPLES)
def test_the_helper_understands_what_its_examples_type(name: str, language: Language) -> None:
    command = EXAMPLES[name].typed("https://example.org/")
    found = uses(command)
    assert found or "kvm-guide.pyz." in command, "an example that neither fetches nor uses the helper"
    for arguments in found:
        assert not refused(arguments, language), arguments


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("python3 kvm-guide.pyz check 4", [["check", "4"]]),
        ('python3 kvm-guide.pyz report --name "Ada B" > x', [["report", "--name", "Ada B"]]),
        ("source <(python3 kvm-guide.pyz completion bash)", [["completion", "bash"]]),
        ('for r in *; do\n  python3 kvm-guide.pyz report --verify "$r"\ndone', [["report", "--verify", "$r"]]),
        ("python3 kvm-guide.pyz list | less; python3 kvm-guide.pyz", [["list"], []]),
        ("sha256sum -c kvm-guide.pyz.sha256", []),
    ],
)
def test_each_use_in_a_command_is_found(command: str, expected: list[list[str]]) -> None:
    assert uses(command) == expected


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", ["chek", "check --fast", "report --verify a b", "completion fish", "--colour list"])
def test_a_command_that_the_helper_does_not_have_is_seen(command: str, language: Language) -> None:
    assert [refused(arguments, language) for arguments in uses(f"{PROGRAM} {command}")] == [True]


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_shell_can_read_each_example(name: str) -> None:
    command = EXAMPLES[name].typed("https://example.org/")
    subprocess.run(["bash", "-n", "-c", command], check=True)


def test_the_step_that_is_shown_is_the_guides() -> None:
    assert uses(EXAMPLES["show"].command) == [["show", GUIDE.step("install-packages").id]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_tells_of_each_option_and_of_no_other(language: Language) -> None:
    told = set(re.findall(r"`(?:[^`\n]* )?(--[a-z-]+)", page(language)))
    assert told | {"--name", "--verify"} == options(parser(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_tells_of_each_subcommand(language: Language) -> None:
    shown = {arguments[0] for example in EXAMPLES.values() for arguments in uses(example.command) if arguments}
    assert shown == set(subcommands(parser(language)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_command_within_a_sentence_is_one_too(language: Language) -> None:
    known = set(subcommands(parser(language)))
    said = [shlex.split(code) for code in inline(page(language)) if code.split()[0] in known]
    assert ["check", "4"] in said
    assert [arguments for arguments in said if len(arguments) > 1 and refused(arguments, language)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_example_is_on_a_page(language: Language) -> None:
    fence = re.compile(rf"^```{HELPER_FENCES[language]}\n(.+)\n```$", re.MULTILINE)
    pages = sorted((paths.DOCS / language).glob("*.md"))
    shown = {name for path in pages for name in fence.findall(path.read_text(encoding="utf-8"))}
    assert shown == {*EXAMPLES, "download"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_chapter_ends_with_one_command_that_checks_the_machine(language: Language) -> None:
    for lesson in (one for one in GUIDE.lessons if not one.optional):
        *_, last, questions = page(language, lesson.page).split("\n## ")
        assert "{#questions}" in questions
        title, _, rest = last.partition("\n")
        assert title.endswith("{#check-your-machine}"), lesson.page
        assert re.findall(rf"^```{HELPER_FENCES[language]}\n(.+)\n```$", rest, re.MULTILINE) in (
            ["check"],
            ["check-4"],
            ["check-5"],
        )


def test_the_pages_name_no_file_that_the_site_does_not_serve() -> None:
    for language in LANGUAGES:
        for path in sorted((paths.DOCS / language).glob("*.md")):
            for name in re.findall(r"kvm-guide\.py[a-z0-9.]*\w", path.read_text(encoding="utf-8")):
                assert name in ("kvm-guide.pyz", "kvm-guide.pyz.sha256"), (path, name)
