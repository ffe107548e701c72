"""Facts: the sentences of pages that a command can show, asked of copies of kept machines that are thrown away.

They are no link of a chain: what a fact's probe says is kept beside the state it was asked of, not in it.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from kvm_guide.console import working
from kvm_guide.lab import metadata, mirror
from kvm_guide.lab.judging import claims
from kvm_guide.lab.judging.judge import TypeAgain
from kvm_guide.lab.keys import Lab
from kvm_guide.lab.snapshots.snapshot import Snapshot
from kvm_guide.lab.timing import now
from kvm_guide.model.fact import Fact
from kvm_guide.model.lesson import Guide, Lesson
from kvm_guide.model.step import Language, Step, sha256_of
from kvm_guide.records.codec import decode
from kvm_guide.records.types import FactEntry, Outcome
from kvm_guide.vm.machine import Machine


@dataclass(frozen=True)
class ProbeAnswer:
    """What a probe said, and when."""

    exit_status: int
    output: str
    at: str


class FactRunner:
    """The facts that hold after a step of `lesson`, whichever page says them."""

    def __init__(self, guide: Guide, lesson: Lesson, language: Language, lab: Lab) -> None:
        self._facts = guide.facts_after(lesson)
        self._chains = guide.chains
        self._machine = {step.id: step.machine for step in lesson.run()}
        self._language: Language = language
        self._lab = lab
        self._results = lab.results

    def asked(self, step: Step, machine: Machine) -> dict[str, ProbeAnswer]:
        """What the probes that are asked after `step` say of `machine`, by fact id; it is to be thrown away then."""
        return self._ask((fact for fact in self._facts if fact.after == step.id), machine)

    def keep(self, kept: Snapshot, answers: dict[str, ProbeAnswer]) -> None:
        """Keep the `answers` that were given by the machine of `kept`."""
        for fact in self._facts:
            if fact.id in answers:
                self._results.write(self._key(kept, fact), asdict(answers[fact.id]))

    def known(self, last: Snapshot) -> bool:
        """Whether all that there is to ask after the run up to `last` is kept."""
        return all(self._results.read(self._key(kept, fact)) is not None for fact, kept in self._asked_of(last))

    def entries(self, last: Snapshot) -> list[tuple[FactEntry, str]]:
        """What the record says of each fact, and when it was asked; where that is not kept, its machine is woken.

        Raises TypeAgain where that machine made room, or Broken.
        """
        missing: dict[str, list[Fact]] = {}
        states = {}
        for fact, kept in self._asked_of(last):
            states[kept.folder.name] = kept
            if self._results.read(self._key(kept, fact)) is None:
                missing.setdefault(kept.folder.name, []).append(fact)
        for name, facts in missing.items():
            self._wake(states[name], facts)
        return [self._entry(fact, kept) for fact, kept in self._asked_of(last)]

    def _asked_of(self, last: Snapshot) -> list[tuple[Fact, Snapshot]]:
        states = metadata.by_name(last)
        return [(fact, states[fact.after]) for fact in self._facts if fact.after in states]

    def _wake(self, kept: Snapshot, facts: list[Fact]) -> None:
        lab = self._lab
        if not lab.states.usable(kept):
            raise TypeAgain(kept)
        with (
            working(f"asking the kept machine of {kept.name} for {len(facts)} facts"),
            lab.machines(kept) as machines,
        ):
            # Each is asked of the machine that its step was typed into
            self.keep(kept, self._ask(facts, machines[self._machine[kept.name]]))

    def _ask(self, facts: Iterable[Fact], machine: Machine) -> dict[str, ProbeAnswer]:
        answers = {}
        for fact in facts:
            said = machine.as_root(fact.probe) if fact.root else machine.as_reader(fact.probe)
            answers[fact.id] = ProbeAnswer(said.status, mirror.hidden(said.output, self._lab.image.indexes), now())
        return answers

    def _entry(self, fact: Fact, kept: Snapshot) -> tuple[FactEntry, str]:
        plain = self._results.read(self._key(kept, fact))
        assert plain is not None
        answer = decode(ProbeAnswer, plain)
        wrong = claims.fact_problems(fact, self._language, answer.exit_status, answer.output)
        entry = FactEntry(
            fact.id,
            fact.fingerprint(),
            self._chains[fact.after],
            Outcome.FAILED if wrong else Outcome.PASSED,
            answer.exit_status,
            answer.output,
        )
        return entry, answer.at

    def _key(self, kept: Snapshot, fact: Fact) -> str:
        return sha256_of([kept.key, kept.folder.name, fact.probe, fact.root])
