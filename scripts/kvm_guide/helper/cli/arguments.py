"""The helper's command line, in the student's language. The subcommands come from `commands`."""

import argparse
from collections.abc import Mapping, Sequence
from typing import Final, NoReturn

from kvm_guide.helper.cli.commands import COMMANDS, SHELLS, Command, Takes
from kvm_guide.helper.cli.program_name import program
from kvm_guide.helper.output.screen import Screen
from kvm_guide.model.step import LANGUAGES, Language, Text

_ABOUT: Final = Text(
    es="El ayudante de la guía de KVM en Debian: dice qué falta en tu máquina, lo hace si se lo pides y lo deshace.",
    en="The helper of the guide to KVM on Debian: it says what is missing on your machine, does it when asked, and "
    "undoes it.",
)
_CODES: Final = Text(
    es="""\
Termina con:
  0    como se pidió
  1    algo no está hecho, un paso falló, no se conoce el mensaje o respondiste que no
  2    la orden está mal escrita
  3    no se puede saber, o falló lo de alrededor
  130  lo paraste con Ctrl+C""",
    en="""\
It ends with:
  0    as asked
  1    something is not done, a step failed, the message is unknown or you answered no
  2    wrong usage
  3    it cannot be told, or the surroundings failed
  130  you stopped it with Ctrl+C""",
)
_EXAMPLES: Final = Text(es="Ejemplos:", en="Examples:")
_LANG: Final = Text(es="el idioma, si no es el del sistema", en="the language, where it is not the system's")
_VERSION: Final = Text(es="enseña la versión y termina", en="show the version and exit")
_STEP: Final = Text(es="el nombre de un paso", en="a step's name")
_PLACE: Final = Text(
    es="capítulos (su número o su página) o pasos (su nombre), uno o varios; sin nada, todo",
    en="chapters (by number or page) or steps (by name), one or several; everything where left out",
)
_MESSAGE: Final = Text(
    es="el mensaje, entre comillas; sin nada, o con -, la entrada estándar",
    en="the message, in quotation marks; where left out, or -, standard input",
)
_SHELL: Final = Text(es="la shell", en="the shell")
_COMMANDS: Final = Text(es="órdenes", en="commands")
_COMMAND: Final = Text(es="ORDEN", en="COMMAND")
_ONE_STEP: Final = Text(es="PASO", en="STEP")
_ONE_MESSAGE: Final = Text(es="MENSAJE", en="MESSAGE")
_CHAPTER_OR_STEP: Final = Text(es="CAPÍTULO|PASO", en="CHAPTER|STEP")


class _Parser(argparse.ArgumentParser):
    """Writes its help and its errors as the helper writes everything: in ASCII where the locale has no UTF-8."""

    def format_help(self) -> str:
        return _shown(super().format_help())

    def format_usage(self) -> str:
        return _shown(super().format_usage())

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:
        super().exit(status, _shown(message) if message else None)


def language_of(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """What `--lang` in `arguments` says, before they are understood; else the locale's: Spanish, or English."""
    for place, argument in enumerate(arguments):
        name, mark, value = argument.partition("=")
        if name == "--lang":
            chosen = value if mark else next(iter(arguments[place + 1 :]), "")
            for known in LANGUAGES:
                if chosen == known:
                    return known
    locale = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    return "es" if locale.startswith("es") else "en"


def parser(language: Language) -> argparse.ArgumentParser:
    """The parser, which speaks `language` but for argparse's own words (`argwords`).

    Its result has `command`, None where there is none, and what that takes: `wanted`, `message`, `json`, `yes`,
    `dry_run`, `name`, `verify`, `shell`; and `version`.
    """
    # `--lang` was read before: here it is only known, before the command and after it
    common = _Parser(add_help=False)
    common.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS, help=_LANG.in_(language))
    first = _examples([example for command in COMMANDS for example in command.examples[:1]], language)
    whole = _Parser(
        prog=program(),
        description=_ABOUT.in_(language),
        epilog=f"{first}\n\n{_CODES.in_(language)}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[common],
        allow_abbrev=False,
    )
    whole.add_argument("--version", action="store_true", help=_VERSION.in_(language))
    subparsers = whole.add_subparsers(dest="command", title=_COMMANDS.in_(language), metavar=_COMMAND.in_(language))
    for command in COMMANDS:
        one = subparsers.add_parser(
            command.name,
            help=command.summary.in_(language),
            description=f"{command.summary.in_(language).capitalize()}.",
            epilog=_examples(command.examples, language),
            formatter_class=argparse.RawDescriptionHelpFormatter,
            parents=[common],
            allow_abbrev=False,
        )
        _add(one, command, language)
    return whole


def _add(parser: argparse.ArgumentParser, command: Command, language: Language) -> None:
    """Give `parser` what `command` takes."""
    if command.takes is Takes.CHAPTERS_AND_STEPS:
        parser.add_argument("wanted", nargs="*", metavar=_CHAPTER_OR_STEP.in_(language), help=_PLACE.in_(language))
    elif command.takes is Takes.STEP:
        parser.add_argument("wanted", metavar=_ONE_STEP.in_(language), help=_STEP.in_(language))
    elif command.takes is Takes.MESSAGE:
        parser.add_argument("message", nargs="*", metavar=_ONE_MESSAGE.in_(language), help=_MESSAGE.in_(language))
    elif command.takes is Takes.SHELL:
        parser.add_argument("shell", choices=SHELLS, help=_SHELL.in_(language))
    # Of the options with a value, one at a time: a report is made with a name, or verified
    with_value = [option for option in command.options if option.metavar]
    valued = parser.add_mutually_exclusive_group() if with_value else parser
    for option in command.options:
        said = option.help.in_(language)
        if option.metavar is None:
            parser.add_argument(option.flag, action="store_true", help=said)
        elif option.optional:
            valued.add_argument(option.flag, metavar=option.metavar, nargs="?", const="-", help=said)
        else:
            valued.add_argument(option.flag, metavar=option.metavar, help=said)


def _examples(examples: Sequence[tuple[str, Text]], language: Language) -> str:
    typed = [f"  {program()} {arguments}" for arguments, _ in examples]
    width = max(map(len, typed))
    lines = [f"{line:{width}}  {text.in_(language)}" for line, (_, text) in zip(typed, examples, strict=True)]
    return "\n".join([_EXAMPLES.in_(language), *lines])


def _shown(message: str) -> str:
    # It is in its language already: none is asked for here
    return Screen("en").in_(message)
