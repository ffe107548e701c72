"""The code is formatted, typed and free of known mistakes; so are the shell scripts and the English."""

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
    """The Python files that nobody reads to the end. A chapter is a list, as long as it must be."""
    files = [path for folder in ("scripts", "tests") for path in sorted((root / folder).rglob("*.py"))]
    files = [path for path in files if path.parent.name != "chapters"]
    lines = {str(path.relative_to(root)): len(path.read_text().splitlines()) for path in files}
    return [f"{name} has {count} lines: split it" for name, count in lines.items() if count > MOST_LINES]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of what the linters read, to break."""
    ignore = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for folder in ("scripts", "tests", ".github", ".ci"):
        shutil.copytree(paths.ROOT / folder, tmp_path / folder, ignore=ignore)
    (tmp_path / "docs" / "en").mkdir(parents=True)
    for file in ("pyproject.toml", "README.md"):
        shutil.copy(paths.ROOT / file, tmp_path / file)
    return tmp_path


@pytest.mark.parametrize("name", commands(paths.ROOT))
def test_the_project_is_clean(name: str) -> None:
    result = lint(commands(paths.ROOT)[name], paths.ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


def test_no_file_is_too_long() -> None:
    assert too_long(paths.ROOT) == []


@pytest.mark.parametrize(
    ("name", "file", "text", "said"),
    [
        ("ruff", "scripts/kvm_guide/slip.py", "import os\n", "`os` imported but unused"),
        ("ruff", "scripts/kvm_guide/site/slip.py", "import os\n", "`os` imported but unused"),
        ("ruff", "tests/site/slip.py", "import os\n", "`os` imported but unused"),
        ("ruff", "scripts/kvm_guide/slip.py", "try:\n    pass\nexcept Exception:\n    pass\n", "BLE001"),
        ("format", "scripts/kvm_guide/slip.py", "x = {'a':1}\n", "slip.py"),
        ("format", "scripts/kvm_guide/site/slip.py", "x = {'a':1}\n", "slip.py"),
        ("mypy", "scripts/kvm_guide/slip.py", "def f(x):\n    return x\n", "no-untyped-def"),
        ("mypy", "scripts/kvm_guide/slip.py", "from typing import Any\n\nx: Any = 1\n", "explicit-any"),
        ("mypy", "scripts/kvm_guide/slip.py", 'x: int = "one"\n', "assignment"),
        ("shellcheck", ".github/scripts/slip.sh", "#!/usr/bin/env bash\nrm -r $1/*\n", "SC2086"),
        ("codespell", "docs/en/slip.md", "Teh guide.\n", "Teh ==> The"),  # codespell:ignore
    ],
)
def test_each_linter_sees_its_slip(copy: Path, name: str, file: str, text: str, said: str) -> None:
    (copy / file).write_text(text)
    result = lint(commands(copy)[name], copy)
    assert result.returncode != 0
    assert said in result.stdout + result.stderr


def test_a_long_file_is_seen(copy: Path) -> None:
    (copy / "scripts" / "slip.py").write_text("x = 1\n" * (MOST_LINES + 1))
    assert f"scripts/slip.py has {MOST_LINES + 1} lines: split it" in too_long(copy)
