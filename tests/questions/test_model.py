"""Questions that could not be answered, or in two ways, are refused where they are written."""

import pytest
from tests.questions.sample import CHOICE, OPENING, READ, STUDY, WHY_NOT, WORD

from kvm_guide import questions
from kvm_guide.lessons import GUIDE
from kvm_guide.model.step import LANGUAGES, Text
from kvm_guide.questions.model import FEWEST, MOST, Choice, Evidence, Opening, Question, Study


def question(**changed: object) -> Question:
    """A whole question, but for what is `changed`."""
    values: dict[str, object] = {
        "id": "one",
        "ask": Text("¿?", "?"),
        "see": "x",
        "because": Text("a", "b"),
        "choices": CHOICE.choices,
        **changed,
    }
    return Question(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"id": "Not_kebab"}, "use lower-case letters"),
        ({"choices": ()}, "give it choices, or the words"),
        ({"accepted": ("x",), "rests_on": WORD.rests_on}, "and not both"),
        ({"choices": CHOICE.choices[:2]}, "2 choices: with less than 3"),
        ({"choices": tuple(Choice(f"{n}", WHY_NOT) for n in range(3))}, "one choice is right"),
        ({"choices": tuple(Choice(f"{n}") for n in range(3))}, "one choice is right"),
        ({"choices": (Choice("a"), Choice("a", WHY_NOT), Choice("b", WHY_NOT))}, "two choices say the same"),
        ({"choices": (), "accepted": ("x",)}, "a word to type is one that a record shows"),
        ({"choices": (), "accepted": ("x",), "rests_on": (Evidence(fact="y"),)}, "a word to type is one that a record"),
    ],
)
def test_a_question_that_cannot_be_asked(changed: dict[str, object], told: str) -> None:
    question()
    with pytest.raises(ValueError, match=told):
        question(**changed)


@pytest.mark.parametrize("named", [{}, {"fact": "a", "step": "b"}])
def test_evidence_names_one_thing(named: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="name one of them"):
        Evidence(fact=named.get("fact"), step=named.get("step"))


@pytest.mark.parametrize("count", [2, 6])
def test_an_opening_has_three_to_five_things_to_learn(count: int) -> None:
    with pytest.raises(ValueError, match="name 3 to 5"):
        Opening((Text("a", "b"),) * count, OPENING.needs, 5)


def test_an_opening_says_what_it_needs_and_how_long_it_takes() -> None:
    with pytest.raises(ValueError, match="how long it takes"):
        Opening(OPENING.able, OPENING.needs, 0)
    with pytest.raises(ValueError, match="what its page needs"):
        Opening(OPENING.able, (), 5)


@pytest.mark.parametrize("count", [FEWEST - 1, MOST + 1])
def test_a_page_asks_three_to_six_questions(count: int) -> None:
    with pytest.raises(ValueError, match="ask 3 to 6"):
        Study("x", OPENING, (READ,) * count)


def test_no_two_studies_or_questions_have_one_name() -> None:
    with pytest.raises(ValueError, match="called requirements"):
        questions.unique((STUDY, STUDY))
    with pytest.raises(ValueError, match="called #why-read"):
        questions.unique((Study("other", OPENING, (READ, CHOICE, READ)),))


def test_the_guide_asks_on_every_lesson_s_page() -> None:
    assert {study.lesson for study in questions.STUDIES} == {lesson.id for lesson in GUIDE.lessons}


def test_what_rests_on_a_record_is_asked_on_every_page_with_steps() -> None:
    for study in questions.STUDIES:
        if GUIDE.lesson(study.lesson).run():
            assert any(question.rests_on for question in study.questions), study.lesson


def test_whoever_always_takes_one_letter_does_not_pass() -> None:
    letters = [one.letter for study in questions.STUDIES for one in study.questions if one.letter]
    for letter in set(letters):
        assert letters.count(letter) < len(letters) / 2, letter


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_right_answer_is_not_told_by_its_length(language: str) -> None:
    asked = [one for study in questions.STUDIES for one in study.questions if one.choices]
    longest = 0
    for one in asked:
        lengths = [
            len(c.text if isinstance(c.text, str) else c.text.in_("es" if language == "es" else "en"))
            for c in one.choices
        ]
        longest += lengths.index(max(lengths)) == "abcdefgh".index(one.letter)
    assert longest < len(asked) * 0.7
