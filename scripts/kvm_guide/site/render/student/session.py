"""What a lesson's page offers of its recorded session: to play it, to fetch it, and each step of it as text."""

from typing import Final

from markupsafe import Markup

from kvm_guide.model.lesson import Lesson
from kvm_guide.model.step import Language
from kvm_guide.records.store import folder_name
from kvm_guide.records.types import Outcome
from kvm_guide.site.render.places import file_url, proof_url
from kvm_guide.site.render.sources import Sources
from kvm_guide.site.render.student import cast
from kvm_guide.site.render.student.words import WORDS
from kvm_guide.site.render.templates import filled, render
from kvm_guide.site.render.wording import duration, time_element
from kvm_guide.site.render.words import WORDS as PAGE_WORDS

SESSIONS: Final = "sessions"


def block(lesson: Lesson, sources: Sources, language: Language) -> Markup:
    """The recorded session of `lesson`, to play and as text; nothing where no run has recorded one."""
    known = sources.reading(lesson, language).known
    session = known.record.session if known else None
    played = _played(lesson, sources, language)
    if known is None or session is None or played is None:
        return Markup()
    words, page_words = WORDS[language], PAGE_WORDS[language]
    began = played.began or known.times.run
    date = time_element(began, page_words) if began else "?"
    return render(
        "session",
        words=words,
        cast_url=file_url(language, session.file),
        idle=cast.PAUSE,
        told=filled(words.session_told, date=date, seconds=duration(played.seconds, page_words)),
        text_url=proof_url(f"{SESSIONS}/{lesson.id}"),
    )


def marks(lesson: Lesson, sources: Sources, language: Language) -> list[tuple[str, float]]:
    """Where in the recorded session of `lesson` each step begins: its id, and the seconds played before it."""
    played = _played(lesson, sources, language)
    return [(one.id, played.marks[one.id]) for one in lesson.steps if one.id in played.marks] if played else []


def _played(lesson: Lesson, sources: Sources, language: Language) -> cast.Cast | None:
    """The recorded session of `lesson`; None where there is none, or none that can be read: the checks tell of that."""
    known = sources.reading(lesson, language).known
    if known is None or known.record.session is None:
        return None
    seen = [one for one in known.record.steps if one.outcome is not Outcome.NOT_RUN]
    return cast.read(sources.records / folder_name(sources.debian) / known.record.session.file, seen)


def text(lesson: Lesson, sources: Sources, language: Language) -> str | None:
    """The whole session of `lesson` as plain text, a part a step: what it is for, its command, what it answered.

    None where no run has recorded one.
    """
    known = sources.reading(lesson, language).known
    if known is None or known.record.session is None:
        return None
    entries = {one.id: one for one in known.record.steps if one.outcome is not Outcome.NOT_RUN}
    parts = [
        f"## {step.title.in_(language)}\n\n$ {entries[step.id].command}\n{entries[step.id].output or ''}".rstrip("\n")
        for step in lesson.steps
        if step.id in entries
    ]
    return "\n\n\n".join([f"# {lesson.title.in_(language)}", *parts]) + "\n"
