"""What a card says of a run in sentences: when it saw the step, how that went, what it changed."""

from collections.abc import Callable, Iterator

from markupsafe import Markup

from kvm_guide.records.proof import Proof
from kvm_guide.records.types import Outcome, Repeat, StepEntry
from kvm_guide.site.render.step import changes, texts
from kvm_guide.site.render.templates import filled
from kvm_guide.site.render.wording import date
from kvm_guide.site.render.words import Words


def seen(
    entry: StepEntry, proof: Proof, where: str, words: Words, day_of: Callable[[str, Words], str] = date
) -> Markup:
    """When the step with this `proof` was seen, and how that went. where: on which system; day_of: writes a day."""
    times = proof.times
    day = day_of(times.verified_at, words) if times else "?"
    if entry.outcome is not Outcome.FAILED:
        sentence = words.refused if entry.outcome is Outcome.EXPECTED_FAILURE else words.verified
        return filled(sentence, date=day, system=where)
    since = day_of(times.failing_since, words) if times and times.failing_since else None
    said = filled(words.failing if since else words.failed, since=since, date=day, system=where)
    last = times.last_passed_at if times else None
    before = filled(words.last_passed, date=day_of(last, words)) if last else words.failed_never_passed
    return filled("{said}. {before}", said=said, before=before)


def effects(entry: StepEntry, words: Words) -> Iterator[tuple[str, str]]:
    """What typing it did, and what typing it again did: which of the step's texts lists it, and a sentence."""
    if entry.changes is not None:
        told = f"{words.changes} {changes.short(entry.changes, words)}" if entry.changes else words.unchanged
        yield texts.CHANGES, told
    if entry.repeat is not None:
        yield texts.REPEAT, _repeat(entry.repeat, words)


def _repeat(repeat: Repeat, words: Words) -> str:
    if repeat.safe:
        return words.repeat_safe
    if not repeat.changes and repeat.exit_status:
        return words.repeat_status.format(status=repeat.exit_status)
    return words.repeat_unsafe
