"""One step as the reader sees it: the command, where it is typed, the proof, what it did."""

from typing import Final

from kvm_guide.model.step import Language, Step
from kvm_guide.records.types import Entry, Outcome, Picture, Repeat
from kvm_guide.site.render.html import element, escape, void
from kvm_guide.site.render.places import file_url
from kvm_guide.site.render.step import changes, command
from kvm_guide.site.render.step.output import folded
from kvm_guide.site.render.step.proof import Proof
from kvm_guide.site.render.wording import date, system, time_element
from kvm_guide.site.render.words import MARKS, WORDS, Words

_AGING: Final = frozenset({Outcome.PASSED.value, Outcome.EXPECTED_FAILURE.value})


def card(step: Step, proof: Proof, language: Language) -> str:
    """`step` with its `proof` as HTML: the page's contract."""
    words = WORDS[language]
    entry = proof.entry
    where = entry.system if entry else None
    attributes = {
        "class": f"kg-step kg-step--{proof.outcome}",
        "id": step.id,
        "role": "group",
        "aria-label": step.title.in_(language),
        "data-step": step.id,
        "data-outcome": proof.outcome,
        "data-verified-at": entry.verified_at if entry else None,
        "data-debian": where.debian if where else None,
        "data-accelerator": where.accelerator if where else None,
        "data-fingerprint": step.fingerprint(),
    }
    parts = [_head(step, language, words), _notes(step, words), command.block(step.command, step.place)]
    parts.append(_proof_line(step, proof, language, words))
    if entry and entry.outcome is not Outcome.NOT_RUN:
        parts += [_effects(entry, words), _output(step, entry, language, words)]
    if entry and entry.outcome is Outcome.FAILED and entry.passed:
        parts.append(_output_when_it_passed(step, entry.passed, language, words))
    if entry and entry.picture:
        parts.append(_picture(step, entry.picture, language, words))
    return element("div", attributes, *parts)


def _head(step: Step, language: Language, words: Words) -> str:
    place = element("span", {"class": "kg-place", "data-search-exclude": ""}, escape(words.places[step.place]))
    anchor = element(
        "a", {"class": "kg-anchor", "href": f"#{step.id}", "title": words.permalink, "data-search-exclude": ""}, "¶"
    )
    title = element("span", {"class": "kg-title"}, escape(step.title.in_(language)))
    return element("div", {"class": "kg-head"}, title, anchor, place)


def _notes(step: Step, words: Words) -> str:
    notes = [words.aside] * step.aside + [words.new_login] * step.new_login + [words.at_screen] * step.at_screen
    notes += [words.console] * (step.console is not None)
    return "".join(element("p", {"class": "kg-note", "data-search-exclude": ""}, escape(note)) for note in notes)


def _proof_line(step: Step, proof: Proof, language: Language, words: Words) -> str:
    mark = MARKS[proof.outcome]
    entry = proof.entry
    if proof.doubt is not None or entry is None:
        reason = words.doubts[proof.doubt] if proof.doubt else ""
        said = escape(words.unproven.format(reason=reason))
    elif entry.outcome is Outcome.NOT_RUN:
        reason = step.not_run.in_(language) if step.not_run else entry.reason or ""
        said = escape(words.not_run.format(reason=reason.rstrip(".") + "."))
    else:
        said = _seen(entry, words)
    # What the page's script says once the proof is old: it has no words of its own.
    aged = words.aged if proof.outcome in _AGING else None
    return element("p", {"class": "kg-proof", "data-search-exclude": "", "data-kg-aged": aged}, f"{mark} {said}")


def _seen(entry: Entry, words: Words) -> str:
    day = time_element(entry.verified_at, words) if entry.verified_at else "?"
    where = escape(system(entry, words))
    if entry.outcome is not Outcome.FAILED:
        sentence = words.refused if entry.outcome is Outcome.EXPECTED_FAILURE else words.verified
        return escape(sentence).format(date=day, system=where)
    since = time_element(entry.failing_since, words) if entry.failing_since else None
    said = escape(words.failing if since else words.failed).format(since=since, date=day, system=where)
    last = entry.passed.verified_at if entry.passed else entry.last_passed_at
    before = escape(words.last_passed).format(date=time_element(last, words)) if last else None
    return f"{said}. {before or escape(words.failed_never_passed)}"


def _effects(entry: Entry, words: Words) -> str:
    lines = []
    if entry.changes is not None:
        lines.append(changes.shown(entry.changes, words))
    if entry.repeat is not None:
        said, more = _repeat(entry.repeat, words), entry.repeat.changes
        lines.append(changes.folded(said, more, words) if more else element("p", {}, escape(said)))
    # A section, for the search forgets to leave out what follows an inner element of the same name.
    return element("section", {"class": "kg-effects", "data-search-exclude": ""}, *lines) if lines else ""


def _repeat(repeat: Repeat, words: Words) -> str:
    if repeat.safe:
        return words.repeat_safe
    if not repeat.changes and repeat.exit_status:
        return words.repeat_status.format(status=repeat.exit_status)
    return words.repeat_unsafe


def _output(step: Step, entry: Entry, language: Language, words: Words) -> str:
    if (entry.output or "").strip():
        return folded(step, entry.output or "", words.output, language)
    silent = words.output_missing if entry.outcome is Outcome.FAILED else words.output_empty
    return element("p", {"class": "kg-silent", "data-search-exclude": ""}, escape(silent))


def _output_when_it_passed(step: Step, passed: Entry, language: Language, words: Words) -> str:
    day = date(passed.verified_at, words) if passed.verified_at else "?"
    said = words.output_passed.format(date=day, system=system(passed, words))
    # The command may be another one today: what answered then must be seen with it.
    asked = "" if passed.command == step.command else f"$ {passed.command}\n"
    return folded(step, asked + (passed.output or ""), said, language)


def _picture(step: Step, picture: Picture, language: Language, words: Words) -> str:
    url = file_url(language, picture.file)
    image = void(
        "img",
        {
            "src": url,
            "alt": words.picture_alt.format(why=step.why.in_(language)),
            "width": str(picture.width),
            "height": str(picture.height),
            "loading": "lazy",
        },
    )
    caption = element("figcaption", {}, escape(words.picture_caption))
    return element(
        "figure", {"class": "kg-picture", "data-search-exclude": ""}, element("a", {"href": url}, image), caption
    )
