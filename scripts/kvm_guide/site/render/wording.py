"""Dates, times and systems in a reader's words. Babel's own data, not the machine's locales: the same everywhere."""

from datetime import UTC, datetime
from typing import Final

from babel.dates import format_date
from babel.numbers import format_decimal
from markupsafe import Markup

from kvm_guide.records.proof import Proof
from kvm_guide.site.render.templates import render
from kvm_guide.site.render.words import Words

# Babel's medium date is "Nov 22, 2026" in English, which is American.
_DAY: Final = "d MMM y"


def date(iso: str, words: Words) -> str:
    """The day of the ISO 8601 time `iso`, in UTC: "22 nov 2026"."""
    moment = datetime.fromisoformat(iso)
    return format_date(moment.astimezone(UTC) if moment.tzinfo else moment, _DAY, locale=words.language)


def time_element(iso: str, words: Words) -> Markup:
    """The day of `iso` as HTML."""
    moment = datetime.fromisoformat(iso)
    utc = moment.astimezone(UTC) if moment.tzinfo else moment
    return render("time", iso=utc.date().isoformat(), day=date(iso, words))


def duration(seconds: float, words: Words) -> str:
    """`seconds` as a person says it: "0,4 s", "3 s", "4 min 12 s"."""
    tenths = round(seconds, 1)
    if tenths < 1:
        return f"{format_decimal(tenths, '0.0', locale=words.language)} s" if tenths else words.an_instant
    minutes, rest = divmod(round(seconds), 60)
    if not minutes:
        return f"{rest} s"
    return f"{minutes} min {rest} s" if rest else f"{minutes} min"


def system(proof: Proof, words: Words) -> str:
    """On what a step was seen, and its time on each accelerator: "Debian 12.13, 3 s (emulado), 0,4 s (KVM)"."""
    where, times = proof.system, proof.times
    parts = [f"Debian {where.debian}" if where else "Debian"]
    if times is None:
        return parts[0]
    if times.seconds is not None:
        parts.append(duration(times.seconds, words))
    parts[-1] += f" ({words.accelerators.get(times.accelerator, times.accelerator)})"
    day = date(times.verified_at, words)
    for name, timing in times.other_times.items():
        if name == times.accelerator:
            continue
        # A clock of another day says which, for the line's date is not its own.
        other = date(timing.verified_at, words)
        when = "" if other == day else f", {words.on_day.format(date=other)}"
        parts.append(f"{duration(timing.seconds, words)} ({words.accelerators.get(name, name)}{when})")
    return ", ".join(parts)
