"""What the table says the lab brings about is what the tests in the real machine do bring about, and nothing else."""

import pytest
from tests.lab.brought import BROUGHT

from kvm_guide import paths
from kvm_guide.lessons import GUIDE
from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.records import store
from kvm_guide.records.types import Outcome
from kvm_guide.troubles import TROUBLES, trouble
from kvm_guide.troubles.matching.match import find

BY_THE_GUIDE = {"group": ("refused-before-group", "list-guests")}
"""Troubles that a step of the guide shows on purpose, and the step that passes once they are mended."""


def test_what_is_said_to_be_brought_about_is_and_what_is_brought_about_is_said() -> None:
    said = {known.id for known in TROUBLES if known.brought_about}
    assert said == {case.trouble for case in BROUGHT} | BY_THE_GUIDE.keys()


def test_each_state_is_that_after_a_step_of_the_guide() -> None:
    assert {case.after for case in BROUGHT} <= {step.id for step in GUIDE.steps() if step.not_run is None}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", BY_THE_GUIDE)
def test_what_the_guide_shows_on_purpose_has_the_tables_message_and_its_cure_mends_it(
    name: str, language: Language
) -> None:
    shows, passes = BY_THE_GUIDE[name]
    lesson = GUIDE.lesson_of(shows)
    known = store.read(paths.RECORDS, lesson.id, language)
    assert known is not None, f"there is no record of {lesson.id} for {language}: run scripts/verify {lesson.id}"
    record = known.record
    steps = [entry.id for entry in record.steps]
    seen, after = record.entry(shows), record.entry(passes)
    assert seen is not None
    assert after is not None
    found = find(seen.output or "")
    assert found is not None
    assert found.trouble.id == name
    assert after.outcome is Outcome.PASSED
    cure = trouble(name).step
    assert cure is not None
    assert steps.index(shows) < steps.index(cure) < steps.index(passes)
