"""Taking steps back: the command beside its step, and what a run left when it took everything back."""

from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.fabricated import GUIDE, entry, fabricated

from kvm_guide.model.lesson import Guide
from kvm_guide.model.step import LANGUAGES, Language, Step
from kvm_guide.records import store
from kvm_guide.records.proof import UNPROVEN, Doubt, Proof
from kvm_guide.records.types import Changes, Record, Undo, Undone
from kvm_guide.site.render.sources import Sources
from kvm_guide.site.render.step import undo

COMMAND = "sudo apt purge -y 'a b' \\\n  && echo \"<x>\""
STEP = replace(GUIDE.step("install"), undo=COMMAND)
PASSED = Proof("passed", entry(STEP, "", "es"))
UNDONE = Undone("install", COMMAND, 0, 41.2, "")


def _record(*undone: Undone) -> Record:
    return Record("es", (), undo=Undo(None, undone, Changes(), 95.0, "2026-11-22T21:30:00Z"))


class _Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(str(html))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))


def _tags(html: str) -> list[tuple[str, dict[str, str]]]:
    return _Tags(html).tags


def test_the_undo_command_is_beside_its_step_with_a_copy_of_its_own() -> None:
    tags = _tags(undo.block(STEP, PASSED, _record(UNDONE), "es"))
    assert tags[0][0] == "details"
    assert "kg-undo" in tags[0][1]["class"].split()
    assert tags[0][1]["data-undo-of"] == "install"
    assert [given["data-copy"] for _, given in tags if "data-copy" in given] == [COMMAND]
    assert not [given for _, given in tags if {"id", "data-step"} & given.keys()]
    assert undo.block(GUIDE.step("cpu-flags"), PASSED, _record(), "es") == ""


@pytest.mark.parametrize(("language", "said"), [("es", "Lee la lista"), ("en", "Read the list")])
def test_an_undo_that_asks_says_so_before_its_command(language: Language, said: str) -> None:
    asking = replace(STEP, undo_answers=((r"\[Y/n\]", "y"),))
    assert said in undo.block(asking, PASSED, _record(UNDONE), language).partition("kg-command")[0]
    assert said not in undo.block(STEP, PASSED, _record(UNDONE), language)


@pytest.mark.parametrize(
    ("language", "summary", "line"),
    [
        ("es", "Cómo deshacerlo", "22 nov 2026</time> junto con los demás pasos, del último al primero. Tardó 41 s."),
        (
            "en",
            "How to undo this",
            "22 Nov 2026</time> together with the other steps, from the last to the first. It took ",
        ),
    ],
)
def test_an_undo_that_was_typed_says_when(language: Language, summary: str, line: str) -> None:
    html = undo.block(STEP, PASSED, _record(UNDONE), language)
    assert f">{summary}</summary>" in html
    assert "✔" in html
    assert line in html


@pytest.mark.parametrize(
    ("record", "proof"),
    [
        (None, PASSED),
        (Record("es", ()), PASSED),
        (_record(), PASSED),
        (_record(replace(UNDONE, command="sudo apt purge -y a")), PASSED),
        (_record(replace(UNDONE, id="other")), PASSED),
        (_record(UNDONE), Proof(UNPROVEN, doubt=Doubt.CHANGED)),
    ],
)
def test_an_undo_that_was_not_typed_as_it_is_now_claims_nothing(record: Record | None, proof: Proof) -> None:
    html = undo.block(STEP, proof, record, "es")
    assert "sin comprobar" in html
    assert "✔" not in html
    assert "not verified" in undo.block(STEP, proof, record, "en")


def test_an_undo_that_went_wrong_says_so() -> None:
    html = undo.block(STEP, PASSED, _record(replace(UNDONE, exit_status=100)), "es")
    assert "✘ Se probó el" in html
    assert "terminó con el código de salida 100" in html


def _summary(record: Record | None, language: Language, folder: Path, guide: Guide = GUIDE) -> str:
    if record is not None:
        store.write(folder, record, {})
    return undo.summary(Sources(guide, folder), language)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "es",
            ["22 nov 2026", ">Instalar</a>: 1 orden, 1 min 35 s en total.", "Esto es lo que queda"],
        ),
        ("en", ["22 Nov 2026", ">Install</a>: 1 command, 1 min 35 s in total.", "this is what is left"]),
    ],
)
def test_what_remains_is_listed_by_kind(language: Language, said: list[str], tmp_path: Path) -> None:
    html = _summary(fabricated(GUIDE, language), language, tmp_path)
    for part in said:
        assert part in html
    assert 'href="../instalacion/#install"' in html
    assert "<li><code>+ /<wbr>etc/<wbr>libvirt/<wbr>left</code></li>" in html
    assert "<li><code>+ group libvirt</code></li>" in html


@pytest.mark.parametrize(("language", "said"), [("es", "No queda nada"), ("en", "nothing is left")])
def test_where_nothing_remains_it_says_so(language: Language, said: str, tmp_path: Path) -> None:
    record = replace(_record(UNDONE, replace(UNDONE, id="gone")), language=language)
    html = _summary(record, language, tmp_path)
    assert said in html
    assert "2 órdenes" in html or "2 commands" in html
    assert "<li>" not in html


def test_commands_that_went_wrong_are_named_even_of_steps_the_guide_has_no_longer(tmp_path: Path) -> None:
    bad = replace(UNDONE, exit_status=1)
    assert "terminó con un código de salida distinto de 0: <code>gone</code>" in _summary(
        _record(replace(bad, id="gone")), "es", tmp_path
    )
    both = _summary(_record(bad, replace(bad, id="gone")), "es", tmp_path)
    assert "terminaron con un código de salida distinto de 0: <a" in both


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_an_undo_in_the_record_it_says_so(language: Language, tmp_path: Path) -> None:
    html = _summary(replace(fabricated(GUIDE, language), undo=None), language, tmp_path)
    assert "kg-nothing" in html
    assert {"es": "aún no ha probado", "en": "has not tried"}[language] in html
    assert "queda nada" not in html


def test_the_first_step_taken_back_is_the_first_of_the_guide(tmp_path: Path) -> None:
    later = replace(STEP, id="later", undo="true")
    steps: tuple[Step, ...] = (*GUIDE.lessons[-1].steps, later)
    guide = Guide((*GUIDE.lessons[:-1], replace(GUIDE.lessons[-1], steps=steps)))
    record = _record(Undone("later", "true", 0, 1.0, ""), UNDONE)
    html = _summary(record, "es", tmp_path, guide)
    assert html.index("#install") < html.index("2 órdenes")
