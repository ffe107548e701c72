"""The guards of the helper's commands on the pages, each seen to fail on a broken copy of a healthy project."""

from dataclasses import replace

import pytest
from tests.fabricated import ADDRESS, Project
from tests.recorded_guide import GUIDE

from kvm_guide.helper.cli.examples import EXAMPLES
from kvm_guide.site.checks.built import Built
from kvm_guide.site.checks.whole import built_pages, helper_commands
from kvm_guide.site.parsed import Typed, parse
from kvm_guide.site.pyz import make
from kvm_guide.site.render.helper import Download
from kvm_guide.site.render.sources import Sources

CHECK = EXAMPLES["check"].command


def test_fences_that_name_no_command_of_the_helper_or_speak_the_other_language(project: Project) -> None:
    for name, body in (("get", "chek"), ("check", CHECK), ("list", "sudo rm -r /"), ("show", "")):
        project.edit("es/ayudante.md", f"```ayudante\n{name}\n```", f"```ayudante\n{body}\n```")
    project.edit("es/ayudante.md", "```ayudante\nrun\n```", "```helper\nrun\n```")
    message = project.refused(
        *(
            f"the ayudante fence holds {body!r}: write one of get, intact, "
            for body in ("chek", CHECK, "sudo rm -r /", "")
        ),
        ": the helper fence speaks the other language: in docs/es it is called ayudante",
    )
    assert "docs/es/ayudante.md:11: the ayudante fence holds 'chek'" in message


def test_a_command_of_the_helper_in_a_raw_block(project: Project) -> None:
    kinds = ("bash", "console", "ayudante-2", "")
    blocks = "\n\n".join(f"```{kind}\n{CHECK}\n```" for kind in kinds)
    project.edit("es/ventajas.md", "Texto", f"{blocks}\n\nTexto")
    project.refused(*(f"a raw block ({kind or 'no language'}): make the command a step" for kind in kinds))


def test_a_command_of_the_helper_written_by_hand(project: Project) -> None:
    forged = (
        '<div data-helper="check"><div data-copy="rm -r ~"><pre>rm -r ~</pre></div></div>',
        '<div class="kg-helper">python3 kvm-guide.pyz</div>',
        "`rm -r ~` {: data-helper=check }",
        '<div class="kg-helper-file"><a href="https://other.example/kvm-guide.pyz">kvm-guide.pyz</a></div>',
    )
    project.edit("es/ventajas.md", "Texto", "\n".join([*forged, "Texto"]))
    project.refused(
        *(f"docs/es/ventajas.md:{line} writes a step's markup by hand: use the ayudante" for line in (7, 8, 9, 10)),
        "docs/es/ventajas.md: a block passes for the helper's command check, and is not what",
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f'data-copy="{CHECK}"', 'data-copy="rm -r ~"'),
        (f'data-copy="{CHECK}"', ""),
        ('data-helper="check"', 'data-helper="chek"'),
        ('data-helper="check"', 'data-helper="list"'),
        ("</code></pre>", " rm -r ~</code></pre>"),
        ("</code></pre>", "</code></pre><pre>rm -r ~</pre>"),
        ("</code></pre>", '</code></pre><div data-copy="rm -r ~"></div>'),
    ],
)
def test_a_built_block_that_is_not_the_tables_command(project: Project, old: str, new: str) -> None:
    assert _found(project) == []
    page = project.site / "en" / "ayudante" / "index.html"
    text = page.read_text(encoding="utf-8")
    before, block, after = text.partition('aria-label="Check your machine"')
    assert old in after
    page.write_text(before + block + after.replace(old, new, 1), encoding="utf-8")
    said = next(problem for problem in _found(project) if "passes for the helper's command" in problem)
    assert said.startswith("docs/en/ayudante.md: ")
    assert said.endswith("show it with the helper's fence and build again")


def test_a_preformatted_block_beside_the_helpers_is_still_a_stray(project: Project) -> None:
    page = project.site / "ayudante" / "index.html"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("</h1>", "</h1><pre>orden</pre>", 1), encoding="utf-8")
    assert any("a preformatted block that is no step ('orden')" in problem for problem in _found(project))


def _found(project: Project) -> list[str]:
    records = project.docs / "records"
    sources = Sources(GUIDE, records, make(records, ADDRESS).download)
    return built_pages.problems(Built(project.site, project.docs, sources, "/kvm-guide/"))


def test_a_command_of_the_helper_in_one_language_only(project: Project) -> None:
    project.edit("en/ayudante.md", "```helper\nundo\n```", "")
    project.refused("docs/es/ayudante.md and docs/en/ayudante.md show other commands of the helper (")


def test_other_commands_of_the_helper_in_the_other_language(project: Project) -> None:
    project.edit("en/ayudante.md", "```helper\nundo\n```", "```helper\nrun\n```")
    project.refused("docs/es/ayudante.md and docs/en/ayudante.md show other commands of the helper (")


GET = EXAMPLES["get"].command


@pytest.mark.parametrize(
    ("site", "good"),
    [
        ("", Typed("get", GET)),
        (ADDRESS, Typed("get", GET, [EXAMPLES["get"].typed(ADDRESS)], EXAMPLES["get"].typed(ADDRESS))),
    ],
)
def test_the_command_that_the_pages_script_writes_is_the_tables(site: str, good: Typed) -> None:
    file = Download(site, "1", "0" * 64, 1)
    page = replace(parse("", "ayudante/index.html"), helpers=[good])
    assert not list(helper_commands.genuine("x.md", page, file))
    for forged in (
        replace(good, template=""),
        replace(good, template="rm -r ~"),
        replace(good, copies=["rm -r ~"]),
        replace(good, copies=[*good.copies, "rm -r ~"]),
        replace(good, shown="rm -r ~"),
        Typed("check", GET, [CHECK], CHECK),
    ):
        assert list(helper_commands.genuine("x.md", replace(page, helpers=[forged]), file)), forged


def test_a_dead_link_to_the_helper(project: Project) -> None:
    project.edit("es/ventajas.md", "Texto", '<a href="../kvm-guide.zip">x</a> Texto')
    project.refused("docs/es/ventajas.md: the link ../kvm-guide.zip leads nowhere")
    (project.site / "kvm-guide.pyz").unlink()
    dead = [problem for problem in _found(project) if "kvm-guide.pyz leads nowhere" in problem]
    assert [problem.partition(":")[0] for problem in dead] == ["docs/es/ayudante.md", "docs/en/ayudante.md"]
