"""One step as the reader sees it: the command, where it is typed, the proof, what it did."""

from collections.abc import Iterator
from typing import Final

from markupsafe import Markup

from kvm_guide.model.step import Language, Step
from kvm_guide.records.types import Changes, Entry, Outcome, Repeat
from kvm_guide.site.render.places import file_url
from kvm_guide.site.render.step import changes, command
from kvm_guide.site.render.step.output import folded
from kvm_guide.site.render.step.proof import Proof
from kvm_guide.site.render.templates import filled, render
from kvm_guide.site.render.wording import date, system, time_element
from kvm_guide.site.render.words import MARKS, WORDS, Words

_AGING: Final = frozenset({Outcome.PASSED.value, Outcome.EXPECTED_FAILURE.value})


def card(step: Step, proof: Proof, language: Language) -> Markup:
    """`step` with its `proof` as HTML: the page's contract."""
    words = WORDS[language]
    entry = proof.entry
    ran = entry if entry and entry.outcome is not Outcome.NOT_RUN else None
    return render(
        "card",
        step=step,
        proof=proof,
        entry=entry,
        system=entry.system if entry else None,
        words=words,
        title=step.title.in_(language),
        notes=_notes(step, words),
        command=command.block(step.command, step.place),
        mark=MARKS[proof.outcome],
        said=_said(step, proof, language, words),
        aged=words.aged if proof.outcome in _AGING else None,
        effects=list(_effects(ran, words)) if ran else [],
        silent=_silent(ran, words) if ran else None,
        outputs=list(_outputs(step, ran, language, words)) if ran else [],
        picture_url=file_url(language, entry.picture.file) if entry and entry.picture else None,
        picture_alt=words.picture_alt.format(why=step.why.in_(language)),
    )


def _notes(step: Step, words: Words) -> list[str]:
    notes = [words.aside] * step.aside + [words.new_login] * step.new_login + [words.at_screen] * step.at_screen
    return notes + [words.console] * (step.console is not None)


def _said(step: Step, proof: Proof, language: Language, words: Words) -> str:
    entry = proof.entry
    if proof.doubt is not None or entry is None:
        return words.unproven.format(reason=words.doubts[proof.doubt] if proof.doubt else "")
    if entry.outcome is Outcome.NOT_RUN:
        reason = step.not_run.in_(language) if step.not_run else entry.reason or ""
        return words.not_run.format(reason=reason.rstrip(".") + ".")
    return _seen(entry, words)


def _seen(entry: Entry, words: Words) -> Markup:
    day = time_element(entry.verified_at, words) if entry.verified_at else "?"
    where = system(entry, words)
    if entry.outcome is not Outcome.FAILED:
        sentence = words.refused if entry.outcome is Outcome.EXPECTED_FAILURE else words.verified
        return filled(sentence, date=day, system=where)
    since = time_element(entry.failing_since, words) if entry.failing_since else None
    said = filled(words.failing if since else words.failed, since=since, date=day, system=where)
    last = entry.passed.verified_at if entry.passed else entry.last_passed_at
    before = filled(words.last_passed, date=time_element(last, words)) if last else words.failed_never_passed
    return filled("{said}. {before}", said=said, before=before)


def _effects(entry: Entry, words: Words) -> Iterator[tuple[str, Markup | None]]:
    """What typing it did, and what typing it again did: a sentence, and the list that unfolds from it."""
    if entry.changes is not None:
        told = f"{words.changes} {changes.short(entry.changes, words)}" if entry.changes else words.unchanged
        yield told, _list(entry.changes, words)
    if entry.repeat is not None:
        yield _repeat(entry.repeat, words), _list(entry.repeat.changes, words)


def _list(changed: Changes, words: Words) -> Markup | None:
    return changes.listed(changed, words) if changed else None


def _repeat(repeat: Repeat, words: Words) -> str:
    if repeat.safe:
        return words.repeat_safe
    if not repeat.changes and repeat.exit_status:
        return words.repeat_status.format(status=repeat.exit_status)
    return words.repeat_unsafe


def _silent(entry: Entry, words: Words) -> str | None:
    if (entry.output or "").strip():
        return None
    return words.output_missing if entry.outcome is Outcome.FAILED else words.output_empty


def _outputs(step: Step, entry: Entry, language: Language, words: Words) -> Iterator[Markup]:
    """What it printed; of a failed step, also what it printed when it worked."""
    if entry.output and entry.output.strip():
        yield folded(step, entry.output, words.output, language)
    passed = entry.passed
    if passed and entry.outcome is Outcome.FAILED:
        day = date(passed.verified_at, words) if passed.verified_at else "?"
        said = words.output_passed.format(date=day, system=system(passed, words))
        # The command may be another one today: what answered then must be seen with it.
        asked = "" if passed.command == step.command else f"$ {passed.command}\n"
        yield folded(step, asked + (passed.output or ""), said, language)
