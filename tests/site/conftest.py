"""A healthy project, built once: what most guards break a copy of."""

import shutil
from pathlib import Path

import pytest
from tests.fabricated import Project, make


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A healthy project with its strict build in `site`. Not to be changed: see `project` and `copied`."""
    project = make(tmp_path_factory.mktemp("healthy") / "project")
    project.build()
    return project


@pytest.fixture
def project(built: Project, tmp_path: Path) -> Project:
    """A copy of the healthy project, its site too, to break."""
    shutil.copytree(built.root, tmp_path / "project")
    return Project(tmp_path / "project")
