"""A page becomes a chapter: its places have the book's names, its links lead to them, and no command is broken."""

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from kvm_guide.errors import NotSo
from kvm_guide.site.book import answers, notes
from kvm_guide.site.book.chapter import LONGEST, Chapter, chapters
from kvm_guide.site.book.document import document
from kvm_guide.site.book.links import Links, Place
from kvm_guide.site.book.words import WORDS

LINKS = Links(
    {
        "en/index.html": Place("home", frozenset()),
        "en/a/index.html": Place("a", frozenset({"one"})),
        "en/b/index.html": Place("b", frozenset({"two"})),
    },
    "https://guide.example/",
)
WORDS_EN = WORDS["en"]


@pytest.mark.parametrize(
    ("url", "moved"),
    [
        ("#one", "#a--one"),
        ("../b/#two", "#b--two"),
        ("../b/", "#b"),
        ("../b/#gone", "#b"),
        ("..", "#home"),
        ("../../b/", "https://guide.example/b/"),
        ("../../records/x.json", "https://guide.example/records/x.json"),
        ("../../", "https://guide.example/"),
        ("https://debian.org/b/#two", "https://debian.org/b/#two"),
    ],
)
def test_a_link_leads_to_a_place_in_the_book_or_into_the_world(url: str, moved: str) -> None:
    assert LINKS.moved(url, "en/a/index.html") == moved


def test_a_link_to_what_is_not_in_the_book_ends_where_nobody_knows_the_site() -> None:
    assert Links(LINKS.places, "").moved("../../records/x.json", "en/a/index.html") is None


def _site(folder: Path, **pages: str) -> Path:
    """A site of `pages`, each of which names the next."""
    names = ["", *(f"{name}/" for name in pages if name != "home")]
    for at, (name, text) in enumerate(zip(names, pages.values(), strict=True)):
        following = f'<link rel="next" href="{"../" if name else ""}{names[at + 1]}">' if at + 1 < len(names) else ""
        (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / name / "index.html").write_text(
            f'<html><head><meta name="description" content="What it is">{following}</head><body>'
            f'<a class="md-logo" title="The guide"></a><article>{text}</article>'
            '<div class="md-copyright__highlight">Free</div></body></html>',
            encoding="utf-8",
        )
    (folder / "proofs" / "facts").mkdir(parents=True)
    (folder / "proofs" / "facts" / "warm.txt").write_text("✔ Verified\nAsked\n\nask\n\nIt answered\n\nyes\n\nno\n")
    troubles = {"steps": {"look": [["../b/#two", "No power"]]}}
    (folder / "proofs" / "students.json").write_text(json.dumps(troubles))
    return folder


def _read(folder: Path, **pages: str) -> list[Chapter]:
    return chapters(_site(folder, **pages), "", "", WORDS_EN)


HOME = '<h1 id="top">A guide</h1>'
COMMAND = '<div class="kg-command" data-copy="{}"><pre><code>x</code></pre></div>'
STEP = """<div class="kg-step kg-step--passed" id="look" data-step="look" data-debian="12.9" aria-label="Look">
<div class="kg-head"><span class="kg-title">Look</span></div>
<p class="kg-proof">✔ Verified on 1 Nov 2026</p>
<section class="kg-effects"><details class="kg-changes"><summary>What changed: 2 packages</summary>a b</details>
</section>
<details class="kg-details"><summary>Show the real output</summary><pre class="kg-output" tabindex="0">
 a  b &lt;
<a class="kg-gap" href="../records/x.json">… 9 more</a></pre>
<a class="kg-whole" href="../records/x.json">All</a></details>
<section class="kg-own"><a href="../s/look/" data-kg-share="">Link</a>
<a href="../b/#two">Differs</a></section></div>
<details class="kg-undo"><summary>How to undo this</summary><p>Undo</p></details>"""
FACT = """<p><span class="kg-fact" data-fact="warm">It is <b>warm</b><a class="kg-fact-sign"
href="../proofs/facts/warm.txt">✔</a></span>.</p>"""
QUESTION = """<ol><li id="question-why"><p>Why?</p><details class="kg-answer"><summary>See the answer</summary>
<p>Because.</p><p><a href="#top">Where this page says it</a></p></details></li></ol>"""


def test_the_pages_come_in_the_order_in_which_they_are_read(tmp_path: Path) -> None:
    found = _read(tmp_path, home=HOME, b='<h1 id="b">1. B</h1>', a='<h1 id="a">2. A</h1>')
    assert [one.title for one in found] == ["Introduction", "1. B", "2. A"]
    assert [one.name.key for one in found] == ["home", "b", "a"]


