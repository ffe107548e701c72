"""One step as the reader sees it: the command, where it is typed, the proof, what it did."""

import re
from typing import Final

from pygments import highlight
from pygments.formatters.html import HtmlFormatter
from pygments.lexers.shell import BashLexer, PowerShellLexer

from kvm_guide.page.excerpt import Gap, Line, excerpt
from kvm_guide.page.html import element, escape, void
from kvm_guide.page.places import file_url, record_url
from kvm_guide.page.proof import Proof
from kvm_guide.page.wording import date, system, time_element
from kvm_guide.page.words import MARKS, WORDS, Words
from kvm_guide.record import Changes, Entry, Outcome, Picture, Repeat
from kvm_guide.step import Language, Place, Step

# A word with a hyphen, in text, not inside a tag.
_HYPHENATED: Final = re.compile(r"[^\s<>]*-[^\s<>]*(?![^<]*>)")


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
    parts = [_head(step, language, words), _notes(step, words), _command(step)]
    parts.append(_proof_line(step, proof, language, words))
    if entry and entry.outcome is not Outcome.NOT_RUN:
        parts += [_effects(entry, words), _output(step, entry, language, words)]
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
    notes = [words.new_login] * step.new_login + [words.at_screen] * step.at_screen
    return "".join(element("p", {"class": "kg-note", "data-search-exclude": ""}, escape(note)) for note in notes)


def _command(step: Step) -> str:
    windows = step.place is Place.WINDOWS_HOST
    lexer = PowerShellLexer(stripnl=False, ensurenl=False) if windows else BashLexer(stripnl=False, ensurenl=False)
    code = element(
        "code", {}, _whole_words(highlight(step.command, lexer, HtmlFormatter(nowrap=True)).removesuffix("\n"))
    )
    name = f"language-{'powershell' if windows else 'bash'} highlight kg-command"
    # Material's button copies `data-copy`, so the highlighting can add nothing to what is pasted.
    return _exact("div", {"class": name}, step.command, element("pre", {}, code))


def _whole_words(html: str) -> str:
    # Browsers break lines after a hyphen: "libvirt-" at a line's end reads like a word of its own.
    return _HYPHENATED.sub(lambda found: element("span", {"class": "kg-word"}, found[0]), html)


def _exact(name: str, attributes: dict[str, str | None], command: str, *children: str) -> str:
    # Attribute values keep a newline only as a character reference in every parser.
    html = element(name, {**attributes, "data-copy": command}, *children)
    start, copy, rest = html.partition(' data-copy="')
    value, end, tail = rest.partition('"')
    return start + copy + value.replace("\n", "&#10;") + end + tail


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
    return element("p", {"class": "kg-proof", "data-search-exclude": ""}, f"{mark} {said}")


def _seen(entry: Entry, words: Words) -> str:
    sentences = {
        Outcome.PASSED: words.verified,
        Outcome.EXPECTED_FAILURE: words.refused,
        Outcome.FAILED: words.failed,
    }
    day = time_element(entry.verified_at, words) if entry.verified_at else "?"
    said = escape(sentences[entry.outcome]).format(date=day, system=escape(system(entry.system, entry.seconds, words)))
    if entry.outcome is Outcome.FAILED:
        last = entry.last_passed_at
        said += ". " + escape(words.last_passed.format(date=date(last, words)) if last else words.failed_never_passed)
    return said


def _effects(entry: Entry, words: Words) -> str:
    lines = []
    if entry.changes is not None:
        lines.append(_changes(entry.changes, words))
    if entry.repeat is not None:
        said = escape(_repeat(entry.repeat, words))
        more = _change_list(entry.repeat.changes, words) if entry.repeat.changes else ""
        lines.append(_folded(said, more, words.changes) if more else element("p", {}, said))
    # A section, for the search forgets to leave out what follows an inner element of the same name.
    return element("section", {"class": "kg-effects", "data-search-exclude": ""}, *lines) if lines else ""


def _repeat(repeat: Repeat, words: Words) -> str:
    if repeat.safe:
        return words.repeat_safe
    if not repeat.changes and repeat.exit_status:
        return words.repeat_status.format(status=repeat.exit_status)
    return words.repeat_unsafe


def _changes(changes: Changes, words: Words) -> str:
    if not changes:
        return element("p", {}, escape(words.unchanged))
    said = [_count(kind, signed, words) for kind, signed in _by_kind(changes, words)]
    return _folded(f"{escape(words.changes)} {escape(', '.join(said))}", _change_list(changes, words), words.changes)


def _count(kind: str, signed: list[str], words: Words) -> str:
    counts = []
    for sign, shown in (("+", "+"), ("-", "−"), ("~", "~")):
        number = sum(item.startswith(sign) for item in signed)
        if number:
            counts.append(f"{shown}{number}")
    return f"{' '.join(counts)} {words.kinds[kind][0 if len(signed) == 1 else 1]}"


def _by_kind(changes: Changes, words: Words) -> list[tuple[str, list[str]]]:
    lists: dict[str, list[str]] = {
        "packages": changes.packages,
        "units": changes.units,
        "accounts": changes.accounts,
        "networks": changes.networks,
        "sockets": changes.sockets,
        "files": changes.files,
    }
    return [(kind, lists[kind]) for kind in words.kinds if lists[kind]]


def _change_list(changes: Changes, words: Words) -> str:
    return "".join(
        element("p", {"class": "kg-kind"}, escape(words.kinds[kind][1].capitalize()))
        + element("ul", {}, *(element("li", {}, element("code", {}, escape(item))) for item in signed))
        for kind, signed in _by_kind(changes, words)
    )


def _folded(summary: str, content: str, label: str) -> str:
    body = element("div", {"class": "kg-list", "tabindex": "0", "role": "group", "aria-label": label}, content)
    return element("details", {"class": "kg-changes"}, element("summary", {}, summary), body)


def _output(step: Step, entry: Entry, language: Language, words: Words) -> str:
    output = entry.output or ""
    if not output.strip():
        return element("p", {"class": "kg-silent", "data-search-exclude": ""}, escape(words.output_empty))
    parts = [_piece(part, language, words) for part in excerpt(output, step.patterns(language))]
    label = words.output_label.format(title=step.title.in_(language))
    text = terminal(label, "\n".join(parts))
    whole = element("a", {"class": "kg-whole", "href": record_url(language)}, escape(words.whole))
    summary = element("summary", {}, escape(words.output))
    return element("details", {"class": "kg-details", "data-search-exclude": ""}, summary, text, whole)


def terminal(label: str, content: str) -> str:
    """What a terminal showed (`content`, HTML already) in a block of its own: it scrolls, and it has no copy button."""
    attributes: dict[str, str | None] = {
        "class": "kg-output no-copy",
        "tabindex": "0",
        "role": "group",
        "aria-label": label,
    }
    # The HTML parser drops a newline just after <pre>: one of ours goes, the output's own stays.
    return element("pre", attributes, "\n" + content)


def _piece(part: Line | Gap, language: Language, words: Words) -> str:
    if isinstance(part, Gap):
        said = words.lines_left_out.format(n=part.lines)
        return element("a", {"class": "kg-gap", "href": record_url(language)}, escape(said))
    text = escape(part.text)
    return element("mark", {}, text) if part.marked and text else text


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
