"""Guards of the facts, each seen to fail on a broken copy of a healthy project."""

import re
from dataclasses import replace

import pytest
from tests.fabricated import Project
from tests.recorded_guide import FACT, GUIDE, fabricated, failing, write, wrong

from kvm_guide.model.fact import Fact
from kvm_guide.model.lesson import Guide
from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.records.store import Known
from kvm_guide.site.checks.built import Built
from kvm_guide.site.checks.whole import facts, source_pages
from kvm_guide.site.render.sources import Sources

MARKS = {"es": "{hecho: kernel-series}", "en": "{fact: kernel-series}"}


def _with_facts(*facts: Fact) -> Guide:
    """The guide with `facts` on the page of the requirements."""
    lessons = [replace(one, facts=facts) if one.page == "requisitos" else one for one in GUIDE.lessons]
    return Guide(tuple(lessons))


def _known(language: Language) -> Known:
    return fabricated(GUIDE.lesson("requirements"), language)


def _asked(language: Language, **changed: str) -> Known:
    """What is known, in which the entries of facts are others."""
    known = _known(language)
    entries = tuple(replace(one, **changed) for one in known.record.facts)  # type: ignore[arg-type]
    return Known(replace(known.record, facts=entries if changed else ()), known.times)


def _write(project: Project, known: Known) -> None:
    write(project.docs / "records", known)


def _in_the_sources(project: Project, *told: str) -> None:
    """What is wrong with the Markdown, which is seen before anything is built, tells all of `told`."""
    found = "\n".join(source_pages.problems(project.docs, GUIDE))
    assert all(one in found for one in told), found


def _page(project: Project, language: Language = "es") -> str:
    folder = project.site / "requisitos" if language == "es" else project.site / "en" / "requisitos"
    return (folder / "index.html").read_text(encoding="utf-8")


def _text(project: Project, language: Language = "es") -> str:
    """What the sign of the fact leads to."""
    home = project.site if language == "es" else project.site / language
    return (home / "proofs" / "facts" / "kernel-series.txt").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_healthy_project_says_its_fact_with_its_proof(built: Project, language: Language) -> None:
    found = re.findall(r"<span [^>]*data-fact=[^>]*>", _page(built, language))
    assert len(found) == 1
    for name, what in (("fact", "kernel-series"), ("outcome", "passed")):
        assert f'data-{name}="{what}"' in found[0]
    told = _text(built, language)
    assert "Debian 12.13" in told
    assert {"es": "22 nov 2026", "en": "22 Nov 2026"}[language] in told
    assert "6.1.0-41-amd64" in told


def test_a_fact_that_no_page_says(project: Project) -> None:
    extra = replace(FACT, id="another")
    Project(project.root, _with_facts(FACT, extra)).refused(
        "docs/es/requisitos.md: no page says the fact another: write [the sentence]{hecho: another} there",
        "docs/en/requisitos.md: no page says the fact another: write [the sentence]{fact: another} there",
        "requirements.es.json: the fact another has not been asked yet: run scripts/verify",
    )


def test_a_fact_of_one_language_only(project: Project) -> None:
    project.edit("en/requisitos.md", f"[Debian 12 has a kernel of series `6.1`]{MARKS['en']}", "Debian 12 has a kernel")
    message = project.refused("docs/en/requisitos.md: no page says the fact kernel-series")
    assert "docs/es/requisitos.md: no page says" not in message


def test_a_fact_on_a_page_that_is_not_its_lesson_s(project: Project) -> None:
    for language, mark in MARKS.items():
        file = project.docs / language / "requisitos.md"
        line = next(line for line in file.read_text(encoding="utf-8").splitlines() if mark in line)
        project.edit(f"{language}/requisitos.md", line, "")
        other = project.docs / language / "ventajas.md"
        other.write_text(f"{other.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    project.refused(
        "docs/es/ventajas.md: the fact kernel-series belongs to the lesson of docs/es/requisitos.md: say it there",
        "docs/en/ventajas.md: the fact kernel-series belongs to the lesson of docs/en/requisitos.md: say it there",
    )


