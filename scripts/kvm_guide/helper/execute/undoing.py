"""`undo`: takes back what the journal says that `run` did, the last first, and nothing that was there before."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kvm_guide.errors import Exit
from kvm_guide.helper.cli.program_name import program
from kvm_guide.helper.diagnosis import machine
from kvm_guide.helper.diagnosis.checking import Finding, Verdict, holds, look
from kvm_guide.helper.diagnosis.facts import collect
from kvm_guide.helper.diagnosis.machine import Kind
from kvm_guide.helper.execute import journal
from kvm_guide.helper.execute.apt_work import also_removed
from kvm_guide.helper.execute.executor import Halt, Hands
from kvm_guide.helper.execute.journal import Journal, JournalEntry
from kvm_guide.helper.execute.plan import Plan, taking_back
from kvm_guide.helper.execute.shell import Ended
from kvm_guide.helper.output.screen import Mark, Screen
from kvm_guide.helper.source import Source
from kvm_guide.model.step import Step, Text

_NOTHING: Final = Text(
    es="Nada que deshacer: kvm-guide no ha cambiado nada en esta máquina.",
    en="Nothing to undo: kvm-guide has changed nothing on this machine.",
)
_NOTHING_HERE: Final = Text(
    es="Nada que deshacer ahí: kvm-guide no ha hecho nada de eso en esta máquina.",
    en="Nothing to undo there: kvm-guide has done none of it on this machine.",
)
_GONE: Final = Text(es="{id} – ya no está", en="{id} – gone already")
_TAKEN: Final = Text(es="{id} – deshecho", en="{id} – undone")
_HEADING: Final = Text(es="{id} – deshacer: {title}", en="{id} – undo: {title}")
_NEEDED: Final = Text(
    es="apt quitaría además {packages}, que depende de esto y no vino con este paso.",
    en="apt would also remove {packages}, which depends on this and did not come with this step.",
)
_NEEDED_BY: Final = Text(
    es="Deshaz antes ese paso: {program} undo {id}.",
    en="Undo that step first: {program} undo {id}.",
)
_NEEDED_BY_YOURS: Final = Text(
    es="Eso no lo instaló este paso: si ya no lo quieres, quítalo tú con esta orden y empieza otra vez.",
    en="This step did not install that: if you no longer want it, remove it with this command and start again.",
)
_STATUS: Final = Text(
    es="La orden terminó con {status}, y debía terminar con 0.",
    en="The command ended with {status}, and should have ended with 0.",
)
_STILL_THERE: Final = Text(
    es="La orden terminó bien, pero lo que debía quitar sigue ahí.",
    en="The command ended well, but what it should remove is still there.",
)
_ALL_TAKEN: Final = Text(es="Todo está deshecho.", en="All is undone.")
_DRY: Final = Text(es="No se ha cambiado nada.", en="Nothing was changed.")
# With these a check fails because nobody answers it, whether the step's effect is there or not
_HIDING: Final = frozenset({"masked", "socket-off"})


def undo_steps(source: Source, steps: Sequence[Step] | None, screen: Screen, *, yes: bool, dry: bool) -> Exit:
    """Take back what the journal says of `steps`, or all it says where None, the last first; stop where that fails.

    yes: without asking. dry: only show what would be typed. Raises GuideError, OSError and KeyboardInterrupt; what
    was taken back by then is in the journal, and the next undo goes on from it.
    """
    if dry:
        return _show(source, _to_undo(journal.read(screen), steps), screen, everything=steps is None)
    with journal.locked(screen) as book:
        entries = _to_undo(book, steps)
        if not entries:
            screen.say(_NOTHING if steps is None else _NOTHING_HERE)
            return Exit.OK
        try:
            for entry in entries:
                _Undo(Hands(source, screen, yes), book, entry).go()
        except Halt as halt:
            return halt.exit
    screen.say(_ALL_TAKEN)
    return Exit.OK


def _to_undo(book: Journal, steps: Sequence[Step] | None) -> list[JournalEntry]:
    ids = None if steps is None else {step.id for step in steps}
    return [
        entry
        for entry in reversed(book.entries)
        if entry.undone is None and (entry.before.kinds or entry.undo) and (ids is None or entry.step in ids)
    ]


def _show(source: Source, entries: Sequence[JournalEntry], screen: Screen, *, everything: bool) -> Exit:
    if not entries:
        screen.say(_NOTHING if everything else _NOTHING_HERE)
        return Exit.OK
    for entry in entries:
        step = _step(entry, source)
        plan = _plan(entry, _look(entry, step, source), screen)
        if not plan.commands:
            screen.mark(Mark.SKIPPED, _GONE, id=entry.step)
            continue
        _announce(entry, step, screen)
        for command in plan.commands:
            screen.command(command)
    screen.say(_DRY)
    return Exit.OK


def _announce(entry: JournalEntry, step: Step | None, screen: Screen) -> None:
    screen.mark(Mark.RUN, _HEADING, id=entry.step, title=step.title if step else entry.command)


def _step(entry: JournalEntry, source: Source) -> Step | None:
    """The step of `entry`; None where a newer guide does not have it any more."""
    return next((step for step in source.guide.steps() if step.id == entry.step), None)


def _look(entry: JournalEntry, step: Step | None, source: Source) -> Finding | None:
    """What is found of the effect of `entry`, where only its step's check can tell."""
    if entry.before.kinds or step is None:
        return None
    (finding,) = look([step], collect())
    remover = source.guide.step(step.removed_by) if step.removed_by else None
    if remover and finding.verdict is Verdict.NOT_THERE and not holds(remover):
        # It does not work any more, and is not gone either
        return replace(finding, verdict=Verdict.THERE)
    return finding


