"""What failed after the last step of a run: its record says so, and the run ends with it."""

from kvm_guide.console import quoted
from kvm_guide.errors import NotSo
from kvm_guide.records.store import Known
from kvm_guide.records.types import Outcome


class RecordedFailure(NotSo):
    """What a run saw, and wrote down as failing. known: the record that says so; step_id: of an undo, whose."""

    def __init__(self, known: Known, message: str, step_id: str | None = None) -> None:
        super().__init__(message)
        self.known = known
        self.step_id = step_id


class UndoFailed(RecordedFailure):
    """The command that takes a step back did not do that."""

    def __init__(self, known: Known) -> None:
        undo = known.record.undo
        assert undo is not None
        last = undo.steps[-1]
        super().__init__(
            known,
            f"Taking back {last.id} failed: {undo.problem}. It was typed as:\n"
            f"  $ {last.command}\nThe terminal ended with:\n{quoted(last.output)}\n"
            "Correct the step's undo in scripts/kvm_guide/lessons, then run scripts/verify again.",
            last.id,
        )


class FactsFailed(RecordedFailure):
    """Sentences of the guide that are not so."""

    def __init__(self, known: Known) -> None:
        wrong = [one for one in known.record.facts if one.outcome is Outcome.FAILED]
        told = "".join(
            f"\n  · {one.id}: its probe ended with {one.exit_status} and said: {one.output.strip()[-300:]!r}"
            for one in wrong
        )
        super().__init__(
            known,
            f"{len(wrong)} facts of {known.record.called} are not so:{told}\n"
            "Correct the sentence on its page, or the fact in scripts/kvm_guide/lessons.",
        )


class TroublesFailed(RecordedFailure):
    """Troubles that the lab brought about otherwise than declared, or did not mend."""

    def __init__(self, known: Known) -> None:
        wrong = [one for one in known.record.troubles if one.outcome is Outcome.FAILED]
        told = "".join(f"\n  · {one.id}: {one.problem}\n{quoted(one.output)}" for one in wrong)
        super().__init__(
            known,
            f"{len(wrong)} troubles of {known.record.called} do not come about as they are declared:{told}\n"
            "Correct the trouble in scripts/kvm_guide/troubles/table, then run scripts/verify again.",
        )


def complain(known: Known) -> None:
    """Raise UndoFailed, FactsFailed or TroublesFailed where something of the record that is `known` failed."""
    record = known.record
    if record.undo is not None and record.undo.outcome is Outcome.FAILED:
        raise UndoFailed(known)
    if any(one.outcome is Outcome.FAILED for one in record.facts):
        raise FactsFailed(known)
    if any(one.outcome is Outcome.FAILED for one in record.troubles):
        raise TroublesFailed(known)
