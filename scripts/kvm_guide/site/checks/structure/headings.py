"""Headings: one title a page, no level left out, none twice, and numbers that count."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from kvm_guide.site.checks.built import Built, source_of
from kvm_guide.site.checks.prose import Block
from kvm_guide.site.parsed import Parsed

_NUMBERED: Final = re.compile(r"(\d+)\. ")


def problems(built: Built) -> Iterator[str]:
    """What is wrong with the pages' headings."""
    for path, page in built.pages.items():
        if page.article:
            headings = [block for block in built.written[path] if block.kind == "a heading"]
            yield from _page(source_of(path), page, headings)


def _page(source: str, page: Parsed, headings: list[Block]) -> Iterator[str]:
    levels = [heading.level for heading in page.headings]
    if levels.count(1) != 1 or levels[:1] != [1]:
        yield f"{source}: {levels.count(1)} titles: begin the page with one line `# Title {{#its-id}}` and no other"
    for before, after in pairwise(page.headings):
        if after.level > before.level + 1:
            yield (
                f"{source}: the heading {{#{after.id}}} is of level {after.level} below one of level {before.level}: "
                "leave no level out"
            )
    seen = dict[str, str]()
    for heading in headings:
        text = heading.text()
        if not text:
            yield f"{source}: the heading {{#{heading.near}}} has no text: give it one"
        elif text in seen:
            yield f"{source}: the headings {{#{seen[text]}}} and {{#{heading.near}}} both say {text!r}: reword one"
        seen[text] = heading.near
    yield from _numbers(source, [block for block in headings if block.name.startswith("h2")])


def _numbers(source: str, parts: list[Block]) -> Iterator[str]:
    numbers = [(int(match[1]), part) for part in parts if (match := _NUMBERED.match(part.text()))]
    for wanted, (number, part) in enumerate(numbers, start=1):
        if number != wanted:
            yield f"{source}: the part {{#{part.near}}} is number {number} and stands where {wanted} is due: renumber"
            return
