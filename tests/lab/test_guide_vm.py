"""The guide does in a real Debian machine what its records say."""

import pytest

from kvm_guide import paths
from kvm_guide.lab.verify import Freshness, compare
from kvm_guide.step import LANGUAGES, Language


@pytest.mark.vm
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_of_the_guide_does_what_its_record_says(language: Language) -> None:
    assert language in compare(language, paths.cache(), paths.RECORDS, Freshness())
