"""Imports point one way: lessons know nothing of the lab, the lab nothing of the site (the list: pyproject.toml)."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kvm_guide import paths

LINTER = Path(sys.executable).with_name("lint-imports")
MOST = 14


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    command = [str(LINTER), str(root / "pyproject.toml"), "--no-cache", "--no-logo"]
    return subprocess.run(command, cwd=root / "scripts", capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("layers")
    shutil.copy(paths.ROOT / "pyproject.toml", root)
    shutil.copytree(
        paths.ROOT / "scripts" / "kvm_guide", root / "scripts" / "kvm_guide", ignore=shutil.ignore_patterns("*.pyc")
    )
    return root


def test_imports_point_one_way() -> None:
    result = lint(paths.ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("module", "line", "told"),
    [
        ("lessons/slip.py", "from kvm_guide.lab import verify", "kvm_guide.lessons.slip -> kvm_guide.lab.verify"),
        ("lab/slip.py", "from kvm_guide.site import build", "kvm_guide.lab.slip -> kvm_guide.site.build"),
        ("vm/guest/slip.py", "from kvm_guide.lab import keys", "kvm_guide.vm.guest.slip -> kvm_guide.lab.keys"),
        ("model/slip.py", "from kvm_guide.records import store", "kvm_guide.model.slip -> kvm_guide.records.store"),
        ("room/__init__.py", "", "kvm_guide.room"),
    ],
)
def test_an_import_that_points_the_other_way_and_a_room_without_a_place_are_seen(
    copy: Path, module: str, line: str, told: str
) -> None:
    file = copy / "scripts" / "kvm_guide" / module
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"{line}\n")
    result = lint(copy)
    file.unlink()
    if module == "room/__init__.py":
        file.parent.rmdir()
    assert result.returncode != 0
    assert told in result.stdout + result.stderr


def test_no_room_has_so_many_modules_that_nobody_finds_one() -> None:
    folders = {file.parent for file in (paths.ROOT / "scripts" / "kvm_guide").rglob("*.py")}
    counts = {folder: sum(file.name != "__init__.py" for file in folder.glob("*.py")) for folder in folders}
    assert {str(folder): count for folder, count in counts.items() if count > MOST} == {}
