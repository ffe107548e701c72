"""The navigation, the titles and the descriptions: the same pages in both languages, each named in its own."""

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.site.checks.built import Built, built_from, language_of, page_name, source_of
from kvm_guide.site.checks.prose import squeezed
from kvm_guide.site.checks.text.language import is_name, speaks
from kvm_guide.site.parsed import Parsed, value

_NUMBER: Final = re.compile(r"(\d+)\. ")
_CHAPTER: Final = re.compile(r"(?:cap[ií]tulo|chapter) (\d+)\Z", re.IGNORECASE)
_SHORTEST: Final = 30
_LONGEST: Final = 160


def problems(built: Built) -> Iterator[str]:
    """What is wrong with how pages are named and found."""
    names = {language: _navigation(built, language) for language in LANGUAGES}
    yield from _same(names["es"], names["en"])
    for language in LANGUAGES:
        yield from _lessons(built, names[language], language)
        pages = [page for page in built.of(language) if page_name(page.path) in names[language]]
        for page in pages:
            yield from _title(page, names[language][page_name(page.path)])
            yield from _links(page, names[language], built)
        for what, name in (("title", _title_of), ("description", _description)):
            for text, times in Counter(name(page) for page in pages).items():
                if times > 1 and text:
                    yield f"docs/{language}: {times} pages have the {what} {text!r}: each needs its own"
    for here, there in built.pairs():
        yield from _translated(here, there)


def _navigation(built: Built, language: Language) -> dict[str, str]:
    """What the navigation calls each page in `language`, in its order, by the page's name."""
    home = built.pages.get("index.html" if language == "es" else f"{language}/index.html")
    found = dict[str, str]()
    if home is None:
        return found
    for link in home.soup.select("nav.md-nav--primary a.md-nav__link[href]"):
        if not value(link, "href").startswith("#"):
            path = posixpath.normpath(posixpath.join(posixpath.dirname(home.path), value(link, "href"), "index.html"))
            found.setdefault(page_name(path), squeezed(link.get_text(" ")))
    return found


def _same(ours: dict[str, str], theirs: dict[str, str]) -> Iterator[str]:
    if list(ours) != list(theirs):
        yield (
            f"mkdocs.yml: the navigation has {', '.join(ours)} in Spanish and {', '.join(theirs)} in English: "
            "have the same pages in the same order"
        )
    for name in ours:
        if ours[name] == theirs.get(name) and not is_name(ours[name]):
            yield (
                f"mkdocs.yml: the navigation calls the page {name} {ours[name]!r} in both languages: "
                "translate it below nav_translations"
            )


def _lessons(built: Built, names: dict[str, str], language: Language) -> Iterator[str]:
    order = [name for name in names if _NUMBER.match(names[name])]
    wanted = [lesson.page for lesson in built.sources.guide.lessons]
    if [name for name in order if name in wanted] != [name for name in wanted if name in order]:
        yield f"mkdocs.yml: the chapters stand in another order ({', '.join(order)}) than the guide's: correct it"
    for lesson in built.sources.guide.lessons:
        page = built.pages.get(built_from(lesson.page, language))
        heading = _NUMBER.sub("", _first_heading(page)) if page else ""
        title = lesson.title.in_(language)
        if page and title != heading:
            yield (
                f"scripts/kvm_guide/lessons/: chapter {lesson.number} is called {title!r} ({language}), and its page "
                f"{heading!r}: call it the same"
            )
        named = names.get(lesson.page)
        match = _NUMBER.match(named or "")
        if named is not None and (match is None or int(match[1]) != lesson.number):
            yield (
                f"mkdocs.yml: the navigation calls chapter {lesson.number} {named!r} ({language}): "
                f"begin it with {lesson.number}."
            )


def _title(page: Parsed, named: str) -> Iterator[str]:
    source = source_of(page.path)
    title, heading = _title_of(page), _first_heading(page)
    if title != heading:
        yield f"{source}: its title is {title!r} and its first heading {heading!r}: make them the same"
    numbers = [match[1] if (match := _NUMBER.match(text)) else "none" for text in (named, heading)]
    if numbers[0] != numbers[1]:
        yield (
            f"{source}: the navigation calls it {named!r} and its first heading says {heading!r}: "
            "give both the chapter's number"
        )
    said = _description(page)
    if not _SHORTEST <= len(said) <= _LONGEST or said[-1:] != ".":
        yield (
            f"{source}: its description is {said!r}: say in a sentence of {_SHORTEST} to {_LONGEST} letters what the "
            "page holds"
        )
    if speaks(said) not in (language_of(page.path), None):
        yield f"{source}: its description {said!r} is not in the language of its page"
    if value(page.soup, "lang") != language_of(page.path):
        yield f"{source}: its <html> does not say the language {language_of(page.path)}: correct mkdocs.yml"


def _title_of(page: Parsed) -> str:
    # The theme adds the site's name, which has no hyphen with spaces around it
    head = page.soup.find("title")
    text = squeezed(head.get_text()) if head else ""
    return text.rpartition(" - ")[0] or text


def _first_heading(page: Parsed) -> str:
    first = page.article.find("h1") if page.article else None
    return squeezed(first.get_text()).removesuffix("¶").strip() if first else ""


def _description(page: Parsed) -> str:
    found = page.soup.find("meta", attrs={"name": "description"})
    return squeezed(value(found, "content")) if found else ""


def _translated(here: Parsed, there: Parsed) -> Iterator[str]:
    for what, name in (("title", _title_of), ("description", _description)):
        if name(here) == name(there) and not is_name(name(here)):
            both = f"{source_of(here.path)} and {source_of(there.path)}"
            yield f"{both} have the same {what} {name(here)!r}: translate it"


def _links(page: Parsed, names: dict[str, str], built: Built) -> Iterator[str]:
    numbers = {lesson.page: lesson.number for lesson in built.sources.guide.lessons}
    for link in page.article.find_all("a", attrs={"href": True}) if page.article else []:
        path = posixpath.normpath(
            posixpath.join(posixpath.dirname(page.path), value(link, "href").partition("#")[0], "index.html")
        )
        target = page_name(path)
        said = squeezed(link.get_text())
        lesson = _CHAPTER.search(said)
        if lesson and numbers.get(target) != int(lesson[1]):
            yield f"{source_of(page.path)}: the link “{said}” leads to the page {target}: correct it"
        card = link.find("strong", recursive=False)
        if card and target in names and page_name(page.path) == "index" and squeezed(card.get_text()) != names[target]:
            yield (
                f"{source_of(page.path)}: it calls the page {target} {squeezed(card.get_text())!r}, and the navigation "
                f"{names[target]!r}: call it the same"
            )
