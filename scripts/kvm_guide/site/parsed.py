"""A built page, read back: what the checks ask of it."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

VOID: Final = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_HEADING: Final = re.compile(r"h[1-6]\Z")
_CSS_URL: Final = re.compile(r"""url\(\s*['"]?([^'")]+)|@import\s+['"]([^'"]+)""")
_FETCHED: Final = {
    ("script", "src"),
    ("img", "src"),
    ("iframe", "src"),
    ("embed", "src"),
    ("object", "data"),
    ("video", "src"),
    ("video", "poster"),
    ("audio", "src"),
    ("source", "src"),
    ("track", "src"),
    ("image", "href"),
    ("use", "href"),
    ("form", "action"),
}
# A link of these kinds names a page; every other kind makes the browser fetch, or greet, its host.
_NAMING_LINKS: Final = frozenset({"canonical", "prev", "next", "alternate", "author", "license", "help"})
_CONFIGURATION: Final = re.compile(r"language-(xml|ini|json|yaml)\b")


@dataclass(frozen=True)
class Heading:
    """A heading of the page's article."""

    level: int
    id: str | None
    line: int


@dataclass(frozen=True)
class Shown:
    """A step as the page shows it: its element's attributes."""

    id: str
    attributes: dict[str, str]


@dataclass
class Typed:
    """A command of the student's helper as the page shows it. template: what the page's script makes it of, or "";
    copies: what each copy button in it yields; shown: the text of its preformatted blocks.
    """

    name: str
    template: str = ""
    copies: list[str] = field(default_factory=list)
    shown: str = ""


@dataclass
class Parsed:
    """A built page. path: below the site. strays: the first line of each preformatted block that no fence made."""

    path: str
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    steps: list[Shown] = field(default_factory=list)
    helpers: list[Typed] = field(default_factory=list)
    strays: list[str] = field(default_factory=list)


def css_urls(text: str) -> list[str]:
    """The URLs that the style sheet `text` makes a browser fetch."""
    return [found[0] or found[1] for found in _CSS_URL.findall(text)]


def read(file: Path, path: str) -> Parsed:
    """The page in `file`, called `path` in messages."""
    reader = _Reader(Parsed(path))
    reader.feed(file.read_text(encoding="utf-8"))
    reader.close()
    return reader.page


class _Reader(HTMLParser):
    def __init__(self, page: Parsed) -> None:
        super().__init__(convert_charrefs=True)
        self.page = page
        self._open: list[tuple[str, str]] = []
        self._stray: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._collect(tag, given)
        if tag == "pre" and self._inside("article") and not self._ours() and self._stray is None:
            self._stray = []
        if tag not in VOID:
            self._open.append((tag, self._role(tag, given)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in (name for name, _ in self._open):
            return
        while self._open.pop()[0] != tag:
            pass
        if tag == "pre" and self._stray is not None:
            self.page.strays.append(next(iter("".join(self._stray).strip().splitlines()), ""))
            self._stray = None

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][0] == "style":
            self.page.fetched += css_urls(data)
        if self._stray is not None:
            self._stray.append(data)
        if self._inside("helper") and self._inside("pre"):
            self.page.helpers[-1].shown += data

    def _collect(self, tag: str, given: dict[str, str]) -> None:
        page = self.page
        if "id" in given:
            page.ids.append(given["id"])
        if tag == "a" and "href" in given:
            page.links.append(given["href"])
        if tag == "link" and "href" in given:
            named = set(given.get("rel", "").split()) <= _NAMING_LINKS
            (page.links if named else page.fetched).append(given["href"])
        page.fetched += [value for name, value in given.items() if (tag, name.removeprefix("xlink:")) in _FETCHED]
        page.fetched += [part.split()[0] for part in given.get("srcset", "").split(",") if part.split()]
        page.fetched += css_urls(given.get("style", ""))
        # A trouble's heading is its fence's, in both languages.
        if _HEADING.match(tag) and self._inside("article") and not self._ours():
            page.headings.append(Heading(int(tag[1]), given.get("id") or None, self.getpos()[0]))
        if "data-step" in given:
            page.steps.append(Shown(given["data-step"], given))
        if "data-helper" in given:
            page.helpers.append(Typed(given["data-helper"], given.get("data-kg-typed", "")))
        if "data-copy" in given and self._inside("helper"):
            page.helpers[-1].copies.append(given["data-copy"])

    def _role(self, tag: str, given: dict[str, str]) -> str:
        if tag == "article":
            return "article"
        if "data-helper" in given:
            return "helper"
        if {"data-step", "data-undo-of", "data-trouble", "data-fix"} & given.keys():
            return "ours"
        if _CONFIGURATION.match(given.get("class", "")):
            return "ours"
        return "pre" if tag == "pre" else ""

    def _inside(self, role: str) -> bool:
        return any(found == role for _, found in self._open)

    def _ours(self) -> bool:
        return self._inside("ours") or self._inside("helper")