def _plan(entry: JournalEntry, finding: Finding | None, screen: Screen) -> Plan:
    """What takes `entry` back now; no commands where nothing of it is left."""
    if entry.before.kinds:
        now = machine.read(entry.before.kinds, screen)
        return taking_back(entry.came_by(now), entry.before, now)
    failed = entry.finished is not None and not entry.held
    if entry.undo is None or failed or (finding and _gone(finding)):
        return Plan()
    return Plan((entry.undo,))


def _gone(finding: Finding) -> bool:
    hidden = finding.obstacle is not None and finding.obstacle.id in _HIDING
    return finding.verdict is Verdict.NOT_THERE and not hidden


class _Undo:
    """The taking back of one entry. `go` raises Halt where it fails."""

    def __init__(self, hands: Hands, book: Journal, entry: JournalEntry) -> None:
        self._hands = hands
        self._screen = hands.screen
        self._book = book
        self._entry = entry
        self._step = _step(entry, hands.source)

    def go(self) -> None:
        if Kind.PACKAGES in self._entry.before.kinds:
            # Only when all is settled is it known what there is to take back
            self._hands.ready_apt(self._step)
        finding = _look(self._entry, self._step, self._hands.source)
        if finding and finding.obstacle and finding.verdict is Verdict.CANNOT_TELL:
            self._hands.stop_at(finding.obstacle)
        plan = _plan(self._entry, finding, self._screen)
        if plan.commands:
            _announce(self._entry, self._step, self._screen)
            self._refuse_more(plan)
            for command in plan.commands:
                ended = self._do(command)
            if self._remains():
                self._hands.failed(self._step, ended, _STILL_THERE, self._page())
            self._book.undo(self._entry)
            self._screen.mark(Mark.DONE, _TAKEN, id=self._entry.step)
        else:
            self._book.undo(self._entry)
            self._screen.mark(Mark.SKIPPED, _GONE, id=self._entry.step)

    def _refuse_more(self, plan: Plan) -> None:
        """Stop where apt would remove what this entry did not bring."""
        more = also_removed(plan.packages) if plan.packages else []
        if not more:
            return
        why = self._screen.in_(_NEEDED, packages=", ".join(more))
        brought = [other.step for other in self._book.entries if not other.undone and other.came.packages & set(more)]
        if brought:
            cure = self._screen.in_(_NEEDED_BY, program=program(), id=brought[-1])
            self._hands.stop(why, cure, None, self._page())
        self._hands.stop(why, _NEEDED_BY_YOURS, f"sudo apt-get remove {' '.join(more)}", self._page())

    def _do(self, command: str) -> Ended:
        self._screen.command(command)
        self._hands.agree()
        ended = self._hands.run(command, self._entry.variables)
        if ended.status:
            why = self._screen.in_(_STATUS, status=ended.status)
            self._hands.failed(self._step, ended, why, self._page())
        return ended

    def _remains(self) -> bool:
        if self._entry.before.kinds:
            return bool(_plan(self._entry, None, self._screen).commands)
        return self._step is not None and holds(self._step)

    def _page(self) -> str:
        language = self._screen.language
        source = self._hands.source
        return source.page(self._step, language) if self._step else source.address("ayudante/#undo", language)
