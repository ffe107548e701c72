"""What a lesson's page offers of its recorded session: to play it, to fetch it, and each step of it as text."""

from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from kvm_guide.model.lesson import Lesson
from kvm_guide.model.step import Language
from kvm_guide.records.store import folder_name
from kvm_guide.records.types import Outcome
from kvm_guide.site.render.places import proof_url, records_url
from kvm_guide.site.render.sources import Sources
from kvm_guide.site.render.student import cast
from kvm_guide.site.render.student.words import WORDS
from kvm_guide.site.render.templates import filled, render
from kvm_guide.site.render.wording import duration, time_element
from kvm_guide.site.render.words import WORDS as PAGE_WORDS

SESSIONS: Final = "sessions"


def block(lesson: Lesson, sources: Sources, language: Language) -> Markup:
    """The recorded session of `lesson`, to play and as text; nothing where no run has recorded one."""
    seen = recorded(lesson, sources, language)
    if seen is None:
        return Markup()
    return render(
        "session",
        words=WORDS[language],
        cast_url=records_url(language, seen.file),
        idle=cast.PAUSE,
        told=seen.told,
        text_url=proof_url(f"{SESSIONS}/{lesson.id}"),
    )


@dataclass(frozen=True)
class Recorded:
    """A recorded session: its file below the records, when and on what it was recorded, and where in it each step
    begins, as its id and the seconds played before it.
    """

    file: str
    told: Markup
    marks: list[tuple[str, float]]


def recorded(lesson: Lesson, sources: Sources, language: Language) -> Recorded | None:
    """The session of `lesson` on the release of `sources`; None where none is recorded, or none that can be read."""
    known = sources.reading(lesson, language).known
    if known is None or known.record.session is None:
        return None
    file = f"{folder_name(sources.debian)}/{known.record.session.file}"
    seen = [one for one in known.record.steps if one.outcome is not Outcome.NOT_RUN]
    played = cast.read(sources.records / file, seen)
    if played is None:
        return None  # the checks tell of that
    words = PAGE_WORDS[language]
    began = played.began or known.times.run
    date = time_element(began, words) if began else "?"
    debian = known.record.system.debian if known.record.system else sources.debian
    seconds = duration(played.seconds, words)
    return Recorded(
        file,
        filled(WORDS[language].session_told, date=date, debian=debian, seconds=seconds),
        [(one.id, played.marks[one.id]) for one in lesson.steps if one.id in played.marks],
    )


def table(sources: Sources, language: Language) -> dict[str, dict[str, dict[str, object]]]:
    """What the player's script asks for: by release and lesson, the recorded sessions."""
    return {
        one.debian: {
            lesson.id: {"file": found.file, "told": found.told.striptags(), "marks": found.marks}
            for lesson in one.there.lessons
            if (found := recorded(lesson, one, language)) is not None
        }
        for one in sources.proven_on
    }


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
