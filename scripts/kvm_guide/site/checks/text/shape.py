"""Both languages say equally much: the same blocks in the same order, and in each as many links, codes and numbers."""

import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final
from urllib.parse import urlsplit

from kvm_guide.site.checks.built import Built, source_of
from kvm_guide.site.checks.listed import Listed, ListedEntry
from kvm_guide.site.checks.prose import Block
from kvm_guide.site.parsed import Parsed, value

FILE: Final = "translated-code.toml"
_NUMBER: Final = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*")
_LANGUAGE_IN_ADDRESS: Final = re.compile(r"(?<=[/.])(?:deed\.)?(?:es|en)(?:-[a-zA-Z]{2})?(?=[/.]|\Z)")
# In the list, for code that one language alone needs.
_NONE: Final = "–"
# A translation is longer or shorter by so much at most, where it is long enough to tell.
_LONG: Final = 90
_MOST: Final = 1.45
_LEAST: Final = 0.76


def problems(built: Built) -> Iterator[str]:
    """What one language has and the other lacks."""
    listed = Listed.read(built.list_file(FILE), "differs", ("es", "en"))
    for here, there in built.pairs():
        yield from _page(here, there, built, listed)
    yield from listed.unused("no block shows this in Spanish where the other shows that in English")


def _page(here: Parsed, there: Parsed, built: Built, listed: Listed) -> Iterator[str]:
    ours, theirs = _sections(built.written[here.path]), _sections(built.written[there.path])
    # Headings that one language lacks are told elsewhere
    for near in (near for near in ours if near in theirs):
        differences = list(_differences(ours[near], theirs[near], here, there))
        yield from differences
        if not differences:
            for one, other in zip(ours[near], theirs[near], strict=True):
                if one.is_text:
                    yield from _inside(one, other, here, there, listed)


def _sections(blocks: Sequence[Block]) -> dict[str, list[Block]]:
    return {near: list(group) for near, group in groupby(blocks, lambda block: block.near)}


def _differences(ours: list[Block], theirs: list[Block], here: Parsed, there: Parsed) -> Iterator[str]:
    both = f"{source_of(here.path)} and {source_of(there.path)} differ {(ours or theirs)[0].place()}"
    for mine, other in _gaps(_aligned(ours, theirs, here, there)):
        yield (f"{both}: {_named(mine)} in Spanish, {_named(other)} in English: write it in both languages, or in none")


_Pair = tuple[Block | None, Block | None]


def _aligned(ours: list[Block], theirs: list[Block], here: Parsed, there: Parsed) -> list[_Pair]:
    """The blocks of both sides beside each other, as much alike as can be; None beside one that the other lacks."""
    if len(ours) == len(theirs) and all(one.same_kind(other) for one, other in zip(ours, theirs, strict=True)):
        return list(zip(ours, theirs, strict=True))
    signs = [[_sign(block, page.path) for block in side] for side, page in ((ours, here), (theirs, there))]
    # best[i][j]: the most that ours[i:] and theirs[j:] can be alike, and the way there
    best: list[list[tuple[int, list[_Pair]]]] = [[(0, [])] * (len(theirs) + 1) for _ in range(len(ours) + 1)]
    for i in range(len(ours), -1, -1):
        for j in range(len(theirs), -1, -1):
            ways = list[tuple[int, _Pair, tuple[int, int]]]()
            if i < len(ours):
                ways.append((0, (ours[i], None), (i + 1, j)))
            if j < len(theirs):
                ways.append((0, (None, theirs[j]), (i, j + 1)))
            if i < len(ours) and j < len(theirs) and ours[i].same_kind(theirs[j]):
                ways.append((2 + _alike(signs[0][i], signs[1][j]), (ours[i], theirs[j]), (i + 1, j + 1)))
            if ways:
                gain, pair, (a, b) = max(ways, key=lambda way: way[0] + best[way[2][0]][way[2][1]][0])
                best[i][j] = (gain + best[a][b][0], [pair, *best[a][b][1]])
    return best[0][0][1]


def _gaps(pairs: list[_Pair]) -> Iterator[tuple[list[Block], list[Block]]]:
    for alone, group in groupby(pairs, lambda pair: None in pair):
        if alone:
            members = list(group)
            yield [one for one, _ in members if one], [other for _, other in members if other]


_Sign = tuple[int, frozenset[str], frozenset[str], frozenset[str]]


def _sign(block: Block, path: str) -> _Sign:
    text = block.tag.get_text(" ")
    codes = frozenset(code.get_text() for code in block.tag.find_all("code"))
    links = frozenset(target(value(tag, "href"), path) for tag in block.tag.find_all("a", attrs={"href": True}))
    return len(text), codes, links, frozenset(_NUMBER.findall(text))


