"""A built page, read back: what the checks ask of it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

from kvm_guide.site import dom
from kvm_guide.site.dom import Tag

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
_FETCHING: Final = frozenset(name for name, _ in _FETCHED)
# A link of these kinds names a page; every other kind makes the browser fetch, or greet, its host.
_NAMING_LINKS: Final = frozenset({"canonical", "prev", "next", "alternate", "author", "license", "help"})
_CONFIGURATION: Final = re.compile(r"language-(xml|ini|json|yaml)\b")
# What a fence or a fact's mark makes: none of it was written on the page.
_MADE: Final = ("data-step", "data-undo-of", "data-helper", "data-trouble", "data-fix")
_MADE_CLASSES: Final = frozenset(
    {
        "kg-helper-file",
        "kg-shown",
        "kg-summary",
        "kg-residue",
        "kg-downloads",
        "kg-runs",
        "kg-nothing",
        "kg-fact-sign",
        "kg-fact-proof",
        "kg-lab-time",
        "kg-question-proof",
        "kg-lesson",
        "kg-titles",
        "kg-session",
        "kg-share",
    }
)


@dataclass(frozen=True)
class Heading:
    """A heading of the page's article."""

    level: int
    id: str | None


@dataclass(frozen=True)
class Shown:
    """A step as the page shows it: its element's attributes. copies: what each copy button in it yields; releases: the
    attributes of the elements in it that are of another release."""

    id: str
    attributes: dict[str, str]
    copies: tuple[str, ...] = ()
    releases: tuple[dict[str, str], ...] = ()


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
    """A built page. path: below the site. strays: the first line of each preformatted block that no fence made.

    having: by attribute, the elements that have it, in their order: the checks ask for few of many. undos: as steps, of
    the commands that take steps back.
    """

    path: str
    soup: Tag
    having: dict[str, list[Tag]]
    article: Tag | None
    ids: list[str]
    links: list[str]
    fetched: list[str]
    headings: list[Heading]
    steps: list[Shown]
    undos: list[Shown]
    helpers: list[Typed]
    facts: list[Shown]
    strays: list[str]


def css_urls(text: str) -> list[str]:
    """The URLs that the style sheet `text` makes a browser fetch."""
    return [found[0] or found[1] for found in _CSS_URL.findall(text)]


def read(file: Path, path: str) -> Parsed:
    """The page in `file`, called `path` in messages."""
    return parse(file.read_text(encoding="utf-8"), path)


def parse(html: str, path: str) -> Parsed:
    """The page that is `html`, called `path` in messages."""
    soup = dom.parse(html)
    tags = [soup, *soup.tags()]
    having: dict[str, list[Tag]] = {}
    for tag in tags:
        for name in tag.attrs:
            having.setdefault(name, []).append(tag)
    linking = having.get("href", [])
    links = [value(tag, "href") for tag in linking if tag.name == "a"]
    links += [value(tag, "href") for tag in linking if _is_naming(tag)]
    article = soup.find("article")
    inside = list(article.tags()) if article else []
    return Parsed(
        path=path,
        soup=soup,
        having=having,
        article=article,
        ids=[value(tag, "id") for tag in having.get("id", [])],
        links=links,
        fetched=[url for tag in tags if tag.attrs or tag.name == "style" for url in _fetched(tag)],
        # A trouble's heading is its fence's, in both languages.
        headings=[_heading(tag) for tag in inside if _HEADING.match(tag.name) and not _in_made(tag)],
        steps=_shown(having, "data-step"),
        undos=_shown(having, "data-undo-of"),
        helpers=[_typed(tag) for tag in having.get("data-helper", [])],
        facts=_shown(having, "data-fact"),
        strays=[_first_line(tag) for tag in inside if tag.name == "pre" and _is_stray(tag)],
    )


class Attributed(Protocol):
    """An element of any parser's."""

    @property
    def attrs(self) -> Mapping[str, object]:
        """Its attributes."""


def value(tag: Attributed, name: str) -> str:
    """The attribute `name` of `tag`; empty where it has none."""
    found = tag.attrs.get(name)
    return found if isinstance(found, str) else ""


def classes(tag: Tag) -> frozenset[str]:
    """The classes of `tag`."""
    return frozenset(value(tag, "class").split())


def made_by(tag: Tag) -> str:
    """The fence's work that `tag` is, as `data-step=bridge` or `kg-summary`; empty where somebody wrote it."""
    attributes = tag.attrs  # the checks ask this of every element on every page
    if not attributes:
        return ""
    for name in _MADE:
        if name in attributes:
            return f"{name}={value(tag, name)}"
    return next(iter(sorted(classes(tag) & _MADE_CLASSES)), "") if "class" in attributes else ""


def is_configuration(tag: Tag) -> bool:
    """Whether `tag` is a block that shows a configuration file, not a command."""
    return bool(_CONFIGURATION.search(value(tag, "class")))


def _heading(tag: Tag) -> Heading:
    return Heading(int(tag.name[1]), value(tag, "id") or None)


def _is_naming(tag: Tag) -> bool:
    return tag.name == "link" and tag.has_attr("href") and set(value(tag, "rel").split()) <= _NAMING_LINKS


def _fetched(tag: Tag) -> Iterator[str]:
    if tag.name == "link" and tag.has_attr("href") and not _is_naming(tag):
        yield value(tag, "href")
    if tag.name in _FETCHING:
        for name in tag.attrs:
            if (tag.name, name.removeprefix("xlink:")) in _FETCHED:
                yield value(tag, name)
    if "srcset" in tag.attrs:
        yield from (part.split()[0] for part in value(tag, "srcset").split(",") if part.split())
    if "style" in tag.attrs:
        yield from css_urls(value(tag, "style"))
    if tag.name == "style":
        yield from css_urls(tag.get_text())


def _shown(having: Mapping[str, list[Tag]], name: str) -> list[Shown]:
    return [
        Shown(value(tag, name), _attributes(tag), tuple(_copies(tag)), tuple(_releases(tag)))
        for tag in having.get(name, [])
    ]


def _attributes(tag: Tag) -> dict[str, str]:
    return {key: value(tag, key) for key in tag.attrs}


def _releases(tag: Tag) -> list[dict[str, str]]:
    return [_attributes(one) for one in tag.find_all(True) if one.has_attr("data-release")]


def _copies(tag: Tag) -> list[str]:
    return [value(one, "data-copy") for one in [tag, *tag.find_all(True)] if one.has_attr("data-copy")]


def _typed(tag: Tag) -> Typed:
    return Typed(
        value(tag, "data-helper"),
        value(tag, "data-kg-typed"),
        _copies(tag),
        "".join(pre.get_text() for pre in tag.find_all("pre")),
    )


def _is_stray(pre: Tag) -> bool:
    return not _in_made(pre) and not any(map(is_configuration, [pre, *pre.parents]))


def _in_made(tag: Tag) -> bool:
    # A summary is made too, but whoever writes its class by hand must not get a block past the check
    return any(made_by(one).startswith("data-") for one in [tag, *tag.parents])


def _first_line(pre: Tag) -> str:
    return next(iter(pre.get_text().strip().splitlines()), "")
