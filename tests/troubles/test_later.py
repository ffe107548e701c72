"""What Debian 13's apt and libvirt say in other words is found as what Debian 12's say."""

import pytest

from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.troubles import TROUBLES
from kvm_guide.troubles.matching.match import HOLE, find
from kvm_guide.troubles.model import Message

NAMES = ("libvirt-clients", "/var/lib/dpkg/lock-frontend", "4711", "unattended-upgr")
APT = [one for trouble in TROUBLES for one in trouble.messages if one.en.startswith("E: ")]


def filled(said: str) -> str:
    """`said` with names in its places."""
    names = iter(NAMES * 3)
    return HOLE.sub(lambda _: next(names), said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_other_wording_finds_the_trouble_that_it_is_of(language: Language) -> None:
    wrong, seen = [], 0
    for trouble in TROUBLES:
        for message in trouble.messages:
            for said in message.forms(language)[1:]:
                seen += 1
                found = find(filled(said))
                if found is None or found.trouble.id != trouble.id:
                    wrong.append(f"{trouble.id}: {said} finds {found and found.trouble.id}")
    assert seen > 20
    assert not wrong, "\n".join(wrong)


def test_apts_letter_is_a_word_there_and_nothing_else_is_taken_for_it() -> None:
    assert Message("apt", "E: no", "E: nada").forms("es") == ["E: nada", "Error: nada"]
    assert Message("apt", "W: no").forms("en") == ["W: no", "Warning: no"]
    assert Message("virsh", "error: no").forms("en") == ["error: no"]
    assert len(APT) > 15


def test_what_libvirt_says_in_other_spanish_words_is_on_the_page_and_apts_letter_is_not() -> None:
    denied = Message("virsh", "authentication failed: no", "Falló la autenticación: no")
    assert denied.reworded() == "Error en la autenticación: no"
    assert Message("virsh", "one", "uno", later="una").reworded() == "una"
    assert Message("apt", "E: no", "E: nada").reworded() is None
