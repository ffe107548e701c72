"""Guards of the records and proofs, each seen to fail on a broken copy of a healthy project."""

import json
from dataclasses import replace

import pytest
from tests.fabricated import GUIDE, PICTURE, Project, entry, fabricated

from kvm_guide import recordfile
from kvm_guide.record import Changes, Outcome
from kvm_guide.step import Chapter, Guide, Step


def _with_steps(change: "dict[str, Step | None]", extra: Step | None = None) -> Guide:
    """The guide with some steps replaced (None: removed), and one more at the end of its last chapter."""
    chapters = []
    for chapter in GUIDE.chapters:
        steps = [change.get(step.id, step) for step in chapter.steps]
        chapters.append(replace(chapter, steps=tuple(step for step in steps if step)))
    last: Chapter = chapters[-1]
    if extra:
        chapters[-1] = replace(last, steps=(*last.steps, extra))
    return Guide(tuple(chapters))


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


def test_a_failed_step(project: Project) -> None:
    good = fabricated(GUIDE, "en")
    steps = tuple(replace(e, outcome=Outcome.FAILED) if e.id == "install" else e for e in good.steps)
    recordfile.write(project.docs / "records", replace(good, steps=steps), {})
    project.refused("debian-12.en.json: the step install failed in the last run: correct it, then run scripts/verify")


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
    project.refused("virt-manager.es.png is not the picture the record names", "scripts/verify")


def test_a_picture_missing(project: Project) -> None:
    (project.docs / "records" / "virt-manager.en.png").unlink()
    project.refused("virt-manager.en.png is missing", "scripts/verify")


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
    recordfile.write(project.docs / "records", replace(good, steps=steps), {})
    project.refused("the step cpu-flags comes after a step that has changed since the last run")
