"""Which steps a student means, and what a wrong name is answered."""

import io

import pytest

from kvm_guide.chapters import GUIDE
from kvm_guide.errors import Exit, UsageError
from kvm_guide.step import Language
from kvm_guide.student.choosing import choose, doable, find_step
from kvm_guide.student.screen import Screen


def screen(language: Language = "en") -> Screen:
    """Where a refusal is put in words."""
    return Screen(language, io.StringIO())


def test_all_are_those_typed_on_debian_whose_effect_stays() -> None:
    chosen = [step.id for step in choose(GUIDE, None, screen()).steps]
    assert chosen == [step.id for step in GUIDE.steps() if doable(step)]
    assert "install-packages" in chosen
    assert not {"snapshot", "software-missing", "network-before"} & set(chosen)


@pytest.mark.parametrize("wanted", ["4", "requisitos"])
def test_a_chapter_is_its_number_or_its_page(wanted: str) -> None:
    steps = choose(GUIDE, wanted, screen()).steps
    assert [steps[0].id, steps[-1].id] == ["debian-release", "kvm-device"]


def test_a_step_is_itself() -> None:
    assert [step.id for step in choose(GUIDE, "memory", screen()).steps] == ["memory"]


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("1", "Chapter 1 is for reading"),
        ("componentes", "Chapter 3 is for reading"),
        ("snapshot", "snapshot cannot be checked or done here: it is typed on the host that runs VirtualBox"),
        ("software-missing", "software-missing shows what is so only at its moment"),
    ],
)
def test_where_there_is_nothing_to_do_the_reason_is_told(wanted: str, said: str) -> None:
    choice = choose(GUIDE, wanted, screen())
    assert choice.steps == ()
    assert choice.why_none
    assert choice.why_none.en.startswith(said)


@pytest.mark.parametrize(
    ("wanted", "language", "said"),
    [
        ("instal-packages", "en", "“instal-packages” is unknown: did you mean install-packages?"),
        ("instal-packages", "es", "no conozco «instal-packages»: ¿querías decir install-packages?"),
        ("requisito", "es", "no conozco «requisito»: ¿querías decir requisitos?"),
        ("9", "en", "“9” is unknown: kvm-guide list shows the chapters and the steps."),
        ("", "es", "no conozco «»: kvm-guide list enseña los capítulos y los pasos."),
    ],
)
def test_a_wrong_name_is_answered_with_the_nearest(
    monkeypatch: pytest.MonkeyPatch, wanted: str, language: Language, said: str
) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    with pytest.raises(UsageError) as refused:
        choose(GUIDE, wanted, screen(language))
    assert refused.value.exit is Exit.USAGE
    assert str(refused.value) == said


def test_a_chapter_is_no_step() -> None:
    with pytest.raises(UsageError):
        find_step(GUIDE, "4", screen())
