"""The lab's behaviour counts by a number, and nobody changes the one and forgets the other."""

import shutil
from pathlib import Path

import pytest

from kvm_guide import paths
from kvm_guide.lab.behaviour import CODE, MODULES, code

PACKAGE = paths.ROOT / "scripts" / "kvm_guide"


def test_whoever_changes_what_a_run_sees_says_whether_the_number_is_raised() -> None:
    assert code(PACKAGE) == CODE, (
        "the modules of lab/behaviour.py say something else than before. Where a run could see, keep or judge anything "
        f"else, raise NUMBER there. Then, in any case, write CODE: Final = {code(PACKAGE)!r}"
    )


@pytest.fixture
def package(tmp_path: Path) -> Path:
    for name in MODULES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PACKAGE / f"{name}.py", tmp_path / f"{name}.py")
    return tmp_path


@pytest.mark.parametrize("name", MODULES)
def test_a_changed_word_of_each_module_is_seen_and_a_comment_is_none(package: Path, name: str) -> None:
    file = package / f"{name}.py"
    text = file.read_text()
    file.write_text(f'{text}\n# a comment\n\n\ndef more() -> None:\n    """Do."""\n')
    added = code(package)
    file.write_text(f'{text}\n\ndef more() -> None:\n    """Do it."""\n')
    assert code(package) == added
    file.write_text(f'{text}\n\ndef more() -> int:\n    """Do it."""\n')
    assert code(package) != added
    file.write_text(text)
    assert code(package) == CODE
