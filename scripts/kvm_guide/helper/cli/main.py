"""`kvm-guide`: the way in. What each subcommand does with what was typed, and how it ends."""

import argparse
import errno
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Final

from kvm_guide.errors import Exit, GuideError, UsageError
from kvm_guide.helper import source
from kvm_guide.helper.cli import argwords, completion, reading, reports
from kvm_guide.helper.cli.arguments import language_of, parser
from kvm_guide.helper.cli.program_name import NAME, program
from kvm_guide.helper.cli.selection import Choice, choose, find_step, runnable
from kvm_guide.helper.diagnosis.checking import Finding, Verdict, look
from kvm_guide.helper.diagnosis.facts import SystemFacts, collect, known_release, release
from kvm_guide.helper.diagnosis.obstacles import found
from kvm_guide.helper.output import check_output, report, step_output
from kvm_guide.helper.output.screen import Mark, Screen
from kvm_guide.helper.source import Source
from kvm_guide.model.step import Text
from kvm_guide.troubles.matching import match

__all__ = ["main", "parser"]

_SEEN: Final = Text(es="Lo que la guía dice para {debian}.", en="What the guide says for {debian}.")
_STOPPED: Final = Text(es="parado.", en="stopped.")
_FULL: Final = Text(
    es="el disco está lleno{where}: haz sitio y empieza otra vez.",
    en="the disk is full{where}: make room and start again.",
)
_DENIED: Final = Text(
    es="tu usuario no puede leer o escribir lo que hace falta{where}: mira sus permisos.",
    en="your user may not read or write what is needed{where}: see its permissions.",
)
_REFUSED: Final = Text(es="el sistema se negó: {why}{where}.", en="the system refused: {why}{where}.")
_ROOT_LOOKS: Final = Text(
    es="Lo ejecuta root: los grupos y la carpeta personal que se miran son los de root, no los tuyos.",
    en="This is run by root: the groups and the home folder it looks at are root's, not yours.",
)
_ROOT_ACTS: Final = Text(
    es="no lo ejecutes como root ni con sudo, sino con tu usuario: la orden que lo necesita ya lleva sudo.",
    en="do not run it as root or with sudo, but as your own user: a command that needs sudo has it already.",
)
_NO_SITE: Final = Text(
    es="Cuando se nombra una página, como {page}, ábrela en la web de la que descargaste kvm-guide.",
    en="Where a page is named, such as {page}, open it on the site from which you downloaded kvm-guide.",
)
_NAME_NO_PAGE: Final = frozenset({"completion", "report"})
_PASTE: Final = Text(
    es="Pega el mensaje y termina con Intro y Ctrl+D.", en="Paste the message and end with Enter and Ctrl+D."
)
_NO_MESSAGE: Final = Text(
    es='no hay ningún mensaje: escríbelo entre comillas, así: {program} explain "MENSAJE".',
    en='there is no message: type it in quotation marks, like this: {program} explain "MESSAGE".',
)
_UNKNOWN_MESSAGE: Final = Text(
    es="No conozco ese mensaje. Búscalo en {address} y, si no está, en https://bugs.debian.org/ o en un buscador: "
    "entre comillas, solo las palabras fijas, sin tus nombres ni tus números.",
    en="That message is unknown. Search for it at {address} and, if it is not there, at https://bugs.debian.org/ or "
    "with a search engine: in quotation marks, only its fixed words, without your names and numbers.",
)
_SLIPS_ONLY: Final = Text(
    es="Copia todo el bloque que sigue, con sus líneas de guiones. El código descubre descuidos al copiar, no trampas.",
    en="Copy the whole block that follows, with its lines of dashes. The code shows slips in copying, not cheats.",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what `arguments` (the process's own where None) ask; the exit code. What goes wrong is one sentence on
    standard error. Raises SystemExit for wrong usage and for `--help`, as argparse does."""
    given = sys.argv[1:] if arguments is None else arguments
    language = language_of(given, os.environ)
    screen = Screen(language)
    with argwords.speaking(language):
        own = parser(language)
        options = own.parse_args(given)
    try:
        if options.version:
            screen.say(f"{NAME} {source.load().version}")
            return Exit.OK
        if options.command is None:
            own.print_help(sys.stderr)
            return Exit.USAGE
        known = source.load(release())
        code = _WORK[options.command](options, known, screen)
        sys.stdout.flush()
        if not known.site and options.command not in _NAME_NO_PAGE and not getattr(options, "json", False):
            screen.warn(_NO_SITE, page=known.address("requisitos/", language))
    except (GuideError, OSError, KeyboardInterrupt) as error:
        return _ended(error, screen)
    return code


def _list(options: argparse.Namespace, known: Source, screen: Screen) -> Exit:
    if options.json:
        screen.json([step_output.lesson_object(one, known, screen.language) for one in known.guide.lessons])
    else:
        step_output.listing(known, screen)
    return Exit.OK


def _show(options: argparse.Namespace, known: Source, screen: Screen) -> Exit:
    step = find_step(known.guide, options.wanted, screen)
    if options.json:
        screen.json(step_output.step_object(step, known, screen.language))
    else:
        step_output.step(step, known, screen)
    return Exit.OK


def _check(options: argparse.Namespace, known: Source, screen: Screen) -> Exit:
    choice = choose(known.guide, options.wanted, screen)
    for note in choice.notes:
        # With --json the answer is a list, and the reason must not be mixed with it
        (screen.warn if options.json else screen.say)(note)
    facts = collect()
    here = known_release(facts.os_id, facts.os_version)
    notes = list(check_output.general(found(facts), known, screen))
    if facts.root:
        notes.append(screen.in_(_ROOT_LOOKS))
    findings = look(choice.steps, facts)
    if options.json:
        for said in notes:
            screen.warn(said)
        screen.json([check_output.finding_object(finding, known, screen) for finding in findings])
    elif findings:
        if here:
            screen.say(_SEEN, debian=here.name)
        for said in notes:
            screen.mark(Mark.NOTE, said)
        check_output.findings(findings, known, screen)
    return _outcome(findings)


def _outcome(findings: Sequence[Finding]) -> Exit:
    verdicts = {finding.verdict for finding in findings}
    if Verdict.NOT_THERE in verdicts:
        return Exit.NOT_SO
    return Exit.BROKEN if Verdict.CANNOT_TELL in verdicts else Exit.OK


def _run(options: argparse.Namespace, known: Source, screen: Screen) -> Exit:
    choice = _chosen(options, known, screen)
    if not choice.steps:
        return Exit.OK
    _refuse_root(screen)
    screen.say(_SEEN, debian=known.debian.name)
    from kvm_guide.helper.execute.running import run_steps

    return run_steps(known, choice, screen, yes=options.yes, dry=options.dry_run)


def _undo(options: argparse.Namespace, known: Source, screen: Screen) -> Exit:
    choice = _chosen(options, known, screen)
    if not choice.steps:
        return Exit.OK
    _refuse_root(screen)
    from kvm_guide.helper.execute.undoing import undo_steps

    steps = choice.steps if options.wanted else None
    return undo_steps(known, steps, screen, yes=options.yes, dry=options.dry_run)


def _chosen(options: argparse.Namespace, known: Source, screen: Screen) -> Choice:
    choice = choose(known.guide, options.wanted, screen, runnable)
    for note in choice.notes:
        screen.say(note)
    return choice


def _explain(options: argparse.Namespace, known: Source, screen: Screen) -> Exit:
    text = " ".join(options.message)
    if text in ("", "-"):
        if sys.stdin.isatty():
            screen.warn(_PASTE)
        text = reading.text("-", screen)
    if not text.strip():
        raise UsageError(screen.in_(_NO_MESSAGE, program=program()))
    explained = match.find(text)
    if options.json:
        screen.json(check_output.explained_object(explained, known, screen) if explained else None)
    elif explained:
        check_output.explained(explained, known, screen)
    if explained is None:
        address = known.address("mensajes/", screen.language)
        (screen.warn if options.json else screen.say)(_UNKNOWN_MESSAGE, address=address)
    return Exit.OK if explained else Exit.NOT_SO


def _refuse_root(screen: Screen) -> None:
    if os.geteuid() == 0:
        raise UsageError(screen.in_(_ROOT_ACTS))


def _report(options: argparse.Namespace, known: Source, screen: Screen) -> Exit:
    if options.verify is not None:
        return reports.verify(options.verify, screen, as_json=options.json)
    facts: SystemFacts = collect()
    findings = look(choose(known.guide, (), screen).steps, facts)
    fields = report.make(findings, known, facts, options.name, datetime.now(UTC), screen)
    if options.json:
        screen.json(fields)
        return Exit.OK
    # Not on standard output, which may be going to a file; and first, for what reads a pipe may write the block to the
    # same terminal at any later moment
    screen.warn(_SLIPS_ONLY)
    for line in report.block(fields):
        screen.say(line)
    return Exit.OK


def _completion(_options: argparse.Namespace, known: Source, _screen: Screen) -> Exit:
    print(completion.bash(known.guide), end="")
    return Exit.OK


_WORK: Final[dict[str, Callable[[argparse.Namespace, Source, Screen], Exit]]] = {
    "list": _list,
    "show": _show,
    "check": _check,
    "run": _run,
    "undo": _undo,
    "explain": _explain,
    "report": _report,
    "completion": _completion,
}


def _ended(error: GuideError | OSError | KeyboardInterrupt, screen: Screen) -> Exit:
    """Say on standard error, in one sentence, what `error` means; the exit code it ends with."""
    if isinstance(error, BrokenPipeError):
        # Who read our output went away (`| head`); Python must not complain about it again at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.BROKEN
    if isinstance(error, KeyboardInterrupt):
        screen.warn(f"{NAME}: {screen.in_(_STOPPED)}")
        return Exit.STOPPED
    if isinstance(error, GuideError):
        screen.warn(f"{NAME}: {error}")
        return error.exit
    where = f" ({error.filename})" if error.filename else ""
    text = {errno.ENOSPC: _FULL, errno.EDQUOT: _FULL, errno.EACCES: _DENIED, errno.EPERM: _DENIED}.get(
        error.errno or 0, _REFUSED
    )
    screen.warn(f"{NAME}: {screen.in_(text, where=where, why=error.strerror or str(error))}")
    return Exit.BROKEN
