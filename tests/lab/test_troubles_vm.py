"""Troubles brought about in a real machine: the message is the table's, in both languages, and the cure mends it."""

import pytest
from tests.lab.brought import BROUGHT, Brought

from kvm_guide import paths
from kvm_guide.lab import verify
from kvm_guide.lab.lesson_runner import run_until
from kvm_guide.lessons import GUIDE
from kvm_guide.model.step import LOCALES, Language, Work
from kvm_guide.troubles import Trouble, trouble
from kvm_guide.troubles.matching.match import find
from kvm_guide.vm.console.terminal import Typed
from kvm_guide.vm.machine import Machine

pytestmark = [pytest.mark.vm, pytest.mark.usefixtures("kept_pass")]


@pytest.fixture
def depends_on() -> object:
    """The table: its messages and its cures."""
    return [repr(trouble(case.trouble)) for case in BROUGHT]


@pytest.mark.parametrize("after", sorted({case.after for case in BROUGHT}))
def test_what_the_lab_brings_about_shows_the_message_of_the_table_and_its_cure_mends_it(after: str) -> None:
    using = verify.lab(paths.cache(), verify.Freshness())
    problems = []
    with using.states.in_use(), run_until(GUIDE, after, "en", using).go() as (story, machine):
        for case in (case for case in BROUGHT if case.after == after):
            problems += [f"{case.trouble}: {problem}" for problem in _tried(case, machine)]
            machine.resume(story.last.saved)
    assert not problems, "\n".join(problems)


def _tried(case: Brought, machine: Machine) -> list[str]:
    known = trouble(case.trouble)
    machine.sure(case.spoil)
    _new_login(case, machine)
    problems = []
    languages: tuple[Language, ...] = ("en", "es") if case.spanish else ("en",)
    for language in languages:
        done = _typed(machine, f"LC_ALL={LOCALES[language]} {case.command}")
        if case.trouble != _found(done.output):
            problems.append(f"{case.command!r} shows another message in {language}: {done.output[-600:]}")
    cure = case.cure or _cure(known)
    mended = _typed(machine, cure, case.answers)
    if mended.exit_status != 0:
        problems.append(f"the cure {cure!r} ends with {mended.exit_status}: {mended.output[-600:]}")
    _new_login(case, machine)
    after = _typed(machine, case.then or case.command)
    if after.exit_status != 0:
        problems.append(f"{case.then or case.command!r} still ends with {after.exit_status}: {after.output[-600:]}")
    return problems


def _typed(machine: Machine, command: str, answers: tuple[tuple[str, str], ...] = ()) -> Typed:
    return machine.terminal.type(command, machine.limits.work(Work.DOWNLOAD), answers)


def _new_login(case: Brought, machine: Machine) -> None:
    if case.relogin:
        machine.terminal.log_out()
        machine.terminal.log_in()


def _found(output: str) -> str | None:
    found = find(output)
    return found.trouble.id if found else None


def _cure(known: Trouble) -> str:
    command = GUIDE.step(known.step).command if known.step else known.command
    assert command, known.id
    return command
