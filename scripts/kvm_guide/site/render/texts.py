"""The plain texts beside a language's pages: of each long output and list the whole, of each fact how it was asked, of
each session all that it shows; and the troubles of each step."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kvm_guide.model.release import DEFAULT
from kvm_guide.model.step import Language
from kvm_guide.records.types import Outcome
from kvm_guide.site.render.fact import sign
from kvm_guide.site.render.places import PROOFS, text_name
from kvm_guide.site.render.release import lines
from kvm_guide.site.render.release.proof import looked_for
from kvm_guide.site.render.sources import Sources
from kvm_guide.site.render.step import texts
from kvm_guide.site.render.step.excerpt import is_long
from kvm_guide.site.render.student import differs, session
from kvm_guide.site.render.templates import printable
from kvm_guide.site.render.words import WORDS

# Says that it is UTF-8, whatever a server or a folder does not say
_ENCODING: Final = "utf-8-sig"
STUDENTS: Final = "students.json"


def write(home: Path, sources: Sources, language: Language) -> None:
    """Put the texts in `language` into the folder `home` of its pages. Raises OSError."""
    for name, text in _texts(sources, language):
        file = home / PROOFS / f"{name}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(printable(text), encoding=_ENCODING)
    (home / PROOFS / STUDENTS).write_text(_students(sources, language), encoding="utf-8")


def _students(sources: Sources, language: Language) -> str:
    """What the script of the lessons' pages asks for when it is wanted, as JSON."""
    said = differs.table(sources.guide, sources.repository, language)
    said["sessions"] = session.table(sources, language)
    said["looked_for"] = looked_for(sources, language)
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def _texts(sources: Sources, language: Language) -> Iterator[tuple[str, str]]:
    for one in sources.proven_on:
        yield from _of_steps(one, language)
    for lesson in sources.guide.lessons:
        if (played := session.text(lesson, sources, language)) is not None:
            yield f"{session.SESSIONS}/{lesson.id}", played
    for fact in sources.guide.facts():
        others = lines.facts(sources, fact, language)
        asked = sign.text(fact, sources.guide.step(fact.after), sources.fact(fact, language), language, others)
        yield f"{sign.FACTS}/{fact.id}", asked


def _of_steps(sources: Sources, language: Language) -> Iterator[tuple[str, str]]:
    """Those of the steps on the release of `sources`: of the guide's own only what a page has no room for."""
    for step in sources.there.steps():
        entry = sources.proof(step, language).entry
        if entry is None or entry.outcome is Outcome.NOT_RUN:
            continue
        for kind, text in texts.of_step(step, entry, WORDS[language]).items():
            if is_long(text) or sources.debian != DEFAULT.number:
                yield text_name(step.id, kind, sources.debian), text
