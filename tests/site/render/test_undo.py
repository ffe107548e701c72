"""Taking steps back: the command beside its step, and what a run left when it took everything back."""

from collections.abc import Sequence
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.recorded_guide import GUIDE, entry, fabricated, write

from kvm_guide.model.lesson import Guide
from kvm_guide.model.step import LANGUAGES, Language, Step
from kvm_guide.records.proof import UNPROVEN, Doubt, Proof
from kvm_guide.records.store import Known
from kvm_guide.records.times import RecordTimes, UndoTimes
from kvm_guide.records.types import Changes, Outcome, Record, Undo, Undone
from kvm_guide.site.render.sources import Sources
from kvm_guide.site.render.step import undo

COMMAND = "sudo apt purge -y 'a b' \\\n  && echo \"<x>\""
LESSON = GUIDE.lesson_of("install")
STEP = replace(GUIDE.step("install"), undo=COMMAND)
PASSED = Proof("passed", entry(GUIDE.step("install"), GUIDE, "es"))
UNDONE = Undone("install", COMMAND, 0, "")
AT = UndoTimes("2026-11-22T21:30:00Z", 95.0, {"install": 41.2})


def _known(*undone: Undone, language: Language = "es", problem: str | None = None) -> Known:
    """What is known of the lesson, where a run typed so much to take it back. problem: of the last of it."""
    outcome = Outcome.FAILED if problem else Outcome.PASSED
    record = Record(LESSON.id, language, (), undo=Undo(None, outcome, undone, Changes(), problem))
    return Known(record, RecordTimes(undo=AT))


def _never(language: Language = "es") -> Known:
    """What is known of a lesson that no run has taken back."""
    return Known(Record(LESSON.id, language, ()), RecordTimes())


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
    tags = _tags(undo.block(STEP, PASSED, _known(UNDONE), "es"))
    assert tags[0][0] == "details"
    assert "kg-undo" in tags[0][1]["class"].split()
    assert tags[0][1]["data-undo-of"] == "install"
    assert [given["data-copy"] for _, given in tags if "data-copy" in given] == [COMMAND]
    assert not [given for _, given in tags if {"id", "data-step"} & given.keys()]
    assert undo.block(GUIDE.step("cpu-flags"), PASSED, _known(), "es") == ""


@pytest.mark.parametrize(("language", "said"), [("es", "Lee la lista"), ("en", "Read the list")])
def test_an_undo_that_asks_says_so_before_its_command(language: Language, said: str) -> None:
    asking = replace(STEP, undo_answers=((r"\[Y/n\]", "y"),))
    assert said in undo.block(asking, PASSED, _known(UNDONE), language).partition("kg-command")[0]
    assert said not in undo.block(STEP, PASSED, _known(UNDONE), language)


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
    html = undo.block(STEP, PASSED, _known(UNDONE), language)
    assert f">{summary}</summary>" in html
    assert "✔" in html
    assert line in html


@pytest.mark.parametrize(
    ("known", "proof"),
    [
        (None, PASSED),
        (_never(), PASSED),
        (_known(), PASSED),
        (_known(replace(UNDONE, command="sudo apt purge -y a")), PASSED),
        (_known(replace(UNDONE, id="other")), PASSED),
        (_known(UNDONE), Proof(UNPROVEN, doubt=Doubt.CHANGED)),
        # A run that stopped before it came to this one
        (_known(replace(UNDONE, id="later"), problem="it ended with 1, not 0"), PASSED),
    ],
)
def test_an_undo_that_was_not_typed_as_it_is_now_claims_nothing(known: Known | None, proof: Proof) -> None:
    html = undo.block(STEP, proof, known, "es")
    assert "sin comprobar" in html
    assert "✔" not in html
    assert "not verified" in undo.block(STEP, proof, known, "en")


def test_an_undo_that_went_wrong_says_so() -> None:
    badly = _known(replace(UNDONE, exit_status=100), problem="it ended with 100, not 0")
    html = undo.block(STEP, PASSED, badly, "es")
    assert "✘ Se probó el" in html
    assert "22 nov 2026</time> y no deshizo bien el paso." in html
    assert "kg-undo--failed" in html
    assert "it did not undo the step well" in undo.block(STEP, PASSED, badly, "en")
    silent = undo.block(STEP, PASSED, _known(UNDONE, problem="its check still holds"), "es")
    assert "✘ Se probó el" in silent, "it ended with 0, and the step was still there"


