"""Completion for bash: a script that bash reads with `source`, with all words in it, so that Tab is instant."""

from typing import Final

from kvm_guide.helper.cli.commands import COMMANDS, SHELLS, Command, Takes
from kvm_guide.helper.cli.examples import FILE
from kvm_guide.helper.cli.program_name import NAME, program
from kvm_guide.model.lesson import Guide
from kvm_guide.model.step import LANGUAGES

_GLOBAL: Final = ("--help", "--lang")
_SCRIPT: Final = """\
# Completion of kvm-guide for bash. For this terminal: source <({program} completion bash)
_kvm_guide() {{
    local current="${{COMP_WORDS[COMP_CWORD]}}" previous="${{COMP_WORDS[COMP_CWORD-1]}}" words="" command="" index
    COMPREPLY=()
    for ((index = 1; index < COMP_CWORD; index++)); do
        case "${{COMP_WORDS[index]}}" in
            {names}) command="${{COMP_WORDS[index]}}"; break ;;
        esac
    done
    case "$command $previous" in
        *" --lang") words="{languages}" ;;
        "report --name") return ;;
        "report --verify") return ;;
        *)
            case "$command" in
{cases}
                *) words="{top}" ;;
            esac ;;
    esac
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}}
_kvm_guide_by_python() {{
    COMPREPLY=()
    if [[ $COMP_CWORD -gt 1 && ${{COMP_WORDS[1]##*/}} == {file} ]]; then
        _kvm_guide
    fi
}}
# Where nothing is answered, bash completes names of files.
complete -o bashdefault -o default -F _kvm_guide {name} {file} ./{file}
# What completes python3 already is left as it is.
complete -p python3 &>/dev/null || complete -o bashdefault -o default -F _kvm_guide_by_python python3
"""


def bash(guide: Guide) -> str:
    """The script for `guide`."""
    names = [command.name for command in COMMANDS]
    return _SCRIPT.format(
        names="|".join(names),
        languages=" ".join(LANGUAGES),
        cases="\n".join(f'                {one.name}) words="{" ".join(_words(one, guide))}" ;;' for one in COMMANDS),
        top=" ".join([*names, *_GLOBAL, "--version"]),
        program=program(),
        name=NAME,
        file=FILE,
    )


def _words(command: Command, guide: Guide) -> list[str]:
    words: list[str] = []
    if command.takes is Takes.CHAPTERS_AND_STEPS:
        words += [str(lesson.number) for lesson in guide.lessons] + [lesson.page for lesson in guide.lessons]
    if command.takes in (Takes.STEP, Takes.CHAPTERS_AND_STEPS):
        words += [step.id for step in guide.steps()]
    if command.takes is Takes.SHELL:
        words += SHELLS
    return [*words, *(option.flag for option in command.options), *_GLOBAL]
