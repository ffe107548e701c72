"""What must be true of the built pages. Each check returns sentences that name the file and the cure."""

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from itertools import chain, zip_longest
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from kvm_guide.model.lesson import Lesson
from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.site import parsed
from kvm_guide.site.checks.built import NOT_FOUND, Built, built_from, source_of
from kvm_guide.site.checks.structure import frame, headings, links, markup, navigation, pictures, scripts, vendored
from kvm_guide.site.checks.text import commands, language, said, shape, texts
from kvm_guide.site.checks.whole import (
    facts,
    helper_commands,
    published,
    questions,
    quizzes,
    releases,
    troubles,
    versions,
)
from kvm_guide.site.output.side_by_side import side_by_side
from kvm_guide.site.parsed import Parsed
from kvm_guide.site.render.release.proof import attributes, seen_on
from kvm_guide.site.render.sources import Sources
from kvm_guide.site.render.step.card import FINGERPRINT
from kvm_guide.site.style.joined import STYLE

Check = Callable[[Built], Iterable[str]]
# Each closes a kind of slip: its first line says which.
CHECKS: Final[tuple[Check, ...]] = (
    markup.problems,
    headings.problems,
    navigation.problems,
    frame.problems,
    language.problems,
    shape.problems,
    links.problems,
    pictures.problems,
    scripts.problems,
    vendored.problems,
    commands.problems,
    facts.problems,
    troubles.problems,
    versions.problems,
    questions.problems,
    quizzes.problems,
    said.problems,
    texts.problems,
    published.problems,
)
_EXPLICIT: Final = re.compile(r"""\{[^}\n]*#([^\s}]+)[^}\n]*\}|\bid=["']([^"']+)["']""")


def problems(built: Built, beside: Sequence[AbstractContextManager[None]] = ()) -> list[str]:
    """All that is wrong with `built`, whose pages are read here. beside: what is entered while this is looked for."""
    checks = (_problems, *CHECKS)
    # What all of them read is read once, and shared
    assert len(built.pages) >= len(built.written)
    halves = side_by_side([partial(_told, built, checks[half::2], beside[half::2]) for half in (0, 1)])
    told = chain.from_iterable(zip_longest(*halves, fillvalue=[]))
    return list(dict.fromkeys(chain.from_iterable(told)))


def _told(built: Built, checks: Sequence[Check], beside: Sequence[AbstractContextManager[None]]) -> list[list[str]]:
    with ExitStack() as stack:
        for one in beside:
            stack.enter_context(one)
        return [list(check(built)) for check in checks]


def _problems(built: Built) -> Iterator[str]:
    pages, sources = built.pages, built.sources
    for path, page in pages.items():
        yield from _ids(page)
        yield from _links(page, built)
        yield from _foreign(page.path, page.fetched)
        if path != NOT_FOUND:
            yield from _blocks(page)
            yield from _headings(page, built.docs)
            yield from helper_commands.genuine(source_of(path), page, sources.helper)
    # As their authors wrote them: the build joins them
    for folder in (built.docs, built.site):
        for sheet in sorted(folder.rglob("*.css")):
            name = sheet.relative_to(folder).as_posix()
            if folder == built.docs or not name.endswith(STYLE):
                yield from _foreign(name, parsed.css_urls(sheet.read_text(encoding="utf-8")))
    yield from _same_in_both_languages(pages)
    for code in LANGUAGES:
        yield from _steps(code, pages, sources)


def _ids(page: Parsed) -> Iterator[str]:
    for name, times in Counter(page.ids).items():
        if times > 1:
            yield f"{source_of(page.path)}: the id {name} stands {times} times on the page: rename all but one"


def _links(page: Parsed, built: Built) -> Iterator[str]:
    for url in [*page.links, *page.fetched]:
        parts = urlsplit(url)
        if parts.scheme or parts.netloc:
            continue
        target = unquote(parts.path)
        if page.path == NOT_FOUND:
            target = target.removeprefix(built.site_path)
        if target.startswith("/"):
            yield f"{source_of(page.path)}: the link {url} starts at the host: make it relative to work below a path"
            continue
        file = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), target)) if target else page.path
        if target.endswith(("/", ".")) or (file not in built.files and (built.site / file).is_dir()):
            file = posixpath.normpath(posixpath.join(file, "index.html"))
        if file not in built.files:
            yield f"{source_of(page.path)}: the link {url} leads nowhere: correct it, or add what it names"
        elif parts.fragment and file in built.pages and unquote(parts.fragment) not in built.pages[file].ids:
            yield (
                f"{source_of(page.path)}: the link {url} names an anchor that {source_of(file)} does not have: "
                "correct the anchor, or give a heading that id"
            )


def _foreign(path: str, urls: Sequence[str]) -> Iterator[str]:
    for url in urls:
        parts = urlsplit(url)
        if parts.netloc or parts.scheme not in ("", "data"):
            yield (
                f"{source_of(path) if path.endswith('.html') else path}: the page would fetch {url} from another host: "
                "put the file below docs/assets"
            )


