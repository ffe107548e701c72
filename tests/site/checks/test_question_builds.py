"""The whole way: a strict build with questions, what it refuses, and fences that stand where they must not."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.fabricated import Project
from tests.questions.sample import CHOICE, PAGES, READ, STUDY, WORD
from tests.recorded_guide import GUIDE, write, wrong

from kvm_guide import lessons, questions
from kvm_guide.model.lesson import Lesson
from kvm_guide.model.step import LANGUAGES, Language, Text
from kvm_guide.questions.model import Evidence, Question, Study
from kvm_guide.records import store
from kvm_guide.records.store import Known
from kvm_guide.site.checks.whole import source_pages

BECAUSE = (
    Text(es="Porque dice qué pasa.", en="Because it says what is going on."),
    Text(es="Porque así lo entiendes.", en="Because that way you understand it."),
    Text(es="Porque lo pide la orden.", en="Because the command asks for it."),
)
FENCES = {"es": ("objetivos", "preguntas"), "en": ("objectives", "questions")}


@pytest.fixture
def asking_project(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The healthy project, each lesson's page with an opening and questions, its strict build done."""
    monkeypatch.setattr(lessons, "GUIDE", GUIDE)
    monkeypatch.setattr(questions, "STUDIES", tuple(_of(lesson) for lesson in GUIDE.lessons))
    for language in LANGUAGES:
        for lesson in GUIDE.lessons:
            _add(project, language, lesson)
    project.build()
    return project


def _of(lesson: Lesson) -> Study:
    see = f"top-{lesson.page}"
    if lesson.id == STUDY.lesson:
        own: tuple[Question, ...] = (replace(CHOICE, see=see), replace(WORD, see=see), replace(READ, see=see))
    else:
        rests_on = CHOICE.rests_on if lesson.run() else ()
        own = tuple(
            replace(READ, id=f"{lesson.id}-{n}", see=see, rests_on=_shown(rests_on), because=BECAUSE[n])
            for n in range(3)
        )
    return replace(STUDY, lesson=lesson.id, questions=own)


def _shown(rests_on: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    return tuple(replace(one, shows=()) for one in rests_on)


def _add(project: Project, language: Language, lesson: Lesson) -> None:
    file = project.docs / language / f"{lesson.page}.md"
    opening, asked = FENCES[language]
    text = file.read_text(encoding="utf-8")
    title = text.index("# ")
    end = text.index("\n", title)
    said = {"es": "Preguntas", "en": "Questions"}[language]
    look = {"es": "Busca `vmx` y el [nombre](que-es-kvm.md).", "en": "Look for `vmx` and the [name](que-es-kvm.md)."}
    where = {"es": "Nombre", "en": "Name"}[language]
    named = f"\n## {where} {{#name}}\n\n{look[language]}\n"
    file.write_text(
        f"{text[:end]}\n\n```{opening}\n{lesson.id}\n```\n{text[end:]}{named}"
        f"\n## {said} {{#questions}}\n\n```{asked}\n{lesson.id}\n```\n",
        encoding="utf-8",
    )


def test_a_strict_build_writes_the_questions_and_refuses_a_stale_one(asking_project: Project) -> None:
    for name in ("moodle/requisitos.xml", "en/moodle/requisitos.xml"):
        assert "which-kernel" in (asking_project.site / name).read_text(encoding="utf-8")
    known = store.read(asking_project.docs / "records", "requirements", "en")
    assert known is not None
    stale = replace(known.record.facts[0], output="6.1.0-42-amd64\n")
    write(asking_project.docs / "records", Known(replace(known.record, facts=(stale,)), known.times))
    asking_project.refused(
        "the answer to which-kernel rests on '6.1.0-41-amd64' in the fact kernel-series, and its record in en has it "
        "no more: correct it"
    )


def test_a_question_whose_fact_failed_is_shown_as_doubtful_and_goes_to_no_course(asking_project: Project) -> None:
    known = store.read(asking_project.docs / "records", "requirements", "es")
    assert known is not None
    write(asking_project.docs / "records", wrong(known, "kernel-series"))
    asking_project.refused("the fact kernel-series got another answer in the last run")
    asking_project.build(strict=False)
    html = (asking_project.site / "requisitos" / "index.html").read_text(encoding="utf-8")
    assert "el laboratorio vio otra cosa" in html
    assert "which-kernel" not in (asking_project.site / "moodle/requisitos.xml").read_text(encoding="utf-8")
    assert "which-kernel" in (asking_project.site / "en/moodle/requisitos.xml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("```preguntas\nrequirements", "```preguntas\ninstall", "write requirements in it, the lesson of this page"),
        ("```preguntas", "```questions", "the questions fence speaks the other language: in docs/es it is called preg"),
        ("```objetivos", "```objectives", "in docs/es it is called objetivos"),
        (
            "## La CPU",
            '<p data-question="x">x</p>\n\n## La CPU',
            "a question's markup by hand: use the preguntas fence",
        ),
        (
            "## La CPU",
            '<p class="kg-opening">x</p>\n\n## La CPU',
            "an opening's markup by hand: use the objetivos fence",
        ),
    ],
)
def test_a_fence_of_another_page_or_language_and_markup_by_hand(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert _sources_wrong(tmp_path, PAGES["es"]) == []
    assert old in PAGES["es"]
    (problem,) = _sources_wrong(tmp_path, PAGES["es"].replace(old, new, 1))
    assert told in problem


def test_questions_on_a_page_of_no_lesson(tmp_path: Path) -> None:
    for language in LANGUAGES:
        (tmp_path / language).mkdir()
        (tmp_path / language / "glosario.md").write_text(PAGES[language], encoding="utf-8")
    wrong_ones = source_pages.problems(tmp_path, GUIDE)
    assert len(wrong_ones) == 4
    assert all(one.endswith("only a lesson's page has it: remove it") for one in wrong_ones)


def _sources_wrong(docs: Path, es: str) -> list[str]:
    """What is wrong with the sources below `docs`, whose Spanish page is `es`."""
    for language, text in (("es", es), ("en", PAGES["en"])):
        (docs / language).mkdir(exist_ok=True)
        (docs / language / "requisitos.md").write_text(text, encoding="utf-8")
    return source_pages.problems(docs, GUIDE)
