"""Dates, times and systems in a reader's words. No locale module: the same on every machine."""

from datetime import UTC, datetime

from kvm_guide.page.html import element, escape
from kvm_guide.page.words import Words
from kvm_guide.record import System


def date(iso: str, words: Words) -> str:
    """The day of the ISO 8601 time `iso`, in UTC: "22 nov 2026"."""
    moment = datetime.fromisoformat(iso)
    moment = moment.astimezone(UTC) if moment.tzinfo else moment
    return f"{moment.day} {words.months[moment.month - 1]} {moment.year}"


def time_element(iso: str, words: Words) -> str:
    """The day of `iso` as HTML, the whole time in its attribute."""
    return element("time", {"datetime": iso}, escape(date(iso, words)))


def duration(seconds: float, words: Words) -> str:
    """`seconds` as a person says it: "3 s", "4 min 12 s"."""
    whole = round(seconds)
    if whole < 1:
        return words.under_a_second
    minutes, rest = divmod(whole, 60)
    if not minutes:
        return f"{rest} s"
    return f"{minutes} min {rest} s" if rest else f"{minutes} min"


def system(where: System | None, seconds: float | None, words: Words) -> str:
    """On what, and for how long: "Debian 12.13, 3 s (emulado)"."""
    text = f"Debian {where.debian}" if where else "Debian"
    if seconds is not None:
        text += f", {duration(seconds, words)}"
    if where:
        text += f" ({words.with_kvm if where.accelerator == 'kvm' else words.emulated})"
    return text
