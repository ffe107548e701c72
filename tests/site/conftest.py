"""A healthy project, built once, and the guide itself: what most guards break a copy of, and what browsers read."""

import shutil
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright
from tests import kept
from tests.fabricated import Project, make
from tests.left_out import of_all
from tests.shared import once
from tests.site import passes
from tests.site.begun import wait_for_scripts
from tests.site.browsing import BELOW, PATIENCE, Site, Watched, watched
from tests.site.quick import remember
from tests.web import launch_firefox, served

from kvm_guide import paths
from kvm_guide.lessons import GUIDE
from kvm_guide.site.book.browser import launch
from kvm_guide.site.build import render


@pytest.fixture(scope="session", autouse=True)
def _quick() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        remember(patch)
        wait_for_scripts(patch)
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
def playwright() -> Iterator[Playwright]:
    """What drives the browsers."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """A headless Chromium."""
    launched = launch(playwright)
    yield launched
    launched.close()


@pytest.fixture(scope="session")
def firefox(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A headless Firefox."""
    launched = launch_firefox(playwright, tmp_path_factory.mktemp("firefox"))
    yield launched
    launched.close()


@pytest.fixture(scope="session")
def guide(guide_site: Path) -> Iterator[Site]:
    """The guide itself, served below a path."""
    with served(guide_site, BELOW) as url:
        yield Site(url, guide_site, GUIDE)


@pytest.fixture(scope="session")
def small(built: Project) -> Iterator[Site]:
    """The healthy project's small site with all kinds of proof, served below a path."""
    with served(built.site, BELOW) as url:
        yield Site(url, built.site, built.guide)


@pytest.fixture(params=["guide", "small"])
def site(request: pytest.FixtureRequest) -> Site:
    """The guide itself, then the small site, for what depends on what is shown."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Site)
    return found


@pytest.fixture
def tab(browser: Browser) -> Iterator[Watched]:
    """A tab that notes every error and every request that leaves the site."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    context.set_default_timeout(PATIENCE)
    yield watched(context)
    context.close()


@pytest.fixture(scope="session")
def guide_url(guide: Site) -> str:
    """The address of the guide itself, served below a path."""
    return guide.url


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Pass over what passed before, where nothing has changed since and all tests are asked for."""
    at = kept.passed_at(paths.cache(), passes.key_of(item.nodeid)) if of_all() else None
    if at is not None:
        pytest.skip(f"passed {at}, and nothing of the project has changed since")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keep its pass, where all tests are asked for."""
    report = yield
    if report.when == "call" and report.passed and of_all():
        kept.keep(paths.cache(), passes.key_of(item.nodeid), item.nodeid)
    return report
