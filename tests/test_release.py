"""A release of Debian is one line of model/release.py, and what must be another on it is said in the step."""

import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from tests.lab.small import step

from kvm_guide import paths
from kvm_guide.lessons import GUIDE
from kvm_guide.model.fact import Fact
from kvm_guide.model.lesson import Guide, Lesson
from kvm_guide.model.release import DEFAULT, RELEASES, release
from kvm_guide.model.step import Text
from kvm_guide.vm import recipe
from kvm_guide.vm.building import script

IMAGINARY = '    Release("14", "forky", {"CVE-2026-53359": "7.1.2-1", "CVE-2026-64561": "7.1.3-1"}),\n'
SAID = Text("Uno", "One")
STEP = replace(step("one", "true"), on={"13": {"expect": ("^other$",)}})
FACT = Fact("there", "one", "true", ("^12$",), on={"13": {"expect": ("^13$",)}})
OLD = Fact("gone", "one", "true", ("^12$",), only=("12",))


def guide() -> Guide:
    """A guide of one step and two facts."""
    return Guide((Lesson("lesson", 1, "page", SAID, (STEP,), facts=(FACT, OLD)),))


def test_on_the_guides_own_release_nothing_is_another() -> None:
    assert GUIDE.on_release(DEFAULT.number) is GUIDE
    one = guide()
    assert one.on_release("12") is one
    assert STEP.fingerprint() == replace(STEP, on={}).fingerprint()


def test_on_another_a_step_and_a_fact_are_what_they_say_of_it_and_a_fact_of_another_is_not_asked() -> None:
    there = guide().on_release("13")
    assert there is not guide()
    assert there.step("one").expect == ("^other$",)
    assert there.step("one").action() == STEP.action(), "typed alike"
    assert there.step("one").claim() != STEP.claim()
    assert [(fact.id, fact.expect) for fact in there.facts()] == [("there", ("^13$",))]


@pytest.mark.parametrize("on", [{"15": {}}, {"13": {"expected": ()}}, {"13": {"command": ""}}])
def test_an_unknown_release_a_misspelt_field_and_a_bad_value_are_refused(on: dict[str, dict[str, object]]) -> None:
    with pytest.raises((ValueError, TypeError)):
        replace(STEP, on=on)


def test_an_image_is_made_of_its_releases_packages() -> None:
    for one in RELEASES:
        for name in recipe.NAMES:
            made = script(recipe.named(name, one))
            assert f' {one.codename} "$work/root"' in made
            others = {other.codename for other in RELEASES} - {one.codename}
            assert not [other for other in others if re.search(rf"\b{other}\b", made)]
    there = recipe.named("desktop", release("13")).packages
    assert "mate-polkit" in there
    assert "policykit-1-gnome" not in there


def test_another_release_is_one_line(tmp_path: Path) -> None:
    """In a copy of the project with an imaginary one: planned, built of its own packages, asked and helped for."""
    copy = tmp_path / "scripts"
    shutil.copytree(paths.ROOT / "scripts", copy, ignore=shutil.ignore_patterns("__pycache__"))
    file = copy / "kvm_guide" / "model" / "release.py"
    before, line, after = file.read_text().partition(")\nDEFAULT: Final")
    assert line
    file.write_text(before + IMAGINARY + line + after)
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "os-release").write_text('ID=debian\nVERSION_ID="14"\n')
    asked = f"""
import json
from pathlib import Path
from kvm_guide.helper.diagnosis import facts
from kvm_guide.lab import jobs
from kvm_guide.lessons import GUIDE
from kvm_guide.lessons.releases import ALL
from kvm_guide.model.release import release
from kvm_guide.records import store
from kvm_guide.vm import recipe
from kvm_guide.vm.building import script
there = GUIDE.on_release("14")
print(json.dumps({{
    "runs": [run["lesson"] for run in jobs.matrix(GUIDE, ["es"]) if run["release"] == "14"],
    "image": ' forky "$work/root"' in script(recipe.named("desktop", release("14"))),
    "release": there.step("debian-release").expect[0],
    "kernel": there.step("kernel-fixes").expect[0],
    "sources": there.step("sources-left").expect,
    "record": store.file_name("install", "es", "14"),
    "helper": facts.release(Path({str(tmp_path)!r})).number,
    "all": ALL.en,
}}))
"""
    run = subprocess.run(
        [sys.executable, "-c", asked], env={"PYTHONPATH": str(copy)}, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout) == {
        "runs": [lesson.id for lesson in GUIDE.run()],
        "image": True,
        "release": r"^14\.\d+$",
        "kernel": r"Debian 7\.1\.([3-9]|[1-9]\d+)-\d",
        "sources": [" forky main", " forky-updates main", " forky-security main"],
        "record": "debian-14/install.es.json",
        "helper": "14",
        "all": "Debian 12, Debian 13 and Debian 14",
    }
