"""Others' files: what is served of them is what they published, with its licence."""

import re
import shutil
import tomllib
from pathlib import Path

import pytest
from tests.site.pages import site

from kvm_guide import paths
from kvm_guide.site.checks.structure import pictures, scripts, vendored
from kvm_guide.site.checks.structure.vendored import FOLDER, LIST

OWN = paths.DOCS / FOLDER
LICENCES = {"Apache-2.0": ("Apache License 2.0", "Apache License"), "MIT": ("MIT", "MIT License")}
PLAYER = f"{FOLDER}/asciinema-player"


def test_the_files_are_as_published_and_their_licence_is_told_with_ours() -> None:
    licence = (paths.ROOT / "LICENSE").read_text(encoding="utf-8")
    for folder in OWN.iterdir():
        told = tomllib.loads((folder / LIST).read_text(encoding="utf-8"))
        short, begins = LICENCES[told["licence"]]
        assert re.search(rf"{told['package']} \({short}\)", licence)
        assert (folder / "LICENSE.txt").read_text(encoding="utf-8").lstrip().startswith(begins)


def test_the_player_has_buttons_for_controls() -> None:
    told = tomllib.loads((OWN / "asciinema-player" / LIST).read_text(encoding="utf-8"))
    # From 3.16 on they are real ones
    assert tuple(int(part) for part in told["version"].split(".")) >= (3, 16)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the vendored files among made-up pages."""
    return Path(shutil.copytree(OWN, tmp_path / "docs" / FOLDER)) / "asciinema-player"


def _found(folder: Path) -> list[str]:
    root = folder.parents[3]
    built = site(root, root / "records")
    return [*vendored.problems(built), *scripts.problems(built), *pictures.problems(built)]


def test_what_is_as_listed_is_fine(folder: Path) -> None:
    assert _found(folder) == []


def test_a_changed_a_missing_and_a_foreign_file_are_seen(folder: Path) -> None:
    script = folder / "asciinema-player.min.js"
    script.write_bytes(script.read_bytes() + b"\n")
    (folder / "LICENSE.txt").unlink()
    (folder / "more.js").write_text('fetch("https://other.example/")\n')
    names = ["LICENSE.txt", "asciinema-player.min.js", "more.js"]
    assert [one.partition(" is not what vendored.toml says")[0] for one in _found(folder)] == [
        f"docs/{PLAYER}/{name}" for name in names
    ]


def test_a_file_that_the_build_changed_is_seen(folder: Path) -> None:
    root = folder.parents[3]
    served = Path(shutil.copytree(OWN, root / "site" / FOLDER)) / "asciinema-player" / "asciinema-player.css"
    served.write_text("")
    assert [one.partition(" is not")[0] for one in _found(folder)] == [f"the site's {PLAYER}/asciinema-player.css"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('version = "3', 'version = ""\nx = "3', "does not say its version"),
        ('"LICENSE', '"NOTICE', "lists no licence"),
        ("[sha256]", "[sha256", "cannot be read"),
    ],
)
def test_a_list_that_says_too_little_is_seen(folder: Path, old: str, new: str, said: str) -> None:
    text = (folder / LIST).read_text(encoding="utf-8")
    assert old in text
    (folder / LIST).write_text(text.replace(old, new), encoding="utf-8")
    assert any(said in one for one in _found(folder))
