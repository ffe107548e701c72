"""The fences of the guide, as SuperFences custom fences: `paso`/`step`, `resumen`/`summary`, `ayudante`/`helper`,
`mensajes`/`messages`, `solucion`/`fix`, `objetivos`/`objectives` and `preguntas`/`questions`.

The fence's name tells the language, so they need no MkDocs, and Zensical can use them as they are. They hand out plain
strings: Markup would escape what Markdown puts beside it.
"""

from collections.abc import Callable
from typing import Final, Protocol
from weakref import WeakSet

from markupsafe import Markup
from pymdownx.superfences import SuperFencesException  # type: ignore[import-untyped]

from kvm_guide.model import release
from kvm_guide.model.step import Language, Step
from kvm_guide.questions.model import Study
from kvm_guide.site.render import cards, sources
from kvm_guide.site.render import helper as student_helper
from kvm_guide.site.render import study as studied
from kvm_guide.site.render import troubles as shown
from kvm_guide.site.render.release import chooser, lines, page
from kvm_guide.site.render.release import proof as elsewhere
from kvm_guide.site.render.step import summary, undo
from kvm_guide.site.render.step.card import card
from kvm_guide.site.render.student import blocks, session
from kvm_guide.site.render.teacher import planning, reports
from kvm_guide.site.render.templates import render
from kvm_guide.troubles import Area, Trouble, of_area, trouble

STEP_FENCES: Final[dict[Language, str]] = {"es": "paso", "en": "step"}
SUMMARY_FENCES: Final[dict[Language, str]] = {"es": "resumen", "en": "summary"}
HELPER_FENCES: Final[dict[Language, str]] = {"es": "ayudante", "en": "helper"}
MESSAGES_FENCES: Final[dict[Language, str]] = {"es": "mensajes", "en": "messages"}
FIX_FENCES: Final[dict[Language, str]] = {"es": "solucion", "en": "fix"}
OPENING_FENCES: Final[dict[Language, str]] = {"es": "objetivos", "en": "objectives"}
QUESTIONS_FENCES: Final[dict[Language, str]] = {"es": "preguntas", "en": "questions"}
TITLES: Final = "titles"
"""Before an area, in a fence of messages: their titles alone, which lead to the entries on the area's own page."""
AREAS: Final = tuple(f"{before}{area.value}" for before in ("", f"{TITLES} ") for area in Area)
Summary = Callable[[sources.Sources, Language], Markup]
DIFFERENCES: Final = "differences"
"""With a release's number and one of `page.PARTS`, in a summary's fence."""
SUMMARIES: Final[dict[str, Summary]] = {
    "progress": blocks.progress,
    "lessons": cards.lessons,
    "steps": summary.steps,
    "undo": undo.summary,
    "downloads": summary.downloads,
    "planning": planning.lessons,
    "reports": reports.block,
    "source": planning.source,
    "releases": chooser.proven,
}

SUMMARY_WORDS: Final = (
    f"{', '.join(SUMMARIES)}, or {DIFFERENCES}, a release's number and one of {', '.join(page.PARTS)},"
)


class _Markdown(Protocol):
    """The Markdown instance, which is a page's own."""


# The pages that have shown a step: the first one brings the lesson's head and its session.
_BEGUN: Final[WeakSet[_Markdown]] = WeakSet()


def find_step(body: str, language: Language) -> Step:
    """The step that the `body` of a fence names. Raises SuperFencesException, which stops a build, with the cure."""
    step_id = body.strip()
    fence = STEP_FENCES[language]
    if not step_id or len(step_id.split()) != 1:
        raise SuperFencesException(
            f"a ```{fence} block holds {step_id!r}: write the id of one step in it, and nothing else"
        )
    try:
        return sources.current().guide.step(step_id)
    except KeyError:
        raise SuperFencesException(
            f"a ```{fence} block names the step {step_id}, which no chapter has: "
            "correct the id, or add the step in scripts/kvm_guide/lessons/"
        ) from None


def _step(body: str, language: Language, shown_on: _Markdown) -> str:
    chosen = sources.current()
    step = chosen.there.step(find_step(body, language).id)
    proof = chosen.proof(step, language)
    lesson = chosen.guide.lesson_of(step.id)
    known = chosen.reading(lesson, language).known
    own = blocks.own(step, language)
    html = card(step, lesson, proof, language, own, elsewhere.blocks(chosen, step, language))
    html += undo.block(step, proof, known, language, list(lines.undos(chosen, step, language)))
    if shown_on in _BEGUN:
        return str(html)
    _BEGUN.add(shown_on)
    return str(
        blocks.head(lesson, language, chooser.chooser(chosen, language))
        + session.block(lesson, chosen, language)
        + html
    )


def _summary(body: str, language: Language) -> str:
    chosen = summary_of(body)
    if chosen is None:
        raise SuperFencesException(
            f"a ```{SUMMARY_FENCES[language]} block holds {body.strip()!r}: write one of {SUMMARY_WORDS} in it"
        )
    return str(render("shown", made=chosen(sources.current(), language)))


def summary_of(body: str) -> Summary | None:
    """What the `body` of a summary's fence names; None where it names nothing that there is."""
    match body.split():
        case [name]:
            return SUMMARIES.get(name)
        case [name, number, part] if name == DIFFERENCES and part in page.PARTS:
            if number in (one.number for one in release.RELEASES):
                return lambda chosen, language: page.part(chosen, language, number, part)
    return None


