"""How a fact looks: one sentence with its sign, wherever it stands, whatever a probe answered. No MkDocs in it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import markdown
import pytest
from bs4 import BeautifulSoup, Tag
from tests.recorded_guide import FACT, GUIDE, fabricated, write, wrong

from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.records.proof import Doubt, FactProof, judge_fact
from kvm_guide.records.store import Known
from kvm_guide.site import dom, sections
from kvm_guide.site.render.fact.extension import FactError
from kvm_guide.site.render.fact.sign import sign, text
from kvm_guide.site.render.fact.words import FACT_WORDS
from kvm_guide.site.render.sources import Sources, use

EXTENSIONS = ["abbr", "attr_list", "footnotes", "md_in_html", "tables", "kvm_guide.site.render.fact.extension"]
ALLOWED_INSIDE_A_SENTENCE = {"span", "code", "strong", "em", "a"}
CHAINS = GUIDE.chains


def known(language: Language = "es") -> Known:
    return fabricated(GUIDE.lesson("requirements"), language)


@pytest.fixture(autouse=True)
def _sources(tmp_path: Path) -> Iterator[None]:
    for language in LANGUAGES:
        write(tmp_path, known(language))
    with use(Sources(GUIDE, tmp_path)):
        yield


def render(source: str) -> BeautifulSoup:
    return BeautifulSoup(markdown.markdown(source, extensions=EXTENSIONS), "html.parser", multi_valued_attributes=None)


def only(soup: BeautifulSoup) -> Tag:
    (found,) = soup.select("[data-fact]")
    return found


def said(fact: Tag) -> str:
    """What the sentence of `fact` says, without its sign."""
    for made in fact.select(".kg-fact-sign"):
        made.decompose()
    return " ".join(fact.get_text().split())


@pytest.mark.parametrize(("mark", "label"), [("hecho", "Comprobado: ver cómo"), ("fact", "Verified: see how")])
def test_the_contract_of_a_fact_and_a_sign_that_opens_it(mark: str, label: str) -> None:
    fact = only(render(f"Antes. [Es el `6.1`]{{{mark}: kernel-series}}. Después."))
    assert fact["data-fact"] == "kernel-series"
    assert fact["data-outcome"] == "passed"
    link = fact.a
    assert link is not None
    assert link["aria-label"] == label
    assert link["href"] == "../proofs/facts/kernel-series.txt"
    assert {tag.name for tag in fact.find_all(True)} <= ALLOWED_INSIDE_A_SENTENCE
    assert said(fact) == "Es el 6.1"


@pytest.mark.parametrize(
    ("text", "around", "sentence"),
    [
        ("- [Uno]{fact: kernel-series}", "li", "Uno"),
        ("| A |\n|---|\n| [Uno y `a]b`]{fact: kernel-series} |", "td", "Uno y a]b"),
        ("**[Uno]{fact: kernel-series}**", "strong", "Uno"),
        ("[Con **negrita**, [enlace](x.md){#y} y \\[corchetes\\]]{fact: kernel-series}", "p", None),
        ("[Que sigue\nen otra línea]{ fact : kernel-series }", "p", "Que sigue en otra línea"),
    ],
)
def test_it_stands_in_any_text_and_holds_any_markup(text: str, around: str, sentence: str | None) -> None:
    soup = render(text)
    fact = only(soup)
    assert fact.parent is not None
    assert fact.parent.name == around
    assert said(fact) == (sentence or "Con negrita, enlace y [corchetes]")
    if sentence is None:
        assert fact.strong is not None
        assert fact.a is not None
        assert fact.a["id"] == "y"


@pytest.mark.parametrize("text", ["[x](y.md)", "[x][y]", "[x]", "a[1]{b}", "[^1]", "`[x]{fact: kernel-series}`", "]["])
def test_other_brackets_are_left_to_markdown(text: str) -> None:
    with_it = markdown.markdown(text, extensions=EXTENSIONS)
    assert with_it == markdown.markdown(text, extensions=EXTENSIONS[:-1])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[x]{fact: no-such}", "{fact: no-such} names a fact that no lesson has: correct the id, or add the fact"),
        ("[x]{hecho:}", "{hecho: } names a fact that no lesson has"),
        ("[ ]{fact: kernel-series}", "stands behind an empty pair of brackets"),
    ],
)
def test_a_wrong_mark_stops_the_build_with_its_cure(text: str, told: str) -> None:
    with pytest.raises(FactError) as refusal:
        render(text)
    assert told in str(refusal.value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_has_the_question_and_the_answer_in_parts(language: Language) -> None:
    step = GUIDE.step(FACT.after)
    told = text(FACT, step, judge_fact(FACT, CHAINS, known(language)), language)
    (said, asked), command, label, answer = told.split("\n\n")[0].split("\n"), *told.rstrip("\n").split("\n\n")[1:]
    assert said.startswith("✔ ")
    assert "Debian 12.13" in said
    assert step.title.in_(language) in asked
    assert (command, label, answer) == ("uname -r", FACT_WORDS[language].answered, "6.1.0-41-amd64")


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_answer_and_no_answer_are_told(language: Language) -> None:
    step = GUIDE.step(FACT.after)
    later = wrong(known(language), FACT.id)
    proof = judge_fact(FACT, CHAINS, later)
    assert (proof.outcome, proof.verified_at) == ("failed", "2026-11-29T20:15:30Z")
    assert "✘" in sign(FACT, proof, language)
    assert "6.12.1-amd64" in text(FACT, step, proof, language)
    silent = replace(later.record.facts[0], output="\n", exit_status=1)
    told = text(FACT, step, replace(proof, entry=silent), language)
    assert FACT_WORDS[language].nothing in told
    assert FACT_WORDS[language].status.format(status=1) in told


def test_what_is_not_known_is_told_with_its_reason() -> None:
    good = known()
    none = Known(replace(good.record, facts=()), good.times)
    changed = replace(FACT, probe="uname -a")
    elsewhere = dict.fromkeys(CHAINS, "0" * 64)
    doubts = [
        judge_fact(FACT, CHAINS, None).doubt,
        judge_fact(FACT, CHAINS, good, readable=False).doubt,
        judge_fact(FACT, CHAINS, none).doubt,
        judge_fact(changed, CHAINS, good).doubt,
        judge_fact(FACT, elsewhere, good).doubt,
    ]
    assert doubts == [Doubt.NO_RECORD, Doubt.UNREADABLE, Doubt.NEW, Doubt.CHANGED, Doubt.EARLIER_CHANGED]
    for doubt in doubts:
        told = text(FACT, GUIDE.step(FACT.after), FactProof("unproven", doubt=doubt), "en")
        assert FACT_WORDS["en"].doubts[doubt or Doubt.SKIPPED] in told


def test_the_search_reads_the_sentence_and_not_what_its_sign_opens() -> None:
    html = render("## T\n\n[Es el `6.1`]{hecho: kernel-series}, y ya.")
    heading = html.h2
    assert heading is not None
    heading["id"] = "t"
    (section,) = sections.read(dom.parse(f"<article>{html}</article>"))
    assert section.text == "Es el 6.1, y ya."
