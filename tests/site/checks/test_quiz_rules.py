"""Moodle's rules: what the guide writes keeps them, and each, broken, is seen."""

import re
from pathlib import Path

import pytest
from tests.questions.sample import STUDY
from tests.recorded_guide import GUIDE, fabricated, write

from kvm_guide.model.step import LANGUAGES
from kvm_guide.site import moodle
from kvm_guide.site.checks.built import Built
from kvm_guide.site.checks.whole.quizzes import problems, rules
from kvm_guide.site.render.sources import Sources

ADDRESS = "https://example.org/guide/"


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    for language in LANGUAGES:
        for lesson in GUIDE.lessons:
            if lesson.steps:
                write(tmp_path / "records", fabricated(lesson, language))
    return Sources(GUIDE, tmp_path / "records", studies=(STUDY,))


@pytest.fixture
def quiz(sources: Sources) -> str:
    return moodle.quiz(STUDY, sources, ADDRESS, "es")


def test_what_the_guide_writes_keeps_every_rule(sources: Sources) -> None:
    for language in LANGUAGES:
        for address in (ADDRESS, ""):
            assert list(rules(moodle.quiz(STUDY, sources, address, language))) == []


NAME = "<name><text>4.1 ¿Qué CPU sirve, con vmx?</text></name>"
RIGHT = '<answer fraction="100" format="html">'
WRONG = '<answer fraction="0" format="html">'
TEXT = "<text><![CDATA[<p>¿Qué CPU <em>sirve</em>, con <code>vmx</code>?</p>]]></text>"
WORD = '<answer fraction="100" format="moodle_auto_format">\n<text>6.1.0-41-amd64</text>'


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("<?xml", "\n<?xml", "it does not begin with"),
        ("UTF-8", "ISO-8859-1", "it does not begin with"),
        ("</quiz>", "</quizz>", "it is not well-formed"),
        ("<quiz>", '<!DOCTYPE quiz [<!ENTITY x "y">]>\n<quiz>', "it declares a type or an entity"),
        ("¿Qué núcleo", "¿Qué \ufffd núcleo", "a character that is no text"),
        ("</quiz>", "<note/></quiz>", "its root is no quiz of nothing but questions"),
        ('<question type="category">', '<question type="description">', "it does not begin with a category"),
        ("$course$/top/", "", "does not begin with $course$ and name one below it"),
        ("$course$/top/", "$course$/top/ /", "has an empty name"),
        ("KVM en Debian 12/4", f"KVM en Debian 12/{'x' * 256}4", "or one that is too long"),
        ('type="multichoice"', 'type="essay"', "its type is 'essay'"),
        (NAME, "", "it has no name"),
        (NAME, NAME * 2, "it has 2 of name, which a multichoice has once"),
        (NAME, NAME + "<usecase>0</usecase>", "it has 1 of usecase, which a multichoice has not"),
        (NAME, "<name><text> </text></name>", "its name is empty"),
        (NAME, f"<name><text>{'x' * 256}</text></name>", "or longer than 255 characters"),
        ("<idnumber>kvm-guide-es-which-cpu", f"<idnumber>{'x' * 101}", "its idnumber is empty, or longer than 100"),
        ("kvm-guide-es-why-read", "kvm-guide-es-which-cpu", "idnumber kvm-guide-es-which-cpu is there 2 times"),
        ("<defaultgrade>1.0000000", "<defaultgrade>0", "its defaultgrade is no number above 0"),
        ("<defaultgrade>1.0000000", "<defaultgrade>one", "its defaultgrade is no number above 0"),
        ("<penalty>0.3333333", "<penalty>33", "its penalty is no number from 0 to 1"),
        ("<hidden>0", "<hidden>no", "its hidden is 'no'"),
        ("<single>true", "<single>yes", "its single is 'yes'"),
        ("<shuffleanswers>true", "<shuffleanswers>1", "its shuffleanswers is '1'"),
        ("<answernumbering>abc", "<answernumbering>a)", "its answernumbering is 'a)'"),
        ("<usecase>0", "<usecase>false", "its usecase is 'false'"),
        (RIGHT, WRONG, "it has 0 answers with the fraction 100"),
        (WRONG, RIGHT, "it has 2 answers with the fraction 100"),
        (WRONG, WRONG.replace('"0"', '"50"'), "a single right one must have all of it"),
        (WRONG, WRONG.replace('"0"', '"99"'), "an answer's fraction is '99', which Moodle does not offer"),
        (WRONG, WRONG.replace('"0"', '"none"'), "an answer's fraction is 'none'"),
        ("<single>true", "<single>false", None),
        ("<p>Cualquiera.</p>", "<p>La más cara.</p>", "two of its answers are the same"),
        ("<text>6.1.0-41-amd64</text>", "<text> </text>", "or one is empty"),
        (WORD, WORD.replace("100", "50"), "no answer has the fraction 100, so nobody could be right"),
        ("<text>6.1.0-41-amd64</text>", "<text>6.1.*</text>", "has a star, which stands for any text"),
        ("<feedback", "<hint/><feedback", "an answer holds another thing than a text and a feedback"),
        (TEXT, "<text></text>", "its questiontext is empty"),
        (TEXT, "<text>&lt;p&gt;x&lt;/p&gt;</text>", "HTML stands outside CDATA"),
        ('<questiontext format="html">', "<questiontext>", "its questiontext does not say that it is HTML"),
        ("<p>Cualquiera.</p>", "<p>Cualquiera.", "the HTML of its answer is not well-formed"),
        ("<p>Cualquiera.</p>", "<script>x</script>", "its answer has a <script>"),
        (f"{ADDRESS}requisitos/#cpu", "#cpu", "has a link without a host"),
    ],
)
def test_each_rule_broken_is_seen(quiz: str, old: str, new: str, told: str | None) -> None:
    assert old in quiz
    broken = list(rules(quiz.replace(old, new, 1)))
    if told is None:
        # Where more than one may be right, all of the grade is still shared out
        assert broken == []
        assert any("in sum" in one for one in rules(quiz.replace(old, new, 1).replace(WRONG, RIGHT, 1)))
    else:
        assert any(told in one for one in broken), broken