def test_a_fact_twice(project: Project) -> None:
    project.edit("es/requisitos.md", MARKS["es"] + ".", MARKS["es"] + f". [Otra vez]{MARKS['es']}.")
    project.refused("the fact kernel-series is marked 2 times: keep one of them")


def test_a_fact_that_no_lesson_has(project: Project) -> None:
    project.edit("en/requisitos.md", MARKS["en"], "{fact: kernel-serie}")
    told = "no lesson has the fact kernel-serie: correct the id, or add the fact in scripts/kvm_guide/lessons/facts/"
    _in_the_sources(project, "docs/en/requisitos.md:", told)
    # It cannot be built, and says that once
    message = project.refused(told)
    assert "1 problem:" in message


def test_a_fact_in_the_other_language_s_word(project: Project) -> None:
    project.edit("en/requisitos.md", MARKS["en"], MARKS["es"])
    _in_the_sources(project, "{hecho: kernel-series} speaks the other language: in docs/en it is {fact: kernel-series}")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[Debian 12 has a kernel of series `6.1`]", "[]", "stands behind an empty pair of brackets"),
        ("]{fact: kernel-series}", "]{facto: kernel-series}", "shows a fact's mark as it was typed"),
    ],
)
def test_a_mark_that_becomes_no_fact(project: Project, old: str, new: str, told: str) -> None:
    project.edit("en/requisitos.md", old, new)
    project.refused("docs/en/requisitos.md" if "empty" not in told else "", told)


@pytest.mark.parametrize("old", ["`]{fact: kernel-series}", "[Debian 12 has a kernel of series `6.1`]"])
def test_a_mark_behind_no_brackets(project: Project, old: str) -> None:
    project.edit("en/requisitos.md", old, {"`": "`] {fact: kernel-series}"}.get(old[0], "Debian 12"))
    _in_the_sources(project, "docs/en/requisitos.md:", "{fact: kernel-series} stands behind no brackets: write [the")


@pytest.mark.parametrize(
    "forged",
    [
        '<span data-fact="kernel-series">x</span>',
        "*x*{.kg-fact}",
        '<span class="kg-fact-sign">✔</span>',
        '<span id="x" popover>x</span>',
    ],
)
def test_a_fact_written_by_hand(project: Project, forged: str) -> None:
    project.edit("es/ventajas.md", "Texto", f"{forged} Texto")
    _in_the_sources(
        project, "docs/es/ventajas.md:", "writes a fact's markup by hand: use [the sentence]{hecho: its-id}"
    )


@pytest.mark.parametrize(
    ("line", "told"),
    [("## [Un título]{} {{#x}}", "inside a <h2>"), ("[[Un enlace]{}](index.md)", "inside a <a>")],
)
def test_a_fact_where_its_sign_cannot_be_used(project: Project, line: str, told: str) -> None:
    project.edit("es/requisitos.md", MARKS["es"], "")
    project.edit("es/requisitos.md", "Texto", f"{line.format(MARKS['es'])}\n\nTexto")
    project.refused(f"docs/es/requisitos.md: the fact kernel-series stands {told}: mark a sentence of a text")


def test_a_fact_changed_without_a_run(project: Project) -> None:
    Project(project.root, _with_facts(replace(FACT, expect=(r"^6\.1\.",)))).refused(
        "requirements.es.json: the fact kernel-series has changed since the last run: run scripts/verify",
        "requirements.en.json: the fact kernel-series has changed since the last run: run scripts/verify",
    )


def test_a_fact_asked_after_other_steps_than_todays(project: Project) -> None:
    _write(project, _asked("es", chain="0" * 64))
    message = project.refused(
        "requirements.es.json: the fact kernel-series is asked after a step that has changed, or that comes after one"
    )
    assert "1 problem:" in message


