"""Which steps a student means, and what a wrong name is answered."""

import io
from collections.abc import Callable

import pytest

from kvm_guide.errors import Exit, UsageError
from kvm_guide.helper.cli.selection import choose, doable, find_step, runnable
from kvm_guide.helper.output.screen import Screen
from kvm_guide.lessons import GUIDE
from kvm_guide.model.step import Language, Step


def screen(language: Language = "en") -> Screen:
    """Where a refusal is put in words."""
    return Screen(language, io.StringIO())


def names(*wanted: str, able: Callable[[Step], bool] = doable) -> list[str]:
    """The ids of what is chosen."""
    return [step.id for step in choose(GUIDE, wanted, screen(), able).steps]


def test_all_are_those_typed_on_debian_whose_effect_stays() -> None:
    for_all = [step for lesson in GUIDE.lessons if not lesson.optional for step in lesson.steps]
    assert names() == [step.id for step in for_all if doable(step) and not step.aside]
    assert "install-packages" in names()
    assert not {"snapshot", "software-missing", "network-before", "guest-start"} & set(names())


def test_a_lesson_that_is_not_for_everybody_is_done_where_it_is_named() -> None:
    for lesson in (one for one in GUIDE.lessons if one.optional):
        own = [step.id for step in lesson.steps if doable(step) and not step.aside]
        assert own
        assert names(lesson.id) == names(str(lesson.number)) == own
        assert not set(own) & set(names())


def test_what_is_typed_with_nobody_at_a_console_is_run_and_not_checked() -> None:
    more = set(names(able=runnable)) - set(names())
    assert more == {step.id for step in GUIDE.steps() if step.unattended}
    assert {"guest-start", "guest-remove"} <= more


def test_a_step_for_some_readers_is_chosen_by_its_own_name_alone() -> None:
    assert "network-move" not in names()
    assert "network-move" not in names("5", able=runnable)
    assert names("network-move", able=runnable) == ["network-move"]


@pytest.mark.parametrize("wanted", ["4", "requisitos"])
def test_a_chapter_is_its_number_or_its_page(wanted: str) -> None:
    lesson = GUIDE.lesson_of("memory")
    assert names(wanted) == [step.id for step in lesson.steps if doable(step)]


def test_a_step_is_itself() -> None:
    assert names("memory") == ["memory"]


def test_several_names_come_in_the_guides_order_and_once() -> None:
    assert names("uri", "4", "memory", "uri") == [*names("4"), "uri"]
    choice = choose(GUIDE, ("uri", "4", "1", "snapshot"), screen())
    assert choice.named == {"uri", "snapshot"}
    assert [note.en.partition(":")[0] for note in choice.notes] == [
        "Chapter 1 is for reading",
        "snapshot cannot be checked or done here",
    ]


def test_one_wrong_name_among_good_ones_is_refused() -> None:
    with pytest.raises(UsageError, match="kvm-modul"):
        choose(GUIDE, ("memory", "kvm-modul"), screen())


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("1", "Chapter 1 is for reading"),
        ("componentes", "Chapter 3 is for reading"),
        ("snapshot", "snapshot cannot be checked or done here: it is typed on the host that runs VirtualBox"),
        ("software-missing", "software-missing shows what is so only at one moment"),
    ],
)
def test_where_there_is_nothing_to_do_the_reason_is_told(wanted: str, said: str) -> None:
    choice = choose(GUIDE, (wanted,), screen())
    assert choice.steps == ()
    (note,) = choice.notes
    assert note.en.startswith(said)


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
        choose(GUIDE, (wanted,), screen(language))
    assert refused.value.exit is Exit.USAGE
    assert str(refused.value) == said


def test_a_chapter_is_no_step() -> None:
    with pytest.raises(UsageError):
        find_step(GUIDE, "4", screen())
