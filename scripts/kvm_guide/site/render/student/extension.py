"""Puts the head of a lesson, which its first step writes, below the page's title: a Markdown extension."""

from typing import Final

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor

MARK: Final = "<!--kg-lesson-->"
"""Stands before the head and behind it."""
_TITLE: Final = "</h1>"
# After what fences made has come to its places
_PRIORITY: Final = 5


class _Head(Postprocessor):
    def run(self, text: str) -> str:
        parts = text.split(MARK)
        if len(parts) != 3:
            return text
        before, head, after = parts
        return (before + after).replace(_TITLE, _TITLE + head, 1)


class HeadExtension(Extension):
    """The extension, as settings name it: `kvm_guide.site.render.student.extension`."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Let `md` place the head."""
        md.postprocessors.register(_Head(md), "kg-lesson", _PRIORITY)


def makeExtension(**settings: object) -> HeadExtension:  # noqa: N802 - Python-Markdown looks for this name
    """What Python-Markdown asks this module for."""
    return HeadExtension(**settings)
