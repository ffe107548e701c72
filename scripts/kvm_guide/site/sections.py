"""The sections of a built page as the search is given them: what stands below each heading, each step, each trouble."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

VOID: Final = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_HEADING: Final = re.compile(r"h[1-6]\Z")
_INLINE: Final = re.compile("a|abbr|b|button|code|del|em|i|ins|kbd|mark|q|s|samp|small|span|strong|su[bp]|time|var|wbr")
# What is written so often that an attribute on each would be felt; all else that is not read has `data-search-exclude`
_UNREAD_CLASSES: Final = frozenset(
    [
        *("headerlink", "md-content__button", "kg-updated"),
        *(
            "kg-anchor",
            "kg-place",
            "kg-note",
            "kg-proof",
            "kg-effects",
            "kg-silent",
            "kg-details",
            "kg-picture",
            "kg-own",
        ),
        *("kg-fact-sign", "kg-undo-name", "kg-undo-proof"),
    ]
)


@dataclass
class Section:
    """What one hit leads to. id: its anchor; kind: `heading`, `step` or `trouble`."""

    id: str
    kind: str
    titles: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        """What a reader is shown of it first."""
        return " ".join("".join(self.titles).split()) or self.id

    @property
    def text(self) -> str:
        """What stands in it, in one line."""
        return " ".join("".join(self.texts).split())


def read(html: str) -> list[Section]:
    """The sections of the page `html`, in its order. A step is one, and stands in its heading's as well."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.sections


@dataclass(frozen=True)
class _Open:
    """An element that is not closed yet. section: it began one; title: its text is that section's title."""

    tag: str
    unread: bool = False
    section: Section | None = None
    title: Section | None = None


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.sections: list[Section] = []
        self._open: list[_Open] = []
        self._heading: Section | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._part(tag)
        if tag in VOID or not (self._open or tag == "article"):
            return
        given = {name: value or "" for name, value in attrs}
        classes = set(given.get("class", "").split())
        unread = "data-search-exclude" in given or tag in ("script", "style") or bool(classes & _UNREAD_CLASSES)
        inside = self._inside()
        section = title = None
        kind = "step" if "data-step" in given else "trouble" if "data-trouble" in given else ""
        if given.get("id") and kind:
            section = Section(given["id"], kind)
            self.sections.append(section)
        elif _HEADING.match(tag) and inside is not None:
            title = inside if inside.kind == "trouble" and not inside.titles else None
        elif _HEADING.match(tag) and given.get("id"):
            self._heading = title = Section(given["id"], "heading")
            self.sections.append(title)
        elif "kg-title" in classes:
            title = inside
        self._open.append(_Open(tag, unread, section, title))

    def handle_endtag(self, tag: str) -> None:
        if tag not in (element.tag for element in self._open):
            return
        self._part(tag)
        while self._open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self._open or any(element.unread for element in self._open):
            return
        title = next((element.title for element in self._open if element.title), None)
        inside = self._inside()
        if title is not None:
            title.titles.append(data)
        elif inside is not None:
            inside.texts.append(data)
        if self._heading not in (None, title) and self._heading and (inside is None or inside.kind == "step"):
            self._heading.texts.append(data)

    def _inside(self) -> Section | None:
        return next((element.section for element in self._open if element.section), None)

    def _part(self, tag: str) -> None:
        """Keep the words of two blocks apart; those of one block may be cut by markup anywhere."""
        if not _INLINE.fullmatch(tag):
            self.handle_data(" ")
