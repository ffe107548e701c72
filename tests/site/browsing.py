"""What the tests with a browser share: the pages, and a tab that notes what goes wrong in it."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from playwright.sync_api import BrowserContext, Page, Request, Response

from kvm_guide.lessons import GUIDE
from kvm_guide.model.lesson import Guide
from kvm_guide.model.step import Language

BELOW = "/some/where/"
PATIENCE = 15_000
"""Milliseconds: the lab, or other browsers, may keep the processors busy."""
FOLDERS: dict[Language, str] = {"es": "", "en": "en/"}
Scheme = Literal["light", "dark"]
SCHEMES: dict[Scheme, str] = {"light": "default", "dark": "slate"}


@dataclass(frozen=True)
class Site:
    """A served site and the chapters it shows."""

    url: str
    folder: Path
    guide: Guide


def every(site: Site) -> list[str]:
    """The addresses of all pages of `site`, from its own: each language's in one order, then what is not found.

    What belongs to no language, a short link's page, only leads on.
    """
    found = []
    for file in sorted(site.folder.rglob("index.html")):
        if "data-language-neutral" not in file.read_text(encoding="utf-8")[:500]:
            found.append(file.parent.relative_to(site.folder).as_posix() + "/")
    found = sorted("" if path == "./" else path for path in found)
    return [*sorted(found, key=lambda path: path.startswith(FOLDERS["en"])), "404.html"]


def own(site: Site) -> list[str]:
    """The pages of `site` to look at: of the small one, what only its records can show."""
    pages = [path for path in every(site) if path != "404.html"]
    return pages if site.guide is GUIDE else [path for path in pages if re.search("instalacion|verificacion", path)]


@dataclass
class Watched:
    """A tab, and all that went wrong in it."""

    page: Page
    wrong: list[str] = field(default_factory=list)

    def go(self, url: str, until: Literal["load", "networkidle"] = "load") -> Page:
        """Open `url`; with "networkidle", wait until nothing is being fetched, which takes half a second more."""
        self.page.goto(url, wait_until=until)
        return self.page


def watched(context: BrowserContext) -> Watched:
    """A tab in `context` that notes every error and every request that leaves the site."""
    tab = Watched(context.new_page())

    def request(asked: Request) -> None:
        if not asked.url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            tab.wrong.append(f"foreign request: {asked.url}")

    def response(answer: Response) -> None:
        if answer.status >= 400:
            tab.wrong.append(f"{answer.status}: {answer.url}")

    context.on("request", request)
    context.on("response", response)
    context.on("requestfailed", lambda failed: tab.wrong.append(f"failed: {failed.url}"))
    context.on("console", lambda said: tab.wrong.append(said.text) if said.type in ("error", "warning") else None)
    context.on("weberror", lambda error: tab.wrong.append(str(error.error)))
    return tab
