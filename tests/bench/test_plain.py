"""The project whose build is compared with plain MkDocs: as many pages as asked for, fit to be published."""

from pathlib import Path

import pytest

from kvm_guide import paths
from kvm_guide.bench import plain
from kvm_guide.bench.table import Row
from kvm_guide.model.step import LANGUAGES

MORE = 3


def test_there_are_as_many_pages_as_asked_for_in_both_languages(tmp_path: Path) -> None:
    root = tmp_path / "project"
    wanted = len(list((paths.DOCS / "es").glob("*.md"))) + MORE
    plain.grow(root, wanted)
    names = [{file.name for file in (root / "docs" / language).glob("*.md")} for language in LANGUAGES]
    assert names[0] == names[1]
    assert len(names[0]) == wanted


# The benchmark itself does the same
@pytest.mark.weekly
@pytest.mark.whole
def test_each_kind_of_build_of_it_ends_well_and_writes_each_page(tmp_path: Path) -> None:
    root = tmp_path / "project"
    plain.grow(root, len(list((paths.DOCS / "es").glob("*.md"))) + MORE)
    for kind, build in plain.BUILDS.items():
        build(root, tmp_path / kind)
        there = {file.parent.name for file in (tmp_path / kind).rglob("index.html")}
        assert {f"more-{number}" for number in range(MORE)} <= there, kind


def test_a_goal_is_a_multiple_of_the_plain_build_in_the_same_run(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = {"plain": 10.0, "strict": 12.0, "both": 8.0}
    monkeypatch.setattr(plain, "_timed", lambda kind, root, site: seconds[kind])
    monkeypatch.setattr(plain, "grow", lambda root, pages: None)
    found = [row for part in plain.rows() for row in part]
    assert len(found) == 9
    some = next(row for row in found if row.name == "strict build: 40 pages a language")
    assert some == Row(some.name, 12.0, 13.0, "plain mkdocs, a build a language: 40 pages a language", "s", 10.0)
    assert some.met
