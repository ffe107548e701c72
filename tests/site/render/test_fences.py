"""The fences, as Markdown: what they render, and that a slip in one stops the build with its cure."""

import re
from dataclasses import replace
from pathlib import Path

import markdown
import pytest
from pymdownx.superfences import SuperFencesException  # type: ignore[import-untyped]
from tests.fabricated import GUIDE, fabricated, write

from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.records import store
from kvm_guide.records.store import Known
from kvm_guide.site.render import fences
from kvm_guide.site.render.sources import Sources, use

CUSTOM = [
    {"name": name, "class": "x", "format": function}
    for name, function in [
        ("paso", fences.paso),
        ("step", fences.step),
        ("resumen", fences.resumen),
        ("summary", fences.summary_),
    ]
]


@pytest.fixture
def records(tmp_path: Path) -> Path:
    for language in LANGUAGES:
        for lesson in GUIDE.lessons:
            if lesson.steps:
                write(tmp_path, fabricated(lesson, language))
    return tmp_path


def _html(text: str, records: Path) -> str:
    with use(Sources(GUIDE, records)):
        return markdown.markdown(
            text,
            extensions=["pymdownx.superfences"],
            extension_configs={"pymdownx.superfences": {"custom_fences": CUSTOM}},
        )


def test_a_step_is_shown_in_the_language_of_its_fence(records: Path) -> None:
    assert "Comprobado el" in _html("```paso\ncpu-flags\n```", records)
    assert "Verified on" in _html("```step\ncpu-flags\n```", records)


def test_a_step_inside_a_list_or_a_note_is_shown_too(records: Path) -> None:
    assert 'data-step="cpu-flags"' in _html("1. One\n\n    ```step\n    cpu-flags\n    ```\n", records)


@pytest.mark.parametrize(
    ("block", "cure"),
    [
        ("```paso\ncpu-flagz\n```", "correct the id"),
        ("```paso\ncpu-flags install\n```", "the id of one step"),
        ("```step\nsudo apt update\n```", "the id of one step"),
        ("```step\n\n```", "the id of one step"),
        ("```summary\neverything\n```", "steps, undo, downloads"),
    ],
)
def test_a_slip_stops_the_build(block: str, cure: str, records: Path) -> None:
    with pytest.raises(SuperFencesException, match=cure):
        _html(block, records)


@pytest.mark.parametrize(("language", "fence"), [("es", "resumen"), ("en", "summary")])
def test_the_summary_links_every_step_and_every_file(language: Language, fence: str, records: Path) -> None:
    table = _html(f"```{fence}\nsteps\n```", records)
    for lesson in GUIDE.lessons:
        for step in lesson.steps:
            assert f'href="../{lesson.page}/#{step.id}"' in table
    downloads = _html(f"```{fence}\ndownloads\n```", records)
    root = {"es": "../records", "en": "../../records"}[language]
    other = {"es": "en", "en": "es"}[language]
    names = [
        f"debian-12/{name}"
        for of in (language, other)
        for name in (f"requirements.{of}.json", f"install.{of}.json", f"install.{of}.cast")
    ]
    names += ["debian-12.times.json", "schema.json"]
    assert re.findall(r'href="([^"]+)"', downloads) == [f"{root}/{name}" for name in names]
    assert downloads.count("<li>") == len(names)


def test_what_takes_a_step_back_stands_after_its_element_and_not_inside(records: Path) -> None:
    html = _html("```paso\ninstall\n```", records)
    inside, _, after = html.partition('<details class="kg-undo')
    assert inside.count("<div") == inside.count("</div>"), "the step's element is not closed before its undo"
    assert inside.rstrip().endswith("</div>")
    assert (inside.count("data-copy"), after.count("data-copy")) == (1, 1)
    assert "✔ Se deshizo el" in after
    assert "kg-undo" not in _html("```paso\ncpu-flags\n```", records)


