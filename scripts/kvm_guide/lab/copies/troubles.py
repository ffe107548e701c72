"""Troubles: what goes wrong for readers, brought about on copies of kept machines that are thrown away.

Like facts they are no link of a chain. What came of one is kept by the state it started from and by all that was done;
only where it went as declared, so that what went otherwise is tried again.
"""

from contextlib import ExitStack
from dataclasses import asdict, replace

from kvm_guide.console import working
from kvm_guide.lab import metadata, mirror
from kvm_guide.lab.judging import troubles as judging
from kvm_guide.lab.judging.judge import TypeAgain
from kvm_guide.lab.judging.troubles import LATE, Ended, Tried
from kvm_guide.lab.keys import Lab
from kvm_guide.lab.snapshots.snapshot import Snapshot
from kvm_guide.lab.timing import now
from kvm_guide.model.lesson import Guide, Lesson
from kvm_guide.model.step import LOCALES, Language, Step, Work, sha256_of
from kvm_guide.records.codec import decode
from kvm_guide.records.types import Outcome, TroubleEntry
from kvm_guide.troubles import brought_after
from kvm_guide.troubles.model import BroughtAbout, Trouble
from kvm_guide.troubles.proof import action, cure, fingerprint, typed
from kvm_guide.vm.accelerator import without_virtualisation
from kvm_guide.vm.console.terminal import TypingLate
from kvm_guide.vm.group import Group
from kvm_guide.vm.machine import Machine

Case = tuple[Trouble, BroughtAbout]


