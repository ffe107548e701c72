"""`run`: takes the steps that are missing, one after the other, each shown before it is run and looked at after it."""

from collections.abc import Sequence
from typing import Final

from kvm_guide.errors import Exit
from kvm_guide.step import Step, Text
from kvm_guide.student import journal, machine, telling
from kvm_guide.student.acting import CURES_ITSELF, Halt, Hands
from kvm_guide.student.aptwork import uses_apt
from kvm_guide.student.called import program
from kvm_guide.student.checking import Verdict, changes, holds, look
from kvm_guide.student.choosing import doable
from kvm_guide.student.facts import collect
from kvm_guide.student.journal import Journal
from kvm_guide.student.machine import Kind
from kvm_guide.student.obstacles import found
from kvm_guide.student.screen import Mark, Screen
from kvm_guide.student.source import Source

_THERE: Final = Text(es="{place} {id} – ya está", en="{place} {id} – already there")
_DONE: Final = Text(es="{place} {id} – hecho", en="{place} {id} – done")
_LOGIN: Final = Text(
    es="Después de entrar otra vez, escribe {program} run: sigue por aquí.",
    en="After logging in again, type {program} run: it goes on from here.",
)
_LOGIN_AHEAD: Final = Text(
    es="    Antes hay que cerrar la sesión y volver a entrar.",
    en="    Before it, one has to log out and log in again.",
)
_STATUS: Final = Text(
    es="La orden terminó con {status}, y debía terminar con {wanted}.",
    en="The command ended with {status}, and should have ended with {wanted}.",
)
_NO_EFFECT: Final = Text(
    es="La orden terminó bien, pero lo que debía conseguir no está.",
    en="The command ended well, but what it should bring about is not there.",
)
_ALL_DONE: Final = Text(es="Todo está hecho.", en="All is done.")
_DRY: Final = Text(es="No se ha cambiado nada.", en="Nothing was changed.")
# What `run` gets out of the way itself: it waits, it repairs, or the step is the cure
_OVERCOME: Final = frozenset({"apt-locked", "apt-broken"}) | CURES_ITSELF


def run_steps(source: Source, steps: Sequence[Step], screen: Screen, *, yes: bool, dry: bool) -> Exit:
    """Take those of `steps` whose effect is not there, in their order, and stop at the first that fails.

    yes: without asking. dry: only show what would be run. Raises GuideError, OSError and KeyboardInterrupt; what was
    begun is in the journal, and the next run goes on from it.
    """
    if dry:
        return _show(source, steps, screen)
    with journal.locked(screen) as book:
        try:
            _Run(Hands(source, screen, yes), book, steps).go()
        except Halt as halt:
            return halt.exit
    screen.say(_ALL_DONE)
    return Exit.OK


def _show(source: Source, steps: Sequence[Step], screen: Screen) -> Exit:
    for number, finding in enumerate(look(steps, collect()), 1):
        step, place = finding.step, f"{number}/{len(steps)}"
        if finding.verdict is Verdict.THERE:
            screen.mark(Mark.SKIPPED, _THERE, place=place, id=step.id)
            continue
        _announce(step, place, screen)
        if step.new_login:
            screen.say(_LOGIN_AHEAD)
        screen.command(step.command)
    screen.say(_DRY)
    return Exit.OK


def _announce(step: Step, place: str, screen: Screen) -> None:
    screen.mark(Mark.RUN, f"{place} {step.id} – {step.title.in_(screen.language)}")
    screen.say(f"    {step.why.in_(screen.language)}")


class _Run:
    """One run. `go` raises Halt where it stops."""

    def __init__(self, hands: Hands, book: Journal, steps: Sequence[Step]) -> None:
        self._hands = hands
        self._screen = hands.screen
        self._book = book
        self._steps = steps
        self._variables: dict[str, str] = {}

    def go(self) -> None:
        facts = collect()
        for note in telling.general(found(facts), self._hands.source, self._screen):
            self._screen.mark(Mark.NOTE, note)
        # What an earlier step leaves in the terminal counts, though only a later one was chosen
        setting = [step for step in self._hands.source.guide.steps() if step.sets and doable(step)]
        there = {finding.step for finding in look([*self._steps, *setting], facts) if finding.verdict is Verdict.THERE}
        for step in there:
            self._variables.update(step.sets)
        for number, step in enumerate(self._steps, 1):
            place = f"{number}/{len(self._steps)}"
            if step in there:
                self._skip(step, place)
            else:
                self._take(step, place)

    def _skip(self, step: Step, place: str) -> None:
        self._screen.mark(Mark.SKIPPED, _THERE, place=place, id=step.id)
        entry = self._book.open_entry(step.id)
        if entry and entry.finished is None:
            # It was killed when its effect was there already, and perhaps in the middle of what comes after
            if Kind.PACKAGES in entry.before.kinds:
                self._hands.ready_apt(step)
            self._book.finish(entry, machine.read(entry.before.kinds, self._screen), held=True)

    def _take(self, step: Step, place: str) -> None:
        # Steps before it may have brought it about, or shown what stands in its way
        (finding,) = look([step], collect())
        if finding.verdict is Verdict.THERE:
            self._variables.update(step.sets)
            self._skip(step, place)
            return
        _announce(step, place, self._screen)
        if finding.obstacle and not (changes(step) and finding.obstacle.id in _OVERCOME):
            afterwards = self._screen.in_(_LOGIN, program=program()) if step.new_login else ""
            self._hands.stop_at(finding.obstacle, afterwards)
        self._screen.command(step.command)
        self._hands.agree()
        if uses_apt(step.command):
            self._hands.ready_apt(step)
        self._do(step)
        self._variables.update(step.sets)
        self._screen.mark(Mark.DONE, _DONE, place=place, id=step.id)

    def _do(self, step: Step) -> None:
        kinds = machine.kinds(step.command)
        entry = self._book.begin(step, machine.read(kinds, self._screen), self._variables)
        ended = self._hands.run(step.command, self._variables)
        held = holds(step)
        self._book.finish(entry, machine.read(kinds, self._screen), held=held)
        page = self._hands.source.page(step, self._screen.language)
        if ended.status != step.exit_status:
            why = self._screen.in_(_STATUS, status=ended.status, wanted=step.exit_status)
            self._hands.failed(step, ended, why, page)
        if not held:
            self._hands.failed(step, ended, _NO_EFFECT, page)