@pytest.mark.parametrize(
    ("language", "fence", "all_now", "some_earlier", "mark"),
    [
        (
            "es",
            "resumen",
            ["Capítulo 4: 2 pasos se escribieron en la ejecución del ", "Capítulo 5: 2 pasos se escribieron en "],
            "Capítulo 5: 1 paso se escribió en la ejecución del ",
            "ejecución anterior",
        ),
        (
            "en",
            "summary",
            ["Chapter 4: 2 steps were typed in the run of ", "Chapter 5: 2 steps were typed in the run of "],
            "Chapter 5: 1 step was typed in the run of ",
            "earlier run",
        ),
    ],
)
def test_the_summary_tells_the_steps_of_this_run_from_those_of_earlier_ones(
    language: Language, fence: str, all_now: list[str], some_earlier: str, mark: str, records: Path
) -> None:
    html = _html(f"```{fence}\nsteps\n```", records)
    assert [one for one in all_now if one not in html] == []
    assert html.count('<p class="kg-runs">') == 2
    assert "kg-earlier" not in html
    known = fabricated(GUIDE.lesson_of("window"), language)
    old = replace(known.times.steps["window"], run="2026-11-15T19:40:00Z")
    write(records, Known(known.record, replace(known.times, steps={**known.times.steps, "window": old})))
    html = _html(f"```{fence}\nsteps\n```", records)
    assert all_now[0] in html, "the other lesson's steps are of its newest run, as ever"
    assert some_earlier in html
    assert {"es": " y otro más en una ejecución anterior.", "en": ", 1 in an earlier run."}[language] in html
    assert html.count(f'<span class="kg-earlier">{mark}</span>') == 1
    row = html.partition('#window"')[2].partition("</tr>")[0]
    assert "kg-earlier" in row


def test_the_sessions_are_linked_the_own_language_first(records: Path) -> None:
    html = _html("```summary\ndownloads\n```", records)
    own = "Session of chapter 5 in English (asciicast v2, 6 min 40 s)"
    other = "Session of chapter 5 in Spanish (asciicast v2, 6 min 40 s)"
    assert f'href="../../records/debian-12/install.en.cast">{own}<' in html
    assert f'href="../../records/debian-12/install.es.cast">{other}<' in html
    assert html.index(own) < html.index(other)
    assert "Sesión del capítulo 5 en español" in _html("```resumen\ndownloads\n```", records)


@pytest.mark.parametrize("body", ["steps", "undo", "downloads"])
def test_without_a_record_the_summary_says_so(body: str, tmp_path: Path) -> None:
    assert "kg-nothing" in _html(f"```resumen\n{body}\n```", tmp_path)


def test_a_record_that_cannot_be_read_proves_nothing(records: Path) -> None:
    (records / store.file_name("requirements", "es")).write_text("{")
    assert 'data-outcome="unproven"' in _html("```paso\ncpu-flags\n```", records)
    assert "is not JSON" in _html("```resumen\nsteps\n```", records)
    assert 'data-outcome="passed"' in _html("```paso\ninstall\n```", records), "the other lesson's can be read"


def test_a_record_whose_times_cannot_be_read_proves_nothing(records: Path) -> None:
    assert 'data-outcome="passed"' in _html("```paso\ncpu-flags\n```", records)
    (records / store.times_name()).write_text("{")
    assert 'data-outcome="unproven"' in _html("```paso\ncpu-flags\n```", records)
    assert "debian-12.times.json is not JSON" in _html("```resumen\nsteps\n```", records)


def test_a_new_record_is_seen_at_the_next_rendering(records: Path) -> None:
    file = records / store.file_name("requirements", "es")
    whole = file.read_text(encoding="utf-8")
    assert 'data-outcome="passed"' in _html("```paso\ncpu-flags\n```", records)
    file.unlink()
    assert 'data-outcome="unproven"' in _html("```paso\ncpu-flags\n```", records)
    file.write_text(whole, encoding="utf-8")
    assert 'data-outcome="passed"' in _html("```paso\ncpu-flags\n```", records)
