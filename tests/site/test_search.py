"""What the build puts into the site's search."""

import json
from pathlib import Path

import pytest
from tests.fabricated import PAGES, Project

from kvm_guide.errors import Broken
from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.site import dom, search, sections
from kvm_guide.site.addresses import home_of

ENDED = "ended"
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
    found = sections.read(dom.parse(PAGE))
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
    for program, said in (("/bin/false", "could not make"), ("/nowhere", "did not run")):
        monkeypatch.setattr(search, "get_executable", lambda program=program: program)
        expected = pytest.raises(Broken, match=rf"Pagefind.*{said}.*(?i:set the tools up anew)")
        with expected, search.written(built.site, "es", []):
            pass


def _slow(folder: Path) -> Path:
    """A program in `folder` that leaves a file ENDED there where it is let come to its end."""
    program = folder / "slow"
    program.write_text(f"#!/bin/sh\nsleep 5\ntouch {folder / ENDED}\n")
    program.chmod(0o755)
    return program


def test_what_ends_the_work_beside_the_index_ends_pagefind_as_well(
    built: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "get_executable", lambda: _slow(tmp_path))
    with pytest.raises(KeyError), search.written(built.site, "es", []):
        raise KeyError
    assert not (tmp_path / ENDED).exists()


def test_an_index_that_takes_too_long_is_told(built: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "get_executable", lambda: _slow(tmp_path))
    monkeypatch.setattr(search, "_PATIENCE", 0.1)
    with pytest.raises(Broken, match=r"did not run.*timed out"), search.written(built.site, "es", []):
        pass
    assert not (tmp_path / ENDED).exists()
