"""The strict build and the messages: their markup comes from a fence, in the page's language, with what it names."""

from pathlib import Path

import pytest
from tests.fabricated import Project
from tests.recorded_guide import GUIDE

from kvm_guide.site.checks.whole import source_pages


def _said(tmp_path: Path, text: str) -> str:
    """What the check of the sources says of a Spanish page with `text`: it refuses before anything is rendered."""
    for language in ("es", "en"):
        (tmp_path / language).mkdir()
        (tmp_path / language / "page.md").write_text(text if language == "es" else "Text.\n", encoding="utf-8")
    return "\n".join(source_pages.problems(tmp_path, GUIDE))


def test_a_box_whose_entry_no_page_shows(project: Project) -> None:
    for language, fence in (("es", "solucion"), ("en", "fix")):
        project.edit(f"{language}/ventajas.md", "Text", f"```{fence}\nservice-fails\n```\n\nText")
    # The box links to the entry, and the small project shows none
    project.refused("the link ../mensajes/#service-fails names an anchor that docs/es/mensajes.md does not have")


@pytest.mark.parametrize(
    ("markup", "fence"),
    [
        ('<div id="x" data-trouble="group">', "mensajes"),
        ('<code data-message lang="es">x</code>', "mensajes"),
        ('<div class="kg-fix">', "solucion"),
    ],
)
def test_markup_by_hand(tmp_path: Path, markup: str, fence: str) -> None:
    assert f"docs/es/page.md:1 writes a trouble's markup by hand: use the {fence} fence" in _said(tmp_path, markup)


def test_a_fence_of_the_other_language(tmp_path: Path) -> None:
    said = _said(tmp_path, "```fix\ngroup\n```\n")
    assert "docs/es/page.md:1: the fix fence speaks the other language: in docs/es it is called solucion" in said


@pytest.mark.parametrize(
    ("fence", "body", "cure"),
    [("mensajes", "networks", "write one of start, packages"), ("solucion", "no-such", "the id of one trouble")],
)
def test_a_fence_that_names_nothing(tmp_path: Path, fence: str, body: str, cure: str) -> None:
    said = _said(tmp_path, f"```{fence}\n{body}\n```\n")
    assert "docs/es/page.md:1: " in said
    assert cure in said


def test_fences_that_name_what_is_there(tmp_path: Path) -> None:
    assert not _said(tmp_path, "```mensajes\nnetwork\n```\n\n```solucion\nmasked\n```\n")
