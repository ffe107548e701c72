"""A page of the site as a chapter: what only a screen can do is gone, and its places have the book's names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bs4 import BeautifulSoup, Tag

from kvm_guide.errors import NotSo
from kvm_guide.site.book import fetched
from kvm_guide.site.book.links import Links, Place
from kvm_guide.site.book.words import BookWords
from kvm_guide.site.parsed import value
from kvm_guide.site.render.places import MESSAGES
from kvm_guide.troubles.model import Area

HOME: Final = "home"
LONGEST: Final = 132
"""Signs in a line of a command: as many fit the page's width in the smallest letters that can be read."""
_SCREEN: Final = ", ".join(
    (
        "script",
        ".md-content__button",
        ".kg-updated",
        ".headerlink",
        ".kg-anchor",
        ".kg-hero p:has(> .md-button)",
        ".kg-lesson",
        ".kg-moodle",
        ".kg-on-screen",
        ".kg-progress",
        ".kg-session",
        ".kg-whole",
        ".kg-own > *",
        # A script writes its command: on paper there is none
        ".kg-helper:has([hidden])",
    )
)
_NEXT: Final = 'link[rel="next"]'
_ON_SCREEN: Final = re.compile(r"tabindex|role|aria-(?!labelledby)\w+|data-search-exclude|loading|download|markdown")
_OF_A_PICTURE: Final = re.compile(r"url\(#")
_SHORT: Final = 44


@dataclass
class Chapter:
    """A page as a chapter. place: its path on the site; name: its names in the book; title: its heading's text;
    article: what is in it, which is changed as the book is made."""

    place: str
    name: Place
    title: str
    article: Tag


def chapters(site: Path, home: str, address: str, words: BookWords) -> list[Chapter]:
    """The pages of the built `site` below its folder `home` ("" or `en/`), in the order in which they are read.

    address: where the site is served, or "": then links to what is not in the book end. Raises NotSo where a command
    has a line that does not fit a page, OSError where a page has lost what it fetches.
    """
    found = [_chapter(place, page) for place, page in _pages(site, f"{home}index.html")]
    for one in found:
        fetched.put_back(site, home, one.place, one.article)
    found[0].name = Place(HOME, found[0].name.ids)
    if heading := found[0].article.select_one("h1"):
        # Its own is the book's title
        heading.string = found[0].title = words.introduction
    links = Links({one.place: one.name for one in found}, address)
    for one in found:
        _fit_commands(one)
        _name(one)
        _link(one, links)
        _show(one, site)
    return found


def _pages(site: Path, place: str) -> Iterator[tuple[str, BeautifulSoup]]:
    """Each page from the one at `place` on, as each names the next one; the messages' after the one that lists them."""
    home = place.removesuffix("index.html")
    while True:
        page = _page(site, place)
        yield place, page
        if place == f"{home}{MESSAGES}/index.html":
            for name in dict.fromkeys(area.page for area in Area):
                part = f"{home}{name}/index.html"
                yield part, _page(site, part)
        following = page.select_one(_NEXT)
        if following is None:
            return
        file = (site / place).parent / value(following, "href") / "index.html"
        place = file.resolve().relative_to(site.resolve()).as_posix()


def _page(site: Path, place: str) -> BeautifulSoup:
    return BeautifulSoup((site / place).read_text(encoding="utf-8"), "html.parser", multi_valued_attributes=None)


def _chapter(place: str, page: BeautifulSoup) -> Chapter:
    article = page.select_one("article")
    assert article is not None, "the strict build refuses a page without one"
    for tag in article.select(_SCREEN):
        tag.decompose()
    ids = frozenset(value(tag, "id") for tag in article.select("[id]"))
    heading = article.select_one("h1")
    title = heading.get_text().strip() if heading else ""
    return Chapter(place, Place(Path(place).parent.name, ids), title, article)


def _fit_commands(chapter: Chapter) -> None:
    """Tell the style how long the longest line of each command is: none may be broken, for it would be another one."""
    for block in chapter.article.select(".kg-command"):
        command = value(block, "data-copy")
        longest = max(1, *map(len, command.split("\n")))
        if longest > LONGEST:
            raise NotSo(
                f"{chapter.place}: a line of a command has {longest} signs, and on paper {LONGEST} fit: break it with "
                f"a backslash: {command}"
            )
        block["style"] = f"--signs: {longest}"
        for code in block.select("code"):
            # Without colours: each line is one piece of text, which is copied in one piece
            code.string = command
    for code in chapter.article.select("code"):
        if code.find_parent("pre") is None and len(code.get_text()) <= _SHORT:
            code["class"] = "short"


def _name(chapter: Chapter) -> None:
    """Give each place a name that no other chapter has; take away what tells a screen, or a script, what to do."""
    for tag in [chapter.article, *chapter.article.find_all(True)]:
        for name, text in list(tag.attrs.items()):
            if _ON_SCREEN.fullmatch(name) and tag.name != "svg":
                del tag[name]
            elif name == "id":
                tag[name] = chapter.name.named(str(text))
            elif name == "aria-labelledby":
                tag[name] = " ".join(map(chapter.name.named, str(text).split()))
            elif "url(#" in str(text):
                tag[name] = _OF_A_PICTURE.sub(f"url(#{chapter.name.named('')}", str(text))
    chapter.article.attrs = {"id": chapter.name.key}


def _link(chapter: Chapter, links: Links) -> None:
    for tag in chapter.article.select("a[href]"):
        url = links.moved(value(tag, "href"), chapter.place)
        if url is None or tag.select_one("img"):
            tag.unwrap()
        else:
            tag["href"] = url
            if url.partition("://")[2].rstrip("/") == tag.get_text().strip().rstrip("/"):
                # On paper the address is written out behind a link, where it does not stand there anyway
                tag["class"] = "address"


def _show(chapter: Chapter, site: Path) -> None:
    """Give each picture the address of its file."""
    for tag in chapter.article.select("img[src]"):
        tag["src"] = ((site / chapter.place).parent / value(tag, "src")).resolve().as_uri()
