"""A kept pass stands only for what it was of, and not for long; a failure is never kept."""

import dataclasses
import json
import shutil
import time
from pathlib import Path
from typing import Literal

import pytest
from tests import kept as passes
from tests.lab import conftest, verdicts

from kvm_guide import paths
from kvm_guide.vm import recipe
from kvm_guide.vm.accelerator import TCG, Accelerator
from kvm_guide.vm.image import Image

DEBIAN = Image(Path("image"), "a" * 64, ())


@pytest.fixture(autouse=True)
def _a_qemu(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests are about keys: any QEMU will do, and none is needed."""
    monkeypatch.setattr(verdicts, "qemu_version", lambda: "7.2")


def key(module: Path, test: str = "test_a", debian: Image = DEBIAN, chosen: Accelerator = TCG) -> str:
    """The key that a run of the tests would make that begins now."""
    passes.said.cache_clear()
    return verdicts.key_of(test, module, debian, chosen)


@pytest.fixture
def module() -> Path:
    return Path(__file__)


def test_what_passed_is_known_until_it_is_too_old(tmp_path: Path, module: Path) -> None:
    assert passes.passed_at(tmp_path, key(module)) is None
    passes.keep(tmp_path, key(module), "test_a")
    assert passes.passed_at(tmp_path, key(module)) is not None
    (kept,) = (tmp_path / "verdicts").iterdir()
    plain = json.loads(kept.read_text())
    for age in ((recipe.MAX_AGE_DAYS + 1) * 24 * 3600, -3600):
        kept.write_text(json.dumps({**plain, "passed_at": time.time() - age}))
        assert passes.passed_at(tmp_path, key(module)) is None


def test_another_image_accelerator_qemu_or_test_is_another_key(module: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = {
        key(module),
        key(module, test="test_b"),
        key(module, debian=dataclasses.replace(DEBIAN, fingerprint="b" * 64)),
        key(module, chosen=Accelerator("tcg", ("-cpu", "max"))),
    }
    monkeypatch.setattr(verdicts, "qemu_version", lambda: "8.0")
    assert len({*keys, key(module)}) == 5


def test_a_change_of_the_lab_or_of_a_test_is_another_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "project"
    shutil.copytree(paths.ROOT / "scripts" / "kvm_guide", copy / "scripts" / "kvm_guide")
    shutil.copytree(Path(__file__).parent, copy / "tests" / "lab")
    monkeypatch.setattr(paths, "ROOT", copy)
    module = copy / "tests" / "lab" / "test_verdicts.py"
    seen = {key(module)}
    for changed in ("tests/lab/test_verdicts.py", "tests/lab/conftest.py", "scripts/kvm_guide/vm/machine.py"):
        file = copy / changed
        file.write_text(file.read_text() + "\n# a comment\n")
        assert key(module) in seen, "a comment does nothing"
        file.write_text(file.read_text() + "\nADDED = 1\n")
        seen.add(key(module))
    assert len(seen) == 4
    (copy / "scripts" / "kvm_guide" / "site" / "render" / "html.py").write_text("")
    assert key(module) in seen, "what no lab uses changes nothing"


@pytest.mark.parametrize(("outcome", "kept"), [("passed", 1), ("failed", 0), ("skipped", 0)])
def test_only_a_pass_is_kept(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    outcome: Literal["passed", "failed", "skipped"],
    kept: int,
) -> None:
    monkeypatch.setenv("KVM_GUIDE_CACHE", str(tmp_path))
    item = request.node
    monkeypatch.setitem(item.stash._storage, conftest.KEPT, "c" * 64)
    call = pytest.CallInfo.from_call(lambda: None, "call")
    steps = conftest.pytest_runtest_makereport(item, call)
    next(steps)
    with pytest.raises(StopIteration):
        steps.send(pytest.TestReport("test_a", ("", 0, ""), {}, outcome, None, "call"))
    assert len(list(tmp_path.glob("verdicts/*"))) == kept
