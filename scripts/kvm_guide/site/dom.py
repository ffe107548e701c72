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


class Tag:
    """An element. attrs: its attributes, in their order; children: elements and texts, no comments."""

    __slots__ = ("_known", "_node", "attrs", "children", "name", "parent")

    def __init__(self, node: LexborNode, parent: "Tag | None", known: dict[int, "Tag"]) -> None:
        self.name = str(node.tag)
        self.parent = parent
        self.attrs: dict[str, str] = {name: value or "" for name, value in node.attributes.items()}
        self.children: list[Tag | Text] = []
        self._node = node
        self._known = known
        known[node.mem_id] = self

    @property
    def html(self) -> str:
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

    def tags(self) -> Iterator["Tag"]:
        """The elements in it, in their order."""
        for child in self.children:
            if isinstance(child, Tag):
                yield child
                yield from child.tags()

    def texts(self) -> Iterator[Text]:
        """The texts in it, in their order."""
        for child in self.children:
            if isinstance(child, Text):
                yield child
            else:
                yield from child.texts()

    def get_text(self, between: str = "") -> str:
        """What it says, its pieces with `between` between them; no script and no style, unless it is one."""
        return between.join(self._said())

    def _said(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, Text):
                yield child
            elif child.name not in _APART:
                yield from child._said()

    def find_all(
        self, wanted: Wanted = True, /, *, recursive: bool = True, attrs: Mapping[str, str | bool] | None = None
    ) -> list["Tag"]:
        """The elements in it that are `wanted` and have `attrs`: with that value, or (True) with any.

        recursive: those in its children, too.
        """
        chosen = _test(wanted)
        asked = dict(attrs or {})
        inside = self.tags() if recursive else (child for child in self.children if isinstance(child, Tag))
        return [tag for tag in inside if chosen(tag) and all(_has(tag, *one) for one in asked.items())]

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
        return [self._known[node.mem_id] for node in self._node.css(selector)]


def parse(html: str) -> Tag:
    """The root element of the page `html`."""
    found = LexborHTMLParser(html).root
    assert found is not None, "an HTML parser always makes a root"
    known = dict[int, Tag]()
    root = Tag(found, None, known)
    open_ = [root]
    while open_:
        tag = open_.pop()
        for node in tag._node.iter(include_text=True):
            if node.is_element_node:
                child = Tag(node, tag, known)
                tag.children.append(child)
                open_.append(child)
            elif node.tag == _TEXT:
                text = Text(node.text_content or "")
                text.parent = tag
                tag.children.append(text)
    return root


def _test(wanted: Wanted) -> Callable[[Tag], bool]:
    if callable(wanted):
        return wanted
    if isinstance(wanted, bool):
        return lambda _: True
    names = {wanted} if isinstance(wanted, str) else set(wanted)
    return lambda tag: tag.name in names


def _has(tag: Tag, name: str, value: str | bool) -> bool:
    return name in tag.attrs if isinstance(value, bool) else tag.attrs.get(name) == value
