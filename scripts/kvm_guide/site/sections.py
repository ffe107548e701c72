"""The sections of a built page as the search is given them: what stands below each heading, each step, each trouble."""

import re
from dataclasses import dataclass, field
from typing import Final

from kvm_guide.site.dom import Tag

_HEADING: Final = re.compile(r"h[1-6]\Z")
_INLINE: Final = re.compile("a|abbr|b|button|code|del|em|i|ins|kbd|mark|q|s|samp|small|span|strong|su[bp]|time|var|wbr")
# What is written so often that an attribute on each would be felt; all else that is not read has `data-search-exclude`
_UNREAD_CLASSES: Final = frozenset(
    """
    headerlink md-content__button kg-updated kg-anchor kg-place kg-note kg-proof kg-effects kg-silent kg-details
    kg-picture kg-own kg-fact-sign kg-undo-name kg-undo-proof
    """.split()  # noqa: SIM905 - one a line would be a page
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


def read(page: Tag) -> list[Section]:
    """The sections of `page`, in its order. A step is one, and stands in its heading's as well."""
    reader = _Reader()
    for article in page.find_all("article"):
        reader.element(article)
    return reader.sections


class _Reader:
    """inside: the step or the trouble that is being read; title: the section whose title is."""

    def __init__(self) -> None:
        self.sections: list[Section] = []
        self._heading: Section | None = None

    def element(self, tag: Tag, inside: Section | None = None, title: Section | None = None) -> None:
        """Read `tag`, which stands in `inside`; what it says is of `title`."""
        self._part(tag, inside, title)
        inner, inner_title = inside, title
        kind = "step" if tag.has_attr("data-step") else "trouble" if tag.has_attr("data-trouble") else ""
        classes = set(tag.attrs.get("class", "").split())
        if kind and tag.attrs.get("id"):
            inner = Section(tag.attrs["id"], kind)
            self.sections.append(inner)
        elif _HEADING.match(tag.name) and inside is not None:
            inner_title = inside if inside.kind == "trouble" and not inside.titles else title
        elif _HEADING.match(tag.name) and tag.attrs.get("id"):
            self._heading = inner_title = Section(tag.attrs["id"], "heading")
            self.sections.append(inner_title)
        elif "kg-title" in classes:
            inner_title = inside
        if not ("data-search-exclude" in tag.attrs or tag.name in ("script", "style") or classes & _UNREAD_CLASSES):
            for child in tag.children:
                if isinstance(child, Tag):
                    self.element(child, inner, inner_title)
                else:
                    self._said(child, inner, inner_title)
        self._part(tag, inside, title)

    def _said(self, text: str, inside: Section | None, title: Section | None) -> None:
        if title is not None:
            title.titles.append(text)
        elif inside is not None:
            inside.texts.append(text)
        if self._heading not in (None, title) and self._heading and (inside is None or inside.kind == "step"):
            self._heading.texts.append(text)

    def _part(self, tag: Tag, inside: Section | None, title: Section | None) -> None:
        """Keep the words of two blocks apart; those of one block may be cut by markup anywhere."""
        if not _INLINE.fullmatch(tag.name):
            self._said(" ", inside, title)
