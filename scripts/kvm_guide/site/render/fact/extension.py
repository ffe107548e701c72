"""`[a sentence]{fact: its-id}`, in Spanish `[…]{hecho: id}`: a Markdown extension with no MkDocs in it.

As with the fences, the word tells the language. The sentence may hold code, links and emphasis, and stand in a
paragraph, a list's item or a table's cell.
"""

import re
from typing import Final
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor

from kvm_guide.model.fact import Fact
from kvm_guide.model.step import Language
from kvm_guide.site.render import sources
from kvm_guide.site.render.fact.sign import attributes, sign
from kvm_guide.site.render.release import lines

KEYWORDS: Final[dict[Language, str]] = {"es": "hecho", "en": "fact"}
_LANGUAGES: Final[dict[str, Language]] = {word: language for language, word in KEYWORDS.items()}
MARK: Final = re.compile(rf"\{{\s*(?P<word>{'|'.join(_LANGUAGES)})\s*:(?P<id>[^}}]*)\}}")
# Before links, which may stand inside a sentence, and after code and escaped signs, which then hold no bracket
_PRIORITY: Final = 172


class FactError(Exception):
    """A fact that a page names and that there is not: the message has the cure, and stops a build."""


def find_fact(name: str, language: Language) -> Fact:
    """The fact called `name`, as a page in `language` has it. Raises FactError."""
    fact_id = name.strip()
    try:
        return sources.current().guide.fact(fact_id)
    except KeyError:
        raise FactError(
            f"{{{KEYWORDS[language]}: {fact_id}}} names a fact that no lesson has: "
            "correct the id, or add the fact in scripts/kvm_guide/lessons/facts/"
        ) from None


class _Sentences(InlineProcessor):
    def handleMatch(  # type: ignore[override]  # noqa: N802 - Python-Markdown's name; its type says both are a match
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        end = _closing(data, m.start())
        mark = MARK.match(data, end + 1) if end is not None else None
        if mark is None or end is None:
            return None, None, None
        language = _LANGUAGES[mark["word"]]
        fact = find_fact(mark["id"], language)
        sentence = data[m.end() : end]
        if not sentence.strip():
            raise FactError(f"{mark[0]} stands behind an empty pair of brackets: write the sentence between them")
        chosen = sources.current()
        proof = chosen.fact(fact, language)
        element = Element("span", attributes(fact, proof))
        html = sign(fact, proof, language, lines.facts(chosen, fact, language))
        # Stashed, or Markdown would read what a terminal printed
        element.text = sentence + self.md.htmlStash.store(str(html))
        return element, m.start(), mark.end()


def _closing(data: str, start: int) -> int | None:
    """Where the bracket closes that opens at `start`."""
    depth = 0
    for place in range(start, len(data)):
        depth += {"[": 1, "]": -1}.get(data[place], 0)
        if not depth:
            return place
    return None


class FactExtension(Extension):
    """The extension, as settings name it: `kvm_guide.site.render.fact.extension`."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Let `md` read facts."""
        md.inlinePatterns.register(_Sentences(r"\[", md), "kg-fact", _PRIORITY)


def makeExtension(**settings: object) -> FactExtension:  # noqa: N802 - Python-Markdown looks for this name
    """What Python-Markdown asks this module for."""
    return FactExtension(**settings)
