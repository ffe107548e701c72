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
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.troubles import TROUBLES
from kvm_guide.troubles.matching import rules
from kvm_guide.troubles.matching.common import COMMON, SYSTEM
from kvm_guide.troubles.model import APT_3, Message, Trouble

PLACE: Final = "*"
"""In a pattern: words that differ, a placeholder of the message."""
FREE: Final = "~"
"""In a pattern, before a word that helps but is not asked for."""

_ESCAPES: Final = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")
_QUOTED: Final = re.compile(r"""(?<![^\s(\[{=:,])(['"`‘“«„])([^'"`’”»\n]{1,120}?)['"’”»`](?!\w)""")
_VARIES: Final = re.compile(r"[/\\@0-9]")
_WORD: Final = re.compile(r"[^\W_]+(?:_+[^\W_]+)*")
# A letter that no message has stands for a placeholder, whose quotation marks must be seen as a pair
_HOLE_LETTER: Final = "ꙮ"
_LETTERS: Final = {word: letter for letter, word in APT_3.items()}
_BEGUN: Final = re.compile(rf"^(?:{'|'.join(_LETTERS)})", re.MULTILINE)
HOLE: Final = re.compile(r"\{[^{}\n]*\}")


@dataclass(frozen=True)
class Word:
    """A word of a text, and the number of its line. free: it varies from machine to machine, so it is not asked for."""

    text: str
    free: bool
    line: int = 0


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
class Asked:
    """A pattern, taken apart: its words, what each gains, whether a placeholder stands before each and after the last.

    telling: what each word that is not free gains; total: their sum.
    """

    words: tuple[Word, ...]
    gains: tuple[float, ...]
    places: tuple[bool, ...]
    telling: tuple[tuple[str, float], ...]
    total: float


@dataclass(frozen=True)
class Table:
    """Patterns, and what each word of theirs weighs, and each common one."""

    patterns: tuple[Pattern, ...]
    asked: tuple[Asked, ...]
    weights: Mapping[str, float]

    def weight(self, word: Word) -> float:
        """What `word` of a text weighs; one that no message has is another program's."""
        return 0.0 if word.free else self.weights.get(word.text, rules.UNKNOWN)

    def tells(self, word: str) -> bool:
        """Whether `word` is one of the messages', and not common."""
        return self.weights.get(word, 0.0) > rules.PLAIN


def find(text: str, troubles: tuple[Trouble, ...] = TROUBLES) -> Found | None:
    """The trouble whose message stands in `text`; None where no message does. Of several, the one that says most."""
    return next(iter(find_all(text, troubles)), None)


def find_all(text: str, troubles: tuple[Trouble, ...] = TROUBLES) -> list[Found]:
    """Every trouble a message of which stands in `text`, the best first; each once."""
    table = compiled(troubles)
    found = dict[str, Found]()
    for words in _readings(text):
        said = {word.text for word in words}
        for pattern, asked in zip(table.patterns, table.asked, strict=True):
            one = _look(pattern, asked, words, said, table)
            known = found.get(pattern.trouble.id)
            if one and (known is None or one.score > known.score):
                found[pattern.trouble.id] = one
    order = [trouble.id for trouble in troubles]
    return sorted(found.values(), key=lambda one: (-one.score, order.index(one.trouble.id)))


@lru_cache(maxsize=8)
def compiled(troubles: tuple[Trouble, ...]) -> Table:
    """`troubles` as patterns with their weights."""
    made = tuple(
        Pattern(trouble, message, language, words)
        for trouble in troubles
        for message in trouble.messages
        for language in LANGUAGES
        for words in _patterns(message, language)
    )
    holders = Counter[str]()
    for trouble in troubles:
        said = " ".join(pattern.words for pattern in made if pattern.trouble is trouble)
        holders.update({word.removeprefix(FREE) for word in said.split()} - {PLACE})
    common = {_plain(word) for word in COMMON}
    most = math.log(len(troubles) + 1)
    rare = {
        word: max(rules.LEAST_RARE, math.log((len(troubles) + 1) / times) / most) for word, times in holders.items()
    }
    # VERR_VMX_IN_VMX_ROOT_MODE stands for itself
    rare |= {word: rules.CONSTANT for word in rare if word.count("_") > 1}
    weights = {word: rules.PLAIN if word in common else round(rare[word], 3) for word in sorted({*rare, *common})}
    return Table(made, tuple(_read(pattern, weights) for pattern in made), weights)


def words_of(text: str) -> list[Word]:
    """`text` as words: lower case, no accents, no plural s; no numbers."""
    breaks = [match.start() for match in re.finditer("\n", text)]
    spans = [(match.start(2), match.end(2)) for match in _QUOTED.finditer(text)]
    found = list[Word]()
    for chunk in re.finditer(r"\S+", text):
        varies = bool(_VARIES.search(chunk[0]))
        for match in _WORD.finditer(chunk[0]):
            start = chunk.start() + match.start()
            if not match[0].isdigit():
                quoted = any(first <= start < last for first, last in spans)
                found.append(Word(_plain(match[0]), varies or quoted, bisect_right(breaks, start)))
    return found


def _plain(word: str) -> str:
    lower = "".join(one for one in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(one))
    return lower[:-1] if len(lower) > 4 and lower.endswith("s") else lower


