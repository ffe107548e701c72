"""What the pages say of the student's helper is what the helper does: its commands, options, steps and exit codes."""

import re
import shlex
from collections.abc import Iterator
from typing import Final

from kvm_guide.errors import Exit
from kvm_guide.helper.cli.commands import COMMANDS, SHELLS
from kvm_guide.helper.cli.examples import FILE
from kvm_guide.model.lesson import Guide
from kvm_guide.model.step import LANGUAGES
from kvm_guide.site.checks.built import Built, page_name, source_of
from kvm_guide.site.checks.prose import Block

PAGE: Final = "ayudante"
CODES: Final = "exit-codes"
_EVERYWHERE: Final = {"--lang": LANGUAGES, "--version": (), "--help": (), "-h": ()}
_NAMED: Final = re.compile(rf"\A(?:python3 +)?(?:\./)?(?:kvm-guide|{re.escape(FILE)})(?: +(.*))?\Z")
_CODE_SAID: Final = re.compile(r"\b(?:c[óo]digo(?: de salida)?|code|status) (\d+)\b", re.IGNORECASE)


def problems(built: Built) -> Iterator[str]:
    """What a page says of the helper that is not so, and what the helper's own page leaves out."""
    for path, written in built.written.items():
        own = page_name(path) == PAGE
        for block in written:
            where = f"{source_of(path)}: {block.kind} {block.place()}"
            for code in block.codes():
                said = _arguments(code, own=own)
                wrong = _wrong(said, built.sources.guide) if said is not None else None
                if wrong:
                    yield f"{where} names {code!r} of the helper, which {wrong}: correct it"
        if own:
            yield from _whole(source_of(path), written)


def _arguments(code: str, *, own: bool) -> list[str] | None:
    """The arguments of the helper in `code`; None where it is no command of the helper. own: on the helper's page."""
    try:
        words = shlex.split(code)
    except ValueError:
        return None
    match = _NAMED.match(code)
    if match:
        return words[2 if words[0] == "python3" else 1 :]
    helps = words[:1] and words[0] in {command.name for command in COMMANDS}
    if helps and len(words) > 1 and (words[1].isdigit() or words[1].startswith("--")):
        return words
    if own and words and (words[0] in {command.name for command in COMMANDS} or words[0].startswith("--")):
        return words
    return None


def _wrong(words: list[str], guide: Guide) -> str | None:
    """What is wrong with the helper's arguments `words`."""
    command = next((one for one in COMMANDS if words and one.name == words[0]), None)
    if command is None and words and not words[0].startswith("-"):
        return f"has no command {words[0]}"
    options = {option.flag: option for one in COMMANDS if command in (None, one) for option in one.options}
    names = {step.id for step in guide.steps()} | {lesson.page for lesson in guide.lessons} | set(SHELLS)
    names |= {str(lesson.number) for lesson in guide.lessons}
    rest = words[1:] if command else words[:]
    while rest:
        word = rest.pop(0)
        flag, equals, given = word.partition("=")
        if flag in _EVERYWHERE:
            given = given if equals else rest.pop(0) if _EVERYWHERE[flag] and rest else ""
            if given and given not in _EVERYWHERE[flag]:
                return f"has no {given} for {flag}"
        elif flag.startswith("-"):
            if flag not in options:
                return f"has no option {flag}" + (f" with {command.name}" if command else "")
            if options[flag].metavar and rest:
                rest.pop(0)
        elif command and command.name != "explain" and word not in names:
            return f"knows no step and no chapter {word}"
    return None


def _whole(source: str, written: list[Block]) -> Iterator[str]:
    codes = [code for block in written for code in block.codes()]
    made = " ".join(block.tag.get_text(" ") for block in written if block.made)
    words = {word for code in codes for word in code.split()} | set(made.split())
    for command in COMMANDS:
        if command.name not in words:
            yield f"{source} does not name the helper's command {command.name}: say what it does, or take it away"
        for option in command.options:
            if option.flag not in words:
                yield f"{source} does not name the option {option.flag} of {command.name}: say what it does"
    yield from _options(source, written)
    yield from _exit_codes(source, written)


def _options(source: str, written: list[Block]) -> Iterator[str]:
    """Whether a table's row gives an option to commands that have it, and to all of them."""
    takers = dict[str, set[str]]()
    for command in COMMANDS:
        for option in command.options:
            takers.setdefault(option.flag, set()).add(command.name)
    for row in [block for block in written if block.kind == "a row"]:
        cells = [[code.get_text() for code in cell.find_all("code")] for cell in row.tag.find_all("td")]
        for flag in cells[0] if len(cells) > 1 else []:
            named = set(cells[1]) & {command.name for command in COMMANDS}
            if flag in takers and named and named != takers[flag]:
                yield (
                    f"{source}: a row {row.place()} gives {flag} to {', '.join(sorted(named))}, and the helper to "
                    f"{', '.join(sorted(takers[flag]))}: correct the row"
                )


def _exit_codes(source: str, written: list[Block]) -> Iterator[str]:
    wanted = [str(code.value) for code in Exit]
    rows = [block for block in written if block.kind == "a row" and block.near == CODES]
    cells = [cell.get_text().strip() for row in rows if (cell := row.tag.find("td"))]
    if cells != wanted:
        yield (
            f"{source}: the table under {{#{CODES}}} has the exit codes {', '.join(cells) or 'none'}, and the helper "
            f"{', '.join(wanted)}: correct the table"
        )
    for block in written:
        for code in _CODE_SAID.findall(block.text()) if block.is_text else []:
            if code not in wanted:
                yield f"{source}: {block.kind} {block.place()} names the exit code {code}, which the helper has not"
