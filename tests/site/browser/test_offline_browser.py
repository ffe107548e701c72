"""The archive of a language, opened from a folder, where a browser fetches nothing and gives no module."""

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, expect
from tests.helper.reports import made
from tests.site.browsing import FOLDERS, PATIENCE, Site, Watched
from tests.troubles.mutations import said

from kvm_guide.lessons import GUIDE
from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.site.offline import archive
from kvm_guide.troubles import TROUBLES

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", params=LANGUAGES)
def folder(request: pytest.FixtureRequest, guide_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The guide in a language, unpacked below a name that an address cannot hold as it is."""
    where = tmp_path_factory.mktemp("una carpeta ñ")
    language: Language = request.param
    archive.write(guide_site, language, "", where / "guide.zip")
    with zipfile.ZipFile(where / "guide.zip") as packed:
        packed.extractall(where)
    return where / archive.name(language)


@pytest.fixture
def alone(browser: Browser) -> Iterator[Watched]:
    """A tab that notes every error, and every request that is for no file of the folder."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    tab = Watched(context.new_page())
    context.on("request", lambda asked: tab.wrong.append(asked.url) if not asked.url.startswith("file:") else None)
    context.on("requestfailed", lambda failed: tab.wrong.append(f"failed: {failed.url}"))
    context.on("console", lambda told: tab.wrong.append(told.text) if told.type in ("error", "warning") else None)
    context.on("weberror", lambda error: tab.wrong.append(str(error.error)))
    yield tab
    context.close()


def _hits(tab: Watched, query: str) -> list[tuple[str, str]]:
    """What a search for `query` finds: each hit's kind and the page and section that it leads to."""
    field, hits = tab.page.locator("[data-search-field]"), tab.page.locator("[data-search-hits]")
    if not field.is_visible():
        tab.page.locator("[data-search-open]").click()
    field.fill(query)
    expect(hits).to_have_attribute("data-query", query)
    found = hits.locator("[data-search-hit]").evaluate_all("all => all.map(one => [one.dataset.searchHit, one.href])")
    return [(kind, "/".join(url.replace("/index.html#", "/#").split("/")[-2:])) for kind, url in found]


def test_every_page_opens_without_an_error(folder: Path, alone: Watched) -> None:
    files = sorted(folder.rglob("index.html"))
    assert len(files) > 10
    for file in files:
        page = alone.go(file.as_uri())
        links = page.locator("a[href]").evaluate_all("all => all.map(one => one.href)")
        local = {link.split("#")[0] for link in links if link.startswith("file:")}
        assert [link for link in local if not Path(unquote(urlsplit(link).path)).is_file()] == []
        assert not [link for link in local if link.endswith("/")], "a folder's address lists its files"
    assert alone.wrong == []


def test_what_is_searched_is_found_as_online(folder: Path, alone: Watched, guide: Site, tab: Watched) -> None:
    language: Language = "es" if folder.name.endswith("es") else "en"
    message = next(text for one in TROUBLES for known in one.messages if (text := said(known, language)))
    alone.go((folder / "requisitos" / "index.html").as_uri())
    tab.go(f"{guide.url}{FOLDERS[language]}requisitos/")
    for query in ("instalacion" if language == "es" else "installing", "virsh net-start", message):
        found = _hits(alone, query)
        assert found
        assert found == _hits(tab, query)
    kind, place = _hits(alone, message)[0]
    assert kind == "message"
    alone.page.locator("[data-search-hit]").first.click()
    alone.page.wait_for_url(lambda url: url.startswith("file:") and url.endswith(place.replace("/#", "/index.html#")))
    assert alone.wrong == []


def test_steps_are_typed_along_presented_and_ticked(folder: Path, alone: Watched) -> None:
    page = alone.go((folder / "requisitos" / "index.html").as_uri())
    step = page.locator("#cpu-flags")
    step.locator("[data-kg-type]").click()
    expect(step.locator(".kg-tty-field")).to_be_focused()
    page.keyboard.type(GUIDE.step("cpu-flags").command)
    page.keyboard.press("Enter")
    expect(step.locator(".kg-tty-text")).to_have_text(step.locator(".kg-output").text_content() or "?")
    step.locator("[data-kg-done]").check()
    page.locator("[data-kg-present]").click()
    expect(page.locator("dialog.kg-present")).to_be_visible()
    page.keyboard.press("ArrowRight")
    assert "present" in page.url
    alone.go((folder / "index.html").as_uri())
    expect(alone.page.locator(".kg-progress")).to_be_visible()
    assert alone.wrong == []


def test_the_recorded_session_is_played(folder: Path, alone: Watched) -> None:
    page = alone.go((folder / "instalacion" / "index.html").as_uri())
    page.locator("[data-kg-play]").click()
    expect(page.locator(".kg-screen .ap-term-text")).to_contain_text("sudo")
    page.wait_for_function("document.querySelector('.ap-time-elapsed').textContent >= '00:01'")
    assert page.locator(".kg-player option").count() > 5
    page.locator(".kg-player .kg-session-ways button").click()
    page.locator("[data-kg-releases] select").select_option("13")
    page.locator("[data-kg-play]").click()
    expect(page.locator(".kg-player > p:first-child")).to_contain_text("Debian 13.")
    expect(page.locator(".kg-screen .ap-term-text")).to_contain_text("sudo")
    assert alone.wrong == []


def test_the_rest_of_an_output_and_how_a_fact_was_asked_are_inside(folder: Path, alone: Watched) -> None:
    page = alone.go((folder / "instalacion" / "index.html").as_uri())
    page.locator(".kg-fact-sign").first.click()
    expect(page.locator(".kg-fact-proof")).to_be_visible()
    expect(page.locator(".kg-fact-proof code").first).not_to_be_empty()
    page.keyboard.press("Escape")
    folded = page.locator("#install-packages .kg-details").first
    folded.locator("summary").click()
    gap = folded.locator("button.kg-gap").first
    gap.click()
    rest = gap.locator("xpath=following-sibling::span[1]")
    expect(rest).to_be_visible()
    expect(rest).not_to_be_empty()
    assert alone.wrong == []


@pytest.mark.parametrize(
    ("gone", "said"),
    [
        ("assets/js/offline-files.js", "ERR_FILE_NOT_FOUND"),
        ("assets/vendor/asciinema-player/asciinema-player.min.js", "ERR_FILE_NOT_FOUND"),
        ("assets/css/student/session.css", "ERR_FILE_NOT_FOUND"),
    ],
)
def test_what_the_folder_lacks_is_seen(folder: Path, alone: Watched, tmp_path: Path, gone: str, said: str) -> None:
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    (copy / gone).unlink()
    page = alone.go((copy / "instalacion" / "index.html").as_uri())
    page.locator("[data-kg-play]").click()
    page.wait_for_event("requestfailed") if not alone.wrong else None
    assert any(said in one or gone in one for one in alone.wrong), alone.wrong


def test_a_module_in_the_folder_is_seen(folder: Path, alone: Watched, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    page = copy / "requisitos" / "index.html"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("</body>", '<script type="module" src="../assets/js/offline.js"></script></body>'))
    alone.go(page.as_uri())
    assert alone.wrong


def test_a_class_table_is_made_and_a_short_link_is_not_offered(folder: Path, alone: Watched, tmp_path: Path) -> None:
    page = alone.go((folder / "informes" / "index.html").as_uri())
    page.locator("[data-kg-paste]").fill(made(tmp_path, "Ada"))
    page.locator("[data-kg-add]").click()
    expect(page.locator(".kg-class tbody tr")).to_contain_text("Ada")
    expect(page.locator(".kg-invalid")).to_have_count(0)
    alone.go((folder / "requisitos" / "index.html").as_uri())
    # It would lead to the site, and nobody knows where that is
    assert not [one for one in page.locator("a[data-kg-share]").all() if one.is_visible()]
    assert alone.wrong == []


def test_it_is_read_without_script(folder: Path, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "index.html").as_uri())
    page.locator("[data-kg-lessons] a").first.click()
    expect(page.locator("article h1")).to_be_visible()
    assert page.url.endswith("/index.html")
    context.close()