def test_what_was_undone_before_another_undo_went_wrong_is_still_undone() -> None:
    html = undo.block(STEP, PASSED, _known(UNDONE, replace(UNDONE, id="earlier"), problem="it ended with 1"), "es")
    assert "✔ Se deshizo el" in html
    assert "✘" not in html


def _summary(known: Sequence[Known], language: Language, folder: Path, guide: Guide = GUIDE) -> str:
    for one in known:
        write(folder, one)
    return undo.summary(Sources(guide, folder), language)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "es",
            ["Capítulo 5: el ", "22 nov 2026", ">Instalar</a>: 1 orden, 1 min 35 s en total.", "Esto es lo que queda"],
        ),
        (
            "en",
            ["Chapter 5: on ", "22 Nov 2026", ">Install</a>: 1 command, 1 min 35 s in total.", "this is what is left"],
        ),
    ],
)
def test_what_remains_is_listed_by_kind(language: Language, said: list[str], tmp_path: Path) -> None:
    html = _summary([fabricated(LESSON, language)], language, tmp_path)
    for part in said:
        assert part in html
    assert 'href="../requisitos/#refused"' in html, "what it is compared with is not named"
    assert 'href="../instalacion/#install"' in html
    assert "\n+ /etc/libvirt/left" in html
    assert "\n+ group libvirt\n" in html


@pytest.mark.parametrize(("language", "said"), [("es", "No queda nada"), ("en", "nothing is left")])
def test_where_nothing_remains_it_says_so(language: Language, said: str, tmp_path: Path) -> None:
    html = _summary([_known(UNDONE, replace(UNDONE, id="gone"), language=language)], language, tmp_path)
    assert said in html
    assert "2 órdenes" in html or "2 commands" in html
    assert "<li>" not in html


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("es", "Se paró en {name}, cuya orden no lo deshizo bien."),
        ("en", "It stopped at {name}, whose command did not undo it well."),
    ],
)
def test_the_undo_that_failed_is_named_even_of_a_step_the_guide_has_no_longer(
    language: Language, said: str, tmp_path: Path
) -> None:
    problem = "it ended with 1, not 0"
    gone = _known(UNDONE, replace(UNDONE, id="gone", exit_status=1), language=language, problem=problem)
    assert said.format(name="<code>gone</code>") in _summary([gone], language, tmp_path)
    name = f'<a href="../instalacion/#install">{STEP.title.in_(language)}</a>'
    failed = _known(replace(UNDONE, exit_status=1), language=language, problem=problem)
    assert said.format(name=name) in _summary([failed], language, tmp_path)
    well = _known(UNDONE, language=language)
    assert said.partition("{")[0] not in _summary([well], language, tmp_path)


def test_each_lesson_that_was_taken_back_is_told_of_in_the_guides_order(tmp_path: Path) -> None:
    first = fabricated(GUIDE.lesson("requirements"), "es")
    taken = Undo(None, Outcome.PASSED, (Undone("cpu-flags", "true", 0, ""),), Changes())
    known = Known(replace(first.record, undo=taken), replace(first.times, undo=replace(AT, seconds=3.0)))
    html = _summary([fabricated(LESSON, "es"), known], "es", tmp_path)
    assert html.count('<div class="kg-residue">') == 2
    assert html.index("Capítulo 4: ") < html.index("No queda nada") < html.index("Capítulo 5: ")
    assert "kg-nothing" not in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_an_undo_in_the_record_it_says_so(language: Language, tmp_path: Path) -> None:
    html = _summary([_never(language)], language, tmp_path)
    assert "kg-nothing" in html
    assert {"es": "aún no ha probado", "en": "has not tried"}[language] in html
    assert "queda nada" not in html


def test_the_first_step_taken_back_is_the_first_of_the_guide(tmp_path: Path) -> None:
    later = replace(STEP, id="later", undo="true")
    steps: tuple[Step, ...] = (*GUIDE.lessons[-1].steps, later)
    guide = Guide((*GUIDE.lessons[:-1], replace(GUIDE.lessons[-1], steps=steps)))
    html = _summary([_known(Undone("later", "true", 0, ""), UNDONE)], "es", tmp_path, guide)
    assert html.index("#install") < html.index("2 órdenes")
