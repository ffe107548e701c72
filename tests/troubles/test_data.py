"""The table of troubles: what must be true of every entry, whoever wrote it."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from kvm_guide import paths
from kvm_guide.lessons import GUIDE
from kvm_guide.model.step import LANGUAGES, Language, Place, Text
from kvm_guide.site.render.troubles import PARTS, placeholders
from kvm_guide.troubles import TROUBLES, of_area, trouble
from kvm_guide.troubles.model import Area, Message, Trouble

LEAST: Final = 45
_HOLE: Final = re.compile(r"\{[^{}\n]*\}")
_EXPLICIT: Final = re.compile(r"\{[^}\n]*#([^\s}]+)[^}\n]*\}|\bid=[\"']([^\"']+)[\"']")


def every_trouble(test: Callable[[Trouble], None]) -> Callable[[], None]:
    """`test` of each entry, as one test: it tells of all that fail."""

    def all_of_them() -> None:
        problems = []
        for one in TROUBLES:
            try:
                test(one)
            except AssertionError as problem:
                problems.append(f"{one.id}: {problem}")
        assert not problems, "\n".join(problems)

    return all_of_them


def _messages() -> Iterator[tuple[Trouble, Message]]:
    for one in TROUBLES:
        for message in one.messages:
            yield one, message


def _texts(one: Trouble) -> tuple[Text, ...]:
    return one.title, one.cause, one.cure


def test_there_are_enough_distinct_causes_with_a_message() -> None:
    assert len([one for one in TROUBLES if one.messages]) >= LEAST
    causes = Counter(one.cause.en for one in TROUBLES)
    assert not [cause for cause, times in causes.items() if times > 1]


def test_ids_are_unique_and_each_finds_its_entry() -> None:
    ids = [one.id for one in TROUBLES]
    assert not [name for name, times in Counter(ids).items() if times > 1]
    assert all(trouble(one.id) is one for one in TROUBLES)
    with pytest.raises(KeyError):
        trouble("no-such-trouble")


def test_an_id_is_no_other_anchor_of_the_page() -> None:
    own = {one.id for one in TROUBLES}
    for language in LANGUAGES:
        for page in ("mensajes", *(area.page for area in Area)):
            assert not own & _anchors(page, language)
    assert not own & {f"{one.id}-title" for one in TROUBLES}


def test_the_areas_follow_each_other_in_the_page_s_order() -> None:
    order = [one.area for one in TROUBLES]
    assert order == sorted(order, key=list(Area).index)
    assert [one for area in Area for one in of_area(area)] == list(TROUBLES)


def test_no_message_stands_in_two_entries() -> None:
    holders: dict[str, set[str]] = {}
    for one, message in _messages():
        for said in (message.en, message.es):
            if said is not None:
                holders.setdefault(_HOLE.sub("", said).casefold(), set()).add(one.id)
    assert not {said: ids for said, ids in holders.items() if len(ids) > 1}


@every_trouble
def test_both_languages_of_a_message_have_the_same_placeholders(one: Trouble) -> None:
    for message in one.messages:
        if message.es is not None:
            assert sorted(placeholders(message.es)) == sorted(placeholders(message.en)), message


@every_trouble
def test_a_placeholder_is_a_word_that_the_page_can_say(one: Trouble) -> None:
    for message in one.messages:
        for said in (message.en, message.es or ""):
            assert [hole[1:-1] for hole in _HOLE.findall(said)] == placeholders(said), said
            assert set(placeholders(said)) <= PARTS.keys(), said


@every_trouble
def test_the_spanish_is_spanish(one: Trouble) -> None:
    for message in one.messages:
        assert message.es != message.en, f"{message}: give None where a Spanish system shows the English"
    for text in _texts(one):
        assert text.es.strip()
        assert text.en.strip()
        assert text.es != text.en or " " not in text.es


@every_trouble
def test_a_message_is_as_a_terminal_shows_it(one: Trouble) -> None:
    for message in one.messages:
        for said in (message.en, message.es or message.en):
            assert said == said.strip()
            assert all(line.isprintable() for line in said.split("\n"))
            # The program's name for a fault is no part of it: "error: " and the like.
            assert not re.match(r"(error|ERROR|WARNING): ", said), said


@every_trouble
def test_its_step_is_one_of_the_guide(one: Trouble) -> None:
    if one.step is not None:
        assert one.step in {step.id for step in GUIDE.steps()}


@every_trouble
def test_its_command_can_be_typed(one: Trouble) -> None:
    if one.command is None:
        return
    assert one.command == one.command.strip()
    assert one.command.replace("\n", "").isprintable()
    assert not _HOLE.search(re.sub(r"\$\{[^}]*\}|\{\w+(,\w+)+\}", "", one.command)), (
        "give an example, not a placeholder"
    )
    for line in one.command.split("\n")[:-1]:
        assert one.place is Place.WINDOWS_HOST or line.endswith(("\\", "&&", "||", "|"))


@every_trouble
def test_its_source_is_an_address_or_a_file_of_a_package(one: Trouble) -> None:
    if one.source is not None:
        assert re.match(r"https://[^/\s]+/\S*\Z|https://[^/\s]+\Z|[a-z0-9.+-]+( [^:\s]+)?: \S.*\Z", one.source), (
            one.source
        )


@every_trouble
def test_the_page_that_says_more_has_the_anchor(one: Trouble) -> None:
    if one.page is None:
        return
    page, _, anchor = one.page.partition("/")
    for language in LANGUAGES:
        assert (paths.ROOT / "docs" / language / f"{page}.md").is_file(), one.page
        if anchor:
            own = {step.id for lesson in GUIDE.lessons if lesson.page == page for step in lesson.steps}
            assert anchor.removeprefix("#") in _anchors(page, language) | own, one.page


def _anchors(page: str, language: Language) -> set[str]:
    text = Path(paths.ROOT / "docs" / language / f"{page}.md").read_text(encoding="utf-8")
    return {first or second for first, second in _EXPLICIT.findall(text)}
