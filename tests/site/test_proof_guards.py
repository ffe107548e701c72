"""Guards of the records and proofs, each seen to fail on a broken copy of a healthy project."""

import json
from dataclasses import replace

import pytest
from tests.fabricated import CAST, GUIDE, PICTURE, Project, entry, fabricated, with_failed

from kvm_guide.model.lesson import Guide, Lesson
from kvm_guide.model.step import LANGUAGES, Language, Step
from kvm_guide.records import store
from kvm_guide.records.types import Changes
from kvm_guide.site.build import render


def _with_steps(change: "dict[str, Step | None]", extra: Step | None = None) -> Guide:
    """The guide with some steps replaced (None: removed), and one more at the end of its last chapter."""
    lessons = []
    for lesson in GUIDE.lessons:
        steps = [change.get(step.id, step) for step in lesson.steps]
        lessons.append(replace(lesson, steps=tuple(step for step in steps if step)))
    last: Lesson = lessons[-1]
    if extra:
        lessons[-1] = replace(last, steps=(*last.steps, extra))
    return Guide(tuple(lessons))


def test_the_healthy_project_is_accepted(built: Project) -> None:
    assert (built.site / "index.html").is_file()
    assert (built.site / "en" / "instalacion" / "index.html").is_file()


def test_a_command_changed_without_a_run(project: Project) -> None:
    changed = replace(GUIDE.step("cpu-flags"), command="grep -c svm /proc/cpuinfo")
    message = Project(project.root, _with_steps({"cpu-flags": changed})).refused(
        "docs/records/debian-12.es.json: the step cpu-flags has changed since the last run: run scripts/verify",
        "docs/records/debian-12.en.json: the step cpu-flags has changed since the last run: run scripts/verify",
        "the step install comes after a step that has changed",
    )
    assert "step nested" in message, "a step that is never run comes after it too"


def test_a_new_step_without_a_run(project: Project) -> None:
    extra = replace(GUIDE.step("cpu-flags"), id="extra")
    Project(project.root, _with_steps({}, extra)).refused(
        "docs/records/debian-12.es.json: the step extra has not been run yet: run scripts/verify",
        "docs/es/instalacion.md: no page shows the step extra",
    )


def _fail(project: Project, step_id: str, language: Language = "en") -> None:
    store.write(project.docs / "records", with_failed(fabricated(GUIDE, language), step_id), {})


def test_a_failed_step(project: Project) -> None:
    _fail(project, "install")
    message = project.refused(
        "debian-12.en.json: the step install failed in the last run: correct it, then run scripts/verify",
        "--allow-failing",
    )
    assert "1 problem:" in message


