"""What the guide says of a step, held against what was seen of it: typed now, or kept from before.

An edited claim types nothing. How a step ended and what it printed are kept with its machine, whether the claim of that
day held or not; where the check is another one, the kept machine is woken and asked.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kvm_guide.console import working
from kvm_guide.lab import metadata
from kvm_guide.lab.judging import claims
from kvm_guide.lab.keys import Lab
from kvm_guide.lab.metadata import Seen
from kvm_guide.lab.snapshots.snapshot import Snapshot
from kvm_guide.lab.step_runner import StepFailed
from kvm_guide.model.lesson import Guide
from kvm_guide.model.step import Language, Step, sha256_of
from kvm_guide.records.types import Outcome, StepEntry


class TypeAgain(Exception):
    """What is kept of a step tells no more: it failed by the claim of today already, or its machine made room."""

    def __init__(self, kept: Snapshot) -> None:
        super().__init__(kept.name)
        self.kept = kept


@dataclass(frozen=True)
class Judged:
    """What a record says of a step, what that is judged by, and the state that is kept of it."""

    entry: StepEntry
    seen: Seen
    kept: Snapshot


class Judge:
    """Judges kept steps of `guide` in `language`."""

    def __init__(self, guide: Guide, language: Language, lab: Lab) -> None:
        self._language: Language = language
        self._lab = lab
        self._results = lab.results
        self._chains = guide.chains

    def judged(self, steps: Iterable[Step], last: Snapshot) -> dict[str, Judged]:
        """What the run up to `last` saw of those of `steps` that it typed, as the guide's claims of today make it.

        By step id, in the order of `steps`. Raises StepFailed at the first that is not as the guide says; TypeAgain, or
        Broken.
        """
        kept = {seen.step: (seen, kept) for seen, kept in metadata.seen(last)}
        return {step.id: self._judged(step, *kept[step.id]) for step in steps if step.id in kept}

    def _judged(self, step: Step, seen: Seen, kept: Snapshot) -> Judged:
        found = claims.problems(step, self._language, seen.exit_status, seen.output)
        if not found and seen.check != step.check:
            held, said = self._holds(step, kept)
            found = [] if held else [claims.not_held(step, said)]
        if found and seen.failed == step.claim():
            raise TypeAgain(kept)
        if found:
            raise StepFailed(step, found, seen.output, seen.typed)
        repeat = seen.repeat
        if seen.check != step.check:
            # Where the second time changed nothing, what holds after the first holds after it
            repeat = replace(repeat, safe=not repeat.changes)
        entry = StepEntry(
            id=step.id,
            action=step.action(),
            claim=step.claim(),
            chain=self._chains[step.id],
            command=step.command,
            outcome=Outcome.EXPECTED_FAILURE if step.failure_wanted else Outcome.PASSED,
            exit_status=seen.exit_status,
            output=seen.output,
            changes=seen.changes,
            repeat=repeat,
            picture=seen.picture,
        )
        return Judged(entry, seen, kept)

    @staticmethod
    def key(kept: Snapshot, check: str) -> str:
        """Under which it is kept that `check` held on the machine of `kept`."""
        return sha256_of([kept.key, kept.folder.name, check])

    def _holds(self, step: Step, kept: Snapshot) -> tuple[bool, str]:
        assert step.check is not None
        key = self.key(kept, step.check)
        if self._results.read(key) is not None:
            return True, ""
        lab = self._lab
        if not lab.states.usable(kept):
            raise TypeAgain(kept)
        with (
            working(f"asking the kept machine of {step.id}"),
            lab.machines(kept) as machines,
        ):
            answer = machines[step.machine].as_reader(step.check)
        if answer.status == 0:
            self._results.write(key, {"held": True})
        return answer.status == 0, answer.output.strip()