def _alike(one: _Sign, other: _Sign) -> int:
    near = max(one[0], other[0]) <= 1.4 * min(one[0], other[0]) + 8
    return int(near) + sum(a == b for a, b in zip(one[1:], other[1:], strict=True))


def _named(blocks: Sequence[Block]) -> str:
    if not blocks:
        return "nothing"
    first = blocks[0]
    name = f" {first.name}" if first.name else ""
    more = f" and {len(blocks) - 1} more" if len(blocks) > 1 else ""
    return f"{first.kind}{name} (“{first.beginning()}”){more}"


def _inside(one: Block, other: Block, here: Parsed, there: Parsed, listed: Listed) -> Iterator[str]:
    pairs = [("names the number", _numbers(one), _numbers(other))]
    # Most hold no element at all
    if not (one.is_plain and other.is_plain):
        pairs = [
            ("links to", _links(one, here.path), _links(other, there.path)),
            ("shows as code", *_codes(one, other, listed)),
            ("shows the picture", _pictures(one), _pictures(other)),
            ("holds the element", _marks(one), _marks(other)),
            *pairs,
        ]
    for what, ours, theirs in pairs:
        if ours != theirs:
            extra, other_extra = _said(ours - theirs), _said(theirs - ours)
            yield (
                f"{_place(one, here, there)} {what} {extra} in Spanish and {other_extra} in English: say the same "
                f"in both languages{_cure(what)}"
            )
    lengths = len(one.text()), len(other.text())
    if max(lengths) >= _LONG and not _LEAST <= lengths[0] / max(lengths[1], 1) <= _MOST:
        yield (
            f"{_place(one, here, there)} has {lengths[0]} characters in Spanish and {lengths[1]} in English: "
            "say equally much in both languages"
        )


def _place(one: Block, here: Parsed, there: Parsed) -> str:
    return f"{source_of(here.path)} and {source_of(there.path)}: {one.kind} {one.place()} (“{one.beginning()}”)"


def _said(counted: Counter[str]) -> str:
    return ", ".join(sorted(counted.elements())) or "nothing"


def _cure(what: str) -> str:
    return f", or list the pair in scripts/kvm_guide/site/lists/{FILE}" if what == "shows as code" else ""


def _links(block: Block, path: str) -> Counter[str]:
    return Counter(target(value(tag, "href"), path) for tag in block.inside("a") if tag.has_attr("href"))


def target(url: str, path: str, *, keep_language: bool = False) -> str:
    """Where `url` leads from the built page `path`: the same text for a page and for its translation, unless told."""
    parts = urlsplit(url)
    if parts.scheme or parts.netloc:
        return _LANGUAGE_IN_ADDRESS.sub("", url).rstrip("/.")
    file = posixpath.normpath(posixpath.join("/", posixpath.dirname(path), parts.path)) if parts.path else f"/{path}"
    anchor = f"#{parts.fragment}" if parts.fragment else ""
    if keep_language:
        return f"{file.removesuffix('index.html').rstrip('/')}/{anchor}"
    page = re.sub(r"\A/en(?=/|\Z)", "", file).removesuffix("index.html").strip("/")
    return _LANGUAGE_IN_ADDRESS.sub("", f"/{page}") + anchor


def _codes(one: Block, other: Block, listed: Listed) -> tuple[Counter[str], Counter[str]]:
    ours, theirs = Counter(one.codes()), Counter(other.codes())
    for es in list(ours - theirs):
        for en in list(theirs - ours):
            if listed.holds(ListedEntry({"es": es, "en": en})):
                ours[es] -= 1
                theirs[en] -= 1
    for side, key in ((ours, "es"), (theirs, "en")):
        for code in list(side - (theirs if side is ours else ours)):
            if listed.holds(ListedEntry({"es": _NONE, "en": _NONE, key: code})):
                side[code] -= 1
    return +ours, +theirs


def _pictures(block: Block) -> Counter[str]:
    names = (posixpath.basename(value(tag, "src")) for tag in block.inside("img"))
    return Counter(_LANGUAGE_IN_ADDRESS.sub("", name) for name in names)


def _marks(block: Block) -> Counter[str]:
    return Counter(name for name in ("kbd", "br", "strong", "abbr", "sup") for _ in block.inside(name))


def _numbers(block: Block) -> Counter[str]:
    return Counter(number.replace(",", ".") for number in _NUMBER.findall(block.text(code=False)))