def test_a_failed_step_that_is_allowed_is_built_told_of_and_shown_as_failing(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    _fail(project, "install")
    _fail(project, "cpu-flags", "es")
    project.build(allow_failing=True)
    said = capsys.readouterr().err
    assert "⚠ built with steps that fail, as their pages say: cpu-flags (es), install (en)." in said
    html = (project.site / "en" / "instalacion" / "index.html").read_text(encoding="utf-8")
    assert html.count('data-outcome="failed"') == 1
    assert "Failing since" in html
    assert "E: Unable to locate package" in html
    assert "Setting up virt-manager" in html, "what it printed when it worked is gone"


def _fail_since_it_was_changed(project: Project, step_id: str) -> Project:
    """The project after its step was edited and the runs failed at it, so that nothing after it was run."""
    guide = _with_steps({step_id: replace(GUIDE.step(step_id), command="wrong")})
    reached = [step.id for step in guide.steps()].index(step_id) + 1
    for language in LANGUAGES:
        now = with_failed(fabricated(guide, language), step_id)
        steps = (*now.steps[:reached], *fabricated(GUIDE, language).steps[reached:])
        store.write(project.docs / "records", replace(now, steps=steps), {})
    return Project(project.root, guide)


def test_what_no_run_can_reach_since_a_changed_step_fails_waits_for_it(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = _fail_since_it_was_changed(project, "install")
    message = changed.refused(
        "debian-12.en.json: the step install failed in the last run",
        "debian-12.es.json: the step window waits for install, which failed before it: correct that one",
        "debian-12.en.json: the step window waits for install",
    )
    assert "4 problems:" in message
    changed.build(allow_failing=True)
    said = capsys.readouterr().err
    assert "their pages say: install (es), install (en)." in said
    assert "Not verified until then: window (es), window (en)." in said
    html = (project.site / "en" / "instalacion" / "index.html").read_text(encoding="utf-8")
    assert html.count('data-outcome="failed"') == 1
    assert html.count('data-outcome="unproven"') == 1


def test_what_was_changed_after_a_failing_step_is_not_allowed_with_it(project: Project) -> None:
    failing = _fail_since_it_was_changed(project, "install")
    edited = replace(GUIDE.step("window"), command="virt-manager --no-fork")
    guide = _with_steps({"install": failing.guide.step("install"), "window": edited})
    Project(project.root, guide).refused("the step window has changed since the last run", allow_failing=True)


def test_where_nothing_fails_there_is_nothing_to_allow(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    project.build(allow_failing=True)
    assert "fail" not in capsys.readouterr().err


def test_allowing_a_failed_step_allows_nothing_else(project: Project) -> None:
    _fail(project, "install")
    (project.docs / "records" / "instalacion.es.cast").unlink()
    changed = replace(GUIDE.step("cpu-flags"), command="grep -c svm /proc/cpuinfo")
    project.edit("es/ventajas.md", "Texto", "[x](nada.md) Texto")
    message = Project(project.root, _with_steps({"cpu-flags": changed})).refused(
        "the step cpu-flags has changed since the last run",
        "the step install comes after a step that has changed",
        "instalacion.es.cast is missing",
        "nada.md",
        allow_failing=True,
    )
    assert "failed in the last run" not in message


def test_without_strict_a_failing_step_is_shown_and_told(project: Project) -> None:
    _fail(project, "install")
    found = render(project.site, project.root, strict=False, guide=GUIDE)
    assert ["the step install failed in the last run" in problem for problem in found] == [True]
    assert 'data-outcome="failed"' in (project.site / "en" / "instalacion" / "index.html").read_text(encoding="utf-8")


def test_no_record(project: Project) -> None:
    (project.docs / "records" / "debian-12.en.json").unlink()
    project.refused("docs/records/debian-12.en.json is missing", "run scripts/verify")


def test_a_record_edited_by_hand(project: Project) -> None:
    file = project.docs / "records" / "debian-12.es.json"
    plain = json.loads(file.read_text(encoding="utf-8"))
    plain["steps"][0]["output"] = "8"
    file.write_text(json.dumps(plain), encoding="utf-8")
    project.refused("debian-12.es.json was changed by hand", "scripts/verify")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 99}', "\x00"])
def test_a_record_that_does_not_parse(project: Project, text: str) -> None:
    (project.docs / "records" / "debian-12.es.json").write_text(text, encoding="utf-8")
    project.refused("debian-12.es.json is not", "scripts/verify")


def test_a_picture_changed(project: Project) -> None:
    (project.docs / "records" / "virt-manager.es.png").write_bytes(PICTURE + b"x")
    project.refused("virt-manager.es.png is not the file the record names", "scripts/verify")


def test_a_picture_missing(project: Project) -> None:
    (project.docs / "records" / "virt-manager.en.png").unlink()
    project.refused("virt-manager.en.png is missing", "scripts/verify")


def test_a_session_changed(project: Project) -> None:
    (project.docs / "records" / "instalacion.es.cast").write_bytes(CAST + b"x")
    project.refused("instalacion.es.cast is not the file the record names", "scripts/verify")


def test_a_session_missing(project: Project) -> None:
    (project.docs / "records" / "instalacion.en.cast").unlink()
    project.refused("instalacion.en.cast is missing", "scripts/verify")


def test_without_strict_the_same_project_is_shown_as_unproven(project: Project) -> None:
    (project.docs / "records" / "debian-12.es.json").unlink()
    page = project.build(strict=False) / "requisitos" / "index.html"
    html = page.read_text(encoding="utf-8")
    assert html.count('data-outcome="unproven"') == 2
    assert "todavía no hay registro" in html


def test_repeat_and_changes_do_not_count_as_proof(project: Project) -> None:
    step = GUIDE.step("cpu-flags")
    stale = replace(entry(step, "0" * 64, "es"), changes=Changes())
    good = fabricated(GUIDE, "es")
    steps = tuple(stale if e.id == step.id else e for e in good.steps)
    store.write(project.docs / "records", replace(good, steps=steps), {})
    project.refused("the step cpu-flags comes after a step that has changed since the last run")
