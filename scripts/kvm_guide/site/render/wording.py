"""Dates, times and systems in a reader's words. No locale module: the same on every machine."""

from datetime import UTC, datetime

from kvm_guide.records.types import Entry
from kvm_guide.site.render.html import element, escape
from kvm_guide.site.render.words import Words


def date(iso: str, words: Words) -> str:
    """The day of the ISO 8601 time `iso`, in UTC: "22 nov 2026"."""
    moment = datetime.fromisoformat(iso)
    moment = moment.astimezone(UTC) if moment.tzinfo else moment
    return f"{moment.day} {words.months[moment.month - 1]} {moment.year}"


def time_element(iso: str, words: Words) -> str:
    """The day of `iso` as HTML, the whole time in its attribute."""
    return element("time", {"datetime": iso}, escape(date(iso, words)))


def duration(seconds: float, words: Words) -> str:
    """`seconds` as a person says it: "0,4 s", "3 s", "4 min 12 s"."""
    whole = round(seconds)
    if round(seconds, 1) < 1:
        tenths = f"{seconds:.1f}"
        return words.an_instant if tenths == "0.0" else f"{tenths.replace('.', words.decimal_mark)} s"
    minutes, rest = divmod(whole, 60)
    if not minutes:
        return f"{rest} s"
    return f"{minutes} min {rest} s" if rest else f"{minutes} min"


def system(entry: Entry, words: Words) -> str:
    """On what `entry` was seen, and its time on each accelerator: "Debian 12.13, 3 s (emulado), 0,4 s (KVM)"."""
    where = entry.system
    parts = [f"Debian {where.debian}" if where else "Debian"]
    if entry.seconds is not None:
        parts.append(duration(entry.seconds, words))
    if where:
        parts[-1] += f" ({words.accelerators.get(where.accelerator, where.accelerator)})"
    day = date(entry.verified_at, words) if entry.verified_at else None
    for name, timing in entry.other_times.items():
        if where and name == where.accelerator:
            continue
        # A clock of another day says which, for the line's date is not its own.
        other = date(timing.verified_at, words)
        when = "" if other == day else f", {words.on_day.format(date=other)}"
        parts.append(f"{duration(timing.seconds, words)} ({words.accelerators.get(name, name)}{when})")
    return ", ".join(parts)