def test_a_question_with_one_answer_is_no_choice(quiz: str) -> None:
    one = re.sub(r'<answer fraction="0".*?</answer>\n', "", quiz, flags=re.DOTALL)
    assert [told for told in rules(one) if "less than two answers" in told]


def test_a_slash_in_a_title_begins_no_category(sources: Sources, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moodle, "_title", lambda _lesson, _language: "4. QEMU/KVM")
    text = moodle.quiz(STUDY, sources, "", "es")
    assert "<text>$course$/top/KVM en Debian 12/4. QEMU//KVM</text>" in text
    assert list(rules(text)) == []


def test_a_file_that_is_missing_or_asks_otherwise(sources: Sources, tmp_path: Path) -> None:
    site = tmp_path / "site"
    built = Built(site, tmp_path / "docs", sources, "/")
    moodle.write(site, sources, ADDRESS)
    assert list(problems(built)) == []
    spanish, english = site / "moodle/requisitos.xml", site / "en/moodle/requisitos.xml"
    spanish.unlink()
    english.write_text(english.read_text("utf-8").replace("kvm-guide-en-why-read", "kvm-guide-en-older"), "utf-8")
    assert list(problems(built)) == [
        "moodle/requisitos.xml is missing, and the page of requirements links to it: build again",
        "en/moodle/requisitos.xml: it asks which-cpu, which-kernel, older, and the guide which-cpu, which-kernel, "
        "why-read: build again",
    ]
    english.write_bytes(b"\n" + english.read_bytes())
    assert any("en/moodle/requisitos.xml: it does not begin with" in one for one in problems(built))
