"""A healthy project, built once, and the guide itself: what most guards break a copy of, and what browsers read."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Request, Response, sync_playwright
from tests.fabricated import GUIDE as SMALL
from tests.fabricated import Project, make
from tests.shared import once
from tests.site.quick import remember
from tests.web import BELOW, Site, Watched, launch, served

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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = launch(playwright)
        yield launched
        launched.close()


@pytest.fixture(scope="session", params=["guide", "small"])
def site(request: pytest.FixtureRequest, built: Project, guide_site: Path) -> Iterator[Site]:
    """The guide itself as scripts/serve shows it, then a small site with all kinds of proof; both below a path."""
    folder, guide = (built.site, SMALL) if request.param == "small" else (guide_site, GUIDE)
    with served(folder, BELOW) as url:
        yield Site(url, folder, guide)


@pytest.fixture
def tab(browser: Browser) -> Iterator[Watched]:
    """A tab that notes every error and every request that leaves the site."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    context.set_default_timeout(15_000)
    watched = Watched(context.new_page())

    def request(asked: Request) -> None:
        if not asked.url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            watched.wrong.append(f"foreign request: {asked.url}")

    def response(answer: Response) -> None:
        if answer.status >= 400:
            watched.wrong.append(f"{answer.status}: {answer.url}")

    context.on("request", request)
    context.on("response", response)
    context.on("requestfailed", lambda failed: watched.wrong.append(f"failed: {failed.url}"))
    context.on("console", lambda said: watched.wrong.append(said.text) if said.type in ("error", "warning") else None)
    context.on("weberror", lambda error: watched.wrong.append(str(error.error)))
    yield watched
    context.close()


@pytest.fixture(scope="session")
def guide_url(guide_site: Path) -> Iterator[str]:
    """The address of the guide itself, served below a path."""
    with served(guide_site, BELOW) as url:
        yield url
