"""A page as a tree of plain objects, as a browser reads it: quick to make, and to walk many times over."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

_TEXT: Final = "-text"
# What stands in these is no text of what is around them
_APART: Final = frozenset({"script", "style", "template"})
Wanted = bool | str | Iterable[str] | Callable[["Tag"], bool]
"""Which elements: all (True), those of a name or of one of some names, or those of which a function says so."""


class Text(str):
    """A piece of text, and the element in which it stands."""

    __slots__ = ("parent",)
    parent: "Tag"

    @property
    def parents(self) -> Iterator["Tag"]:
        """The element in which it stands, and all around that, to the outermost."""
        yield self.parent
        yield from self.parent.parents


class _Page:
    """All elements and texts of a page, in their order, and the elements by the parser's own."""

    def __init__(self) -> None:
        self.tags: list[Tag] = []
        self.texts: list[Text] = []
        self.known: dict[int, Tag] = {}


class Tag:
    """An element. attrs: its attributes, in their order; children: elements and texts, no comments."""

    __slots__ = ("_node", "_page", "_tags", "_texts", "attrs", "children", "name", "parent")

    def __init__(self, node: LexborNode, parent: "Tag | None", page: _Page) -> None:
        self.name = str(node.tag)
        self.parent = parent
        self.attrs: dict[str, str] = {name: value or "" for name, value in node.attributes.items()}
        self.children: list[Tag | Text] = []
        self._node = node
        self._page = page
        page.known[node.mem_id] = self
        page.tags.append(self)
        first = len(page.tags), len(page.texts)
        for inside in node.iter(include_text=True):
            if inside.is_element_node:
                self.children.append(Tag(inside, self, page))
            elif inside.tag == _TEXT:
                text = Text(inside.text_content or "")
                text.parent = self
                self.children.append(text)
                page.texts.append(text)
        # Where those in it are among all
        self._tags = slice(first[0], len(page.tags))
        self._texts = slice(first[1], len(page.texts))

    def __str__(self) -> str:
        """It, as HTML."""
        return self._node.html or ""

    @property
    def parents(self) -> Iterator["Tag"]:
        """All elements around it, to the outermost."""
        tag = self.parent
        while tag is not None:
            yield tag
            tag = tag.parent

    def has_attr(self, name: str) -> bool:
        """Whether it has the attribute `name`."""
        return name in self.attrs

    def get(self, name: str) -> str | None:
        """Its attribute `name`."""
        return self.attrs.get(name)

    def tags(self) -> list["Tag"]:
        """The elements in it, in their order."""
        return self._page.tags[self._tags]

    def texts(self) -> list[Text]:
        """The texts in it, in their order."""
        return self._page.texts[self._texts]

    def get_text(self, between: str = "") -> str:
        """What it says, its pieces with `between` between them; no script and no style, unless it is one."""
        return between.join(text for text in self.texts() if text.parent is self or text.parent.name not in _APART)

    def find_all(
        self, wanted: Wanted = True, /, *, recursive: bool = True, attrs: Mapping[str, str | bool] | None = None
    ) -> list["Tag"]:
        """The elements in it that are `wanted` and have `attrs`: with that value, or (True) with any.

        recursive: those in its children, too.
        """
        asked = dict(attrs or {})
        inside = self.tags() if recursive else [child for child in self.children if isinstance(child, Tag)]
        found = _chosen(inside, wanted)
        return [tag for tag in found if all(_has(tag, *one) for one in asked.items())] if asked else list(found)

    def find(
        self, wanted: Wanted = True, /, *, recursive: bool = True, attrs: Mapping[str, str | bool] | None = None
    ) -> "Tag | None":
        """The first of `find_all`."""
        return next(iter(self.find_all(wanted, recursive=recursive, attrs=attrs)), None)

    def find_parent(self, name: str | None = None, *, attr: str | None = None) -> "Tag | None":
        """The next element around it that is called `name` and has the attribute `attr`."""
        for tag in self.parents:
            if (name is None or tag.name == name) and (attr is None or attr in tag.attrs):
                return tag
        return None

    def select(self, selector: str) -> list["Tag"]:
        """The elements in it that the CSS `selector` matches."""
        return [self._page.known[node.mem_id] for node in self._node.css(selector)]


def parse(html: str) -> Tag:
    """The root element of the page `html`."""
    root = LexborHTMLParser(html).root
    assert root is not None, "an HTML parser always makes a root"
    return Tag(root, None, _Page())


def _chosen(tags: list[Tag], wanted: Wanted) -> list[Tag]:
    """Those of `tags` that are `wanted`."""
    if isinstance(wanted, bool):
        return tags
    if callable(wanted):
        return [tag for tag in tags if wanted(tag)]
    names = {wanted} if isinstance(wanted, str) else set(wanted)
    return [tag for tag in tags if tag.name in names]


def _has(tag: Tag, name: str, value: str | bool) -> bool:
    return name in tag.attrs if isinstance(value, bool) else tag.attrs.get(name) == value
