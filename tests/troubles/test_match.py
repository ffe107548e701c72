"""The message of the table in what a reader pastes: whole, half, among other lines; and no other program's."""

from itertools import product

import pytest
from tests.troubles.mutations import FOREIGN, fits, halves, in_terminal, mutated, said
from tests.troubles.sample import SAMPLE

from kvm_guide.step import LANGUAGES
from kvm_guide.troubles import TROUBLES
from kvm_guide.troubles.match import compiled, find, find_all
from kvm_guide.troubles.model import Trouble

SAYINGS = [
    (trouble, text)
    for trouble in (*SAMPLE, *TROUBLES)
    for message in trouble.messages
    for language in LANGUAGES
    if (text := said(message, language)) is not None
]


def _table(trouble: Trouble) -> tuple[Trouble, ...]:
    return SAMPLE if trouble in SAMPLE else TROUBLES


def _found(text: str, trouble: Trouble) -> bool:
    """Whether `trouble` is what is found in `text`, or shares its message with what is."""
    found = find(text, _table(trouble))
    return found is not None and (
        found.trouble is trouble
        or any(set(found.message.en.split()) == set(message.en.split()) for message in trouble.messages)
    )


def _missed(sayings: list[tuple[Trouble, str]]) -> list[str]:
    return [f"{trouble.id}: {text}" for trouble, text in sayings if not _found(text, trouble)]


def test_every_message_is_found_whole_with_other_names_numbers_and_quotation_marks() -> None:
    assert not _missed(SAYINGS)
    assert not _missed([(trouble, mutated(text)) for trouble, text in SAYINGS])


@pytest.mark.parametrize(("columns", "hard"), list(product((80, 100), (False, True))))
def test_every_message_is_found_among_ten_lines_of_a_terminal(columns: int, hard: bool) -> None:
    assert not _missed([(trouble, in_terminal(mutated(text), columns, hard=hard)) for trouble, text in SAYINGS])


@pytest.mark.parametrize("prefix", ["error: ", "E: ", "W: ", "sudo: ", "ana@debian:~$ ", "\x1b[31merror:\x1b[0m "])
def test_what_a_terminal_puts_before_a_message_does_not_hide_it(prefix: str) -> None:
    assert not _missed([(trouble, prefix + mutated(text)) for trouble, text in SAYINGS])


def test_half_a_message_finds_its_trouble_or_one_that_has_that_half_too() -> None:
    pieces = [(trouble, half) for trouble, text in SAYINGS for half in halves(mutated(text))]
    missed = [
        f"{trouble.id}: {half}"
        for trouble, half in pieces
        if (found := find(half, _table(trouble))) is None or not fits(half, found.trouble)
    ]
    assert len(missed) <= 0.1 * len(pieces), "\n".join(missed)


@pytest.mark.parametrize("table", [SAMPLE, TROUBLES], ids=["sample", "table"])
def test_a_message_of_another_program_finds_nothing(table: tuple[Trouble, ...]) -> None:
    wrong = [(text, found.trouble.id) for text in FOREIGN if (found := find(text, table))]
    assert not wrong
    assert not [text for text in FOREIGN if find(in_terminal(text, 80, hard=True), table)]


@pytest.mark.parametrize("text", ["", " \n", "?", "error", "Permission denied", "virsh", "4711", "\x00"])
def test_what_says_too_little_finds_nothing(text: str) -> None:
    assert find(text, SAMPLE) is None


def test_of_two_that_fit_the_one_that_says_more_is_first() -> None:
    start = "Could not access KVM kernel module: "
    ids = [found.trouble.id for found in find_all(start + "No such file or directory", SAMPLE)]
    assert ids[0] == "device"
    assert find_all(start + "Permission denied", SAMPLE)[0].trouble.id == "kvm-closed"


def test_a_long_text_is_read_to_its_end() -> None:
    text = "Setting up a package …\n" * 3000 + "E: Unable to locate package vrit-manager\n"
    found = find(text, SAMPLE)
    assert found is not None
    assert found.trouble.id == "unknown-package"


def test_weights_are_of_the_whole_table() -> None:
    weights = compiled(SAMPLE).weights
    assert weights["sudoer"] > weights["error"]
    assert weights["verr_vmx_in_vmx_root_mode"] > weights["sudoer"]
