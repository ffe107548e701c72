"""Guards of the records and proofs, each seen to fail on a broken copy of a healthy project."""

import json
from dataclasses import replace

import pytest
from tests.fabricated import Project
from tests.recorded_guide import CAST, GUIDE, PICTURE, entry, fabricated, failing, write

from kvm_guide.model.lesson import Guide, Lesson
from kvm_guide.model.step import LANGUAGES, Language, Step
from kvm_guide.records.store import Known
from kvm_guide.records.types import Changes, Outcome
from kvm_guide.site.build import render
from kvm_guide.site.checks.whole import proofs
from kvm_guide.site.render.sources import Sources


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
        "docs/records/debian-12/requirements.es.json: the step cpu-flags has changed since the last run: run scripts",
        "docs/records/debian-12/requirements.en.json: the step cpu-flags has changed since the last run: run scripts",
        "docs/records/debian-12/install.en.json: the step install comes after a step that has changed",
    )
    assert "step nested" in message, "a step that is never run comes after it too"


def test_a_new_step_without_a_run(project: Project) -> None:
    extra = replace(GUIDE.step("cpu-flags"), id="extra")
    Project(project.root, _with_steps({}, extra)).refused(
        "docs/records/debian-12/install.es.json: the step extra has not been run yet: run scripts/verify",
        "docs/es/instalacion.md: no page shows the step extra",
    )


def _fail(project: Project, step_id: str, language: Language = "en") -> None:
    write(project.docs / "records", failing(fabricated(GUIDE.lesson_of(step_id), language), step_id))