class Troubles:
    """The troubles that are brought about on the machine as it is after a step of `lesson`."""

    def __init__(self, guide: Guide, lesson: Lesson, language: Language, lab: Lab) -> None:
        self._cases = brought_after(guide, lesson)
        self._guide = guide
        self._language: Language = language
        self._lab = lab
        self._wanted = language in lab.troubles
        self._results = lab.results

    def known(self, last: Snapshot) -> bool:
        """Whether nothing has to be brought about now after the run up to `last`."""
        return not self._wanted or not self.left(last)

    def left(self, last: Snapshot) -> list[Trouble]:
        """The troubles of which nothing is kept after the run up to `last`."""
        return [case[0] for case, kept in self._started_from(last) if self._read(case, kept) is None]

    def entries(self, last: Snapshot) -> list[tuple[TroubleEntry, str]]:
        """What the record says of each trouble, and when it was seen.

        What is not kept is brought about now where that is wanted of this language, else it is left out.
        Raises TypeAgain where its machine made room, or Broken.
        """
        started = self._started_from(last)
        found = {case[0].id: tried for case, kept in started if (tried := self._read(case, kept)) is not None}
        missing: dict[str, list[Case]] = {}
        states = {}
        for case, kept in started:
            states[kept.folder.name] = kept
            if case[0].id not in found and self._wanted:
                missing.setdefault(kept.folder.name, []).append(case)
        for name, cases in missing.items():
            found |= self._wake(states[name], cases)
        return [
            (self._entry(case, found[case[0].id]), found[case[0].id].at) for case, _ in started if case[0].id in found
        ]

    def _started_from(self, last: Snapshot) -> list[tuple[Case, Snapshot]]:
        states = metadata.by_name(last)
        return [(case, states[case[1].after]) for case in self._cases if case[1].after in states]

    def _wake(self, kept: Snapshot, cases: list[Case]) -> dict[str, Tried]:
        lab = self._lab
        if not lab.states.usable(kept):
            raise TypeAgain(kept)
        found = {}
        with lab.machines(kept) as machines:
            for number, case in enumerate(cases, 1):
                if number > 1:
                    machines.resume(kept.saved(lab.specs))
                with working(f"{number}/{len(cases)} bringing about {case[0].id} after {kept.name}"):
                    tried = self._tried(case, machines, kept)
                if self._problem(case, tried) is None:
                    self._results.write(self._key(case, kept), asdict(tried))
                elif "apt" in f"{typed(case[1], self._guide)} {cure(*case, self._guide)} {case[1].then}":
                    machines.resume(kept.saved(lab.specs))
                    mirror.probe(machines[self._guide.step(kept.name).machine])
                found[case[0].id] = tried
        return found

    def _tried(self, case: Case, machines: Group, kept: Snapshot) -> Tried:
        known, brought = case
        machine = machines[self._guide.step(kept.name).machine]
        with ExitStack() as ending:
            spoilt, said = self._spoilt(brought, machine, ending)
            if said.exit_status != 0:
                return Tried(now(), said)
            if brought.new_login:
                _new_login(spoilt)
            command = typed(brought, self._guide)
            step = self._guide.step(brought.step) if brought.step is not None else None
            failed = self._typed(spoilt, command, brought, step)
            if failed.exit_status == LATE:
                # Nothing can be typed into that terminal any more
                return Tried(now(), said, failed)
            if brought.elsewhere:
                if spoilt is machine:
                    machines.resume(kept.saved(self._lab.specs))
                return Tried(now(), said, failed, None, self._passed(machine, command, brought, step))
            mending = cure(known, brought, self._guide)
            cured = self._typed(machine, mending, brought) if mending else None
            if cured is not None and cured.exit_status != 0:
                return Tried(now(), said, failed, cured)
            if brought.cure_login:
                _new_login(machine)
            return Tried(now(), said, failed, cured, self._passed(machine, command, brought, step))

    def _spoilt(self, brought: BroughtAbout, machine: Machine, ending: ExitStack) -> tuple[Machine, Ended]:
        if brought.bare:
            chosen = without_virtualisation(self._lab.accelerator)
            machine = ending.enter_context(replace(self._lab, accelerator=chosen).machines()).first
            machine.speak(LOCALES[self._language])
            machine.terminal.log_in()
        if not brought.spoil:
            return machine, Ended(0, "")
        answer = machine.control(brought.spoil, limit=machine.limits.boot)
        return machine, Ended(answer.status, answer.output)

    def _passed(self, machine: Machine, command: str, brought: BroughtAbout, step: Step | None) -> Ended:
        if brought.then is not None:
            return self._typed(machine, brought.then, brought)
        return self._typed(machine, command, brought, step)

    def _typed(self, machine: Machine, command: str, brought: BroughtAbout, step: Step | None = None) -> Ended:
        """What came of typing `command`; step: whose command it is, whose check is then asked."""
        answers = (*brought.answers, *(step.answers if step else ()))
        work = step.work if step else Work.DOWNLOAD
        try:
            done = machine.terminal.type(command, machine.limits.work(work), answers)
        except TypingLate as late:
            if not machine.answers():
                raise
            return Ended(LATE, self._shown(late.screen), held=False)
        held = step is None or step.check is None or machine.as_reader(step.check).status == 0
        return Ended(done.exit_status, self._shown(done.output), held)

    def _shown(self, output: str) -> str:
        return mirror.hidden(output, self._lab.image.indexes)

    def _problem(self, case: Case, tried: Tried) -> str | None:
        return judging.problem(*case, self._guide, self._language, tried)

    def _entry(self, case: Case, tried: Tried) -> TroubleEntry:
        known, brought = case
        wrong = self._problem(case, tried)
        return TroubleEntry(
            known.id,
            fingerprint(known, self._guide),
            self._guide.chains[brought.after],
            Outcome.FAILED if wrong else Outcome.PASSED,
            tried.failed.exit_status if tried.failed else None,
            judging.told(known, brought, self._language, tried),
            wrong,
        )

    def _read(self, case: Case, kept: Snapshot) -> Tried | None:
        plain = self._results.read(self._key(case, kept))
        tried = decode(Tried, plain) if plain is not None else None
        # By another claim of today it may be none any more: then it is brought about again
        return tried if tried is not None and self._problem(case, tried) is None else None

    def _key(self, case: Case, kept: Snapshot) -> str:
        return sha256_of([kept.key, kept.folder.name, action(*case, self._guide)])


def _new_login(machine: Machine) -> None:
    machine.terminal.log_out()
    machine.terminal.log_in()
