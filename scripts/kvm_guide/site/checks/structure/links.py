"""Links: to pages of the reader's language, by a safe way, with words that say where they lead; and no text twice."""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from kvm_guide.site.checks.built import Built, language_of, page_name, source_of
from kvm_guide.site.checks.prose import Block, squeezed
from kvm_guide.site.checks.text.shape import target
from kvm_guide.site.dom import Tag
from kvm_guide.site.parsed import Parsed, made_by, value

_EMPTY_WORDS: Final = frozenset(
    {
        *("aquí", "este enlace", "enlace", "haz clic aquí", "pulsa aquí", "más", "leer más", "esto", "este", "página"),
        *("here", "this link", "link", "click here", "more", "read more", "this", "page", "see", "ver"),
    }
)
_LONG: Final = 40
GLOSSARY: Final = "glosario"


def problems(built: Built) -> Iterator[str]:
    """What is wrong with the links of the pages' articles, and which texts stand there twice."""
    for path, page in built.pages.items():
        if page.article:
            for tag in page.article.find_all("a"):
                if not any(made_by(around) for around in tag.parents) and "md-" not in value(tag, "class"):
                    yield from _link(tag, page)
            yield from _twice(source_of(path), built.written[path])
    for here, there in built.pairs():
        if page_name(here.path) == GLOSSARY:
            yield from _glossary(built.written[here.path], built.written[there.path])


def _link(tag: Tag, page: Parsed) -> Iterator[str]:
    source, url, text = source_of(page.path), value(tag, "href"), squeezed(tag.get_text())
    parts = urlsplit(url)
    if not tag.has_attr("href"):
        if not tag.has_attr("id"):
            yield f"{source}: a link leads nowhere at all (“{text}”): give it an address"
        return
    if not url or (parts.scheme and parts.scheme not in ("https", "mailto")):
        yield f"{source}: the link “{text}” has the address {url!r}: use one with https://"
    if parts.scheme == "https" and not re.fullmatch(r"[\w-]+(?:\.[\w-]+)+", parts.netloc):
        yield f"{source}: the link “{text}” has the address {url!r}, which names no host: correct it"
    if not text and not tag.find("img", attrs={"alt": True}):
        yield f"{source}: the link to {url} has no words: say where it leads"
    elif text.strip(" .…").lower() in _EMPTY_WORDS:
        yield f"{source}: the link to {url} says {text!r}: say where it leads, for it is read out alone"
    if not parts.scheme and not parts.netloc and parts.path:
        whole = target(url, page.path, keep_language=True)
        if _is_page(whole) and language_of(whole[1:]) != language_of(page.path) and not tag.has_attr("hreflang"):
            yield f"{source}: the link “{text}” ({url}) leads to the other language: link to the page of this one"


def _is_page(whole: str) -> bool:
    return "." not in whole.partition("#")[0].rstrip("/").rpartition("/")[2]


def _twice(source: str, written: list[Block]) -> Iterator[str]:
    seen = dict[str, Block]()
    for block in written:
        text = block.text() if block.kind in ("a paragraph", "a list's item", "a box's title") else ""
        if len(text) >= _LONG and text in seen:
            yield f"{source}: “{block.beginning()}” stands {seen[text].place()} and again {block.place()}: keep one"
        seen[text] = block


def _glossary(ours: list[Block], theirs: list[Block]) -> Iterator[str]:
    terms = [[block for block in side if block.kind == "a term"] for side in (ours, theirs)]
    for one, other in zip(*terms, strict=False):
        if _head(one) == _head(other):
            continue
        for block, its_other in ((one, other), (other, one)):
            for name in (squeezed(tag.get_text()) for tag in block.inside("em")):
                if name.lower() not in its_other.text().lower():
                    yield (
                        f"docs/es/{GLOSSARY}.md and docs/en/{GLOSSARY}.md: the term “{block.text()}” gives {name!r} as "
                        f"the other language's word, and that one has “{its_other.text()}”: make them agree"
                    )


def _head(term: Block) -> str:
    # An abbreviation is the same in both languages, and each says in its own what it stands for
    return re.split(r"[,(]", term.text())[0].strip().lower()
