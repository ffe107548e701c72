"""What a page promises at its top and asks at its end. Standard library only."""

from dataclasses import dataclass
from typing import Final

from kvm_guide.model.step import ID, Language, Text

FEWEST: Final = 3
MOST: Final = 6
_BULLETS: Final = range(3, 6)

Said = str | Text
"""What stands on a page, with `code`, **bold** and *emphasis*; a plain string is the same in both languages."""


def said(text: Said, language: Language) -> str:
    """`text` in `language`."""
    return text.in_(language) if isinstance(text, Text) else text


@dataclass(frozen=True)
class Evidence:
    """What a run saw that an answer rests on: the answer of a fact, or a step's command and output.

    shows: words of the answer that must stand in it, too.
    """

    fact: str | None = None
    step: str | None = None
    shows: tuple[Said, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what names nothing, or two things. Raises ValueError."""
        if (self.fact is None) == (self.step is None):
            raise ValueError(f"evidence names the fact {self.fact} and the step {self.step}: name one of them")

    @property
    def name(self) -> str:
        """By which messages call it."""
        return f"the fact {self.fact}" if self.fact else f"the step {self.step}"


@dataclass(frozen=True)
class Choice:
    """One of the answers to choose from. why_not: of a wrong one, what is wrong with it; None: it is the right one."""

    text: Said
    why_not: Text | None = None


@dataclass(frozen=True)
class Question:
    """A question with one right answer: one of `choices`, or a word to type, any of `accepted`, the first one shown.

    id: kebab-case, unique in the guide; readers' links and Moodle know the question by it. see: the id on its page
    where the answer stands. because: why the answer is right. rests_on: the records that an output, a default, a number
    or a version in it is taken from.
    """

    id: str
    ask: Text
    see: str
    because: Text
    choices: tuple[Choice, ...] = ()
    accepted: tuple[Said, ...] = ()
    rests_on: tuple[Evidence, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what cannot be answered, or in more than one way. Raises ValueError."""
        if not ID.match(self.id):
            raise ValueError(f"question id {self.id!r}: use lower-case letters, digits and single hyphens")
        if bool(self.choices) == bool(self.accepted):
            raise ValueError(f"question {self.id}: give it choices, or the words to accept, and not both")
        if self.choices and len(self.choices) < FEWEST:
            raise ValueError(f"question {self.id}: {len(self.choices)} choices: with less than {FEWEST} one may guess")
        if self.choices and sum(choice.why_not is None for choice in self.choices) != 1:
            raise ValueError(f"question {self.id}: one choice is right; say of each other one why it is not")
        for language in ("es", "en"):
            texts = [said(choice.text, language) for choice in self.choices]
            if len(set(texts)) < len(texts):
                raise ValueError(f"question {self.id}: two choices say the same: reword one")
        if self.accepted and not any(evidence.shows for evidence in self.rests_on):
            raise ValueError(f"question {self.id}: a word to type is one that a record shows: say which, in rests_on")

    @property
    def right(self) -> Said:
        """The right answer."""
        return next((choice.text for choice in self.choices if choice.why_not is None), *self.accepted[:1])

    @property
    def letter(self) -> str:
        """The letter before the right one of its choices; "" where there are none."""
        right = [number for number, choice in enumerate(self.choices) if choice.why_not is None]
        return "abcdefgh"[right[0]] if right else ""

    def wrong(self) -> list[tuple[str, Text]]:
        """The letter of each wrong choice, and what is wrong with it."""
        return [
            (letter, choice.why_not) for letter, choice in zip("abcdefgh", self.choices, strict=False) if choice.why_not
        ]

    def whole(self, language: Language) -> list[str]:
        """All that it says: what it asks, the choices, and what it `claims`."""
        asked = [said(text, language) for text in (self.ask, *(choice.text for choice in self.choices))]
        return [*asked, *self.claims(language)]

    def claims(self, language: Language) -> list[str]:
        """What it says is true: the right answer, why, and what is wrong with the others."""
        texts = [self.right, self.because, *(why for _, why in self.wrong())]
        return [said(text, language) for text in texts]


@dataclass(frozen=True)
class Opening:
    """What stands at the top of a page.

    able: what its reader will be able to do; needs: what it takes, with links as in Markdown
    (`[chapter 4](requisitos.md#cpu)`); minutes: an estimate, for a reader who types along.
    """

    able: tuple[Text, ...]
    needs: tuple[Text, ...]
    minutes: int

    def __post_init__(self) -> None:
        """Refuse what nobody reads, or what says nothing. Raises ValueError."""
        if len(self.able) not in _BULLETS:
            raise ValueError(f"an opening with {len(self.able)} things to be able to do: name 3 to 5")
        if not self.needs or self.minutes < 1:
            raise ValueError("an opening says what its page needs (nothing is an answer, too) and how long it takes")


@dataclass(frozen=True)
class Study:
    """The opening and the questions of the page of the lesson with the id `lesson`."""

    lesson: str
    opening: Opening
    questions: tuple[Question, ...]

    def __post_init__(self) -> None:
        """Refuse too few or too many questions. Raises ValueError."""
        if not FEWEST <= len(self.questions) <= MOST:
            raise ValueError(f"{len(self.questions)} questions on {self.lesson}: ask {FEWEST} to {MOST}")
