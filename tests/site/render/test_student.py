"""What a card and a page say to students: where they are led whose output is another, what counts as done."""

import re
from dataclasses import fields, replace
from pathlib import Path

import markdown
import pytest
from tests.recorded_guide import GUIDE, fabricated, write

from kvm_guide import paths
from kvm_guide.lessons import GUIDE as WHOLE
from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.site.render import fences
from kvm_guide.site.render.sources import Sources, use
from kvm_guide.site.render.student import blocks, differs
from kvm_guide.site.render.student.words import WORDS
from kvm_guide.troubles import TROUBLES, trouble

SCRIPTS = paths.DOCS / "assets" / "js" / "student"
ADDRESS = "https://example.org/owner/guide/"


def _page(text: str, records: Path, repository: str = "") -> str:
    for lesson in GUIDE.lessons:
        if lesson.steps:
            write(records, fabricated(lesson, "es"))
    custom = [{"name": "paso", "class": "x", "format": fences.paso}]
    with use(Sources(GUIDE, records, repository=repository)):
        return markdown.markdown(
            text,
            extensions=["pymdownx.superfences"],
            extension_configs={"pymdownx.superfences": {"custom_fences": custom}},
        )


def test_the_troubles_of_a_step_are_those_that_name_it_the_striking_ones_first() -> None:
    assert [one.id for one in differs.troubles_of(WHOLE.step("groups-after-login"))] == ["group", "session"]
    cpu = [one.id for one in differs.troubles_of(WHOLE.step("cpu-flags"))]
    assert cpu == ["nesting", "validate-hardware"]
    named = {
        step_id
        for one in TROUBLES
        for step_id in (one.step, *((one.brought.step, one.brought.check, one.brought.run) if one.brought else ()))
    }
    led = {step.id for step in WHOLE.steps() if differs.troubles_of(step)}
    assert {step.id for step in WHOLE.steps()} & named <= led
    assert led != {step.id for step in WHOLE.steps()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_step_with_troubles_leads_to_the_first_and_one_without_to_all_messages(language: Language) -> None:
    for step, url in (("cpu-flags", "../mensajes-kvm/#nesting"), ("memory", "../mensajes/")):
        html = blocks.own(WHOLE.step(step), language)
        assert re.findall('href="([^"]*)"', html) == [url]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_script_is_given_all_troubles_of_a_step_and_how_a_report_begins(language: Language) -> None:
    table = differs.table(WHOLE, ADDRESS, language)
    steps = table["steps"]
    assert isinstance(steps, dict)
    assert steps["cpu-flags"] == [
        ("../mensajes-kvm/#nesting", trouble("nesting").title.in_(language)),
        ("../mensajes-kvm/#validate-hardware", trouble("validate-hardware").title.in_(language)),
    ]
    assert "memory" not in steps
    assert table["report"] == f"{ADDRESS}issues/new"
    assert "report" not in differs.table(WHOLE, "", language)
    for name, holes in (("title", {"step"}), ("body", {"step", "debian", "date"})):
        assert set(re.findall(r"\{(\w+)\}", str(table[name]))) == holes


def test_a_page_has_one_head_however_many_steps(tmp_path: Path) -> None:
    both = "```paso\ncpu-flags\n```\n\n```paso\nrefused\n```"
    for html in (_page(both, tmp_path), _page(both, tmp_path)):
        assert html.count("<!--kg-lesson-->") == 2
        assert html.count("data-kg-present") == 1
        assert html.index("data-kg-lesson") < html.index("data-step")
    assert "data-kg-lesson" not in _page("Texto.", tmp_path)


def test_only_what_every_reader_does_is_counted() -> None:
    install = GUIDE.lessons[-1]
    assert [blocks.optional(step) for step in install.steps] == [True, False, False]
    assert blocks.counted(install) == 2
    aside = replace(GUIDE.step("cpu-flags"), aside=True)
    assert blocks.optional(aside)
    assert "data-kg-optional" in blocks.own(aside, "es")
    assert "data-kg-optional" not in blocks.own(GUIDE.step("cpu-flags"), "en")


def test_both_languages_have_the_same_words_and_placeholders() -> None:
    def holes(language: Language) -> dict[str, list[str]]:
        words = WORDS[language]
        texts = {one.name: getattr(words, one.name) for one in fields(words) if one.name != "language"}
        flat = {name: text for name, text in texts.items() if isinstance(text, str)} | words.typing | words.present
        return {name: sorted(re.findall(r"\{\w+\}", text)) for name, text in flat.items()}

    assert holes("es") == holes("en")


def test_what_the_scripts_say_is_what_the_page_has_for_them() -> None:
    asked = set[str]()
    for name in ("typing/terminal.js", "present.js", "session.js"):
        asked |= set(re.findall(r"\bwords\.(\w+)", (SCRIPTS / name).read_text(encoding="utf-8")))
    kinds = set(re.findall(r'kind: "(\w+)"|return "(\w+)"', (SCRIPTS / "typing/compare.js").read_text("utf-8")))
    kinds_said = {one or other for one, other in kinds} | {"case", "other"}
    for language in LANGUAGES:
        said = {name.removeprefix("data-") for name in blocks.said(language)}
        assert asked | kinds_said == said
