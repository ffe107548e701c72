"""Addresses and ids once published stay: readers, teachers and forums link to them."""

from collections.abc import Iterator
from typing import Final

from kvm_guide.model.step import LANGUAGES
from kvm_guide.site import short
from kvm_guide.site.checks.built import Built, built_from, page_name
from kvm_guide.site.parsed import value
from kvm_guide.site.render.study import FOLDER

FILE: Final = "published.txt"


def problems(built: Built) -> Iterator[str]:
    """What was published and is gone, in any language."""
    file = built.list_file(FILE)
    for line in file.read_text(encoding="utf-8").splitlines() if file.is_file() else []:
        address, _, name = line.partition("#")
        if not line or not address:
            continue
        if not address.endswith("/"):
            if not (built.site / address).is_file():
                yield f"{address} was published and is gone: what is published stays, at its address"
            continue
        page_of = address.rstrip("/")
        for language in LANGUAGES:
            page = built.pages.get(built_from(page_of, language))
            if page is None:
                yield f"docs/{language}/{page_of}.md was published and is gone: keep a page there that leads on"
            elif name and name not in page.ids:
                yield (
                    f"docs/{language}/{page_of}.md: the id {name} was published and is gone: give it to a heading or a "
                    "step where its text is now, or leave a short heading with a link there"
                )


def listed(built: Built) -> list[str]:
    """What `built` publishes, as lines of the list: each page, each id of its headings, steps and questions, each file
    of questions, each short link.
    """
    lines = {file.relative_to(built.site).as_posix() for file in built.site.rglob(f"{FOLDER}/*.xml")}
    lines |= set(short.listed(built.sources.guide))
    for path, page in built.pages.items():
        if page.article:
            lines.add(f"{page_name(path)}/")
            ids = [heading.id for heading in page.headings] + [step.id for step in page.steps]
            ids += [value(tag, "id") for tag in page.article.select("[data-question]")]
            lines |= {f"{page_name(path)}/#{name}" for name in ids if name}
    return sorted(lines)
