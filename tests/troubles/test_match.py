"""The message of the table in what a reader pastes: whole, half, among other lines; and no other program's."""

from itertools import product

import pytest
from tests.troubles.mutations import FOREIGN, fits, halves, in_terminal, mutated, said
from tests.troubles.sample import SAMPLE

from kvm_guide.model.step import LANGUAGES
from kvm_guide.troubles import TROUBLES
from kvm_guide.troubles.matching.match import compiled, find, find_all
from kvm_guide.troubles.model import Trouble

pytestmark = pytest.mark.parametrize(
    "table", [pytest.param(SAMPLE, id="sample"), pytest.param(TROUBLES, id="table", marks=pytest.mark.whole)]
)
Table = tuple[Trouble, ...]


def _sayings(table: Table) -> list[tuple[Trouble, str]]:
    return [
        (trouble, text)
        for trouble in table
        for message in trouble.messages
        for language in LANGUAGES
        if (text := said(message, language)) is not None
    ]


def _missed(sayings: list[tuple[Trouble, str]], table: Table) -> list[str]:
    found = ((trouble, text, find(text, table)) for trouble, text in sayings)
    return [f"{trouble.id}: {text}: {one}" for trouble, text, one in found if one is None or one.trouble is not trouble]


def test_every_message_is_found_whole_with_other_names_numbers_and_quotation_marks(table: Table) -> None:
    sayings = _sayings(table)
    assert not _missed(sayings, table)
    assert not _missed([(trouble, mutated(text)) for trouble, text in sayings], table)


@pytest.mark.parametrize(("columns", "hard"), list(product((80, 100), (False, True))))
def test_every_message_is_found_among_ten_lines_of_a_terminal(table: Table, columns: int, hard: bool) -> None:
    sayings = [(trouble, in_terminal(mutated(text), columns, hard=hard)) for trouble, text in _sayings(table)]
    assert len(missed := _missed(sayings, table)) <= 0.02 * len(sayings), "\n".join(missed)


@pytest.mark.parametrize("prefix", ["error: ", "E: ", "W: ", "sudo: ", "ana@debian:~$ ", "\x1b[31merror:\x1b[0m "])
def test_what_a_terminal_puts_before_a_message_does_not_hide_it(table: Table, prefix: str) -> None:
    sayings = [(trouble, prefix + mutated(text)) for trouble, text in _sayings(table)]
    assert len(missed := _missed(sayings, table)) <= 0.02 * len(sayings), "\n".join(missed)


def test_half_a_message_finds_its_trouble_or_one_that_has_that_half_too(table: Table) -> None:
    pieces = [(trouble, half) for trouble, text in _sayings(table) for half in halves(mutated(text))]
    missed = [
        f"{trouble.id}: {half}"
        for trouble, half in pieces
        if (found := find(half, table)) is None or not fits(half, found.trouble)
    ]
    assert len(missed) <= 0.12 * len(pieces), "\n".join(missed)


def test_a_message_of_another_program_finds_nothing(table: Table) -> None:
    assert not [(text, found.trouble.id) for text in FOREIGN if (found := find(text, table))]
    assert not [text for text in FOREIGN if find(in_terminal(text, 80, hard=True), table)]


@pytest.mark.parametrize("text", ["", " \n", "?", "error", "Permission denied", "virsh", "4711", "\x00"])
def test_what_says_too_little_finds_nothing(table: Table, text: str) -> None:
    assert find(text, table) is None


def test_of_two_that_fit_the_one_that_says_more_is_first(table: Table) -> None:
    start = "Could not access KVM kernel module: "
    assert find_all(start + "No such file or directory", table)[0].trouble.id == "device"
    assert find_all(start + "Permission denied", table)[0].trouble.id == "kvm-closed"


def test_a_long_text_is_read_to_its_end(table: Table) -> None:
    text = "Setting up a package …\n" * 3000 + "E: Unable to locate package vrit-manager\n"
    found = find(text, table)
    assert found is not None
    assert found.trouble.id == "unknown-package"


def test_weights_are_of_the_whole_table(table: Table) -> None:
    weights = compiled(table).weights
    assert weights["sudoer"] > weights["error"]
    assert weights["verr_vmx_in_vmx_root_mode"] > weights["sudoer"]
