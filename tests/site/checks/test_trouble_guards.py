"""The strict build and the messages: their markup comes from a fence, in the page's language, with what it names."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests import recorded_guide as fabricated
from tests.fabricated import ADDRESS, Project
from tests.recorded_guide import GUIDE

from kvm_guide import troubles
from kvm_guide.model.step import LANGUAGES, Text
from kvm_guide.records.types import Outcome, TroubleEntry
from kvm_guide.site.checks.built import Built
from kvm_guide.site.checks.whole import built_pages, source_pages
from kvm_guide.site.render.sources import Sources
from kvm_guide.troubles.model import Area, BroughtAbout, Message, Trouble
from kvm_guide.troubles.proof import fingerprint


def _said(tmp_path: Path, text: str) -> str:
    """What the check of the sources says of a Spanish page with `text`: it refuses before anything is rendered."""
    for language in ("es", "en"):
        (tmp_path / language).mkdir()
        (tmp_path / language / "page.md").write_text(text if language == "es" else "Text.\n", encoding="utf-8")
    return "\n".join(source_pages.problems(tmp_path, GUIDE))


def test_a_box_whose_entry_no_page_shows(project: Project) -> None:
    for language, fence in (("es", "solucion"), ("en", "fix")):
        project.edit(f"{language}/ventajas.md", "Text", f"```{fence}\nservice-fails\n```\n\nText")
    # The box links to the entry, and the small project shows none
    page = "mensajes-kvm"
    project.refused(f"the link ../{page}/#service-fails names an anchor that docs/es/{page}.md does not have")


@pytest.mark.parametrize(
    ("markup", "fence"),
    [
        ('<div id="x" data-trouble="group">', "mensajes"),
        ('<code data-message lang="es">x</code>', "mensajes"),
        ('<div class="kg-fix">', "solucion"),
    ],
)
def test_markup_by_hand(tmp_path: Path, markup: str, fence: str) -> None:
    assert f"docs/es/page.md:1 writes a trouble's markup by hand: use the {fence} fence" in _said(tmp_path, markup)


def test_a_fence_of_the_other_language(tmp_path: Path) -> None:
    said = _said(tmp_path, "```fix\ngroup\n```\n")
    assert "docs/es/page.md:1: the fix fence speaks the other language: in docs/es it is called solucion" in said


@pytest.mark.parametrize(
    ("fence", "body", "cure"),
    [("mensajes", "networks", "write one of start, packages"), ("solucion", "no-such", "the id of one trouble")],
)
def test_a_fence_that_names_nothing(tmp_path: Path, fence: str, body: str, cure: str) -> None:
    said = _said(tmp_path, f"```{fence}\n{body}\n```\n")
    assert "docs/es/page.md:1: " in said
    assert cure in said


def test_fences_that_name_what_is_there(tmp_path: Path) -> None:
    fences = (("mensajes", "network"), ("mensajes", "titles network"), ("solucion", "masked"))
    assert not _said(tmp_path, "\n".join(f"```{name}\n{body}\n```\n" for name, body in fences))


HOW = BroughtAbout(after="cpu-flags", command="widget start a")
ONE = Trouble(
    id="widget-stuck",
    area=Area.START,
    title=Text(es="El cacharro no anda", en="The widget is stuck"),
    messages=(Message("widget", "the widget '{name}' is stuck", "el cacharro '{name}' no anda"),),
    cause=Text(es="Falta cuerda.", en="It is not wound up."),
    cure=Text(es="Dale cuerda.", en="Wind it up."),
    command="sudo widget wind",
    brought=HOW,
)
AT = "2026-11-22T20:20:00Z"
RECORD = "docs/records/debian-12/requirements"


def _seen(project: Project, *known: Trouble, outcome: Outcome = Outcome.PASSED, chain: str | None = None) -> None:
    """Write records in which `known` were brought about."""
    after = chain or GUIDE.chains["cpu-flags"]
    entries = tuple(TroubleEntry(one.id, fingerprint(one, GUIDE), after, outcome, 1, "no") for one in known)
    for language in LANGUAGES:
        old = fabricated.fabricated(GUIDE.lesson("requirements"), language)
        times = replace(old.times, troubles={one.id: AT for one in known})
        fabricated.write(
            project.docs / "records", replace(old, record=replace(old.record, troubles=entries), times=times)
        )


@pytest.fixture
def stuck(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project whose only trouble is ONE, on its page of messages, and was brought about."""
    monkeypatch.setattr(troubles, "TROUBLES", (ONE,))
    for language, fence in (("es", "mensajes"), ("en", "messages")):
        project.edit(f"{language}/mensajes.md", "Text", f"```{fence}\nstart\n```\n\nText")
    _seen(project, ONE)
    return project


