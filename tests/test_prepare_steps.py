"""Before chapter 4: what its steps expect of apt holds on a day with upgrades, and on one without."""

import re

import pytest

from kvm_guide.lab.judging.claims import problems
from kvm_guide.lessons import GUIDE
from kvm_guide.model.machine import MACHINES
from kvm_guide.model.step import Language
from kvm_guide.vm import recipe

NOTHING: dict[Language, str] = {
    "en": "Reading package lists... Done\n0 upgraded, 0 newly installed, 0 to remove and 0 not upgraded.",
    "es": "Leyendo lista de paquetes... Hecho\n"
    "0 actualizados, 0 nuevos se instalarán, 0 para eliminar y 0 no actualizados.",
}
A_KERNEL: dict[Language, str] = {
    "en": "The following NEW packages will be installed:\n  linux-image-6.1.0-57-amd64\n"
    "The following packages will be upgraded:\n  linux-image-amd64\n"
    "1 upgraded, 1 newly installed, 0 to remove and 0 not upgraded.",
    "es": "Se instalarán los siguientes paquetes NUEVOS:\n  linux-image-6.1.0-57-amd64\n"
    "Se actualizarán los siguientes paquetes:\n  linux-image-amd64\n"
    "1 actualizados, 1 nuevos se instalarán, 0 para eliminar y 0 no actualizados.",
}


@pytest.mark.parametrize("said", [NOTHING, A_KERNEL])
def test_an_upgrade_is_well_whether_or_not_there_is_anything_to_upgrade(said: dict[Language, str]) -> None:
    upgrade = GUIDE.step("upgrade")
    for language, output in said.items():
        assert problems(upgrade, language, 0, output) == []
        assert problems(upgrade, language, 0, output.partition("\n")[0])
        assert problems(upgrade, language, 100, output)


def test_what_is_upgradable_is_of_its_day() -> None:
    step = GUIDE.step("upgradable")
    some = "Listing... Done\nlinux-image-amd64/oldstable-security 6.1.192-2 amd64 [upgradable from: 6.1.190-1]\n"
    assert step.lasting(some) == step.lasting("Listing... Done\n")
    assert problems(step, "en", 0, some) == problems(step, "en", 0, "Listing... Done") == []


@pytest.mark.parametrize(("version", "well"), [("6.1.187-1", True), ("6.1.200-1", True), ("6.1.186-1", False)])
def test_the_kernel_that_started_is_one_with_the_fixes(version: str, *, well: bool) -> None:
    said = f"#1 SMP PREEMPT_DYNAMIC Debian {version} (2026-11-01)"
    assert (problems(GUIDE.step("kernel-after-reboot"), "es", 0, said) == []) is well


def test_its_machine_lacks_what_it_teaches_and_answers_with_the_passwords_that_it_has() -> None:
    lesson = GUIDE.lesson("prepare")
    made = recipe.named(MACHINES[lesson.machines[0]].image)
    assert made.bare
    assert made.grub
    assert not {"openssh-server", "manpages-es"} & set(made.packages)
    passwords = {text for step in lesson.steps for asked, text in step.answers if re.search("assword", asked)}
    assert passwords == {recipe.PASSWORD}
