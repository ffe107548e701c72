"""A healthy project, built once, and the guide itself: what most guards break a copy of, and what browsers read."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.fabricated import Project, make
from tests.shared import once
from tests.site.quick import remember

from kvm_guide import paths
from kvm_guide.chapters import GUIDE
from kvm_guide.site.build import render


@pytest.fixture(scope="session", autouse=True)
def _quick() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        remember(patch)
        yield


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A healthy project with its strict build in `site`. Not to be changed: see `project`."""
    return Project(once(tmp_path_factory, "healthy", lambda root: make(root).build()))


@pytest.fixture(scope="session")
def guide_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The guide itself, built as scripts/serve does, whatever is wrong with it. Not to be changed: see `guide_copy`."""

    def build(site: Path) -> None:
        render(site, paths.ROOT, strict=False, guide=GUIDE)

    return once(tmp_path_factory, "guide", build)


@pytest.fixture
def project(built: Project, tmp_path: Path) -> Project:
    """A copy of the healthy project, its site too, to break."""
    shutil.copytree(built.root, tmp_path / "project")
    return Project(tmp_path / "project")


@pytest.fixture
def guide_copy(guide_site: Path, tmp_path: Path) -> Path:
    """A copy of the built guide, to break."""
    return Path(shutil.copytree(guide_site, tmp_path / "guide"))