def _patterns(message: Message, language: Language) -> list[str]:
    """How `message` is looked for in `language`; in Spanish only where it is another than in English."""
    english = {_pattern(message.en)} if language == "es" else set[str]()
    return [
        words for words in dict.fromkeys(map(_pattern, map(_letter, message.forms(language)))) if words not in english
    ]


def _letter(text: str) -> str:
    """`text`, in which apt begins its lines with a letter, as apt 2 does, and not with a word, as apt 3."""
    return _BEGUN.sub(lambda match: _LETTERS[match[0]], text)


def _pattern(message: str) -> str:
    words = words_of(HOLE.sub(_HOLE_LETTER, message))
    return " ".join(PLACE if _HOLE_LETTER in word.text else FREE * word.free + word.text for word in words)


def _readings(text: str) -> list[list[Word]]:
    """`text` as words; and once more as words with the lines joined that a terminal broke at its edge."""
    clean = _letter(unicodedata.normalize("NFC", _ESCAPES.sub("", text)).replace("\r", ""))
    lines = clean.split("\n")
    joined = "".join(line + ("" if len(line) >= rules.NARROWEST else "\n") for line in lines)
    both = [clean] if joined.rstrip("\n") == clean.rstrip("\n") else [clean, joined]
    return [words_of(one)[-rules.LONGEST :] for one in both]


def _look(pattern: Pattern, asked: Asked, words: Sequence[Word], said: set[str], table: Table) -> Found | None:
    """`pattern` in `words`; None where too little of it stands there."""
    there = sum(gain for word, gain in asked.telling if word in said)
    if asked.total <= 0.0 or there < rules.HALF * asked.total:
        return None
    run = _align(asked, words)
    places, total = asked.places, asked.total
    coverage = min(1.0, run.score / total)
    before = words[: max(0, run.start - (rules.NEIGHBOURS if places[run.first] else 0))]
    after = words[run.end + 1 + (rules.NEIGHBOURS if places[run.last + 1] else 0) :]
    outside = [*before, *after]
    pure = run.score / max(run.score + sum(table.weight(word) for word in outside), rules.TINY)
    whole = coverage >= min(rules.FULL, max(rules.ENOUGH, 0.95 - 0.1 * (total - 2))) and (
        run.score >= rules.SURE
        or pure >= rules.PUREST
        or (run.score >= rules.LEAST and _own_line(run, outside, words, table))
    )
    if not whole and not _is_half(run, coverage, pure, asked.words, words, table):
        return None
    return Found(
        pattern.trouble, pattern.message, round(run.score * (1 - rules.SHORT + rules.SHORT * coverage), 3), whole
    )


def _own_line(run: Run, outside: Sequence[Word], words: Sequence[Word], table: Table) -> bool:
    """Whether no other program speaks in the lines of `run`, in words that any says or that the table has not."""
    lines = range(words[run.start].line, words[run.end].line + 1)
    others = [table.weight(word) for word in outside if word.line in lines and not table.tells(word.text)]
    return run.score >= rules.LINE * (run.score + sum(others))


def _is_half(
    run: Run, coverage: float, pure: float, asked: Sequence[Word], words: Sequence[Word], table: Table
) -> bool:
    """Whether `run` is nearly all that the text says, and tells enough. pure: its share of the text."""
    inside = " ".join(word.text for word in words[run.start : run.end + 1])
    for phrase in SYSTEM:
        inside = inside.replace(phrase, "")
    kept = set(inside.split())
    hit = [word for word in asked[run.first : run.last + 1] if word.text in kept and not word.free]
    telling = sum(table.tells(word.text) for word in hit)
    if run.score >= rules.SURE and coverage >= rules.HALF:
        return bool(hit) and pure >= rules.PURE
    if coverage < rules.HALF and telling < 2:
        return False
    return pure >= rules.PUREST and len(hit) >= (2 if telling and coverage >= rules.HALF else 3)


def _read(pattern: Pattern, weights: Mapping[str, float]) -> Asked:
    """`pattern`, taken apart. Where its other words say next to nothing, the free ones are asked for as well."""
    words, places, hole = list[Word](), list[bool](), False
    for part in pattern.words.split():
        if part == PLACE:
            hole = True
            continue
        words.append(Word(part.removeprefix(FREE), part.startswith(FREE)))
        places.append(hole or words[-1].free)
        hole = words[-1].free
    if sum(weights[word.text] for word in words if not word.free) < rules.WEAK:
        words = [Word(word.text, False) for word in words]
    gains = tuple(weights[word.text] * (rules.BONUS if word.free else 1) for word in words)
    telling = tuple((word.text, gain) for word, gain in zip(words, gains, strict=True) if not word.free)
    return Asked(tuple(words), gains, (*places, hole), telling, sum(gain for _, gain in telling))


def _align(asked: Asked, words: Sequence[Word]) -> Run:
    """The best run of `asked` in `words`."""
    gains, places = asked.gains, asked.places
    best = Run()
    nothing = (0.0, 0, 0)
    above = [nothing] * (len(words) + 1)
    for i, word in enumerate(asked.words):
        missed = (rules.MISSED_FREE if word.free else rules.MISSED) * gains[i]
        between = rules.IN_PLACE if places[i + 1] else rules.BETWEEN
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