def test_two_pages_may_have_places_of_one_name(tmp_path: Path) -> None:
    page = '<h1 id="top">A</h1><p id="x">1</p><a href="#x">x</a>'
    _, one, other = _read(tmp_path, home=HOME, a=page, b=page + '<a href="../a/#x">a</a>')
    assert [tag["href"] for tag in one.article.select("a")] == ["#a--x"]
    assert [tag["href"] for tag in other.article.select("a")] == ["#b--x", "#a--x"]
    assert [tag["id"] for tag in other.article.select("[id]")] == ["b--top", "b--x"]


def test_a_drawing_still_finds_its_parts(tmp_path: Path) -> None:
    drawing = '<svg aria-labelledby="t" role="img"><title id="t">T</title><path fill="url(#p)" id="p"></path></svg>'
    _, chapter = _read(tmp_path, home=HOME, a=f"<h1>A</h1>{drawing}")
    svg = str(chapter.article.select_one("svg"))
    assert svg == drawing.replace('"t"', '"a--t"').replace('"p"', '"a--p"').replace("#p", "#a--p")


def test_a_line_of_a_command_that_fits_no_page_is_refused(tmp_path: Path) -> None:
    _read(tmp_path / "fits", home=HOME, a=COMMAND.format("a" * LONGEST + "&#10;b"))
    with pytest.raises(NotSo, match=rf"a/index\.html: .* has {LONGEST + 1} signs.*break it with a backslash"):
        _read(tmp_path, home=HOME, a=COMMAND.format("a" * (LONGEST + 1) + "&#10;b"))


def test_a_proof_is_a_numbered_note_that_has_what_the_page_folds(tmp_path: Path) -> None:
    _, chapter, _ = _read(tmp_path, home=HOME, a=f"<h1>A</h1>{STEP}{FACT}", b='<h1>B</h1><p id="two"></p>')
    step, fact = notes.taken(chapter, 7, WORDS_EN)
    assert (step.number, step.name, step.place, step.title) == (7, "note-7", "a--look--proof", "Look")
    assert step.said == "✔ Verified on 1 Nov 2026"
    output, troubles = step.parts
    assert "<p>The real output:</p>" in output
    assert '<pre class="kg-output">\n a  b &lt;\n… 9 more</pre>' in output
    assert "All" not in output
    assert '<a href="#b--two">No power</a>' in troubles
    assert (fact.number, fact.place, fact.title) == (8, "a--fact-warm", "“It is <b>warm</b>”")
    assert fact.said == "✔ Verified"
    answer = '<small>Asked</small><code class="short">ask</code><small>It answered</small><samp>yes\n\nno</samp>'
    assert fact.parts == (answer,)
    left = str(chapter.article)
    assert '<a class="to-note" href="#note-7" id="a--look--proof">note 7</a>' in left
    assert 'warm</b><sup><a class="to-note" href="#note-8" id="a--fact-warm">8</a></sup>' in left
    assert "<p>What changed: 2 packages</p>" in left
    assert '<p class="kg-undo-title">How to undo this</p><p>Undo</p>' in left
    for gone in ("details", "button", "kg-output", "kg-own", "ask", "Differs"):
        assert gone not in left


def test_an_answer_is_elsewhere_and_both_lead_to_each_other(tmp_path: Path) -> None:
    _, chapter = _read(tmp_path, home=HOME, a=f'<h1 id="top">A</h1>{QUESTION}')
    (answer,) = answers.taken(chapter, WORDS_EN)
    assert (answer.number, answer.question, answer.name) == (1, "a--question-why", "answer--a--question-why")
    assert "Because." in answer.text
    assert '<a href="#a--top">The guide says it</a>, p. <span data-page-of="a--top">' in answer.text
    left = str(chapter.article)
    assert '<a href="#answer--a--question-why">Answer</a>, p. <span data-page-of="answer--a--question-why">' in left
    assert "Because." not in left


def test_the_document_names_every_page_that_it_needs_to_know(tmp_path: Path) -> None:
    page = f'<h1 id="top">A</h1><h2 id="x">X<a class="headerlink" href="#x">¶</a></h2>{STEP}{QUESTION}'
    _site(tmp_path / "en", home=HOME, a=page, b='<h1 id="b">B</h1>')
    made = document(tmp_path, "en", "")
    soup = BeautifulSoup(made.html, "html.parser")
    ids = {str(tag["id"]) for tag in soup.select("[id]")}
    assert len(ids) == len(soup.select("[id]")), "a name is given twice"
    linked = {str(tag["href"]).removeprefix("#") for tag in soup.select("a[href]")}
    assert linked <= ids
    assert {str(tag["data-page-of"]) for tag in soup.select("[data-page-of]")} <= linked
    listed = [tag.get_text() for tag in soup.select(".contents li")]
    assert listed == ["Introduction", "A", "X", "B", "Answers", "Notes: the proofs"]
    assert (made.title, made.subject) == ("A guide", "What it is")
    assert "Verified on Debian 12.9" in soup.get_text()
