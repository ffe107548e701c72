"""A page's text as plain Markdown, which every generator reads: its headings, commands, outputs, tables and notes."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

# What is of this site, and no text of the page; the pictures are apart
_LEFT_OUT: Final = (
    ".headerlink, .kg-anchor, .kg-js, .kg-own, .kg-lesson, .kg-progress, .kg-session, .kg-updated, .kg-fact-sign, "
    ".kg-take-away, .md-content__button, button, nav, script, style, svg, img, template"
)
_WHOLE: Final = ("p", "ul", "ol", "dl", "table", "details")
_KEPT: Final = frozenset({"href", "colspan", "lang"})


@dataclass(frozen=True)
class Page:
    """A page: where it is below its site (`instalacion`; the home page: nothing), its title and its Markdown."""

    path: str
    title: str
    markdown: str


def pages(site: Path) -> list[Page]:
    """The Spanish pages of the built `site`."""
    found = []
    for file in sorted([site / "index.html", *site.glob("*/index.html")]):
        text = file.read_text(encoding="utf-8")
        if file.parent.name != "en" and "data-language-neutral" not in text[:500]:
            path = "" if file.parent == site else file.parent.name
            found.append(page(path, text))
    return found


def page(path: str, text: str) -> Page:
    """The page at `path` whose HTML is `text`."""
    article = BeautifulSoup(text, "html.parser").article
    if article is None:
        raise ValueError(f"{path} is no page of the site: it has no article")
    for one in article.select(_LEFT_OUT):
        one.decompose()
    title = article.h1.extract().get_text(" ", strip=True) if article.h1 else path
    return Page(path, " ".join(title.split()), "\n\n".join(_blocks(article)) + "\n")


def _blocks(part: Tag) -> Iterator[str]:
    for one in part.children:
        if isinstance(one, NavigableString):
            if type(one) is NavigableString and one.strip():
                yield f"<p>{html.escape(' '.join(one.split()))}</p>"
        elif isinstance(one, Tag):
            yield from _block(one)


def _block(one: Tag) -> Iterator[str]:
    if re.fullmatch("h[2-6]", one.name):
        yield f"{'#' * int(one.name[1])} {' '.join(one.get_text(' ', strip=True).split())}"
    elif one.name == "pre":
        yield f"```{'bash' if one.find_parent(class_='highlight') else 'text'}\n{one.get_text().strip()}\n```"
    elif one.name in _WHOLE:
        yield _whole(one)
    elif one.find(True, recursive=False) is None and one.get_text(strip=True):
        yield f"<p>{html.escape(' '.join(one.get_text().split()))}</p>"
    else:
        yield from _blocks(one)


def _whole(one: Tag) -> str:
    """`one` as a single line of HTML, which Markdown leaves as it is: only a reference keeps a line's end in it."""
    for tag in [one, *one.find_all(True)]:
        tag.attrs = {name: value for name, value in tag.attrs.items() if name in _KEPT}
    for text in one.find_all(string=True):
        inside = text.find_parent("pre") is not None
        text.replace_with(NavigableString(text.replace("\n", "\0") if inside else re.sub(r"\s+", " ", text)))
    return str(one).replace("\n", " ").replace("\0", "&#10;")
