"""What is asked of a page's opening and questions: each guard sees what it guards against, and nothing else."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.questions.sample import CHOICE, PAGES, READ, STUDY, WORD
from tests.recorded_guide import GUIDE, fabricated, failing, write, wrong
from tests.site.pages import holding, site

from kvm_guide.model.step import LANGUAGES, Text
from kvm_guide.questions.model import Choice, Evidence, Question, Study
from kvm_guide.records.store import Known
from kvm_guide.site.checks.built import Built
from kvm_guide.site.checks.text import texts
from kvm_guide.site.checks.whole import questions as checked
from kvm_guide.site.checks.whole import versions
from kvm_guide.site.parsed import parse
from kvm_guide.site.render.sources import Sources

OTHERS = tuple(
    replace(STUDY, lesson=name, questions=_own)
    for name, _own in (
        (lesson.id, tuple(replace(READ, id=f"{lesson.id}-{n}", rests_on=CHOICE.rests_on) for n in range(3)))
        for lesson in GUIDE.lessons
        if lesson.id != STUDY.lesson
    )
)


@pytest.fixture
def records(tmp_path: Path) -> Path:
    for language in LANGUAGES:
        for lesson in GUIDE.lessons:
            if lesson.steps:
                write(tmp_path / "records", fabricated(lesson, language))
    return tmp_path / "records"


def found(records: Path, study: Study = STUDY, es: str = PAGES["es"], en: str = PAGES["en"]) -> list[str]:
    """What is wrong with the page of `study`; what the other lessons' pages lack is none of its business."""
    built = site(records.parent, records, es, en, page="requisitos", studies=(study, *OTHERS))
    return list(checked.problems(built))


def asking(*asked: Question) -> Study:
    """The study with the questions `asked` instead of its own, filled up to three."""
    fill = [one for one in (READ, CHOICE, WORD) if one.id not in {question.id for question in asked}]
    return replace(STUDY, questions=(*asked, *fill)[:3])


def test_a_good_page_has_nothing_wrong(records: Path) -> None:
    assert found(records) == []


def test_without_studies_nothing_is_asked(records: Path) -> None:
    assert list(checked.problems(site(records.parent, records))) == []


def test_a_lesson_without_questions_and_questions_without_a_lesson(records: Path) -> None:
    built = site(records.parent, records, PAGES["es"], PAGES["en"], page="requisitos", studies=(STUDY,))
    assert [one for one in checked.problems(built) if "has no opening" in one] == [
        f"scripts/kvm_guide/questions/: the lesson {name} has no opening and no questions: write a module for it"
        for name in ("install", "what-is-kvm")
    ]
    studies = (STUDY, *OTHERS, replace(STUDY, lesson="no-such"))
    built = site(records.parent, records, PAGES["es"], PAGES["en"], page="requisitos", studies=studies)
    assert list(checked.problems(built)) == [
        "scripts/kvm_guide/questions/: a module is of the lesson no-such, which the guide does not have: correct its id"
    ]


def test_a_lesson_with_steps_asks_what_a_run_has_shown(records: Path) -> None:
    plain = replace(STUDY, questions=tuple(replace(READ, id=f"q-{n}") for n in range(3)))
    assert found(records, plain) == [
        "scripts/kvm_guide/questions/: no question of requirements rests on a record: ask one whose answer a run has "
        "shown"
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("```objetivos\nrequirements\n```\n", "", "it shows none with the fence objetivos: show requirements"),
        ("```preguntas\nrequirements\n```\n", "", "it shows none with the fence preguntas: show requirements"),
        (
            "```preguntas\nrequirements\n```\n",
            "```preguntas\nrequirements\n```\n\n```preguntas\nrequirements\n```\n",
            "it shows requirements, requirements with the fence preguntas: show requirements with it, once",
        ),
        (
            "```preguntas\nrequirements\n```\n",
            "```preguntas\nrequirements\n```\n\n## Más {#more}\n",
            "its questions are not its last part",
        ),
        (
            "```objetivos\nrequirements\n```\n\n## La CPU {#cpu}",
            "## La CPU {#cpu}\n\n```objetivos\nrequirements\n```",
            "its opening stands below other parts",
        ),
        ("Busca `vmx`.", "Busca.", "why-read names `vmx` in es, and its page does not"),
        ("Busca `vmx`.", "Busca `vmx`. " + "palabra " * 3000, "and nobody reads and types it in less than 14"),
    ],
)
def test_a_page_that_is_not_as_it_should_be(records: Path, old: str, new: str, told: str) -> None:
    assert old in PAGES["es"]
    study = asking(replace(READ, because=Text(es="Es `vmx`.", en="It is `vmx`."))) if "`vmx`" in told else STUDY
    problems = found(records, study, es=PAGES["es"].replace(old, new))
    assert told in problems[0]
    assert all("docs/es/requisitos.md" in one or "in es" in one for one in problems)