def _helper(body: str, language: Language) -> str:
    name, file = body.strip(), sources.current().helper
    if name not in student_helper.NAMES:
        raise SuperFencesException(
            f"the ```{HELPER_FENCES[language]} fence holds {name!r}: "
            f"write one of {', '.join(student_helper.NAMES)} in it, "
            "or add the command in scripts/kvm_guide/helper/cli/examples.py"
        )
    if name == student_helper.DOWNLOAD:
        return str(student_helper.download(file, language))
    return str(student_helper.typed(name, file, language))


def _messages(body: str, language: Language) -> str:
    name = " ".join(body.split())
    if name not in AREAS:
        raise SuperFencesException(
            f"a ```{MESSAGES_FENCES[language]} block holds {name!r}: write one of {', '.join(AREAS)} in it"
        )
    listed = of_area(Area(name.removeprefix(TITLES).strip()))
    if name.startswith(TITLES):
        return str(shown.titles(listed, language))
    for one in listed:
        _check_step(one)
    return str(shown.entries(listed, sources.current(), language))


def _fix(body: str, language: Language) -> str:
    name = body.strip()
    try:
        found = trouble(name)
    except KeyError:
        raise SuperFencesException(
            f"a ```{FIX_FENCES[language]} block holds {name!r}: write the id of one trouble in it, "
            "or add the trouble in scripts/kvm_guide/troubles/"
        ) from None
    _check_step(found)
    return str(shown.fix(found, sources.current().guide, language))


def _study(body: str, fence: str) -> Study:
    try:
        return sources.current().study(body.strip())
    except KeyError:
        raise SuperFencesException(
            f"a ```{fence} block holds {body.strip()!r}: write the id of one lesson in it, "
            "or write its module in scripts/kvm_guide/questions/"
        ) from None


def _opening(body: str, language: Language) -> str:
    return str(studied.opening(_study(body, OPENING_FENCES[language]), sources.current(), language))


def _questions(body: str, language: Language) -> str:
    return str(studied.questions(_study(body, QUESTIONS_FENCES[language]), sources.current(), language))


def _check_step(named: Trouble) -> None:
    """Raises SuperFencesException, with the cure, where `named` is mended by a step that the guide does not have."""
    if named.step is None or any(step.id == named.step for step in sources.current().guide.steps()):
        return
    raise SuperFencesException(
        f"the trouble {named.id} names the step {named.step}, which no chapter has: "
        "correct it in scripts/kvm_guide/troubles/, or add the step in scripts/kvm_guide/lessons/"
    )


def paso(source: str, language: str, css_class: str, options: object, md: _Markdown, **more: object) -> str:
    """The fence `paso`: a step, in Spanish."""
    return _step(source, "es", md)


def step(source: str, language: str, css_class: str, options: object, md: _Markdown, **more: object) -> str:
    """The fence `step`: a step, in English."""
    return _step(source, "en", md)


def resumen(source: str, language: str, css_class: str, options: object, md: _Markdown, **more: object) -> str:
    """The fence `resumen`: a part of the record, in Spanish."""
    return _summary(source, "es")


def summary_(source: str, language: str, css_class: str, options: object, md: _Markdown, **more: object) -> str:
    """The fence `summary`: a part of the record, in English."""
    return _summary(source, "en")


def ayudante(source: str, language: str, css_class: str, options: object, md: _Markdown, **more: object) -> str:
    """The fence `ayudante`: a command of the student's helper, or its file, in Spanish."""
    return _helper(source, "es")


def helper(source: str, language: str, css_class: str, options: object, md: _Markdown, **more: object) -> str:
    """The fence `helper`: a command of the student's helper, or its file, in English."""
    return _helper(source, "en")


def mensajes(source: str, language: str, css_class: str, options: object, md: _Markdown, **more: object) -> str:
    """The fence `mensajes`: the entries of an area of troubles, in Spanish."""
    return _messages(source, "es")


def messages(source: str, language: str, css_class: str, options: object, md: _Markdown, **more: object) -> str:
    """The fence `messages`: the entries of an area of troubles, in English."""
    return _messages(source, "en")


def solucion(source: str, language: str, css_class: str, options: object, md: _Markdown, **more: object) -> str:
    """The fence `solucion`: the cause and the fix of one trouble, in Spanish."""
    return _fix(source, "es")


def fix(source: str, language: str, css_class: str, options: object, md: _Markdown, **more: object) -> str:
    """The fence `fix`: the cause and the fix of one trouble, in English."""
    return _fix(source, "en")


def objetivos(source: str, language: str, css_class: str, options: object, md: _Markdown, **more: object) -> str:
    """The fence `objetivos`: what a page promises, in Spanish."""
    return _opening(source, "es")


def objectives(source: str, language: str, css_class: str, options: object, md: _Markdown, **more: object) -> str:
    """The fence `objectives`: what a page promises, in English."""
    return _opening(source, "en")


def preguntas(source: str, language: str, css_class: str, options: object, md: _Markdown, **more: object) -> str:
    """The fence `preguntas`: a page's questions, in Spanish."""
    return _questions(source, "es")


def questions(source: str, language: str, css_class: str, options: object, md: _Markdown, **more: object) -> str:
    """The fence `questions`: a page's questions, in English."""
    return _questions(source, "en")
