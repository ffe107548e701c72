"""Slips that only a whole site shows, each broken in memory; and that the build makes every one of its checks."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.fabricated import PAGES, Project
from tests.questions.sample import STUDY
from tests.recorded_guide import GUIDE
from tests.site.pages import holding

from kvm_guide import lessons, questions
from kvm_guide.helper.cli.commands import COMMANDS
from kvm_guide.model.lesson import Guide, Lesson
from kvm_guide.model.step import LANGUAGES, Text
from kvm_guide.site import moodle
from kvm_guide.site.build import render
from kvm_guide.site.checks.built import LISTS, Built
from kvm_guide.site.checks.structure import frame, markup, navigation
from kvm_guide.site.checks.text import said, texts
from kvm_guide.site.checks.whole import built_pages, published
from kvm_guide.site.parsed import parse
from kvm_guide.site.render.sources import Sources


def whole(project: Project, guide: Guide = GUIDE) -> Built:
    """The built site of `project`."""
    return Built(project.site, project.docs, Sources(guide, project.docs / "records"), "/kvm-guide/")


def _with(lesson: Lesson) -> Guide:
    """The guide, in which `lesson` stands for the one of its id."""
    return Guide(tuple(lesson if one.id == lesson.id else one for one in GUIDE.lessons))


def broken(project: Project, old: str, new: str, *paths: str) -> Built:
    """The built site of `project`, in memory, with `old` (which must be there) replaced in the pages at `paths`."""
    healthy = whole(project)
    pages = dict(healthy.pages)
    for path in paths or [path for path in pages if old in str(pages[path].soup)]:
        html = str(pages[path].soup)
        assert old in html, f"{old!r} is not in {path}"
        pages[path] = parse(html.replace(old, new), path)
    return holding(whole(project), pages.values())


NAVIGATION = (
    (
        "3. QEMU, libvirt and friends",
        "3. QEMU, libvirt y compañía",
        "calls the page componentes '3. QEMU, libvirt y comp",
    ),
    (
        "Glossary",
        "Glosario",
        "calls the page glosario 'Glosario' in both languages: translate it below nav_translations",
    ),
    ("4. Requirements", "Requirements", "the navigation calls chapter 4 'Requirements' (en): begin it with 4."),
    (
        'href="glosario/"',
        'href="elsewhere/"',
        "the navigation has index, que-es-kvm, requisitos, instalacion, ventajas",
    ),
)


@pytest.mark.parametrize(("old", "new", "said_of_it"), NAVIGATION)
def test_the_navigation(old: str, new: str, said_of_it: str, built: Project) -> None:
    found = list(navigation.problems(broken(built, old, new, "en/index.html")))
    assert any(problem.startswith("mkdocs.yml: ") and said_of_it in problem for problem in found), found


def test_chapters_in_another_order(built: Project) -> None:
    other = Guide(tuple(replace(lesson, starts=None) for lesson in reversed(GUIDE.lessons)))
    message = "\n".join(navigation.problems(whole(built, other)))
    assert "mkdocs.yml: the chapters stand in another order (que-es-kvm, requisitos, instalacion" in message


TITLES = (
    (
        "<title>4. La página requisitos",
        "<title>4. Otra cosa",
        "its title is '4. Otra cosa' and its first heading '4. La",
    ),
    ("4. La página requisitos", "La página requisitos", "and its first heading says 'La página requisitos': give both"),
    ("Lo que hay en la página requisitos.", "Corta.", "its description is 'Corta.': say in a sentence of 30 to 160"),
    ("Lo que hay en la página requisitos.", "What there is on the page of the guide.", "is not in the language of its"),
    ("Lo que hay en la página requisitos.", "Lo que hay en la página ventajas.", "2 pages have the description"),
    ("Lo que hay en la página requisitos.", "What there is on the page requisitos.", "have the same description"),
    ('lang="es"', 'lang="en"', "its <html> does not say the language es"),
)


@pytest.mark.parametrize(("old", "new", "said_of_it"), TITLES)
def test_titles_and_descriptions(old: str, new: str, said_of_it: str, built: Project) -> None:
    found = list(navigation.problems(broken(built, old, new, "requisitos/index.html")))
    assert any("docs/es" in problem and said_of_it in problem for problem in found), found


def test_a_link_that_names_another_chapter_than_it_leads_to(built: Project) -> None:
    found = list(navigation.problems(broken(built, ">CPU</a>", ">el capítulo 5</a>", "index.html")))
    assert found == ["docs/es/index.md: the link “el capítulo 5” leads to the page requisitos: correct it"]


def test_a_card_that_calls_a_page_by_another_name(built: Project) -> None:
    card = "><strong>4. Condiciones</strong></a>"
    found = list(navigation.problems(broken(built, ">CPU</a>", card, "index.html")))
    assert found == [
        "docs/es/index.md: it calls the page requisitos '4. Condiciones', and the navigation '4. Requisitos': "
        "call it the same"
    ]


FRAME = (
    (
        "index.html",
        "</body>",
        "<p>This is for all of you.</p></body>",
        "around it 'This is for all of you.' is in the other",
    ),
    ("index.html", 'hreflang="en"', "", "docs/es/index.md: no link leads to the same page in the other language"),
    (
        "index.html",
        'href="./en/"',
        'href="./en/glosario/"',
        "docs/es/index.md: no link leads to the same page in the other",
    ),
    ("404.html", '<section lang="en">', "<section>", "404.html: it says nothing in en: give it a section"),
    (
        "404.html",
        "The link may be mistyped, or the page may have moved.",
        "Puede que el enlace esté mal.",
        "nothing in en",
    ),
    (
        "en/index.html",
        'Based on <a href="https://github.com/AdrianCE94/Instalacion-KVM">the',
        "Based on <span>the",
        "mkdocs.yml: the copyright has 2 links in Spanish, 1 in English",
    ),
    ("en/index.html", "Code: MIT. Based on", "Código: MIT. A partir de", "stands around the pages of both languages"),
)


@pytest.mark.parametrize(("path", "old", "new", "said_of_it"), FRAME)
def test_what_stands_around_the_text(path: str, old: str, new: str, said_of_it: str, built: Project) -> None:
    assert list(frame.problems(whole(built))) == []
    found = list(frame.problems(broken(built, old, new, path)))
    assert any(said_of_it in problem for problem in found), found


def test_words_in_a_style_sheet(project: Project) -> None:
    sheet = project.docs / "assets" / "css" / "guide.css"
    sheet.write_text('a::after { content: "↗" } b::after { content: "Muy viejo" }', encoding="utf-8")
    assert list(frame.problems(whole(project))) == [
        "docs/assets/css/guide.css has words of its own ('Muy viejo'): write them on the page, in its language"
    ]


def test_a_chapter_that_is_called_otherwise_than_its_page(built: Project) -> None:
    guide = _with(replace(GUIDE.lesson("requirements"), title=Text(es="Condiciones", en="The page requisitos")))
    assert list(navigation.problems(whole(built, guide))) == [
        "scripts/kvm_guide/lessons/: chapter 4 is called 'Condiciones' (es), and its page 'La página requisitos': "
        "call it the same"
    ]


SAID = (
    ("<td>130</td>", "<td>13</td>", "has the exit codes 0, 1, 2, 3, 13, and the helper 0, 1, 2, 3, 130"),
    ("<code>--json</code>", "<code>--lang</code>", "does not name the option --json of list: say what it does"),
    ("<td>Algo</td>", "<td>Termina con el código 7</td>", "names the exit code 7, which the helper has not"),
    (
        "<code>report</code>",
        "<code>check 9</code>",
        "names 'check 9' of the helper, which knows no step and no chapter 9",
    ),
    ("<code>report</code>", "<code>--quick</code>", "names '--quick' of the helper, which has no option --quick"),
    (
        "<td>Algo</td>",
        "<td>Algo</td></tr><tr><td><code>--yes</code></td><td><code>run</code></td>",
        "gives --yes to run, and the helper to run, undo: correct the row",
    ),
)


@pytest.mark.parametrize(("old", "new", "said_of_it"), SAID)
def test_what_the_helpers_page_says(old: str, new: str, said_of_it: str, built: Project) -> None:
    found = list(said.problems(broken(built, old, new, "ayudante/index.html")))
    assert any(problem.startswith("docs/es/ayudante.md") and said_of_it in problem for problem in found), found


def test_a_command_of_the_helper_that_its_page_leaves_out(built: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(said, "COMMANDS", (*COMMANDS, replace(COMMANDS[0], name="repair", options=())))
    assert sorted(said.problems(whole(built))) == [
        f"docs/{language}/ayudante.md does not name the helper's command repair: say what it does, or take it away"
        for language in ("en", "es")
    ]


def _published(project: Project, lines: str) -> Built:
    file = project.root / LISTS / published.FILE
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"# What was published\n{lines}\n", encoding="utf-8")
    return whole(project)


def test_what_was_published_stays(project: Project) -> None:
    assert (
        list(published.problems(_published(project, "kvm-guide.pyz\nrequisitos/\nrequisitos/#cpu-flags\nindex/"))) == []
    )
    found = list(published.problems(_published(project, "old.zip\nold/\nindex/#gone")))
    assert found == [
        "old.zip was published and is gone: what is published stays, at its address",
        "docs/es/old.md was published and is gone: keep a page there that leads on",
        "docs/en/old.md was published and is gone: keep a page there that leads on",
        *[
            f"docs/{language}/index.md: the id gone was published and is gone: give it to a heading or a step where "
            "its text is now, or leave a short heading with a link there"
            for language in LANGUAGES
        ],
    ]


def test_what_a_site_publishes_is_what_its_list_holds(built: Project) -> None:
    lines = published.listed(whole(built))
    assert "requisitos/#cpu-flags" in lines
    assert {f"{page}/" for page in PAGES} <= set(lines)


@pytest.mark.parametrize(
    ("title", "said_of_it"),
    [
        (Text(es="Check the CPU", en="Check the CPU"), "the title of the step cpu-flags says 'Check the CPU' in both"),
        (Text(es="Comprobar", en=""), "the title of the step cpu-flags has no text in one language"),
        (Text(es="Comprobar", en="Mira las CPU que hay en la máquina"), "stands for en and is not in it: translate it"),
    ],
)
def test_a_step_with_a_sentence_in_one_language(title: Text, said_of_it: str, built: Project) -> None:
    lesson = GUIDE.lesson("requirements")
    steps = tuple(replace(one, title=title) if one.id == "cpu-flags" else one for one in lesson.steps)
    guide = _with(replace(lesson, steps=steps))
    assert [said_of_it in problem for problem in texts.problems(whole(built, guide))] == [True]


FORGED = (
    (
        'data-verified-at="2026-11-22T20:15:30Z"',
        'data-verified-at="2027-01-01T00:00:00Z"',
        "the page says passed of the",
    ),
    ('data-debian="12.13"', 'data-debian="12.14"', "the page says passed of the step"),
    ('data-lesson="install"', 'data-lesson="requirements"', "the page says passed of the step"),
    ("data-copy=\"grep -Ec '(vmx|svm)' /proc/cpuinfo\"", 'data-copy="rm -r ~"', "the step cpu-flags copies another"),
    ('data-undo-of="install"', 'data-undo-of="cpu-flags"', "an undo of the step cpu-flags that the step does not have"),
    ('data-copy="true"', 'data-copy="rm -r ~"', "an undo of the step install that the step does not have"),
)


@pytest.mark.parametrize(("old", "new", "said_of_it"), FORGED)
def test_a_proof_that_is_not_its_records(old: str, new: str, said_of_it: str, project: Project) -> None:
    for page in (project.site / "requisitos" / "index.html", project.site / "instalacion" / "index.html"):
        html = page.read_text(encoding="utf-8").replace("&#39;", "'").replace(old, new)
        page.write_text(html, encoding="utf-8")
    sources = Sources(GUIDE, project.docs / "records")
    found = built_pages.problems(Built(project.site, project.docs, sources, "/kvm-guide/"))
    assert any(said_of_it in problem for problem in found), found


# A slip of every kind, and how the build tells it: all of them in one build.
ALL = (
    ("es/glosario.md", "title:", "hide:\n  - toc\ntitle:", "differ in their heads"),
    (
        "es/ventajas.md",
        "Texto",
        "Escribe `sudo rm -r /etc` en VirtualBox 7.\n\nTexto",
        "'sudo rm -r /etc' in running text",
    ),
    ("es/ventajas.md", "Texto", "[aquí](requisitos.md) Texto", "says 'aquí'"),
    (
        "es/requisitos.md",
        "series}.",
        'series}. <span data-trouble="no-sudo" data-outcome="brought-about">Dicho a mano</span>.',
        "the entry of the trouble no-sudo says brought-about",
    ),
    ("es/ventajas.md", "# 2. La", "<!-- x -->\n\n# 2. La", "has a comment"),
    ("en/ventajas.md", "Text.", "#### Deep {#deep}\n\nText.", "is of level 4 below one of level 1"),
    (
        "en/glosario.md",
        "Text.",
        "Lo que dice esta frase no está en la lengua de la página.",
        "is not in the page's language",
    ),
    ("en/glosario.md", "Lo que", "![x](../assets/logo.svg) Lo que", "as its alternative text"),
    ("es/ayudante.md", "| 130 |", "| 131 |", "has the exit codes 0, 1, 2, 3, 131"),
    ("es/requisitos.md", "series}.", "series}. [Y esto]{hecho: kernel-series}.", "kernel-series is marked 2 times"),
)


def test_the_build_makes_every_check(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    for page, old, new, _ in ALL:
        project.edit(page, old, new)
    (project.docs / "assets" / "js" / "more.js").write_text('fetch("https://other.example/")\n', encoding="utf-8")
    (project.docs / "assets" / "vendor" / "asciinema-player" / "more.css").write_text("", encoding="utf-8")
    settings = project.root / "mkdocs.yml"
    yaml = settings.read_text(encoding="utf-8").replace("Glosario: Glossary", "Glosario: Glosario")
    yaml = yaml.replace("Code: MIT.", "Código: MIT.")
    settings.write_text(yaml, encoding="utf-8")
    (project.docs / "assets" / "vendor" / "lean-qr" / "LICENSE.txt").unlink()
    _published(project, "gone/")
    lesson = replace(GUIDE.lessons[0], title=Text(es="What it is", en="What it is"))
    guide = Guide((lesson, *GUIDE.lessons[1:]))
    monkeypatch.setattr(lessons, "GUIDE", guide)
    monkeypatch.setattr(questions, "STUDIES", (STUDY,))
    monkeypatch.setattr(moodle, "write", lambda *_: None)
    message = "\n".join(render(project.site, project.root, strict=False, guide=guide))
    expected = [phrase for *_, phrase in ALL]
    expected += ["install has no opening and no questions", "moodle/requisitos.xml is missing"]
    expected += ["names the version 'VirtualBox 7'", "has the address of another host", "calls the page glosario"]
    expected += ["more.css is not what vendored.toml says"]
    expected += ["stands around the pages of both", "gone.md was published", "'What it is' in both"]
    expected += ["lean-qr/LICENSE.txt is not what vendored.toml says"]
    expected += ["docs/es/ventajas.md and docs/en/ventajas.md differ under"]
    assert [phrase for phrase in expected if phrase not in message] == []
    sources = Sources(guide, project.docs / "records")
    for check in built_pages.CHECKS:
        with monkeypatch.context() as patch:
            patch.setattr(built_pages, "CHECKS", tuple(one for one in built_pages.CHECKS if one is not check))
            left = "\n".join(built_pages.problems(Built(project.site, project.docs, sources, "/kvm-guide/")))
        assert [phrase for phrase in expected if phrase not in left], f"nothing is lost without {check.__module__}"


def test_the_head_of_a_page_is_no_place_for_other_settings(project: Project) -> None:
    project.edit("es/glosario.md", "title:", "template: other.html\ntitle:")
    assert any("its head sets template" in problem for problem in markup.problems(whole(project)))


def test_the_projects_own_lists_parse() -> None:
    for file in sorted((Path(__file__).parents[3] / LISTS).glob("*.toml")):
        assert file.read_text(encoding="utf-8").startswith("# ")
