"""Which built Debian the lab uses, and how long one is kept. Building itself is in the tests with a machine."""

import json
import os
import shutil
import time
from pathlib import Path

import pytest

from kvm_guide.vm import image

_DAY = 24 * 3600


def built(cache: Path, days_ago: float, recipe: str | None = None) -> Path:
    """An image as `image.get` leaves it, without the disk."""
    at = time.time() - days_ago * _DAY
    folder = cache / "images" / f"{(recipe or image.recipe_key())[:16]}-{int(at * 1000):x}"
    folder.mkdir(parents=True)
    (folder / "image.json").write_text(json.dumps({"built_at": at, "fingerprint": folder.name, "indexes": []}))
    return folder


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stands for what root builds: always the same packages."""

    def build(command: list[str], _log: Path) -> None:
        work = Path(command[command.index("build") + 1])
        (work / "packages").write_text("apt 2.6.1\n")
        (work / "sources").write_text("deb http://debian.example/debian bookworm main\n")
        (work / "image").mkdir()
        (work / "image" / "disk.qcow2").touch()

    monkeypatch.setattr(image, "_as_root", build)
    monkeypatch.setattr(shutil, "which", lambda *_args, **_kwargs: "/bin/true")
    monkeypatch.setattr(os, "geteuid", lambda: 0)


def test_the_newest_image_of_the_recipe_is_used(tmp_path: Path) -> None:
    newest = built(tmp_path, 1)
    built(tmp_path, 2)
    built(tmp_path, 0, recipe="0" * 64)
    found = image.cached_image(tmp_path)
    assert found is not None
    assert found.folder == newest


def test_an_image_that_is_too_old_is_not_used(tmp_path: Path) -> None:
    built(tmp_path, 7.1)
    assert image.cached_image(tmp_path) is None


def test_an_image_whose_description_is_spoilt_is_not_used(tmp_path: Path) -> None:
    (built(tmp_path, 1) / "image.json").write_text('{"built_at":')
    assert image.cached_image(tmp_path) is None


@pytest.mark.usefixtures("quick")
def test_an_image_built_again_of_the_same_packages_is_another(tmp_path: Path) -> None:
    first = image.get(tmp_path)
    assert image.get(tmp_path) == first
    second = image.get(tmp_path, anew=True)
    assert second.fingerprint != first.fingerprint  # so no state of the first is gone on from over the second's disk
    assert first.disk.exists()  # a run may be using it


@pytest.mark.usefixtures("quick")
def test_images_of_any_recipe_are_removed_once_no_run_can_use_them(tmp_path: Path) -> None:
    old, other = built(tmp_path, 8.1), built(tmp_path, 8.1, recipe="0" * 64)
    in_use = built(tmp_path, 7.1)
    new = image.get(tmp_path)
    assert set((tmp_path / "images").iterdir()) == {in_use, new.folder}
    assert not old.exists()
    assert not other.exists()
