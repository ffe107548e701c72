"""The code is formatted, typed and free of known mistakes; so are the shell scripts and the English."""

import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from kvm_guide import paths

BIN = Path(sys.executable).parent
MOST_LINES = 350
LAUNCHERS = ("serve", "build", "test", "verify")


def shell_scripts(root: Path) -> list[str]:
    """The project's shell scripts, relative to its folder."""
    return [".ci/run", *(str(path.relative_to(root)) for path in sorted((root / ".github/scripts").glob("*")))]


def commands(root: Path) -> dict[str, list[str]]:
    """Each linter, as it is run in the project's folder."""
    launchers = [f"scripts/{name}" for name in LAUNCHERS]
    return {
        "ruff": ["ruff", "check", "--no-cache", ".", *launchers],
        "format": ["ruff", "format", "--no-cache", "--check", ".", *launchers],
        "mypy": ["mypy"],
        "shellcheck": ["shellcheck", *shell_scripts(root)],
        "codespell": ["codespell", "--toml", "pyproject.toml", "README.md", "docs/en", "scripts", "tests", ".github"],
    }


def lint(command: Sequence[str], root: Path) -> subprocess.CompletedProcess[str]:
    """Run a linter of the environment in the project at `root`."""
    program, *arguments = command
    return subprocess.run([str(BIN / program), *arguments], cwd=root, capture_output=True, text=True, check=False)


def too_long(root: Path) -> list[str]:
    """The Python files that nobody reads to the end. A lesson is a list, as long as it must be."""
    files = [path for folder in ("scripts", "tests") for path in sorted((root / folder).rglob("*.py"))]
    files = [path for path in files if path.parent.name != "lessons"]
    lines = {str(path.relative_to(root)): len(path.read_text().splitlines()) for path in files}
    return [f"{name} has {count} lines: split it" for name, count in lines.items() if count > MOST_LINES]


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """The project's settings and folders, and of its files only those that the linters' commands name."""
    for folder in ("scripts/kvm_guide/site", "tests/site", ".github/scripts", ".ci", "docs/en"):
        (tmp_path / folder).mkdir(parents=True)
    for file in ("pyproject.toml", "README.md", ".ci/run", *(f"scripts/{name}" for name in LAUNCHERS)):
        shutil.copy(paths.ROOT / file, tmp_path / file)
    return tmp_path


@pytest.mark.parametrize("name", commands(paths.ROOT))
def test_the_project_is_clean(name: str) -> None:
    result = lint(commands(paths.ROOT)[name], paths.ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


def test_no_file_is_too_long() -> None:
    assert too_long(paths.ROOT) == []


SLIPS: dict[str, list[tuple[str, str, str]]] = {
    "ruff": [
        ("scripts/kvm_guide/slip.py", "import os\n", r"`os` imported but unused\n +--> scripts/kvm_guide/slip\.py:1:"),
        (
            "scripts/kvm_guide/site/slip.py",
            "import os\n",
            r"`os` imported but unused\n +--> scripts/kvm_guide/site/slip",
        ),
        ("tests/site/slip.py", "import os\n", r"`os` imported but unused\n +--> tests/site/slip\.py:1:"),
        (
            "scripts/kvm_guide/blind.py",
            "try:\n    pass\nexcept Exception:\n    pass\n",
            r"BLE001 .*\n +--> scripts/kvm_guide/blind\.py:3:",
        ),
    ],
    "format": [
        ("scripts/kvm_guide/slip.py", "x = {'a':1}\n", r"be reformatted\n +--> scripts/kvm_guide/slip\.py:1:"),
        (
            "scripts/kvm_guide/site/slip.py",
            "x = {'a':1}\n",
            r"be reformatted\n +--> scripts/kvm_guide/site/slip\.py:1:",
        ),
    ],
    "mypy": [
        (
            "scripts/kvm_guide/bare.py",
            "def f(x):\n    return x\n",
            r"scripts/kvm_guide/bare\.py:1: error: .*no-untyped-def",
        ),
        (
            "scripts/kvm_guide/site/any.py",
            "from typing import Any\n\nx: Any = 1\n",
            r"scripts/kvm_guide/site/any\.py:3: error: .*explicit-any",
        ),
        ("tests/site/slip.py", 'x: int = "one"\n', r"tests/site/slip\.py:1: error: .*assignment"),
    ],
    "shellcheck": [
        (
            ".github/scripts/slip.sh",
            "#!/usr/bin/env bash\nrm -r $1/*\n",
            r"In \.github/scripts/slip\.sh line 2:[^I]*SC2086",
        ),
    ],
    "codespell": [
        ("docs/en/slip.md", "Teh guide.\n", r"docs/en/slip\.md:1: Teh ==> The"),  # codespell:ignore
    ],
}
"""For each linter, files with a slip each: where, the text, and what it says of it."""


@pytest.mark.parametrize("name", SLIPS)
def test_each_linter_sees_its_slips(bare: Path, name: str) -> None:
    for file, text, _ in SLIPS[name]:
        (bare / file).write_text(text)
    result = lint(commands(bare)[name], bare)
    assert result.returncode != 0
    said = result.stdout + result.stderr
    assert [pattern for _, _, pattern in SLIPS[name] if not re.search(pattern, said)] == [], said


def test_a_long_file_is_seen(bare: Path) -> None:
    (bare / "scripts" / "slip.py").write_text("x = 1\n" * (MOST_LINES + 1))
    assert too_long(bare) == [f"scripts/slip.py has {MOST_LINES + 1} lines: split it"]
