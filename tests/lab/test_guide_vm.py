"""The guide does in a real Debian machine what its records say."""

import subprocess
import sys

import pytest

from kvm_guide import paths
from kvm_guide.model.step import LANGUAGES, Language

pytestmark = pytest.mark.vm


@pytest.fixture(scope="module")
def told() -> dict[str, str]:
    """What `verify --check` of every language said, by language; the languages run side by side."""
    command = [sys.executable, str(paths.ROOT / "scripts" / "verify"), "--check"]
    before = _records()
    result = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False)
    sys.stderr.write(result.stderr)
    return {
        language: "\n".join(line for line in result.stderr.splitlines() if line.startswith(f"{language} | "))
        for language in LANGUAGES
    } | {"code": str(result.returncode), "all": result.stderr, "records": _records(), "records before": before}


def _records() -> str:
    return repr([(path.name, path.stat().st_mtime_ns) for path in sorted(paths.RECORDS.iterdir())])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_of_the_guide_does_what_its_record_says(told: dict[str, str], language: Language) -> None:
    assert f"{language}: the record's outcomes are what happened" in told[language], told["all"][-3000:]


def test_the_check_of_both_languages_ends_well(told: dict[str, str]) -> None:
    assert told["code"] == "0", told["all"][-3000:]


def test_the_check_has_written_no_record(told: dict[str, str]) -> None:
    assert told["records"] == told["records before"]
