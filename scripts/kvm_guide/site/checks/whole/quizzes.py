"""The files for Moodle are what it imports: the rules of its XML format, by its documentation and its importer.

https://docs.moodle.org/en/Moodle_XML_format
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from kvm_guide.model.step import LANGUAGES
from kvm_guide.site import moodle
from kvm_guide.site.checks.built import Built

_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>'
_COMMON: Final = frozenset({"name", "questiontext", "generalfeedback", "defaultgrade", "penalty", "hidden", "idnumber"})
_OF_KIND: Final = {
    "multichoice": frozenset({"single", "shuffleanswers", "answernumbering", "showstandardinstruction"}),
    "shortanswer": frozenset({"usecase"}),
}
_VALUES: Final = {
    "single": {"true", "false"},
    "shuffleanswers": {"true", "false"},
    "answernumbering": {"none", "abc", "ABCD", "123", "iii", "IIII"},
    "showstandardinstruction": {"0", "1"},
    "usecase": {"0", "1"},
    "hidden": {"0", "1"},
}
# What Moodle's own form offers: it refuses, or changes, any other fraction
_FRACTIONS: Final = frozenset(
    {"100", "90", "83.33333", "80", "75", "70", "66.66667", "60", "50", "40", "33.33333", "30", "25", "20", "16.66667"}
    | {"14.28571", "12.5", "11.11111", "10", "5", "0"}
)
_LONGEST: Final = {"name": 255, "idnumber": 100}
_TAGS: Final = frozenset({"p", "code", "strong", "em", "a"})
_BARE: Final = re.compile(r'format="html"[^>]*>\s*<text>(?!<!\[CDATA\[|</text>)')
_STAR: Final = re.compile(r"(?<!\\)\*")


def problems(built: Built) -> Iterator[str]:
    """What is wrong with the files for Moodle in the built site."""
    for language in LANGUAGES:
        for study in built.sources.studied:
            lesson = next((one for one in built.sources.guide.lessons if one.id == study.lesson), None)
            if lesson is None:
                continue  # told of already
            file = moodle.path(built.site, lesson, language)
            name = file.relative_to(built.site).as_posix()
            if not file.is_file():
                yield f"{name} is missing, and the page of {lesson.id} links to it: build again"
                continue
            text = file.read_bytes().decode("utf-8", "replace")
            yield from (f"{name}: {problem}: correct moodle.j2 or the question" for problem in rules(text))
            wanted = [one.id for one in moodle.asked(study, built.sources, language)]
            told = [one.rpartition(f"-{language}-")[2] for one in re.findall(r"<idnumber>(.*?)</idnumber>", text)]
            if told != wanted:
                yield f"{name}: it asks {', '.join(told)}, and the guide {', '.join(wanted)}: build again"


def rules(text: str) -> Iterator[str]:
    """The rules of Moodle's XML format that the file `text` breaks, a sentence each."""
    if not text.startswith(_DECLARATION):
        yield f"it does not begin with {_DECLARATION!r}, and Moodle reads nothing before it"
    if "\ufffd" in text:
        yield "it has a character that is no text"
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        yield "it declares a type or an entity, which Moodle does not read"
    try:
        quiz = ElementTree.fromstring(text.encode())
    except ElementTree.ParseError as error:
        yield f"it is not well-formed ({error})"
        return
    if _BARE.search(text):
        yield "HTML stands outside CDATA"
    if quiz.tag != "quiz" or any(one.tag != "question" for one in quiz):
        yield "its root is no quiz of nothing but questions"
        return
    questions = list(quiz)
    if not questions or questions[0].get("type") != "category":
        yield "it does not begin with a category, so its questions would go among others"
    for number, one in enumerate(questions):
        if one.get("type") == "category":
            yield from (f"question {number}: {problem}" for problem in _category(one))
        else:
            yield from (f"question {number}: {problem}" for problem in _question(one))
    for name, times in Counter(one.findtext("idnumber") for one in questions if one.get("type") != "category").items():
        if times > 1:
            yield f"the idnumber {name} is there {times} times, and Moodle drops all but one"


def _category(one: Element) -> Iterator[str]:
    # A doubled slash is a slash in a name
    parts = re.split(r"(?<!/)/(?!/)", one.findtext("category/text") or "")
    if parts[0] not in ("$course$", "$module$", "$system$") or len(parts) < 2:
        yield f"the category {'/'.join(parts)!r} does not begin with $course$ and name one below it"
    if any(not part.strip() or len(part) > _LONGEST["name"] for part in parts):
        yield f"the category {'/'.join(parts)!r} has an empty name, or one that is too long"
    info = one.find("info")
    if info is not None:
        yield from _html(info, "info", may_be_empty=True)


