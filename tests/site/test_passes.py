"""A kept pass of the site's tests stands only for the project it was of, and only where all tests are asked for."""

from pathlib import Path

import pytest
from tests import kept
from tests.site import conftest, passes

from kvm_guide import paths


def key(root: Path, monkeypatch: pytest.MonkeyPatch, test: str = "test_a") -> str:
    """The key that a run of the tests would make that begins now."""
    monkeypatch.setattr(paths, "ROOT", root)
    passes._project.cache_clear()
    return passes.key_of(test)


def test_any_changed_or_added_file_of_the_project_is_another_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("mkdocs.yml", "docs/es/index.md", "scripts/kvm_guide/site/build.py", "tests/site/test_b.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("one\n")
    seen = {key(tmp_path, monkeypatch), key(tmp_path, monkeypatch, "test_b")}
    assert key(tmp_path, monkeypatch) in seen, "nothing changed"
    for file in sorted(path for path in tmp_path.rglob("*") if path.is_file()):
        file.write_text("two\n")
        seen.add(key(tmp_path, monkeypatch))
    (tmp_path / "docs" / "picture.png").write_bytes(b"\x89PNG")
    seen.add(key(tmp_path, monkeypatch))
    assert len(seen) == 2 + 4 + 1


@pytest.mark.parametrize("asked", [True, False])
def test_what_passed_is_passed_over_only_where_all_tests_are_asked_for(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, asked: bool
) -> None:
    monkeypatch.setenv("KVM_GUIDE_CACHE", str(tmp_path))
    monkeypatch.setenv("KVM_GUIDE_ALL_TESTS", "1" if asked else "")
    conftest.pytest_runtest_setup(request.node)
    kept.keep(tmp_path, passes.key_of(request.node.nodeid), request.node.nodeid)
    if asked:
        with pytest.raises(pytest.skip.Exception, match="nothing of the project has changed since"):
            conftest.pytest_runtest_setup(request.node)
    else:
        conftest.pytest_runtest_setup(request.node)
