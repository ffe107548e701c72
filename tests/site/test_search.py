"""What the build puts into the site's search."""

import json

import pytest
from tests.fabricated import PAGES, Project

from kvm_guide.errors import Broken
from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.site import search, sections
from kvm_guide.site.addresses import home_of

PAGE = """<html><body><nav>Menu</nav><article>
<h1 id="top">The page<a class="headerlink" href="#top">¶</a></h1><p>First <em>wo</em>rds.</p>
<h2 id="one">One</h2><p>Before.</p>
<div id="net-start" data-step="net-start"><div class="kg-head"><span class="kg-title">Start it</span>
<span data-search-exclude="">on Debian <b>12</b></span></div><pre><code>virsh <span>net</span>-start</code></pre>
<details data-search-exclude=""><summary>Output</summary>Network started<br>twice</details></div><p>After.</p>
<h2 id="two">Two</h2>
<div id="locked" data-trouble="locked"><h3 id="locked-title">apt is busy</h3><code data-message>Could not get
lock</code></div>
</article><footer>Foot</footer></body></html>"""


def test_a_page_is_cut_at_its_headings_steps_and_troubles() -> None:
    found = sections.read(PAGE)
    assert [(one.kind, one.id, one.title, one.text) for one in found] == [
        ("heading", "top", "The page", "First words."),
        ("heading", "one", "One", "Before. Start it virsh net-start After."),
        ("step", "net-start", "Start it", "virsh net-start"),
        ("heading", "two", "Two", ""),
        ("trouble", "locked", "apt is busy", "Could not get lock"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_its_own_index_and_nothing_that_is_not_used(built: Project, language: Language) -> None:
    home = built.site / home_of(language)
    entry = json.loads((home / "pagefind" / "pagefind-entry.json").read_text(encoding="utf-8"))
    assert set(entry["languages"]) == {language}
    steps = len(list(built.guide.steps()))
    assert entry["languages"][language]["page_count"] >= len(PAGES) + steps
    names = {file.name for file in (home / "pagefind").iterdir()}
    assert "pagefind.js" in names
    assert not [name for name in names if "ui" in name or "highlight" in name or "unknown" in name]
    assert not (home / "search" / "search_index.json").exists(), "the theme's search is built as well"


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_messages_that_stand_on_a_page_are_found(built: Project, language: Language) -> None:
    table = json.loads((built.site / home_of(language) / search.MESSAGES).read_text(encoding="utf-8"))
    assert table["troubles"] == table["patterns"] == []


def test_an_index_that_cannot_be_made_is_told(built: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", "/bin/false")
    with pytest.raises(Broken, match=r"index.*Set the tools up anew"):
        search.write(built.site, "es")