def _question(one: Element) -> Iterator[str]:
    kind = one.get("type") or ""
    if kind not in _OF_KIND:
        yield f"its type is {kind!r}, and the guide asks {' and '.join(_OF_KIND)}"
        return
    wanted = _COMMON | _OF_KIND[kind]
    counts = Counter(child.tag for child in one)
    for tag in sorted(wanted - counts.keys()):
        yield f"it has no {tag}"
    for tag, times in counts.items():
        if tag != "answer" and (tag not in wanted or times > 1):
            yield f"it has {times} of {tag}, which a {kind} has {'once' if tag in wanted else 'not'}"
    for tag, values in _VALUES.items():
        said = one.findtext(tag)
        if said is not None and said not in values:
            yield f"its {tag} is {said!r}, not one of {', '.join(sorted(values))}"
    for tag, text in (("name", one.findtext("name/text")), ("idnumber", one.findtext("idnumber"))):
        if not (text or "").strip() or len(text or "") > _LONGEST[tag]:
            yield f"its {tag} is empty, or longer than {_LONGEST[tag]} characters"
    if not _number(one, "defaultgrade") > 0:
        yield "its defaultgrade is no number above 0"
    if not 0 <= _number(one, "penalty") <= 1:
        yield "its penalty is no number from 0 to 1"
    for tag in ("questiontext", "generalfeedback"):
        for part in one.iter(tag):
            yield from _html(part, tag, may_be_empty=tag != "questiontext")
    yield from _answers(one, kind)


def _number(one: Element, tag: str) -> float:
    try:
        return float(one.findtext(tag) or "")
    except ValueError:
        return -1.0


def _answers(one: Element, kind: str) -> Iterator[str]:
    answers = one.findall("answer")
    fractions = [answer.get("fraction") or "" for answer in answers]
    for fraction in fractions:
        if fraction.lstrip("-") not in _FRACTIONS:
            yield f"an answer's fraction is {fraction!r}, which Moodle does not offer"
    right = fractions.count("100")
    if kind == "multichoice":
        positive = sum(_positive(fraction) for fraction in fractions)
        if one.findtext("single") == "true" and (right != 1 or positive != 100):
            yield f"it has {right} answers with the fraction 100, and a single right one must have all of it"
        if one.findtext("single") == "false" and abs(positive - 100) > 0.01:
            yield f"the fractions of its right answers are {positive} in sum, and must be 100"
        if len(answers) < 2:
            yield "it has less than two answers to choose from"
    elif not right:
        yield "no answer has the fraction 100, so nobody could be right"
    texts = [(answer.findtext("text") or "").strip() for answer in answers]
    if len(set(texts)) < len(texts) or not all(texts):
        yield "two of its answers are the same, or one is empty"
    for answer, text in zip(answers, texts, strict=True):
        if {child.tag for child in answer} != {"text", "feedback"}:
            yield "an answer holds another thing than a text and a feedback"
        for feedback in answer.iter("feedback"):
            yield from _html(feedback, "feedback", may_be_empty=True)
        if kind == "multichoice":
            yield from _html(answer, "answer", may_be_empty=False)
        elif _STAR.search(text):
            yield f"the word {text!r} has a star, which stands for any text: write it as \\*"


def _positive(fraction: str) -> float:
    try:
        return max(float(fraction), 0.0)
    except ValueError:
        return 0.0


def _html(part: Element, tag: str, *, may_be_empty: bool) -> Iterator[str]:
    """What is wrong with the HTML in the text of `part`, called `tag`."""
    text = (part.findtext("text") or "").strip()
    if part.get("format") != "html":
        yield f"its {tag} does not say that it is HTML"
    if not text:
        if not may_be_empty:
            yield f"its {tag} is empty"
        return
    try:
        html = ElementTree.fromstring(f"<html>{text}</html>")
    except ElementTree.ParseError as error:
        yield f"the HTML of its {tag} is not well-formed ({error})"
        return
    for inner in html.iter():
        if inner is not html and inner.tag not in _TAGS:
            yield f"its {tag} has a <{inner.tag}>, and may have {', '.join(sorted(_TAGS))}"
        if inner.tag == "a" and not urlsplit(inner.get("href") or "").netloc:
            yield f"its {tag} has a link without a host, which leads nowhere in a course"
