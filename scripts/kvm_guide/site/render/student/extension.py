"""Puts what a lesson's first step writes for its whole page where it belongs: a Markdown extension.

The lesson's head goes below the page's title, the recorded session before the questions.
"""

import re
from typing import Final

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor

MARK: Final = "<!--kg-lesson-->"
"""Stands before the head and behind it."""
SESSION: Final = "<!--kg-session-->"
"""Stands before the recorded session and behind it."""
_TITLE: Final = "</h1>"
_QUESTIONS: Final = re.compile(r'<h2(?=(?:(?!<h2).)*class="kg-questions")', re.DOTALL)
"""The heading under which the questions are."""
# After what fences made has come to its places
_PRIORITY: Final = 5


class _Placed(Postprocessor):
    def run(self, text: str) -> str:
        rest, head = _taken(text, MARK)
        rest = rest.replace(_TITLE, _TITLE + head, 1)
        rest, session = _taken(rest, SESSION)
        if not session:
            return rest
        questions = _QUESTIONS.search(rest)
        place = questions.start() if questions else len(rest)
        return f"{rest[:place]}{session}\n{rest[place:]}"


def _taken(text: str, mark: str) -> tuple[str, str]:
    """`text` without what stands between two of `mark`, and that."""
    parts = text.split(mark)
    if len(parts) != 3:
        return text, ""
    before, taken, after = parts
    return before + after, taken


class HeadExtension(Extension):
    """The extension, as settings name it: `kvm_guide.site.render.student.extension`."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Let `md` place the head and the session."""
        md.postprocessors.register(_Placed(md), "kg-lesson", _PRIORITY)


def makeExtension(**settings: object) -> HeadExtension:  # noqa: N802 - Python-Markdown looks for this name
    """What Python-Markdown asks this module for."""
    return HeadExtension(**settings)
