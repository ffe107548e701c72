"""`run`: takes the steps that are missing, one after the other, each shown before it is run and looked at after it."""

from typing import Final, NoReturn

from kvm_guide.errors import Exit
from kvm_guide.helper.cli.program_name import program
from kvm_guide.helper.cli.selection import Choice, doable, typed
from kvm_guide.helper.diagnosis import machine
from kvm_guide.helper.diagnosis.checking import Verdict, changes, holds, look
from kvm_guide.helper.diagnosis.facts import collect
from kvm_guide.helper.diagnosis.machine import Kind
from kvm_guide.helper.diagnosis.obstacles import found
from kvm_guide.helper.execute import journal
from kvm_guide.helper.execute.apt_work import uses_apt
from kvm_guide.helper.execute.executor import CURES_ITSELF, Halt, Hands
from kvm_guide.helper.execute.journal import Journal
from kvm_guide.helper.output import check_output
from kvm_guide.helper.output.screen import Mark, Screen
from kvm_guide.helper.source import Source
from kvm_guide.model.step import Step, Text

_THERE: Final = Text(es="{place} {id} – ya está", en="{place} {id} – already there")
_DONE: Final = Text(es="{place} {id} – hecho", en="{place} {id} – done")
_ONCE: Final = Text(
    es="{place} {id} – ya se hizo una vez; para repetirlo: {program} run {id}",
    en="{place} {id} – was done once; to do it again: {program} run {id}",
)
_NOT_OURS: Final = Text(
    es="{place} {id} – no hay nada mío que quitar",
    en="{place} {id} – there is nothing of mine to remove",
)
_LOGIN: Final = Text(
    es="Después de entrar otra vez, escribe {program} run: sigue por aquí.",
    en="After logging in again, type {program} run: it goes on from here.",
)
_LOGIN_AHEAD: Final = Text(
    es="    Antes hay que cerrar la sesión y volver a entrar.",
    en="    Before it, one has to log out and log in again.",
)
_REBOOTS: Final = Text(
    es="Este paso reinicia la máquina, y eso no lo hago por ti.",
    en="This step reboots the machine, and I do not do that for you.",
)
_AFTER_REBOOT: Final = Text(
    es="Guarda lo que tengas abierto y escribe la orden. Después, {program} run {lesson} sigue por aquí.",
    en="Save what you have open, and type the command. Afterwards {program} run {lesson} goes on from here.",
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
_ELSE_DONE: Final = Text(es="Todo lo demás está hecho.", en="All else is done.")
_DRY: Final = Text(es="No se ha cambiado nada.", en="Nothing was changed.")
# What `run` gets out of the way itself: it waits, it repairs, or the step is the cure
_OVERCOME: Final = frozenset({"apt-locked", "apt-broken"}) | CURES_ITSELF


def run_steps(source: Source, choice: Choice, screen: Screen, *, yes: bool, dry: bool) -> Exit:
    """Take those of the chosen steps whose effect is not there, in their order, and stop at the first that fails.

    What is momentary is typed once, or when it is named. yes: without asking. dry: only show what would be run. Raises
    GuideError, OSError and KeyboardInterrupt; what was begun is in the journal, and the next run goes on from it.
    """
    if dry:
        return _show(source, choice, screen)
    with journal.locked(screen) as book:
        run = _Run(Hands(source, screen, yes), book, choice)
        try:
            run.go()
        except Halt as halt:
            return halt.exit
    screen.say(_ELSE_DONE if run.told else _ALL_DONE)
    return Exit.OK


def _show(source: Source, choice: Choice, screen: Screen) -> Exit:
    book = journal.read(screen)
    for number, finding in enumerate(look(choice.steps, collect()), 1):
        step, place = finding.step, f"{number}/{len(choice.steps)}"
        once = step.momentary and step.id not in choice.named and book.done_once(step.id)
        if once or (finding.verdict is Verdict.THERE and not _takes_away(step, source)):
            screen.mark(Mark.SKIPPED, _ONCE if once else _THERE, place=place, id=step.id, program=program())
            continue
        _announce(step, place, screen)
        if step.new_login:
            screen.say(_LOGIN_AHEAD)
        screen.command(typed(step))
    screen.say(_DRY)
    return Exit.OK


def _takes_away(step: Step, source: Source) -> Step | None:
    """The step whose effect `step` is there to take away, or None."""
    return next((other for other in source.guide.steps() if other.removed_by == step.id), None)


def _announce(step: Step, place: str, screen: Screen) -> None:
    screen.mark(Mark.RUN, f"{place} {step.id} – {step.title.in_(screen.language)}")
    screen.say(f"    {step.why.in_(screen.language)}")


class _Run:
    """One run. `go` raises Halt where it stops. told: something was told to the student that stops no step."""

    def __init__(self, hands: Hands, book: Journal, choice: Choice) -> None:
        self._hands = hands
        self._screen = hands.screen
        self._book = book
        self._choice = choice
        self._variables: dict[str, str] = {}
        self.told = False

    def go(self) -> None:
        facts = collect()
        for note in check_output.general(found(facts), self._hands.source, self._screen):
            self._screen.mark(Mark.NOTE, note)
        # What an earlier step leaves in the terminal counts, though only a later one was chosen
        setting = [step for step in self._hands.source.guide.steps() if step.sets and doable(step)]
        steps = self._choice.steps
        lasting = [step for step in steps if not step.momentary]
        there = {finding.step for finding in look([*lasting, *setting], facts) if finding.verdict is Verdict.THERE}
        for step in there:
            self._variables.update(step.sets)
        for number, step in enumerate(steps, 1):
            place = f"{number}/{len(steps)}"
            if step in there:
                self._skip(step, place)
            elif step.momentary:
                self._take_once(step, place)
            else:
                self._take(step, place)

    def _skip(self, step: Step, place: str) -> None:
        self._screen.mark(Mark.SKIPPED, _THERE, place=place, id=step.id)
        self._close(step)

    def _close(self, step: Step) -> None:
        entry = self._book.open_entry(step.id)
        if entry and entry.finished is None:
            # It was killed when its effect was there already, and perhaps in the middle of what comes after
            if Kind.PACKAGES in entry.before.kinds:
                self._hands.ready_apt(step)
            self._book.finish(entry, machine.read(entry.before.kinds, self._screen), held=True)

    def _take_once(self, step: Step, place: str) -> None:
        """Take a momentary step: its effect does not stay, so the journal tells whether it was taken."""
        brought = _takes_away(step, self._hands.source)
        named = step.id in self._choice.named
        if brought:
            entry = self._book.open_entry(brought.id)
            hidden = next((one for one in found(collect()) if step.id in one.steps), None)
            if entry and hidden:
                # Nobody answers whether it is still there
                self._hands.stop_at(hidden)
            if holds(step) or (entry is None and not named):
                # It is gone, or it is the student's own, who made it by hand
                self._screen.mark(Mark.SKIPPED, _NOT_OURS, place=place, id=step.id)
            else:
                self._take(step, place)
            if entry and holds(step):
                self._book.undo(entry)
        elif self._book.done_once(step.id) and not named:
            self._screen.mark(Mark.SKIPPED, _ONCE, place=place, id=step.id, program=program())
        else:
            self._take(step, place)

    def _take(self, step: Step, place: str) -> None:
        # Steps before it may have brought it about, or shown what stands in its way
        (finding,) = look([step], collect())
        if finding.verdict is Verdict.THERE:
            self._variables.update(step.sets)
            self._skip(step, place)
            return
        _announce(step, place, self._screen)
        if finding.obstacle and not finding.obstacle.stops:
            self._hands.tell(finding.obstacle)
            self.told = True
            return
        if finding.obstacle and not (changes(step) and finding.obstacle.id in _OVERCOME):
            afterwards = self._screen.in_(_LOGIN, program=program()) if step.new_login else ""
            self._hands.stop_at(finding.obstacle, afterwards)
        if step.reboots:
            self._stop_to_reboot(step)
        self._screen.command(typed(step))
        self._hands.agree()
        if uses_apt(step.command):
            self._hands.ready_apt(step)
        self._do(step)
        self._variables.update(step.sets)
        self._screen.mark(Mark.DONE, _DONE, place=place, id=step.id)

    def _stop_to_reboot(self, step: Step) -> NoReturn:
        source = self._hands.source
        cure = self._screen.in_(_AFTER_REBOOT, program=program(), lesson=source.guide.lesson_of(step.id).id)
        self._hands.stop(_REBOOTS, cure, step.command, source.page(step, self._screen.language))

    def _do(self, step: Step) -> None:
        command = typed(step)
        kinds = machine.kinds(command)
        remover = self._hands.source.guide.step(step.removed_by) if step.removed_by else None
        entry = self._book.begin(step, machine.read(kinds, self._screen), self._variables, remover)
        ended = self._hands.run(command, self._variables)
        held = holds(step)
        self._book.finish(entry, machine.read(kinds, self._screen), held=held)
        page = self._hands.source.page(step, self._screen.language)
        if ended.status != step.exit_status:
            why = self._screen.in_(_STATUS, status=ended.status, wanted=step.exit_status)
            self._hands.failed(step, ended, why, page)
        if not held:
            self._hands.failed(step, ended, _NO_EFFECT, page)
