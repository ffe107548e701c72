"""What stands around the pages' text: header, footer, the way to the other language, and the page for lost readers."""

import posixpath
import re
from collections.abc import Iterator
from typing import Final

from kvm_guide.helper.cli.commands import COMMANDS
from kvm_guide.model.step import LANGUAGES
from kvm_guide.site.checks.built import NOT_FOUND, Built, language_of, source_of
from kvm_guide.site.checks.prose import squeezed
from kvm_guide.site.checks.text.language import is_name, sentences, speaks
from kvm_guide.site.dom import Tag, Text
from kvm_guide.site.parsed import Parsed, value

_CONTENT: Final = re.compile(r"(?<![\w-])content:\s*([\"'])(?P<text>(?:\\.|(?!\1).)*)\1")
_COMMANDS: Final = frozenset(command.name for command in COMMANDS)
_LETTERS: Final = re.compile(r"[^\W\d_]{3}")


def problems(built: Built) -> Iterator[str]:
    """What is wrong around the pages' text."""
    around = {page.path: _texts(page) for page in built.pages.values() if page.article}
    for path, texts in around.items():
        yield from _way_over(built.pages[path])
        for text in texts:
            if speaks(text) not in (language_of(path), None):
                yield f"{source_of(path)}: around it {text!r} is in the other language: correct mkdocs.yml or the theme"
    same = set[str]()
    for here, there in built.pairs():
        said = [{one for text in around[page.path] for one in sentences(text)} for page in (here, there)]
        # The helper's commands begin headings of its page, which the table of contents repeats
        same |= {text for text in said[0] & said[1] if not is_name(text) and text not in _COMMANDS}
        feet = [len(page.soup.select(".md-copyright a")) for page in (here, there)]
        if feet[0] != feet[1]:
            yield f"mkdocs.yml: the copyright has {feet[0]} links in Spanish, {feet[1]} in English: have the same ones"
    for text in sorted(same):
        yield f"mkdocs.yml or the theme: {text!r} stands around the pages of both languages: translate it"
    if NOT_FOUND in built.pages:
        yield from _not_found(built.pages[NOT_FOUND])
    for sheet in sorted((built.docs / "assets").rglob("*.css")):
        for found in _CONTENT.finditer(sheet.read_text(encoding="utf-8")):
            if _LETTERS.search(found["text"]):
                name = f"docs/{sheet.relative_to(built.docs).as_posix()}"
                yield f"{name} has words of its own ({found['text']!r}): write them on the page, in its language"


def _texts(page: Parsed) -> list[str]:
    """The strings around the article of `page` that readers see, but those that are marked as another language's."""
    return [said for body in page.soup.find_all("body") for said in _around(body)]


def _around(tag: Tag) -> Iterator[str]:
    for child in tag.children:
        if isinstance(child, Tag):
            marked = child.has_attr("hreflang") or child.has_attr("lang")
            if not marked and child.name not in ("article", "script", "style", "svg"):
                yield from _around(child)
        elif isinstance(child, Text) and squeezed(child):
            yield squeezed(child)


def _way_over(page: Parsed) -> Iterator[str]:
    own = language_of(page.path)
    for other in (language for language in LANGUAGES if language != own):
        links = [value(tag, "href") for tag in page.soup.find_all("a", attrs={"hreflang": other, "href": True})]
        wanted = page.path.removeprefix("en/") if own == "en" else f"en/{page.path}"
        folder = posixpath.dirname(page.path)
        reached = {
            posixpath.normpath(
                posixpath.join(folder, link.partition("#")[0], "" if link.endswith("l") else "index.html")
            )
            for link in links
        }
        if wanted not in reached:
            yield f"{source_of(page.path)}: no link leads to the same page in the other language: mend the theme"


def _not_found(page: Parsed) -> Iterator[str]:
    for language in LANGUAGES:
        part = next((tag for tag in page.soup.find_all("section", attrs={"lang": language})), None)
        said = squeezed(part.get_text(" ")) if part else ""
        if part is None or speaks(said) != language or part.find("a", attrs={"hreflang": language}) is None:
            yield (
                f"scripts/kvm_guide/site/theme/{NOT_FOUND}: it says nothing in {language}: give it a section with "
                "that lang, a heading, a sentence and a link home"
            )
