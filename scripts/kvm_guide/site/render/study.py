"""What a page promises at its top, and its questions with their folded answers. They work without a script."""

from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from kvm_guide.model.lesson import Lesson
from kvm_guide.model.step import Language, Text
from kvm_guide.questions.model import Question, Study, said
from kvm_guide.site.render.evidence import Seen, of_question
from kvm_guide.site.render.inline import inline
from kvm_guide.site.render.places import link, page_url, short_lesson_url
from kvm_guide.site.render.sources import Sources
from kvm_guide.site.render.teacher.words import WORDS as TEACHER_WORDS
from kvm_guide.site.render.templates import filled, render
from kvm_guide.site.render.wording import duration, time_element
from kvm_guide.site.render.words import WORDS

FOLDER: Final = "moodle"
"""Where the files for Moodle lie, below a language's root."""

_WORDS: Final = {
    "opening": Text(es="Antes de empezar esta página", en="Before you begin this page"),
    "able": Text(es="Al terminar sabrás", en="You will be able to"),
    "needs": Text(es="Qué necesitas", en="What you need"),
    "time": Text(es="Cuánto se tarda", en="How long it takes"),
    "estimate": Text(
        es="Unos {minutes} minutos. Es una estimación: cada cual lleva su ritmo.",
        en="About {minutes} minutes. It is an estimate: everybody has a pace of their own.",
    ),
    "answer": Text(es="Ver la respuesta {number}", en="Show answer {number}"),
    "right": Text(es="Respuesta:", en="Answer:"),
    "see": Text(es="Dónde lo dice esta página", en="Where this page says so"),
    "moodle": Text(
        es="Para el profesorado: {link}, para importarlas en un curso (formato Moodle XML).",
        en="For teachers: {link}, to import into a course (the format Moodle XML).",
    ),
    "file": Text(es="estas preguntas en un fichero", en="these questions in a file"),
}
_LAB: Final = {
    "tcg": Text(
        es="Tiempo emulado: en nuestro laboratorio, que emula la CPU, las {steps} órdenes de esta página tardaron "
        "{time} en total. En un ordenador real tardan mucho menos.",
        en="Emulated time: in our lab, which emulates the CPU, the {steps} commands of this page took {time} in total. "
        "On a real computer they take much less.",
    ),
    "kvm": Text(
        es="En nuestro laboratorio, con KVM, las {steps} órdenes de esta página tardaron {time} en total.",
        en="In our lab, with KVM, the {steps} commands of this page took {time} in total.",
    ),
}
_NO_TIMES: Final = Text(
    es="El laboratorio todavía no ha cronometrado las órdenes de esta página.",
    en="The lab has not timed the commands of this page yet.",
)
_SURE: Final = {
    "passed": Text(
        es="✔ La respuesta sale de un registro del laboratorio: comprobado el {date} en {system}.",
        en="✔ The answer comes from a record of the lab: verified on {date} on {system}.",
    ),
    "failed": Text(
        es="✘ El {date}, en {system}, el laboratorio vio otra cosa: puede que esta respuesta ya no sea cierta.",
        en="✘ On {date}, on {system}, the lab saw something else: this answer may no longer be true.",
    ),
    "unproven": Text(
        es="? El laboratorio todavía no ha comprobado de qué sale esta respuesta.",
        en="? The lab has not verified yet what this answer comes from.",
    ),
}


@dataclass(frozen=True)
class LabTime:
    """How long a lesson's commands took in the lab, by the records. accelerator: with which; steps: how many."""

    accelerator: str
    steps: int
    seconds: float

    @property
    def rounded(self) -> float:
        """Its seconds, to the minute where there are any: they differ from one run to the next."""
        return self.seconds if self.seconds < 60 else round(self.seconds / 60) * 60


def lab_time(lesson: Lesson, sources: Sources, language: Language) -> LabTime | None:
    """How long the commands of `lesson` took in the last runs, emulated where that is known; None where nothing is."""
    found: dict[str, list[float]] = {}
    for step in lesson.run():
        times = sources.proof(step, language).times
        # What waits for a window's answer takes as long as whoever gives it
        if times is None or step.dialog is not None:
            continue
        known = {name: one.seconds for name, one in times.other_times.items()}
        if times.seconds is not None:
            known[times.accelerator] = times.seconds
        for name, seconds in known.items():
            found.setdefault(name, []).append(seconds)
    best = next((name for name in _LAB if name in found), None)
    return LabTime(best, len(found[best]), sum(found[best])) if best else None


def opening(study: Study, sources: Sources, language: Language) -> Markup:
    """What the page of `study` lets its reader do, what it needs, and how long it takes. Raises KeyError: no lesson."""
    lesson = sources.guide.lesson(study.lesson)
    told = study.opening
    return render(
        "opening",
        lesson=lesson.id,
        words=_words(language),
        able=[inline(text.in_(language)) for text in told.able],
        needs=[inline(text.in_(language)) for text in told.needs],
        estimate=_WORDS["estimate"].in_(language).format(minutes=told.minutes),
        short_url=short_lesson_url(language, lesson.id),
        share=TEACHER_WORDS[language].share_lesson,
        lab=_lab(lesson, sources, language) if lesson.run() else None,
    )


def _lab(lesson: Lesson, sources: Sources, language: Language) -> str:
    took = lab_time(lesson, sources, language)
    if took is None:
        return _NO_TIMES.in_(language)
    return _LAB[took.accelerator].in_(language).format(steps=took.steps, time=duration(took.rounded, WORDS[language]))


def questions(study: Study, sources: Sources, language: Language) -> Markup:
    """The questions of `study`, each with its answer folded. Raises KeyError where the guide lacks its lesson."""
    lesson = sources.guide.lesson(study.lesson)
    words = _words(language)
    file = link(page_url(file_name(lesson)), words["file"], file=saved_as(lesson, language))
    return render(
        "questions",
        lesson=lesson.id,
        words=words,
        questions=[
            (number, one, _shown(one, language), words["answer"].format(number=number), _sure(one, sources, language))
            for number, one in enumerate(study.questions, start=1)
        ],
        moodle=filled(words["moodle"], link=file),
    )


def file_name(lesson: Lesson) -> str:
    """The file with the questions of `lesson` for Moodle, below a language's root."""
    return f"{FOLDER}/{lesson.page}.xml"


def saved_as(lesson: Lesson, language: Language) -> str:
    """What that file is called where somebody downloads it: of all languages, beside others."""
    return f"kvm-guide-{lesson.page}-{language}.xml"


def _words(language: Language) -> dict[str, str]:
    return {name: text.in_(language) for name, text in _WORDS.items()}


def _shown(question: Question, language: Language) -> dict[str, object]:
    return {
        "ask": inline(question.ask.in_(language)),
        "choices": [inline(said(choice.text, language)) for choice in question.choices],
        "letter": question.letter,
        "right": said(question.right, language),
        "because": inline(question.because.in_(language)),
        "wrong": [(letter, inline(why.in_(language))) for letter, why in question.wrong()],
    }


def _sure(question: Question, sources: Sources, language: Language) -> tuple[Seen, Markup] | None:
    """How sure the answer of `question` is, and a sentence about it; None where it rests on no record."""
    seen = of_question(question, sources, language)
    if seen is None:
        return None
    day = time_element(seen.verified_at, WORDS[language]) if seen.verified_at else "?"
    system = f"Debian {seen.debian}" if seen.debian else "Debian"
    return seen, filled(_SURE[seen.outcome].in_(language), date=day, system=system)