def test_a_failed_step(project: Project) -> None:
    _fail(project, "install")
    message = project.refused(
        "debian-12/install.en.json: the step install failed in the last run: correct it, then run scripts/verify",
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


def _undo_failed(project: Project, problem: str | None) -> None:
    """The last run in English took the lesson back, and it went wrong, if `problem` says what."""
    known = fabricated(GUIDE.lesson_of("install"), "en")
    assert known.record.undo
    badly = replace(known.record.undo, outcome=Outcome.FAILED if problem else Outcome.PASSED, problem=problem)
    write(project.docs / "records", replace(known, record=replace(known.record, undo=badly)))


def test_a_failed_undo_is_refused_and_where_it_is_allowed_its_page_and_the_terminal_say_so(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    _undo_failed(project, "it ended with 1, not 0")
    message = project.refused(
        "docs/records/debian-12/install.en.json: taking back install failed in the last run: correct it, then run "
        "scripts/verify (--allow-failing builds all the same, and the page says so)",
    )
    assert "1 problem:" in message
    project.build(allow_failing=True)
    said = capsys.readouterr().err
    assert "⚠ built with steps that were not taken back, as their pages say: install (en)." in said
    assert "steps that fail" not in said
    html = (project.site / "en" / "instalacion" / "index.html").read_text(encoding="utf-8")
    assert "kg-undo--failed" in html
    assert "it did not undo the step well" in html
    assert "It stopped at" in (project.site / "en" / "verificacion" / "index.html").read_text(encoding="utf-8")
    _undo_failed(project, None)
    project.build(allow_failing=True)
    assert "⚠" not in capsys.readouterr().err


def _fail_since_it_was_changed(project: Project, step_id: str) -> Project:
    """The project after its step was edited and the runs failed at it, so that nothing after it was run."""
    guide = _with_steps({step_id: replace(GUIDE.step(step_id), command="wrong")})
    reached = [step.id for step in guide.steps()].index(step_id) + 1
    done = {step.id for step in list(guide.steps())[:reached]}
    for language in LANGUAGES:
        for lesson in guide.lessons:
            if lesson.steps:
                now, old = (fabricated(one.lesson(lesson.id), language, one) for one in (guide, GUIDE))
                if step_id in now.times.steps:
                    now = failing(now, step_id)
                steps = tuple(
                    one if one.id in done else before
                    for one, before in zip(now.record.steps, old.record.steps, strict=True)
                )
                write(project.docs / "records", Known(replace(now.record, steps=steps), now.times))
    return Project(project.root, guide)


def test_what_no_run_can_reach_since_a_changed_step_fails_waits_for_it(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = _fail_since_it_was_changed(project, "install")
    message = changed.refused(
        "debian-12/install.en.json: the step install failed in the last run",
        "debian-12/install.es.json: the step window waits for install, which failed before it: correct that one",
        "debian-12/install.en.json: the step window waits for install",
    )
    assert "4 problems:" in message
    changed.build(allow_failing=True)
    said = capsys.readouterr().err
    assert "their pages say: install (es), install (en)." in said
    assert "Not verified until then: window (es), window (en)." in said
    html = (project.site / "en" / "instalacion" / "index.html").read_text(encoding="utf-8")
    assert html.count('data-outcome="failed"') == 1
    assert html.count('data-outcome="unproven"') == 1


def test_a_lesson_waits_for_the_one_it_starts_from_and_for_no_other(project: Project) -> None:
    changed = _fail_since_it_was_changed(project, "cpu-flags")
    records = project.docs / "records"
    waiting = [(step_id, first) for _, step_id, first in proofs.waiting(Sources(changed.guide, records))]
    assert waiting == [(step_id, "cpu-flags") for step_id in ("refused", "nested", "install", "window")] * 2
    assert proofs.problems(Sources(changed.guide, records)) == []
    # The same records, of a guide whose second lesson begins on a machine of its own
    first, second, third = changed.guide.lessons
    sisters = Sources(Guide((first, second, replace(third, starts=None))), records)
    assert [step_id for _, step_id, _ in proofs.waiting(sisters)] == ["refused", "refused"]
    late = "comes after a step that has changed since the last run"
    assert len([one for one in proofs.problems(sisters) if "/install." in one and late in one]) == 6
    # As a run of it leaves them
    for language in LANGUAGES:
        write(records, fabricated(sisters.guide.lessons[2], language, sisters.guide))
    assert proofs.problems(sisters) == []
    assert {sisters.proof(step, "es").outcome for step in third.run()} == {"passed"}


def test_a_lesson_that_no_run_has_reached_waits_too(project: Project) -> None:
    changed = _fail_since_it_was_changed(project, "cpu-flags")
    extra = replace(GUIDE.step("window"), id="extra", new_login=False)
    first, second, third = changed.guide.lessons
    guide = Guide((first, second, replace(third, steps=(*third.steps, extra))))
    sources = Sources(guide, project.docs / "records")
    assert ("en", "extra", "cpu-flags") in proofs.waiting(sources)
    assert not [one for one in proofs.problems(sources) if "extra" in one]


def test_where_a_lesson_waits_in_one_language_only_the_other_may_show_more(project: Project) -> None:
    records = project.docs / "records"
    (records / "debian-12" / "install.en.json").unlink()
    _fail(project, "refused")
    assert {one for _, one, _ in proofs.waiting(Sources(GUIDE, records))} == {"nested", "install", "window"}
    project.build(allow_failing=True)
    pages = [project.site / folder / "verificacion" / "index.html" for folder in ("", "en")]
    assert [page.read_text(encoding="utf-8").count('class="kg-runs"') for page in pages] == [2, 1]


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
    (project.docs / "records" / "debian-12" / "install.es.cast").unlink()
    changed = replace(GUIDE.step("cpu-flags"), command="grep -c svm /proc/cpuinfo")
    project.edit("es/ventajas.md", "Texto", "[x](nada.md) Texto")
    message = Project(project.root, _with_steps({"cpu-flags": changed})).refused(
        "the step cpu-flags has changed since the last run",
        "the step install comes after a step that has changed",
        "install.es.cast is missing",
        "nada.md",
        allow_failing=True,
    )
    assert "failed in the last run" not in message


def test_without_strict_a_failing_step_is_shown_and_told(project: Project) -> None:
    _fail(project, "install")
    found = render(project.site, project.root, strict=False, guide=GUIDE)
    assert ["the step install failed in the last run" in problem for problem in found] == [True]
    assert 'data-outcome="failed"' in (project.site / "en" / "instalacion" / "index.html").read_text(encoding="utf-8")


def test_no_record_of_a_lesson(project: Project) -> None:
    (project.docs / "records" / "debian-12" / "requirements.en.json").unlink()
    message = project.refused(
        "docs/records/debian-12/requirements.en.json is missing, so no step of it has a proof in this language: "
        "run scripts/verify requirements"
    )
    assert "install.en.json" not in message, "a record of its own proves the other lesson"
    assert "1 problem:" in message


def test_no_records_at_all(project: Project) -> None:
    for file in (project.docs / "records" / "debian-12").glob("*.en.json"):
        file.unlink()
    project.refused("requirements.en.json is missing", "install.en.json is missing", "run scripts/verify install")


def test_a_record_edited_by_hand(project: Project) -> None:
    file = project.docs / "records" / "debian-12" / "requirements.es.json"
    plain = json.loads(file.read_text(encoding="utf-8"))
    plain["steps"][0]["output"] = "8"
    file.write_text(json.dumps(plain), encoding="utf-8")
    project.refused("requirements.es.json was changed by hand", "scripts/verify")


def test_times_edited_by_hand(project: Project) -> None:
    file = project.docs / "records" / "debian-12.times.json"
    file.write_text(file.read_text(encoding="utf-8").replace("2026-11-22", "2026-12-22"), encoding="utf-8")
    project.refused("debian-12.times.json was changed by hand", "scripts/verify")


def test_no_times(project: Project) -> None:
    (project.docs / "records" / "debian-12.times.json").unlink()
    project.refused("debian-12.times.json does not say when requirements.es.json was seen", "scripts/verify")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 99}', "\x00"])
@pytest.mark.parametrize("name", ["debian-12/install.es.json", "debian-12.times.json"])
def test_a_record_that_does_not_parse(project: Project, name: str, text: str) -> None:
    (project.docs / "records" / name).write_text(text, encoding="utf-8")
    project.refused(f"{name} is not", "scripts/verify")


@pytest.mark.parametrize("name", ["virt-manager.es.png", "install.es.cast"])
def test_a_picture_or_a_session_changed(project: Project, name: str) -> None:
    data = PICTURE if name.endswith(".png") else CAST
    (project.docs / "records" / "debian-12" / name).write_bytes(data + b"x")
    project.refused(f"debian-12/{name} is not the file the record names", "scripts/verify")


@pytest.mark.parametrize("name", ["virt-manager.en.png", "install.en.cast"])
def test_a_picture_or_a_session_missing(project: Project, name: str) -> None:
    (project.docs / "records" / "debian-12" / name).unlink()
    project.refused(f"debian-12/{name} is missing", "scripts/verify")


def test_without_strict_the_same_project_is_shown_as_unproven(project: Project) -> None:
    (project.docs / "records" / "debian-12" / "requirements.es.json").unlink()
    page = project.build(strict=False) / "requisitos" / "index.html"
    html = page.read_text(encoding="utf-8")
    assert html.count('data-outcome="unproven"') == 3, "two steps, and what is asked after one of them"
    assert "todavía no hay registro" in html
    other = (project.site / "instalacion" / "index.html").read_text(encoding="utf-8")
    assert other.count('data-outcome="passed"') == 2


def test_repeat_and_changes_do_not_count_as_proof(project: Project) -> None:
    step = GUIDE.step("cpu-flags")
    stale = replace(entry(step, GUIDE, "es"), chain="0" * 64, changes=Changes())
    good = fabricated(GUIDE.lesson_of(step.id), "es")
    steps = tuple(stale if e.id == step.id else e for e in good.record.steps)
    write(project.docs / "records", replace(good, record=replace(good.record, steps=steps)))
    project.refused("the step cpu-flags comes after a step that has changed since the last run")
