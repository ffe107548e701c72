"""What a page weighs on a poor line: with an empty cache, served with gzip, pictures apart; and what it asks for."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copytree

import pytest
from playwright.sync_api import Browser, Response
from tests.site.browsing import BELOW, FOLDERS, PATIENCE, Site, every
from tests.web import served

from kvm_guide.lessons import GUIDE
from kvm_guide.model.step import LANGUAGES, Language

pytestmark = pytest.mark.browser

HTML = 25_000
REST = 55_000
STYLE = 14_000
REST_ELSEWHERE, STYLE_ELSEWHERE = 62_000, 16_000
"""Bytes, compressed: a page that is no chapter brings what only it has, such as the table of the class."""
OWN_SCRIPT = 6_000
"""Bytes, compressed. The theme's own script may not be cut: what the guide's own may add to it."""
PICTURES = frozenset({"image"})
ON_DEMAND = ("pagefind", "search/", "workers", "vendor", "proofs", "present", "typing", "session", "search", ".cast")


@dataclass
class Weight:
    """What one page's load fetched, in bytes as they came. asked: each path below the site, in order."""

    html: int = 0
    style: int = 0
    own_script: int = 0
    theme_script: int = 0
    other: int = 0
    asked: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def rest(self) -> int:
        """All but the page itself."""
        return self.style + self.own_script + self.theme_script + self.other

    def problems(self, *, chapter: bool = True) -> list[str]:
        """What is over its limit, which for a chapter is a lower one, or was asked for and failed."""
        rest, style = (REST, STYLE) if chapter else (REST_ELSEWHERE, STYLE_ELSEWHERE)
        limits = {"html": (self.html, HTML), "rest": (self.rest, rest), "style": (self.style, style)}
        if chapter:
            limits["own script"] = (self.own_script, OWN_SCRIPT)
        over = [f"{name}: {value:,} of {most:,}" for name, (value, most) in limits.items() if value > most]
        early = [
            f"fetched before it is asked for: {path}" for path in self.asked if any(one in path for one in ON_DEMAND)
        ]
        return [*over, *(f"fetched before it is asked for: {path}" for path in early), *self.wrong]


def weigh(browser: Browser, url: str, page_url: str) -> Weight:
    """What the page at `page_url` of the site at `url` fetches with an empty cache."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    weight, answers = Weight(), list[Response]()
    page = context.new_page()
    page.on("response", lambda answer: answers.append(answer))
    page.on("requestfailed", lambda failed: weight.wrong.append(f"failed: {failed.url}"))
    page.goto(page_url, wait_until="networkidle")
    for answer in answers:
        if answer.url.startswith("data:"):
            continue
        path = answer.url.removeprefix(url)
        if path == answer.url:
            weight.wrong.append(f"another host: {answer.url}")
        if answer.status >= 400:
            weight.wrong.append(f"{answer.status}: {path}")
        size, kind = int(answer.headers["content-length"]), answer.request.resource_type
        weight.asked.append(path)
        if kind in PICTURES and not path.endswith(".svg"):
            continue
        if kind == "document":
            weight.html += size
        elif kind == "stylesheet":
            weight.style += size
        elif kind == "script" and "assets/javascripts/" in path:
            weight.theme_script += size
        elif kind == "script":
            weight.own_script += size
        else:
            weight.other += size
    context.close()
    return weight


@pytest.fixture(scope="module")
def packed(guide_site: Path) -> Iterator[Site]:
    """The guide itself, as a host with gzip serves it."""
    with served(guide_site, BELOW, packed=True) as url:
        yield Site(url, guide_site, GUIDE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_keeps_to_its_bytes_and_asks_for_nothing_that_fails(
    packed: Site, browser: Browser, language: Language
) -> None:
    wrong = list[str]()
    listed = [path for path in every(packed) if path.startswith(FOLDERS["en"]) is (language == "en")]
    assert len(listed) > 10
    for path in listed:
        weight = weigh(browser, packed.url, packed.url + path)
        print(
            f"/{path}: html {weight.html:,}, rest {weight.rest:,} (style {weight.style:,}, theme's script "
            f"{weight.theme_script:,}, own {weight.own_script:,}), {len(weight.asked)} requests"
        )
        chapter = any(path.endswith(f"{lesson.page}/") for lesson in GUIDE.lessons)
        wrong += [f"/{path}: {told}" for told in weight.problems(chapter=chapter)]
    assert wrong == []


def test_a_page_that_weighs_or_asks_too_much_is_seen(packed: Site, browser: Browser, tmp_path: Path) -> None:
    site = Path(copytree(packed.folder, tmp_path / "site"))
    page = site / "glosario" / "index.html"
    noise = "".join(f"<p>{number:x}</p>" for number in range(10**12, 10**12 + 10**13, 10**9 + 7))
    text = page.read_text(encoding="utf-8")
    added = '<script src="../no-such.js"></script><script type="module" src="../assets/js/search/dialog.js"></script>'
    page.write_text(text.replace("</article>", f"{noise}{added}</article>"), encoding="utf-8")
    style = site / "assets" / "css" / "style.css"
    style.write_text(style.read_text(encoding="utf-8") + noise, encoding="utf-8")
    with served(site, BELOW, packed=True) as url:
        told = "\n".join(weigh(browser, url, f"{url}glosario/").problems())
    for named in ("html: ", "style: ", "404: no-such.js", "before it is asked for: assets/js/search/dialog.js"):
        assert named in told
