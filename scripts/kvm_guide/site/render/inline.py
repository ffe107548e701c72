"""A sentence of the project's own data as HTML: `code`, **bold**, *emphasis* and links, as on a page."""

import re
from functools import lru_cache
from typing import Final

import markdown
from markupsafe import Markup

from kvm_guide.site.render.places import page_url

_PARAGRAPH: Final = re.compile(r"<p>(.*)</p>", re.DOTALL)
_PAGE: Final = re.compile(r"\]\((?P<page>[\w-]+)\.md(?P<anchor>#[\w-]+)?\)")
_TAG: Final = re.compile(r"<[^>]*>")


@lru_cache(maxsize=4096)
def inline(text: str) -> Markup:
    """`text`, one paragraph of Markdown, as what stands inside a paragraph. Raises ValueError where it is more.

    Links to pages (`[chapter 4](requisitos.md#cpu)`) lead from a page in some language to one in the same.
    """
    linked = _PAGE.sub(lambda found: f"]({page_url(found['page'])}/{found['anchor'] or ''})", text)
    whole = _PARAGRAPH.fullmatch(markdown.markdown(linked))
    if whole is None or "<p>" in whole[1]:
        raise ValueError(f"{text!r} is not one paragraph: write a sentence or two, and no list")
    return Markup(whole[1])


def plain(text: str) -> str:
    """`text` as it is read, without its marks."""
    return Markup(_TAG.sub("", inline(text))).unescape()
