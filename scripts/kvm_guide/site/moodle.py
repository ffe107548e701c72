"""The questions of each page as Moodle XML, a file a page and language: teachers import it into their course."""

from pathlib import Path
from typing import Final

from markupsafe import Markup

from kvm_guide.model.lesson import Lesson
from kvm_guide.model.step import LANGUAGES, Language, Text
from kvm_guide.questions.model import Question, Study, said
from kvm_guide.records.types import Outcome
from kvm_guide.site.addresses import home_of
from kvm_guide.site.render.evidence import of_question
from kvm_guide.site.render.inline import inline, plain
from kvm_guide.site.render.sources import Sources
from kvm_guide.site.render.study import file_name
from kvm_guide.site.render.templates import render

LONGEST_NAME: Final = 250
_GUIDE: Final = Text(es="KVM en Debian 12", en="KVM on Debian 12")
_CREDIT: Final = Text(
    es="Preguntas de la guía «KVM en Debian 12», con licencia CC BY-SA 4.0.",
    en="Questions of the guide “KVM on Debian 12”, under the licence CC BY-SA 4.0.",
)
_SEE: Final = Text(es="Dónde lo dice la guía", en="Where the guide says so")


def write(site: Path, sources: Sources, address: str) -> None:
    """Write the files into the built `site`, which will be at `address` ("": nobody knows). Raises OSError."""
    for language in LANGUAGES:
        for study in sources.studied:
            lesson = sources.guide.lesson(study.lesson)
            file = path(site, lesson, language)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(quiz(study, sources, address, language), encoding="utf-8")


def path(site: Path, lesson: Lesson, language: Language) -> Path:
    """Where the questions of `lesson` in `language` lie in the built `site`."""
    return site / home_of(language) / file_name(lesson)


def asked(study: Study, sources: Sources, language: Language) -> list[Question]:
    """The questions of `study` for a course: those whose answer a run has not made doubtful."""
    return [
        question
        for question in study.questions
        if (seen := of_question(question, sources, language)) is None or seen.outcome == Outcome.PASSED
    ]


def quiz(study: Study, sources: Sources, address: str, language: Language) -> str:
    """The questions of `study` in `language` as a file that Moodle imports."""
    lesson = sources.guide.lesson(study.lesson)
    page = f"{address}{home_of(language)}{lesson.page}/" if address else None
    credit = Markup("<p>{}</p>").format(_CREDIT.in_(language))
    if page:
        credit += Markup('<p><a href="{0}">{0}</a></p>').format(page)
    return str(
        render(
            "moodle",
            category="/".join(["$course$", "top", *map(_escaped, (_GUIDE.in_(language), _title(lesson, language)))]),
            credit=_cdata(credit),
            questions=[
                {
                    "name": f"{lesson.number}.{number} {plain(one.ask.in_(language))}"[:LONGEST_NAME],
                    "idnumber": f"kvm-guide-{language}-{one.id}",
                    "kind": "multichoice" if one.choices else "shortanswer",
                    "text": _html(one.ask, language),
                    "feedback": _feedback(one, page, language),
                    "answers": _choices(one, language) if one.choices else _words(one, language),
                }
                for number, one in enumerate(study.questions, start=1)
                if one in asked(study, sources, language)
            ],
        )
    )


def _title(lesson: Lesson, language: Language) -> str:
    return f"{lesson.number}. {lesson.title.in_(language)}"


def _escaped(name: str) -> str:
    # A single slash would begin a category inside it
    return name.replace("/", "//")


def _html(text: str | Text, language: Language) -> Markup:
    return _cdata(Markup("<p>{}</p>").format(inline(said(text, language))))


def _feedback(question: Question, page: str | None, language: Language) -> Markup:
    html = Markup("<p>{}</p>").format(inline(question.because.in_(language)))
    if page:
        html += Markup('<p><a href="{}#{}">{}</a></p>').format(page, question.see, _SEE.in_(language))
    return _cdata(html)


def _choices(question: Question, language: Language) -> list[dict[str, object]]:
    return [
        {
            "fraction": 0 if choice.why_not else 100,
            "text": _html(choice.text, language),
            "feedback": _html(choice.why_not, language) if choice.why_not else "",
        }
        for choice in question.choices
    ]


def _words(question: Question, language: Language) -> list[dict[str, object]]:
    # A star alone would stand for any text
    words = [said(word, language).replace("*", r"\*") for word in question.accepted]
    return [{"fraction": 100, "text": word, "feedback": ""} for word in words]


def _cdata(html: Markup) -> Markup:
    return Markup("<![CDATA[{}]]>").format(Markup(html.replace("]]>", "]]]]><![CDATA[>")))
