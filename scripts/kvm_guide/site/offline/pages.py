"""A page of the site as one in a folder: each address names a file, and its scripts are the one that works there."""

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final

from kvm_guide.site.addresses import target

INDEX: Final = "index.html"
SCRIPT: Final = "assets/js/offline.js"
_OWN: Final = "assets/js/"
# Links that are of no use where what they lead to does not come along.
_HIDDEN: Final = frozenset({"data-kg-language", "data-kg-share"})
_ADDRESS: Final = re.compile(r'(\s(?:href|src|srcset|data-kg-session)=")([^"]*)"')


@dataclass(frozen=True)
class Places:
    """members: of each file that comes along, its place on the site and the one in the folder; site: the address where
    everything else is, or ""."""

    members: Mapping[str, str]
    site: str

    def moved(self, url: str, page: str) -> str | None:
        """The address `url` on the site's page `page` as it is in the folder; None where it would lead nowhere."""
        leads = target(url, page)
        if leads is None or leads.path == page:
            return url
        for name in leads.files:
            if name in self.members:
                here = posixpath.dirname(self.members[page])
                return posixpath.relpath(self.members[name], here or ".") + leads.rest
        return leads.at(self.site) if self.site else None


def offline(html: str, page: str, places: Places) -> str:
    """The site's page `page`, whose text is `html`, as it is in the folder."""
    found = _Tags(html)
    own = [
        path for tag, attributes in found.tags.values() if _starts(tag, attributes) and (path := _own(attributes, page))
    ]
    started = " ".join(places.members[path] for path in own)
    here = posixpath.dirname(places.members[page]) or "."
    script = f'<script src="{posixpath.relpath(SCRIPT, here)}" defer data-start="{started}">'

    def changed(raw: str, tag: str, attributes: Mapping[str, str]) -> str:
        if _starts(tag, attributes):
            path = _own(attributes, page)
            if path:
                return f"{script}</script>" if path == own[0] else ""
            return f'<script src="{places.moved(attributes["href"], page)}" defer></script>'
        for name in _HIDDEN & attributes.keys():
            if places.moved(attributes.get("href", ""), page) is None:
                return f"<a hidden {name}>"
        if "data-kg-search" in attributes:
            raw = raw.replace(" data-kg-search", f' data-kg-search data-index="{INDEX}"', 1)
        return _ADDRESS.sub(lambda one: _put(one, places.moved(one[2].replace("&amp;", "&"), page)), raw)

    return found.changed(changed)


def _put(found: re.Match[str], url: str | None) -> str:
    return "" if url is None else f'{found[1]}{url.replace("&", "&amp;")}"'


def _starts(tag: str, attributes: Mapping[str, str]) -> bool:
    """Whether the tag names a script that the page on the site starts once it is seen (start.html)."""
    return tag == "link" and attributes.get("rel") in ("preload", "modulepreload")


def _own(attributes: Mapping[str, str], page: str) -> str:
    """The site's path of the guide's own script that the tag names, or ""."""
    source = attributes["href"]
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page), source)).removeprefix("./")
    return path if source and f"/{_OWN}" in f"/{path}" else ""


class _Tags(HTMLParser):
    """The start tags of a page, by where they begin: all but them stays as it is, to the letter."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self._html = html
        self._lines = [0]
        for line in html.split("\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)
        self._raw = dict[int, str]()
        self.tags = dict[int, tuple[str, dict[str, str]]]()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line, column = self.getpos()
        at = self._lines[line - 1] + column
        self._raw[at] = self.get_starttag_text() or ""
        self.tags[at] = tag, {name: text or "" for name, text in attrs}

    def changed(self, change: Callable[[str, str, Mapping[str, str]], str]) -> str:
        """The page with each start tag as `change` gives it, from its text, name and attributes."""
        parts, end = list[str](), 0
        for at, raw in self._raw.items():
            parts += [self._html[end:at], change(raw, *self.tags[at])]
            end = at + len(raw)
        return "".join([*parts, self._html[end:]])