def test_questions_that_no_fence_wrote(records: Path) -> None:
    built = site(records.parent, records, PAGES["es"], PAGES["en"], page="requisitos", studies=(STUDY, *OTHERS))
    html = str(built.pages["requisitos/index.html"].soup).replace('data-question="why-read"', 'data-question="mine"')
    pages = {**built.pages, "requisitos/index.html": parse(html, "requisitos/index.html")}
    problems = list(checked.problems(holding(replace(built), pages.values())))
    assert ["its questions are not those of" in one for one in problems] == [True]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (
            replace(WORD, rests_on=(Evidence(fact="no-such", shows=("6.1.0-41-amd64",)),)),
            "the answer to which-kernel rests on the fact no-such, which the guide does not have: correct its id",
        ),
        (
            replace(CHOICE, rests_on=(Evidence(step="no-such"),)),
            "the answer to which-cpu rests on the step no-such, which the guide does not have",
        ),
        (
            replace(CHOICE, rests_on=(Evidence(step="nested"),)),
            "rests on the step nested, of which no run in es has a proof",
        ),
        (
            replace(WORD, rests_on=(Evidence(fact="kernel-series", shows=("6.1.0-42-amd64",)),)),
            "rests on '6.1.0-42-amd64' in the fact kernel-series, and its record in es has it no more",
        ),
        (
            replace(WORD, rests_on=(Evidence(fact="kernel-series", shows=("6.1.0-4",)),)),
            "rests on '6.1.0-4' in the fact kernel-series, and its record in es has it no more",
        ),
        (
            replace(CHOICE, rests_on=(Evidence(step="cpu-flags", shows=("svm",)),)),
            "rests on 'svm' in the step cpu-flags, and does not say it in es",
        ),
        (
            replace(WORD, accepted=("6.1.0-40-amd64",), because=Text(es="6.1.0-41-amd64", en="6.1.0-41-amd64")),
            "names the word '6.1.0-40-amd64' in es, and nothing that it rests",
        ),
        (
            replace(READ, because=Text(es="Se para a los 120 segundos.", en="It stops after 120 seconds.")),
            "the answer to why-read names the number 120 in es, and nothing that it rests on shows it",
        ),
        (
            replace(READ, because=Text(es="Es la 6.1.187-1.", en="It is 6.1.187-1.")),
            "names the number 6.1.187-1 in es",
        ),
        (
            replace(READ, because=Text(es="Por defecto, no.", en="By default, no.")),
            "names the default (Por defecto) in es",
        ),
        (
            replace(READ, because=Text(es="La orden responde `vmx`.", en="The command prints `vmx`.")),
            "names the output 'vmx' in es",
        ),
        (
            replace(READ, choices=(*READ.choices[:2], Choice("c", Text(es="Son 3 veces.", en="It is 3 times.")))),
            "names the number 3 in es",
        ),
        (
            replace(READ, because=Text(es="Porque es `no-such`.", en="Because it is `no-such`.")),
            "why-read names `no-such` in es, and its page does not",
        ),
    ],
)
def test_an_answer_that_no_record_bears_out(records: Path, changed: Question, told: str) -> None:
    problems = found(records, asking(changed))
    assert told in problems[0]
    assert len(problems) >= 2, "the other language's is told of, too"
    assert all(changed.id in one for one in problems)


