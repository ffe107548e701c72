"""The strict build and the messages: their markup comes from a fence, in the page's language, with what it names."""

import pytest
from tests.fabricated import Project


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
def test_markup_by_hand(project: Project, markup: str, fence: str) -> None:
    project.edit("es/ventajas.md", "Texto", f"{markup}\n\nTexto")
    project.refused(f"writes a trouble's markup by hand: use the {fence} fence")


def test_a_fence_of_the_other_language(project: Project) -> None:
    project.edit("es/ventajas.md", "Texto", "```fix\ngroup\n```\n\nTexto")
    project.refused("the fix fence speaks the other language: in docs/es it is called solucion")


@pytest.mark.parametrize(
    ("fence", "body", "cure"),
    [("mensajes", "networks", "write one of start, packages"), ("solucion", "no-such", "the id of one trouble")],
)
def test_a_fence_that_names_nothing(project: Project, fence: str, body: str, cure: str) -> None:
    project.edit("es/ventajas.md", "Texto", f"```{fence}\n{body}\n```\n\nTexto")
    project.refused(cure)
