"""The files for Moodle: what a teacher imports is what the page asks."""

from dataclasses import replace
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from tests.questions.sample import CHOICE, STUDY, WORD
from tests.recorded_guide import GUIDE, fabricated, write, wrong

from kvm_guide import lessons, questions
from kvm_guide.model.step import LANGUAGES, Language, Text
from kvm_guide.site import moodle
from kvm_guide.site.render.sources import Sources


@pytest.fixture
def records(tmp_path: Path) -> Path:
    for language in LANGUAGES:
        write(tmp_path, fabricated(GUIDE.lesson("requirements"), language))
    return tmp_path


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_s_file_asks_what_the_page_asks(guide_site: Path, language: Language) -> None:
    root = guide_site if language == "es" else guide_site / language
    for study in questions.STUDIES:
        page = lessons.GUIDE.lesson(study.lesson).page
        html = (root / page / "index.html").read_text(encoding="utf-8")
        soup = BeautifulSoup(html, "html.parser", multi_valued_attributes=None)
        link = soup.select_one(".kg-moodle a")
        assert link is not None
        assert link["href"] == f"../moodle/{page}.xml"
        assert link["download"] == f"kvm-guide-{page}-{language}.xml"
        quiz = ElementTree.fromstring((root / "moodle" / f"{page}.xml").read_bytes())
        sure = [tag for tag in soup.select("[data-question]") if tag.get("data-outcome", "passed") == "passed"]
        shown = [_squeezed(tag.p.get_text()) for tag in sure if tag.p is not None]
        asked = [
            _squeezed(_plain(one.findtext("questiontext/text"))) for one in quiz.iterfind("question") if _real(one)
        ]
        assert asked == shown
        for one, tag in zip(filter(_real, quiz.iterfind("question")), sure, strict=True):
            choices = [_squeezed(choice.get_text()) for choice in tag.select(".kg-choices > li")]
            answers = [_squeezed(_plain(answer.findtext("text"))) for answer in one.iterfind("answer")]
            right = [answer.get("fraction") for answer in one.iterfind("answer")].index("100")
            told = tag.select_one(".kg-answer p")
            assert told is not None
            if choices:
                assert answers == choices
                assert f" {'abcdefgh'[right]}) " in _squeezed(told.get_text(" "))
            else:
                assert told.code is not None
                assert answers[right] == told.code.get_text()


def _real(one: ElementTree.Element) -> bool:
    return one.get("type") != "category"


def _plain(text: str | None) -> str:
    return unescape(BeautifulSoup(text or "", "html.parser").get_text())


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def test_without_an_address_no_link_is_written_and_with_one_each_answer_says_where(records: Path) -> None:
    sources = Sources(GUIDE, records, studies=(STUDY,))
    assert "href" not in moodle.quiz(STUDY, sources, "", "en")
    text = moodle.quiz(STUDY, sources, "https://example.org/guide/", "en")
    for question in STUDY.questions:
        assert f'href="https://example.org/guide/en/requisitos/#{question.see}"' in text


def test_what_stands_in_a_question_is_text_and_not_the_file_s_own(records: Path) -> None:
    hostile = Text(es="a ]]> b & c `<d>`", en="a ]]> b & c `<d>`")
    study = replace(STUDY, questions=(replace(CHOICE, ask=hostile, because=hostile), *STUDY.questions[1:]))
    quiz = ElementTree.fromstring(moodle.quiz(study, Sources(GUIDE, records, studies=(study,)), "", "es").encode())
    one = quiz.findall("question")[1]
    assert one.findtext("name/text") == "4.1 a ]]> b & c <d>"
    assert _plain(one.findtext("questiontext/text")) == "a ]]> b & c <d>"


def test_a_star_in_a_word_stands_for_itself(records: Path) -> None:
    word = replace(WORD, accepted=("/dev/*",))
    study = replace(STUDY, questions=(CHOICE, replace(word, rests_on=CHOICE.rests_on), STUDY.questions[2]))
    assert r"<text>/dev/\*</text>" in moodle.quiz(study, Sources(GUIDE, records, studies=(study,)), "", "es")


def test_a_doubtful_answer_is_taught_to_nobody(records: Path) -> None:
    write(records, wrong(fabricated(GUIDE.lesson("requirements"), "es"), "kernel-series"))
    sources = Sources(GUIDE, records, studies=(STUDY,))
    assert "which-kernel" not in moodle.quiz(STUDY, sources, "", "es")
    assert "which-kernel" in moodle.quiz(STUDY, sources, "", "en")
