"""Scripts: the project's own and vendored ones only; ours have no words of their own, and ask no other host."""

import re
from collections.abc import Iterator
from typing import Final

from kvm_guide.site.checks.built import NOT_FOUND, Built, source_of
from kvm_guide.site.checks.structure.vendored import vendored
from kvm_guide.site.dom import Tag
from kvm_guide.site.parsed import Parsed, value

# `//host` in a string, or an address with a scheme; the name space of SVG is no address that is fetched.
_ADDRESS: Final = re.compile(r"""(?:https?|wss?|ftp):(?:\\?/){2}[\w\[]|["'`](?:\\?/){2}[\w\[]""")
_NO_ADDRESS: Final = re.compile(r"http://www\.w3\.org/[\w/]+")
_WAYS_OUT: Final = re.compile(
    r"\b(?:navigator\.sendBeacon|new\s+WebSocket|new\s+EventSource|importScripts\s*\(\s*[\"'`]https?:|"
    r"document\.write|eval\s*\(|new\s+Function\s*\()"
)
_COMMENT: Final = re.compile(r"/\*.*?\*/|(?<![:\"'`\\])//[^\n]*", re.DOTALL)
_STRING: Final = re.compile(r""""(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`""")
# Words that a reader would see: two of them in a row that no selector, class list or path has.
_WORDS: Final = re.compile(r"\A[\"'`]\s*[A-ZÁÉÍÓÚÑ¿¡][^\W\d_]*[,:]?\s+[^\W\d_]{2,}(?![\w=\[.#>-])|[áéíóúñ¿¡]")
_DATA: Final = frozenset({"application/json", "application/ld+json"})


def problems(built: Built) -> Iterator[str]:
    """What is wrong with the scripts of the site's pages, and with the project's own script files."""
    for path, page in built.pages.items():
        if path != NOT_FOUND:
            yield from _page(source_of(path), page)
    for file in sorted((built.docs / "assets").rglob("*.js")):
        if vendored(built.docs, file):
            continue
        name = f"docs/{file.relative_to(built.docs).as_posix()}"
        yield from _script(name, file.read_text(encoding="utf-8"))


def _page(source: str, page: Parsed) -> Iterator[str]:
    for name, tags in page.having.items():
        if name.startswith("on"):
            for tag in tags:
                yield f"{source}: <{tag.name}> has a script in its attribute {name}: do it in docs/assets/js/guide.js"
    for tag in page.soup.find_all("script"):
        if value(tag, "type") not in _DATA and not tag.has_attr("src"):
            yield from _address(f"{source}: a script on the page", tag.get_text())
    for tag in page.having.get("http-equiv", []):
        if value(tag, "http-equiv").lower() == "refresh":
            yield f"{source}: the page sends its reader elsewhere by itself (http-equiv=refresh): remove that"
    for tag in page.article.find_all("script") if page.article else []:
        yield f"{source}: a script stands in the text ({_shown(tag)}): put it below docs/assets/js"


def _shown(tag: Tag) -> str:
    return value(tag, "src") or " ".join(tag.get_text().split())[:50]


def _script(name: str, text: str) -> Iterator[str]:
    code = _COMMENT.sub("", text)
    yield from _address(name, code)
    for found in _STRING.findall(code):
        if _WORDS.search(found):
            yield (
                f"{name}: it has words of its own ({found[:60]}): write them on the page, in its language, as a data "
                "attribute that the script reads"
            )


def _address(name: str, code: str) -> Iterator[str]:
    found = _ADDRESS.search(_NO_ADDRESS.sub("", code))
    if found:
        start = found.start()
        yield f"{name} has the address of another host ({code[start : start + 60]!r}): no request leaves the site's own"
    way = _WAYS_OUT.search(code)
    if way:
        yield f"{name} uses {way[0]!r}, which can ask any host or run any text: do without it"
