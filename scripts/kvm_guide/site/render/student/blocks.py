"""What students find at a step, at the head of a lesson and on the home page. docs/assets/js/student/ does the rest."""

from typing import Final

from markupsafe import Markup

from kvm_guide.model.lesson import Lesson
from kvm_guide.model.step import Language, Place, Step
from kvm_guide.site.render.places import MESSAGES, SUMMARY, page_url, short_steps_url, trouble_url
from kvm_guide.site.render.sources import Sources
from kvm_guide.site.render.student import differs
from kvm_guide.site.render.student.words import WORDS
from kvm_guide.site.render.teacher.words import WORDS as TEACHER_WORDS
from kvm_guide.site.render.templates import render
from kvm_guide.site.render.words import WORDS as PAGE_WORDS

_NOTHING: Final = Markup()


def own(step: Step, language: Language) -> Markup:
    """The last part of the card of `step`: what to do if its output is another. A script adds what else is done."""
    known = differs.troubles_of(step)
    url = trouble_url(known[0]) if known else page_url(f"{MESSAGES}/")
    return render("own", words=WORDS[language], optional=optional(step), url=url)


def head(lesson: Lesson, language: Language, chooser: Markup = _NOTHING) -> Markup:
    """The head of the page of `lesson`: how much of it is done, a button to present it, and what its script says.

    chooser: where readers say which release is theirs.
    """
    total = counted(lesson)
    return render(
        "lesson",
        lesson=lesson,
        total=total,
        words=WORDS[language],
        words_url=page_url(f"{SUMMARY}/"),
        share=TEACHER_WORDS[language].share,
        short_url=short_steps_url(language),
        aged=PAGE_WORDS[language].aged,
        chooser=chooser,
    )


def said(language: Language) -> dict[str, str]:
    """What the scripts of the terminal, of the presentation and of the player say, as the attributes that they read.

    It is on one page, and fetched from there by whoever uses them: every lesson's readers would pay for it else.
    """
    words = WORDS[language]
    spoken = {"close": words.close, **words.typing, **words.present, **words.playing}
    return {f"data-{name}": text for name, text in spoken.items()}


def progress(sources: Sources, language: Language) -> Markup:
    """For a language's home page: where to go on, how much is done in all, and a button that forgets it."""
    return render("progress", words=WORDS[language])


def optional(step: Step) -> bool:
    """Whether `step` is not for every reader: another's computer is not the one it is for."""
    return step.aside or step.place is not Place.DEBIAN


def counted(lesson: Lesson) -> int:
    """How many steps of `lesson` every reader does."""
    return sum(not optional(step) for step in lesson.steps)