def test_a_fact_that_was_not_asked(project: Project) -> None:
    _write(project, _asked("en"))
    message = project.refused("requirements.en.json: the fact kernel-series has not been asked yet: run scripts/verify")
    assert "1 problem:" in message


def test_without_strict_a_fact_that_was_not_asked_is_shown_as_unproven(project: Project) -> None:
    _write(project, _asked("es"))
    project.build(strict=False)
    html = _page(project)
    assert 'data-fact="kernel-series" data-outcome="unproven"' in html
    assert "la pregunta no está en el registro de la última ejecución" in _text(project)


def test_a_fact_with_another_answer(project: Project) -> None:
    _write(project, wrong(_known("es"), "kernel-series"))
    message = project.refused(
        "requirements.es.json: the fact kernel-series got another answer in the last run: correct the sentence",
        "--allow-failing",
    )
    assert "1 problem:" in message


def _say(project: Project, es: str, en: str) -> None:
    project.edit("es/requisitos.md", f"[El núcleo de Debian 12 es de la serie `6.1`]{MARKS['es']}.", es)
    project.edit("en/requisitos.md", f"[Debian 12 has a kernel of series `6.1`]{MARKS['en']}.", en)


def test_a_version_is_borne_out_by_the_answer_to_its_sentence(project: Project) -> None:
    _say(project, f"[Es el 6.1.0-41]{MARKS['es']}.", f"[It is 6.1.0-41]{MARKS['en']}.")
    project.build()


@pytest.mark.parametrize(
    ("es", "en"),
    [
        ("[Es el 6.1.0-40]{}.", "[It is 6.1.0-40]{}."),
        ("[Es el 6.1.0-4]{}.", "[It is 6.1.0-4]{}."),
        ("[Es este]{}, el 6.1.0-41.", "[It is this one]{}, 6.1.0-41."),
    ],
)
def test_a_version_that_the_answer_does_not_have_or_outside_the_sentence(project: Project, es: str, en: str) -> None:
    _say(project, es.format(MARKS["es"]), en.format(MARKS["en"]))
    project.refused("docs/es/requisitos.md: a paragraph", "names the version '6.1.0-4", "mark its sentence as a fact")


def test_a_version_in_a_sentence_that_got_another_answer(project: Project) -> None:
    _say(project, f"[Es el 6.1.0-41]{MARKS['es']}.", f"[It is 6.1.0-41]{MARKS['en']}.")
    _write(project, wrong(_known("es"), "kernel-series"))
    project.refused(
        "got another answer in the last run", "docs/es/requisitos.md: a paragraph", "the version '6.1.0-41'"
    )


def test_a_fact_with_another_answer_that_is_allowed_is_shown_as_failing(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    _write(project, wrong(_known("es"), "kernel-series"))
    project.build(allow_failing=True)
    assert "⚠ built with facts that got another answer, as their pages say: kernel-series (es)." in (
        capsys.readouterr().err
    )
    html = _page(project)
    assert html.count('data-outcome="failed"') == 1
    assert "6.12.1-amd64" in _text(project)
    assert "la respuesta fue otra" in _text(project)
    assert 'data-outcome="failed"' not in _page(project, "en")


def test_a_fact_after_a_step_that_fails_waits_with_it(project: Project) -> None:
    failed = failing(_asked("es"), "refused")
    _write(project, failed)
    message = project.refused("the step refused failed in the last run")
    assert "the fact" not in message


def test_what_a_page_says_of_a_fact_is_what_its_record_says(project: Project) -> None:
    file = project.site / "requisitos" / "index.html"
    html = file.read_text(encoding="utf-8")
    start = html.index("data-fact=")
    broken = html[start:].replace('data-outcome="passed"', 'data-outcome="failed"', 1)
    file.write_text(html[:start] + broken, encoding="utf-8")
    built = Built(project.site, project.docs, Sources(GUIDE, project.docs / "records"), "/")
    assert list(facts.problems(built)) == [
        "docs/es/requisitos.md: the page says failed of the fact kernel-series, its record says passed: "
        "mark its sentence and build again"
    ]
