"""The fences, as Markdown: what they render, and that a slip in one stops the build with its cure."""

from pathlib import Path

import markdown
import pytest
from pymdownx.superfences import SuperFencesException  # type: ignore[import-untyped]
from tests.fabricated import GUIDE, PICTURE, fabricated

from kvm_guide import recordfile
from kvm_guide.page import fences
from kvm_guide.page.sources import Sources, use
from kvm_guide.step import LANGUAGES, Language

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
        recordfile.write(tmp_path, fabricated(GUIDE, language), {f"virt-manager.{language}.png": PICTURE})
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
        ("```summary\neverything\n```", "steps, finale, downloads"),
    ],
)
def test_a_slip_stops_the_build(block: str, cure: str, records: Path) -> None:
    with pytest.raises(SuperFencesException, match=cure):
        _html(block, records)


@pytest.mark.parametrize(("language", "fence"), [("es", "resumen"), ("en", "summary")])
def test_the_summary_links_every_step_and_shows_the_finale(language: Language, fence: str, records: Path) -> None:
    table = _html(f"```{fence}\nsteps\n```", records)
    for chapter in GUIDE.chapters:
        for step in chapter.steps:
            assert f'href="../{chapter.page}/#{step.id}"' in table
    finale = _html(f"```{fence}\nfinale\n```", records)
    assert 'data-virt-type="kvm"' in finale
    assert "$ virt-install --name prueba" in finale
    downloads = _html(f"```{fence}\ndownloads\n```", records)
    assert downloads.count("<li>") == 2
    (records / "schema.json").write_text("{}")
    assert _html(f"```{fence}\ndownloads\n```", records).count("<li>") == 3


@pytest.mark.parametrize("body", ["steps", "finale", "downloads"])
def test_without_a_record_the_summary_says_so(body: str, tmp_path: Path) -> None:
    assert "kg-nothing" in _html(f"```resumen\n{body}\n```", tmp_path)


def test_a_record_that_cannot_be_read_proves_nothing(records: Path) -> None:
    (records / recordfile.file_name("es")).write_text("{")
    assert 'data-outcome="unproven"' in _html("```paso\ncpu-flags\n```", records)
    assert "is not JSON" in _html("```resumen\nsteps\n```", records)


def test_a_new_record_is_seen_at_the_next_rendering(records: Path) -> None:
    file = records / recordfile.file_name("es")
    whole = file.read_text(encoding="utf-8")
    assert 'data-outcome="passed"' in _html("```paso\ncpu-flags\n```", records)
    file.unlink()
    assert 'data-outcome="unproven"' in _html("```paso\ncpu-flags\n```", records)
    file.write_text(whole, encoding="utf-8")
    assert 'data-outcome="passed"' in _html("```paso\ncpu-flags\n```", records)
