"""Find the message of the table that stands in what a terminal printed, whole or half, in either language.

A message is a row of words, and so is the text. Each word weighs what it tells: a rare one much, one that any program
says little (`common.py`). The words of the message are looked for in the text in their order: what is missing costs,
and so does what stands between them, but not where the message has a placeholder. What differs from machine to machine
(numbers, paths, what stands in quotation marks) is not asked for. A message is found where enough of its weight stands
in the text; or less of it, where hardly anything else stands there: a reader who pastes half of it.

The site's search does the same in `docs/assets/js/search/messages.js`, with the patterns that `compiled` makes here: a
test holds the two together. Standard library only: the student's helper uses it.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kvm_guide.step import LANGUAGES, Language
from kvm_guide.troubles import TROUBLES
from kvm_guide.troubles.common import COMMON, SYSTEM
from kvm_guide.troubles.model import Message, Trouble

PLACE: Final = "*"
"""In a pattern: words that differ, a placeholder of the message."""
FREE: Final = "~"
"""In a pattern, before a word that helps but is not asked for."""

UNKNOWN: Final = 1.0
LEAST_RARE: Final = 0.4
PLAIN: Final = 0.25
MISSED: Final = 0.5
BETWEEN: Final = 0.25
IN_PLACE: Final = 0.05
BONUS: Final = 0.3
CONSTANT: Final = 2.0
LEAST: Final = 0.7
SURE: Final = 1.5
HALF: Final = 0.25
PURE: Final = 0.75
PUREST: Final = 0.9
NEIGHBOURS: Final = 3
LONGEST: Final = 2000

_ESCAPES: Final = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")
_QUOTED: Final = re.compile(r"""(?<![^\s(\[{=:,])(['"`‘“«„])([^'"`’”»\n]{1,120}?)['"’”»`](?!\w)""")
_VARIES: Final = re.compile(r"[/\\@0-9]")
_WORD: Final = re.compile(r"[^\W_]+(?:_+[^\W_]+)*")
_HOLE: Final = re.compile(r"\{[^{}\n]*\}")
_NARROWEST: Final = 79


@dataclass(frozen=True)
class Word:
    """A word of a text. free: it differs from one machine to another, so it tells nothing where it stands between."""

    text: str
    free: bool


@dataclass(frozen=True)
class Pattern:
    """A message as it is looked for. words: with PLACE and FREE, in one string."""

    trouble: Trouble
    message: Message
    language: Language
    words: str


@dataclass(frozen=True)
class Found:
    """A trouble whose message stands in a text. score: how much of it, the higher the surer; whole: or only a half."""

    trouble: Trouble
    message: Message
    score: float
    whole: bool


@dataclass(frozen=True)
class Run:
    """Where the words of a message stand in a text. first, last: of the message; start, end: of the text's words."""

    score: float = 0.0
    first: int = 0
    last: int = 0
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Table:
    """Patterns, and what each word of theirs weighs, and each common one."""

    patterns: tuple[Pattern, ...]
    weights: Mapping[str, float]

    def weight(self, word: Word) -> float:
        """What `word` of a text weighs; one that no message has is another program's."""
        return 0.0 if word.free else self.weights.get(word.text, UNKNOWN)


def find(text: str, troubles: tuple[Trouble, ...] = TROUBLES) -> Found | None:
    """The trouble whose message stands in `text`; None where no message does. Of several, the one that says most."""
    return next(iter(find_all(text, troubles)), None)


def find_all(text: str, troubles: tuple[Trouble, ...] = TROUBLES) -> list[Found]:
    """Every trouble a message of which stands in `text`, the best first; each once."""
    table = compiled(troubles)
    found = dict[str, Found]()
    for words in _readings(text):
        said = {word.text for word in words}
        for pattern in table.patterns:
            one = _look(pattern, words, said, table)
            known = found.get(pattern.trouble.id)
            if one and (known is None or _rank(one) > _rank(known)):
                found[pattern.trouble.id] = one
    order = [trouble.id for trouble in troubles]
    return sorted(found.values(), key=lambda one: (not one.whole, -one.score, order.index(one.trouble.id)))


@lru_cache(maxsize=8)
def compiled(troubles: tuple[Trouble, ...]) -> Table:
    """`troubles` as patterns with their weights."""
    made = tuple(
        Pattern(trouble, message, language, _pattern(said))
        for trouble in troubles
        for message in trouble.messages
        for language in LANGUAGES
        if (said := message.es if language == "es" else message.en) is not None
    )
    holders = Counter[str]()
    for trouble in troubles:
        said = " ".join(pattern.words for pattern in made if pattern.trouble is trouble)
        holders.update({word.removeprefix(FREE) for word in said.split()} - {PLACE})
    common = {_plain(word) for word in COMMON}
    most = math.log(len(troubles) + 1)
    rare = {word: max(LEAST_RARE, math.log((len(troubles) + 1) / times) / most) for word, times in holders.items()}
    # VERR_VMX_IN_VMX_ROOT_MODE stands for itself
    rare |= {word: CONSTANT for word in rare if word.count("_") > 1}
    weights = {word: PLAIN if word in common else round(rare[word], 3) for word in sorted({*rare, *common})}
    return Table(made, weights)


def words_of(text: str) -> list[Word]:
    """`text` as words: lower case, no accents, no plural s; no numbers."""
    spans = [(match.start(2), match.end(2)) for match in _QUOTED.finditer(text)]
    found = list[Word]()
    for chunk in re.finditer(r"\S+", text):
        varies = bool(_VARIES.search(chunk[0]))
        for match in _WORD.finditer(chunk[0]):
            start = chunk.start() + match.start()
            if not match[0].isdigit():
                quoted = any(first <= start < last for first, last in spans)
                found.append(Word(_plain(match[0]), varies or quoted))
    return found


def _plain(word: str) -> str:
    lower = "".join(one for one in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(one))
    return lower[:-1] if len(lower) > 4 and lower.endswith("s") else lower


def _pattern(message: str) -> str:
    parts = list[str]()
    for number, piece in enumerate(_HOLE.sub("\0", message).split("\0")):
        parts += [PLACE] * (number > 0)
        parts += [FREE * word.free + word.text for word in words_of(piece)]
    return " ".join(parts)


def _readings(text: str) -> list[list[Word]]:
    """`text` as words; and once more as words with the lines joined that a terminal broke at its edge."""
    clean = unicodedata.normalize("NFC", _ESCAPES.sub("", text)).replace("\r", "")
    lines = clean.split("\n")
    joined = "".join(line + ("" if len(line) >= _NARROWEST else "\n") for line in lines)
    both = [clean] if joined.rstrip("\n") == clean.rstrip("\n") else [clean, joined]
    return [words_of(one)[-LONGEST:] for one in both]


def _rank(found: Found) -> tuple[bool, float]:
    return found.whole, found.score


def _look(pattern: Pattern, words: Sequence[Word], said: set[str], table: Table) -> Found | None:
    """`pattern` in `words`; None where too little of it stands there."""
    asked, gains, places = _read(pattern, table)
    total = sum(gain for word, gain in zip(asked, gains, strict=True) if not word.free)
    there = sum(gain for word, gain in zip(asked, gains, strict=True) if word.text in said and not word.free)
    if total < LEAST or there < HALF * total:
        return None
    run = _align(asked, gains, places, words)
    coverage = min(1.0, run.score / total)
    whole = run.score >= LEAST and coverage >= min(0.98, max(0.7, 0.95 - 0.1 * (total - 2)))
    if not whole and not (coverage >= HALF and _is_half(run, asked, places, words, table)):
        return None
    return Found(pattern.trouble, pattern.message, round(run.score * coverage, 3), whole)


def _is_half(run: Run, asked: Sequence[Word], places: Sequence[bool], words: Sequence[Word], table: Table) -> bool:
    """Whether `run` is nearly all that the text says, and tells enough."""
    before = words[: max(0, run.start - (NEIGHBOURS if places[run.first] else 0))]
    after = words[run.end + 1 + (NEIGHBOURS if places[run.last + 1] else 0) :]
    pure = run.score / (run.score + sum(table.weight(word) for word in [*before, *after]))
    inside = " ".join(word.text for word in words[run.start : run.end + 1])
    for phrase in SYSTEM:
        inside = inside.replace(phrase, "")
    kept = set(inside.split())
    hit = [word for word in asked[run.first : run.last + 1] if word.text in kept and not word.free]
    if run.score >= SURE:
        return bool(hit) and pure >= PURE
    rare = any(table.weights[word.text] > PLAIN for word in hit)
    return pure >= PUREST and len(hit) >= (2 if rare else 3)


def _read(pattern: Pattern, table: Table) -> tuple[list[Word], list[float], list[bool]]:
    """The words of `pattern`, what each gains, and whether a placeholder stands before each, and after the last."""
    asked, places, hole = list[Word](), list[bool](), False
    for part in pattern.words.split():
        if part == PLACE:
            hole = True
            continue
        asked.append(Word(part.removeprefix(FREE), part.startswith(FREE)))
        places.append(hole or asked[-1].free)
        hole = asked[-1].free
    gains = [table.weights[word.text] * (BONUS if word.free else 1) for word in asked]
    return asked, gains, [*places, hole]


def _align(asked: Sequence[Word], gains: Sequence[float], places: Sequence[bool], words: Sequence[Word]) -> Run:
    """The best run of `asked` in `words`."""
    best = Run()
    nothing = (0.0, 0, 0)
    above = [nothing] * (len(words) + 1)
    for i, word in enumerate(asked):
        missed = 0.0 if word.free else MISSED * gains[i]
        between = IN_PLACE if places[i + 1] else BETWEEN
        row = [nothing]
        for j, other in enumerate(words):
            score, first, start = above[j + 1]
            here = (score - missed, first, start)
            score, first, start = row[j]
            score -= 0.0 if other.free else between
            if score > here[0]:
                here = (score, first, start)
            if other.text == word.text:
                score, first, start = above[j] if above[j][0] > 0.0 else (0.0, i, j)
                if score + gains[i] > here[0]:
                    here = (score + gains[i], first, start)
                if here[0] > best.score:
                    best = Run(here[0], here[1], i, here[2], j)
            row.append(here if here[0] > 0.0 else nothing)
        above = row
    return best