def test_one_that_was_brought_about_says_so_and_when(stuck: Project) -> None:
    site = stuck.build()
    for page in ("mensajes", "en/mensajes"):
        html = (site / page / "index.html").read_text(encoding="utf-8")
        assert f'data-trouble="widget-stuck" data-outcome="brought-about" data-verified-at="{AT}"' in html


def test_one_that_no_run_has_brought_about(stuck: Project) -> None:
    _seen(stuck)
    said = stuck.refused(
        f"{RECORD}.es.json: the trouble widget-stuck has not been brought about yet: run scripts/verify",
        f"{RECORD}.en.json: the trouble widget-stuck has not been brought about yet: run scripts/verify",
    )
    assert "2 problems:" in said
    html = (stuck.build(strict=False) / "mensajes" / "index.html").read_text(encoding="utf-8")
    assert 'data-trouble="widget-stuck" data-outcome="told">' in html


def test_one_that_is_declared_otherwise_by_now(stuck: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(troubles, "TROUBLES", (replace(ONE, brought=replace(HOW, spoil="true")),))
    stuck.refused("the trouble widget-stuck was declared otherwise when it was brought about: run scripts/verify")


def test_one_whose_state_has_another_step_before_it(stuck: Project) -> None:
    _seen(stuck, ONE, chain="0" * 64)
    stuck.refused("the trouble widget-stuck starts from a step that has changed, or that comes after one that has")


def test_one_that_did_not_go_as_declared(stuck: Project, capsys: pytest.CaptureFixture[str]) -> None:
    _seen(stuck, ONE, outcome=Outcome.FAILED)
    said = stuck.refused(
        f"{RECORD}.en.json: the trouble widget-stuck did not go as it is declared in the last run: correct it",
        "--allow-failing",
    )
    assert "2 problems:" in said
    site = stuck.build(allow_failing=True)
    assert "built with troubles that did not go as declared" in capsys.readouterr().err
    html = (site / "en" / "mensajes" / "index.html").read_text(encoding="utf-8")
    assert 'data-trouble="widget-stuck" data-outcome="told">' in html
    assert "did not go in the lab as is said here" in html


def test_one_from_whose_state_no_run_could_start_waits_with_its_step(stuck: Project) -> None:
    for language in LANGUAGES:
        known = fabricated.failing(fabricated.fabricated(GUIDE.lesson("requirements"), language), "cpu-flags")
        fabricated.write(stuck.docs / "records", known)
    said = stuck.refused("the step cpu-flags failed in the last run")
    assert "widget-stuck" not in said


def test_an_entry_that_says_another_thing_than_its_record(stuck: Project) -> None:
    page = stuck.build() / "en" / "mensajes" / "index.html"
    sources = Sources(GUIDE, stuck.docs / "records")
    whole = page.read_text(encoding="utf-8")
    told = "docs/en/mensajes.md: the entry of the trouble widget-stuck says"

    def problems() -> list[str]:
        found = built_pages.problems(Built(stuck.site, stuck.docs, sources, "/kvm-guide/"))
        return [problem for problem in found if told in problem]

    assert ADDRESS.endswith("/kvm-guide/")
    assert not problems()
    for old, new in (('data-outcome="brought-about"', 'data-outcome="told"'), (AT, "2026-11-23T20:20:00Z")):
        page.write_text(whole.replace(old, new), encoding="utf-8")
        assert len(problems()) == 1
