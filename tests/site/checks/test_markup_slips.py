"""Slips in how a page is written: its markup, headings, links, pictures and scripts, each told by its guard."""

import shutil
from pathlib import Path

import pytest
from tests.fabricated import Project
from tests.recorded_guide import GUIDE
from tests.site.checks.test_slips import edited, told
from tests.site.pages import EN, ES, site

from kvm_guide.model.lesson import Guide
from kvm_guide.site.checks.structure import headings, links, markup, pictures, scripts

MARKUP = (
    ("<!-- oculto -->", "has a comment, which readers get and do not see"),
    ("<script>alert(1)</script>", "writes <script> by hand"),
    ('<iframe src="x"></iframe>', "writes <iframe> by hand"),
    ("<details><summary>x</summary>y</details>", "writes <details> by hand"),
    ('<span class="kg-proof">x</span>', "writes kg-proof by hand, which is a fence's"),
    ('<span style="display: none">Oculto</span>', "a <span> is hidden ('Oculto')"),
    ("<span hidden>Oculto</span>", "a <span> is hidden"),
    ("Está Verificado el 3 de mayo.", "reads like a proof: show the step with its fence"),
    ("<span data-search-exclude>Oculto</span>", "a <span> is kept from the search ('Oculto')"),
    ("✔ Comprobado el 26 nov 2026.", "reads like a proof: show the step with its fence"),
    ("TODO: escribir esto.", "is not finished: 'TODO'"),
    ("Lorem ipsum dolor.", "is not finished"),
    ("Un **error sin cerrar.", "shows the stars of bold text as it was typed"),
    ("Un [enlace] (x) y ](y).", "shows a link's brackets as it was typed"),
    ("Un `código sin cerrar.", "shows the marks of code as it was typed"),
    ("Texto { .kg-lead }", "shows an id or a class in braces as it was typed"),
    ("{{ page.title }}", "shows a template's braces as it was typed"),
    ("Así: !!! note mal escrita", "shows a box's mark as it was typed"),
)


@pytest.mark.parametrize(("text", "said_of_it"), MARKUP)
def test_markup_that_hides_forges_or_fails(text: str, said_of_it: str, tmp_path: Path, built: Project) -> None:
    found = told(markup.problems, tmp_path, built, edited(ES, "Lo que dice la nota.", text))
    assert any(said_of_it in problem for problem in found), found
    assert all(problem.startswith("docs/es/ventajas.md") for problem in found)


def test_a_box_of_no_kind_an_empty_cell_and_a_head_that_hides_the_page(tmp_path: Path, built: Project) -> None:
    es = edited(edited(ES, "!!! note", "!!! wraning"), "| La segunda celda |", "|  |")
    message = "\n".join(told(markup.problems, tmp_path, built, es))
    assert "a box under {#top}" in message
    assert "is of no kind that the guide has (wraning): use one of danger, fact, info" in message
    assert "a cell under {#top} (“”) is empty" in message
    broken = site(tmp_path, built.docs / "records")
    (broken.docs / "es" / "ventajas.md").write_text("---\ntitle: x\nsearch:\n  exclude: true\n---\n", encoding="utf-8")
    found = list(markup.problems(broken))
    assert "differ in their heads" in found[0]
    assert "docs/es/ventajas.md: its head sets search, which changes what readers find" in found[1]
    assert "docs/es/ventajas.md: its head has no description" in found[2]


HEADINGS = (
    (
        "## Otra parte {#part}",
        "#### Otra parte {#part}",
        "{#part} is of level 4 below one of level 1: leave no level out",
    ),
    ("## Otra parte {#part}", "# Otra parte {#part}", "2 titles: begin the page with one line"),
    ("## Otra parte {#part}", "## Título {#part}", "{#top} and {#part} both say 'Título': reword one"),
    ("## Otra parte {#part}", "## 2. Otra parte {#part}", "{#part} is number 2 and stands where 1 is due: renumber"),
    ("# Título {#top}", "Título", "0 titles"),
)


@pytest.mark.parametrize(("old", "new", "said_of_it"), HEADINGS)
def test_headings(old: str, new: str, said_of_it: str, tmp_path: Path, built: Project) -> None:
    assert said_of_it in "\n".join(told(headings.problems, tmp_path, built, edited(ES, old, new)))


LINKS = (
    ("[aquí](requisitos.md#cpu-flags)", "says 'aquí': say where it leads"),
    ("[](requisitos.md#cpu-flags)", "has no words: say where it leads"),
    ("[libvirt](http://libvirt.org/)", "has the address 'http://libvirt.org/': use one with https://"),
    ("[libvirt](https:///libvirt.org/)", "which names no host: correct it"),
    ("[libvirt](javascript:alert(1))", "use one with https://"),
    ("[los requisitos](../en/requisitos/)", "leads to the other language: link to the page of this one"),
)


@pytest.mark.parametrize(("link", "said_of_it"), LINKS)
def test_links(link: str, said_of_it: str, tmp_path: Path, built: Project) -> None:
    found = told(links.problems, tmp_path, built, edited(ES, "[requisitos](requisitos.md#cpu-flags)", link))
    assert [said_of_it in problem for problem in found] == [True]


