"""The typefaces of the book are what their publishers published, with their licence."""

import hashlib
import tomllib

import pytest

from kvm_guide.site.book.document import FONTS, font_files


@pytest.mark.parametrize("name", ["source-sans-3", "source-code-pro"])
def test_the_files_are_what_their_list_says(name: str) -> None:
    told = tomllib.loads((FONTS / name / "vendored.toml").read_text(encoding="utf-8"))
    assert (told["licence"], told["package"]) == ("OFL-1.1", f"@fontsource/{name}")
    there = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in (FONTS / name).iterdir()}
    del there["vendored.toml"]
    assert there == told["sha256"]
    assert "LICENSE.txt" in there


def test_no_file_is_there_for_nothing() -> None:
    assert sorted(font_files()) == sorted(FONTS.rglob("*.woff2"))