def _blocks(page: Parsed) -> Iterator[str]:
    for text in page.strays:
        yield (
            f"{source_of(page.path)}: a preformatted block that is no step ({text[:60]!r}): make the command a step in "
            "scripts/kvm_guide/lessons/ and show it with a step's fence (an indented line becomes a block too)"
        )


def _headings(page: Parsed, docs: Path) -> Iterator[str]:
    source = source_of(page.path)
    file = docs.parent / source
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    explicit = {first or second for first, second in _EXPLICIT.findall(text)}
    for heading in page.headings:
        if heading.id is None or heading.id not in explicit:
            which = f"the heading {heading.id}" if heading.id else f"a heading of level {heading.level}"
            yield f"{source}: {which} has no explicit id: end its line with {{#its-id}}, the same in both languages"


def _same_in_both_languages(pages: dict[str, Parsed]) -> Iterator[str]:
    for path, page in pages.items():
        other = pages.get(f"en/{path}")
        if other is None or path == NOT_FOUND:
            continue
        here = [(heading.level, heading.id) for heading in page.headings]
        there = [(heading.level, heading.id) for heading in other.headings]
        if here != there:
            first = next((i for i, (a, b) in enumerate(zip(here, there, strict=False)) if a != b), None)
            number = min(len(here), len(there)) if first is None else first
            yield (
                f"{source_of(path)} and {source_of(other.path)} differ at heading {number + 1}: "
                f"{_heading_at(here, number)} against {_heading_at(there, number)}: "
                "give both languages the same headings, with the same ids"
            )
        yield from helper_commands.same(source_of(path), page, source_of(other.path), other)


def _heading_at(headings: Sequence[tuple[int, str | None]], number: int) -> str:
    if number >= len(headings):
        return "none"
    level, name = headings[number]
    return f"{'#' * level} {{#{name}}}"


def _steps(language: Language, pages: dict[str, Parsed], sources: Sources) -> Iterator[str]:
    inside = [page for path, page in pages.items() if path.startswith("en/") == (language == "en")]
    where: dict[str, list[str]] = {}
    for page in inside:
        for shown in page.steps:
            where.setdefault(shown.id, []).append(page.path)
    for lesson in sources.guide.lessons:
        yield from _shown_once(language, lesson, where)
        yield from _order(language, lesson, pages.get(built_from(lesson.page, language)))
    for page in inside:
        for shown in page.steps:
            yield from _genuine(shown, page, language, sources)
        for shown in page.undos:
            step = next((step for step in sources.guide.steps() if step.id == shown.id), None)
            if step is None or shown.copies != (step.undo,):
                yield (
                    f"{source_of(page.path)}: an undo of the step {shown.id} that the step does not have: "
                    "show it with the step's fence"
                )


def _shown_once(language: Language, lesson: Lesson, where: dict[str, list[str]]) -> Iterator[str]:
    home = source_of(built_from(lesson.page, language))
    for step in lesson.steps:
        places = where.get(step.id, [])
        if not places:
            yield f"{home}: no page shows the step {step.id}: show it there, or remove it from its chapter module"
        elif len(places) > 1:
            listed = ", ".join(source_of(path) for path in places)
            yield f"{listed}: the step {step.id} is shown {len(places)} times: keep one and link to it with #{step.id}"
        elif source_of(places[0]) != home:
            yield f"{source_of(places[0])}: the step {step.id} belongs to the chapter of {home}: show it there"


def _order(language: Language, lesson: Lesson, page: Parsed | None) -> Iterator[str]:
    if page is None:
        return
    own = [step.id for step in lesson.steps]
    shown = [step.id for step in page.steps if step.id in own]
    wanted = sorted(shown, key=own.index)
    for here, there in zip(shown, wanted, strict=True):
        if here != there:
            yield (
                f"{source_of(page.path)}: the step {here} stands where the chapter has {there}: "
                "show the steps in the order in which they are run"
            )
            return


def _genuine(shown: parsed.Shown, page: Parsed, language: Language, sources: Sources) -> Iterator[str]:
    step = next((step for step in sources.there.steps() if step.id == shown.id), None)
    if step is None:
        return
    proof = sources.proof(step, language)
    said = shown.attributes
    wanted = {
        "id": step.id,
        "data-outcome": proof.outcome,
        "data-fingerprint": step.fingerprint()[:FINGERPRINT],
        "data-verified-at": proof.times.verified_at if proof.times else None,
        "data-debian": proof.system.debian if proof.system else None,
        "data-lesson": sources.guide.lesson_of(step.id).id,
    }
    source = source_of(page.path)
    if {name: said.get(name) for name in wanted} != wanted:
        yield (
            f"{source}: the page says {said.get('data-outcome')} of the step {shown.id}, its record says "
            f"{proof.outcome}: show it with a step's fence and build again"
        )
    others = [seen_on(other, step, language) for other in sources.others]
    yield from releases.problems(source, f"the step {step.id}", shown, [attributes(other) for other in others])
    # Another release's command is copied where it is another
    if shown.copies != (step.command, *(one.step.command for one in others if one.step.command != step.command)):
        yield f"{source}: the step {step.id} copies another command than its own: show it with a step's fence"