def test_a_text_that_stands_twice(tmp_path: Path, built: Project) -> None:
    twice = "Esto es lo mismo en dos sitios de la misma página.\n\n"
    es = twice + edited(ES, "## Otra", f"{twice}## Otra")
    assert "stands at the top and again under {#top}: keep one" in told(links.problems, tmp_path, built, es)[0]


def test_a_glossary_whose_languages_do_not_agree(tmp_path: Path, built: Project) -> None:
    records = built.docs / "records"
    broken = site(tmp_path, records, en=edited(EN, "(*anfitrión*)", "(*huésped*)"), page="glosario")
    assert "gives 'huésped' as the other language's word" in "\n".join(links.problems(broken))
    assert list(links.problems(site(tmp_path / "good", records, page="glosario"))) == []


SVG = '<svg role="img" aria-labelledby="t d"><title id="t">{}</title><desc id="d">{}</desc><text>x</text></svg>'
PICTURES = (
    ("![](../records/x.png)", "the picture x.png has '' as its alternative text"),
    ("![x.png](../records/x.png)", "has 'x.png' as its alternative text: say in a sentence what it shows"),
    (
        "![Una ventana con una lista](../records/x.png)",
        "the picture x.png has no size, or is fetched",
    ),
    ("<svg><text>x</text></svg>", "a drawing has no <title> that tells it"),
    (SVG.format("Quién habla con quién", ""), "a drawing has no <desc> that tells it"),
    (SVG.format("Quién habla con quién", "De arriba abajo, las piezas.").replace(' role="img"', ""), "is not named"),
    (SVG.format("Quién habla con quién", "De arriba abajo, las piezas.").replace('"t d"', '"t e"'), "is not named"),
)


@pytest.mark.parametrize(("picture", "said_of_it"), PICTURES)
def test_pictures(picture: str, said_of_it: str, tmp_path: Path, built: Project) -> None:
    found = told(pictures.problems, tmp_path, built, edited(ES, "`virsh`", f"`virsh` {picture}"))
    assert any(said_of_it in problem for problem in found), found


def test_files_that_nothing_names_or_that_lie_in_a_language(tmp_path: Path, built: Project) -> None:
    broken = site(tmp_path, built.docs / "records")
    for name in ("assets/left.svg", "es/window.png", "records/debian-12/old.es.png", "records/schema.json"):
        (broken.docs / name).parent.mkdir(parents=True, exist_ok=True)
        (broken.docs / name).write_bytes(b"x")
    assert [problem.partition(" ")[0] for problem in pictures.problems(broken)] == [
        "docs/assets/left.svg",
        "docs/es/window.png",
        "docs/records/debian-12/old.es.png",
        "docs/records/schema.json",
    ]


def test_every_file_of_a_record_is_named_and_no_other_lessons(tmp_path: Path, built: Project) -> None:
    broken = site(tmp_path, built.docs / "records")
    shutil.copytree(built.docs / "records", broken.docs / "records")
    assert list(pictures.problems(broken)) == []
    gone = Guide(GUIDE.lessons[:2])
    without = site(tmp_path, built.docs / "records", guide=gone)
    names = ["install.en.cast", "install.en.json", "install.es.cast", "install.es.json"]
    names += ["virt-manager.en.png", "virt-manager.es.png"]
    told_of = [problem.partition(" ")[0] for problem in pictures.problems(without)]
    assert told_of == [f"docs/records/debian-12/{name}" for name in names]


SCRIPTS = (
    ('fetch("https://other.example/x")', "has the address of another host"),
    ('load("//other.example/x.js")', "has the address of another host"),
    ("navigator.sendBeacon(x)", "can ask any host or run any text"),
    ('note.textContent = "Copied to the clipboard"', "it has words of its own"),
    ('note.textContent = "Página"', "it has words of its own"),
    ("eval(location.hash)", "can ask any host or run any text"),
)


@pytest.mark.parametrize(("code", "said_of_it"), SCRIPTS)
def test_a_script_file(code: str, said_of_it: str, tmp_path: Path, built: Project) -> None:
    broken = site(tmp_path, built.docs / "records")
    (broken.docs / "assets").mkdir()
    (broken.docs / "assets" / "x.js").write_text(f"/* See https://good.example. */\n{code}\n", encoding="utf-8")
    found = list(scripts.problems(broken))
    assert [problem.startswith("docs/assets/x.js") and said_of_it in problem for problem in found] == [True]


@pytest.mark.parametrize(
    ("html", "said_of_it"),
    [
        ('<span onclick="go()">x</span>', "has a script in its attribute onclick"),
        ("<script>x()</script>", "a script stands in the text (x())"),
        ('<script>fetch("https://other.example")</script>', "a script on the page has the address of another host"),
        ('<meta http-equiv="refresh" content="0; url=x">', "sends its reader elsewhere by itself"),
    ],
)
def test_a_script_on_a_page(html: str, said_of_it: str, tmp_path: Path, built: Project) -> None:
    found = told(scripts.problems, tmp_path, built, edited(ES, "`virsh`", f"`virsh` {html}"))
    assert any(said_of_it in problem for problem in found), found