@pytest.mark.parametrize(
    "text",
    [
        "Lo cuenta el capítulo 5.",
        "See chapter 4.",
        "En Debian 12 no existe.",
        "Los dos fallos de 2026.",
        "CVE-2026-64561 es uno.",
        "El formato qcow2.",
        "VT-x o AMD-V",
        "La red predeterminada no arranca.",
    ],
)
def test_a_name_with_a_number_needs_no_record(text: str) -> None:
    assert checked.needs(text) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Debian 12.13", ["the number 12.13"]),
        ("Bastan 2 GB.", ["the number 2"]),
        ("It answers `active`.", ["the output 'active'"]),
        ("Verás que sale `inactive (dead)`.", ["the output 'inactive (dead)'"]),
        ("Unless you say otherwise, yes.", ["the default (Unless you say otherwise)"]),
        ("De serie viene apagada.", ["the default (De serie)"]),
    ],
)
def test_what_only_a_record_can_bear_out(text: str, wanted: list[str]) -> None:
    assert checked.needs(text) == wanted


def _later(records: Path, known: Known) -> None:
    write(records, known)


def test_an_answer_that_is_of_another_day(records: Path) -> None:
    known = fabricated(GUIDE.lesson("requirements"), "en")
    stale = replace(known.record.facts[0], output="6.1.0-42-amd64\n")
    _later(records, Known(replace(known.record, facts=(stale,)), known.times))
    assert found(records) == [
        "scripts/kvm_guide/questions/: the answer to which-kernel rests on '6.1.0-41-amd64' in the fact kernel-series, "
        "and its record in en has it no more: correct it",
        "scripts/kvm_guide/questions/: the answer to which-kernel names the word '6.1.0-41-amd64' in en, and nothing "
        "that it rests on shows it: correct it, or name the fact that has it in rests_on",
    ]


def test_an_answer_whose_fact_was_not_asked(records: Path) -> None:
    known = fabricated(GUIDE.lesson("requirements"), "es")
    _later(records, Known(replace(known.record, facts=()), known.times))
    assert found(records) == [
        "scripts/kvm_guide/questions/: the answer to which-kernel rests on the fact kernel-series, of which no run in "
        "es has a proof: run scripts/verify"
    ]


def test_what_failed_and_what_waits_for_it_is_told_of_elsewhere_and_may_be_allowed(records: Path) -> None:
    _later(records, wrong(fabricated(GUIDE.lesson("requirements"), "es"), "kernel-series"))
    assert [one for one in found(records) if "no run" in one] == []
    known = fabricated(GUIDE.lesson("requirements"), "es")
    _later(records, failing(Known(replace(known.record, facts=()), known.times), "refused"))
    assert [one for one in found(records) if "no run" in one] == []


def test_a_version_in_a_question_is_borne_out_by_what_its_answer_rests_on(records: Path) -> None:
    def told(study: Study) -> list[str]:
        built = site(records.parent, records, PAGES["es"], PAGES["en"], page="requisitos", studies=(study, *OTHERS))
        return [one for one in versions.problems(built) if "6.1.0-4" in one]

    says = Text(es="Es la versión 6.1.0-41.", en="It is version 6.1.0-41.")
    other = Text(es="Es la versión 6.1.0-42.", en="It is version 6.1.0-42.")
    assert told(asking(replace(WORD, because=says))) == []
    assert len(told(asking(replace(WORD, because=other)))) == 2
    assert len(told(asking(replace(READ, because=says)))) == 2


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"because": Text(es="Dice qué pasa.", en="Dice qué pasa.")}, "says 'Dice qué pasa.' in both languages"),
        ({"ask": Text(es="¿Qué pasa?", en="")}, "why-read has no text in one language"),
        ({"because": Text(es="a", en="Porque la orden dice qué es lo que pasa en tu máquina.")}, "stands for en"),
    ],
)
def test_a_question_in_one_language(records: Path, changed: dict[str, Text], told: str) -> None:
    study = asking(replace(READ, **changed))  # type: ignore[arg-type]
    built = Built(records, records, Sources(GUIDE, records, studies=(study,)), "/")
    assert any(told in one for one in texts.problems(built))
