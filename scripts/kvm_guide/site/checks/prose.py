"""A page's article as a list of blocks in order, each with what stands in its text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from kvm_guide.site.dom import Tag, Text
from kvm_guide.site.parsed import Parsed, classes, made_by, value

_HEADING: Final = re.compile(r"h[1-6]\Z")
_LISTS: Final = {"ul": "a bulleted list", "ol": "a numbered list", "dl": "a list of definitions"}
_TEXTS: Final = {
    "p": "a paragraph",
    "li": "a list's item",
    "dt": "a term",
    "dd": "a definition",
    "summary": "a folded part's name",
    "figcaption": "a caption",
}
_HOLDING: Final = ("div", "figure", "details", "blockquote", "section", "dl", "ul", "ol", "table", "thead", "tbody")
_NESTED: Final = frozenset({*_HOLDING, "p", "pre", "svg"})
# What a page's first step brings, so that the step is told of, and not it.
_WITH_A_STEP: Final = frozenset({"kg-lesson", "kg-session"})
# Classes that the extensions add by themselves.
_PLAIN: Final = frozenset({"admonition", "highlight"})


@dataclass(frozen=True)
class Block:
    """A piece of a page. kind: what it is, for messages; name: what else must be the same in both languages; near: the
    id of the heading above it; made: no author wrote it. tag: its element.
    """

    kind: str
    name: str
    near: str
    tag: Tag
    is_text: bool = False
    made: bool = False

    def same_kind(self, other: "Block") -> bool:
        """Whether `other` is as much as this one."""
        return (self.kind, self.name) == (other.kind, other.name)

    @cached_property
    def pieces(self) -> tuple[Tag | Text, ...]:
        """Its elements and strings in order, without those of the blocks inside it."""
        return tuple(_pieces(self.tag)) if self.is_text else ()

    @property
    def is_plain(self) -> bool:
        """Whether it holds no element."""
        return not self._inside

    def inside(self, name: str) -> list[Tag]:
        """Its elements called `name`."""
        return self._inside.get(name, [])

    @cached_property
    def _inside(self) -> dict[str, list[Tag]]:
        """Its elements, by their names."""
        found = dict[str, list[Tag]]()
        for piece in self.pieces:
            if isinstance(piece, Tag):
                found.setdefault(piece.name, []).append(piece)
        return found

    def standing_in(self, *names: str) -> frozenset[int]:
        """The `id` of each of its texts that stands in an element called by one of `names`."""
        return frozenset(id(text) for name in names for tag in self.inside(name) for text in tag.texts())

    def codes(self) -> list[str]:
        """What it shows as code, white space as one space."""
        return [squeezed(tag.get_text()) for tag in self.inside("code")]

    def text(self, *, code: bool = True) -> str:
        """What it says; without `code`, each piece of code is a single `…`."""
        return self._whole if code else self._without_code

    @cached_property
    def _whole(self) -> str:
        return self._text(code=True)

    @cached_property
    def _without_code(self) -> str:
        return self._text(code=False)

    def _text(self, *, code: bool) -> str:
        said = list[str]()
        quoted = frozenset[int]() if code else self.standing_in("code", "kbd")
        for piece in self.pieces:
            if isinstance(piece, Text):
                if id(piece) not in quoted:
                    said.append(piece)
            elif piece.name == "br":
                said.append(" ")
            elif piece.name == "code" and not code:
                said.append(" … ")
        return squeezed("".join(said))

    def place(self) -> str:
        """Where on its page it stands."""
        return f"under {{#{self.near}}}" if self.near else "at the top"

    def beginning(self) -> str:
        """How it begins, to find it by."""
        text = self.text() or squeezed(self.tag.get_text(" "))
        return f"{text[:57]}…" if len(text) > 58 else text


def words(text: str) -> frozenset[str]:
    """The words of `text`, as a set."""
    return frozenset(text.split())


def squeezed(text: str) -> str:
    """`text` with every white space as one space."""
    return " ".join(text.split())


def blocks(page: Parsed) -> list[Block]:
    """The blocks of the article of `page`, in order."""
    walk = _Walk()
    if page.article:
        walk.through(page.article)
    return walk.found


class _Walk:
    def __init__(self) -> None:
        self.found: list[Block] = []
        self.near = ""

    def through(self, tag: Tag) -> None:
        for child in tag.children:
            if isinstance(child, Tag):
                self._take(child)

    def _take(self, tag: Tag) -> None:
        made = made_by(tag)
        if made in _WITH_A_STEP:
            return
        if made:
            self._add("what a fence makes", "a summary" if made.startswith("kg-") else made, tag, made=True)
        elif _HEADING.match(tag.name):
            self.near = value(tag, "id")
            self._add("a heading", f"{tag.name} {self.near}", tag, is_text=True)
        elif tag.name in _TEXTS:
            kind = "a box's title" if "admonition-title" in classes(tag) else _TEXTS[tag.name]
            self._add(kind, "", tag, is_text=True)
            self.through(tag)
        elif tag.name in ("td", "th"):
            self._add("a cell", tag.name, tag, is_text=True)
            self.through(tag)
        elif tag.name in _LISTS:
            self._add(_LISTS[tag.name], "", tag)
            self.through(tag)
        elif tag.name == "tr":
            self._add("a row", f"of {len(tag.find_all(['td', 'th'], recursive=False))} cells", tag)
            self.through(tag)
        elif tag.name == "svg":
            self._add("a drawing", f"of {len(tag.find_all(True))} elements", tag)
        elif tag.name in _HOLDING or tag.name == "pre":
            self._hold(tag)
        elif "headerlink" not in classes(tag) and not any(name.startswith("md-") for name in classes(tag)):
            self._loose(tag)

    def _hold(self, tag: Tag) -> None:
        own = sorted(classes(tag) - _PLAIN)
        if any(name.startswith("md-") for name in own):
            return
        boxed = "admonition" in classes(tag) or tag.name == "details"
        if boxed or tag.name in ("figure", "table", "blockquote", "pre") or own:
            self._add("a box" if boxed else f"an element {tag.name}", " ".join(own), tag)
        self.through(tag)

    def _loose(self, tag: Tag) -> None:
        # What stands in a text is its own; on its own in a container it is a block
        if tag.name in ("hr", "img") and tag.parent and tag.parent.name in (*_HOLDING, "article"):
            self._add(f"an element {tag.name}", "", tag)

    def _add(self, kind: str, name: str, tag: Tag, *, is_text: bool = False, made: bool = False) -> None:
        self.found.append(Block(kind, name, self.near, tag, is_text, made))


def _pieces(tag: Tag) -> Iterator[Tag | Text]:
    for child in tag.children:
        if isinstance(child, Tag):
            if child.name in _NESTED or made_by(child) or "headerlink" in classes(child):
                continue
            yield child
            yield from _pieces(child)
        elif isinstance(child, Text):
            yield child
