"""Whether a record shows that a trouble was brought about as it is declared now. Standard library only."""

from dataclasses import dataclass
from typing import Final

from kvm_guide.model.lesson import Guide
from kvm_guide.model.step import LANGUAGES, sha256_of
from kvm_guide.records.proof import Doubt, doubt
from kvm_guide.records.store import Known
from kvm_guide.records.types import Outcome, TroubleEntry
from kvm_guide.troubles.model import BroughtAbout, Trouble

BROUGHT_ABOUT: Final = "brought-about"
TOLD: Final = "told"


def typed(brought: BroughtAbout, guide: Guide) -> str:
    """What is typed to see it. Raises KeyError for a step that `guide` lacks."""
    return brought.command if brought.command is not None else guide.step(brought.step or "").command


def cure(known: Trouble, brought: BroughtAbout, guide: Guide) -> str:
    """What is typed to mend it; "" where nothing is. Raises KeyError as above."""
    if brought.elsewhere:
        return ""
    if brought.cure is not None:
        return brought.cure
    return guide.step(known.step).command if known.step else known.command or ""


def action(known: Trouble, brought: BroughtAbout, guide: Guide) -> str:
    """SHA-256 (hex) of all that is done on a copy of the kept machine."""
    step = guide.step(brought.step) if brought.step else None
    return sha256_of(
        [
            [brought.spoil, brought.bare, typed(brought, guide), brought.answers],
            [step.answers, step.check] if step else None,
            [cure(known, brought, guide), brought.elsewhere, brought.then, brought.new_login, brought.cure_login],
        ]
    )


def fingerprint(known: Trouble, guide: Guide) -> str:
    """SHA-256 (hex) of what a page says its proof is of: what is done, what fails, and the messages looked for."""
    brought = known.brought
    assert brought is not None
    said = [[one.in_(language) for language in LANGUAGES] for one in known.messages] if brought.shown else None
    failing = guide.step(brought.step).claim() if brought.step else brought.exit_status
    whole = [known.id, brought.after, action(known, brought, guide), failing, said]
    return sha256_of(whole)


@dataclass(frozen=True)
class TroubleProof:
    """What may be said of a trouble. entry: what a run saw of it as it is declared now; verified_at: the last time.

    debian: on which point release. doubt: of a declared one, why there is nothing to show.
    """

    entry: TroubleEntry | None = None
    verified_at: str | None = None
    debian: str | None = None
    doubt: Doubt | None = None

    @property
    def outcome(self) -> str:
        """As a page has it."""
        return BROUGHT_ABOUT if self.entry is not None and self.entry.outcome is Outcome.PASSED else TOLD

    @property
    def failed(self) -> bool:
        """Whether the last run did not see it, or did not mend it."""
        return self.entry is not None and self.entry.outcome is Outcome.FAILED


def judge(known: Trouble, guide: Guide, record: Known | None, *, readable: bool = True) -> TroubleProof:
    """The proof of `known` in the `record` of the lesson on whose machine it is brought about."""
    if known.brought is None:
        return TroubleProof()
    entry = record.record.trouble(known.id) if record else None
    same = entry is not None and entry.fingerprint == fingerprint(known, guide)
    why = doubt(record, entry, same, guide.chains.get(known.brought.after), readable=readable)
    if why is not None or record is None or entry is None:
        return TroubleProof(doubt=why)
    system = record.record.system
    return TroubleProof(entry, record.times.troubles.get(known.id), system.debian if system else None)
