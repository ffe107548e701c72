"""What the helper knows of the guide: from the repository, and from what a build put beside it."""

import json
import shutil
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest
from tests.fabricated import fabricated, write

from kvm_guide import paths
from kvm_guide.errors import Broken
from kvm_guide.helper import source
from kvm_guide.lessons import GUIDE
from kvm_guide.model.step import LANGUAGES
from kvm_guide.records import store
from kvm_guide.records.store import RecordError
from kvm_guide.records.types import Outcome

INSTALL = GUIDE.step("install-packages")


def records(folder: Path) -> Path:
    """A folder with a record of each lesson in each language that proves every step."""
    for language in LANGUAGES:
        for lesson in GUIDE.lessons:
            if lesson.steps:
                write(folder, fabricated(lesson, language, GUIDE))
    return folder


@pytest.mark.parametrize("unset", [True, False])
def test_in_the_repository_it_reads_the_records_and_no_site_has_an_address(
    monkeypatch: pytest.MonkeyPatch, unset: bool
) -> None:
    if unset:
        monkeypatch.delenv("KVM_GUIDE_SITE_URL", raising=False)
    else:
        monkeypatch.setenv("KVM_GUIDE_SITE_URL", "")
    known = source.load()
    assert known.version == "0.1.0+source"
    assert known.page(INSTALL, "es") == "instalacion/#install-packages"
    assert known.page(INSTALL, "en") == "en/instalacion/#install-packages"


def test_a_publisher_sets_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KVM_GUIDE_SITE_URL", "https://kvm.example")
    assert source.load().address("requisitos/#cpu", "en") == "https://kvm.example/en/requisitos/#cpu"


def test_a_proof_is_of_the_step_as_it_is_now(tmp_path: Path) -> None:
    for lesson in GUIDE.lessons:
        known = fabricated(lesson, "es", GUIDE)
        stale = [replace(one, claim="0" * 64) if one.id == INSTALL.id else one for one in known.record.steps]
        write(tmp_path, replace(known, record=replace(known.record, steps=tuple(stale))))
    found = source._source(source.plain(tmp_path, "https://x/", "1"))
    assert found.proof(INSTALL, "es") is None
    memory = found.proof(GUIDE.step("memory"), "es")
    assert memory
    assert (memory.outcome, memory.debian, memory.accelerator) == (Outcome.PASSED, "12.13", "tcg")
    assert (memory.verified_at, memory.seconds) == ("2026-11-22T20:15:30Z", 3.2)
    assert found.proof(GUIDE.step("memory"), "en") is None, "there is no English record"


def test_what_a_build_writes_is_read_again_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = source.plain(records(tmp_path / "records"), "https://x/", "0.1.0+abcdefabcdef")
    (tmp_path / "data.json").write_text(json.dumps(plain))
    monkeypatch.setattr(resources, "files", lambda _package: tmp_path)
    known = source.load()
    assert (known.site, known.version) == ("https://x/", "0.1.0+abcdefabcdef")
    proof = known.proof(INSTALL, "en")
    assert proof
    assert proof.changes
    assert proof.changes.accounts == ["+ group libvirt: x"]
    assert proof.repeat_safe is True


def test_a_record_that_cannot_be_used_stops_a_build(tmp_path: Path) -> None:
    file = tmp_path / store.file_name("install", "es")
    file.parent.mkdir()
    file.write_text("{")
    with pytest.raises(RecordError, match=r"install\.es\.json is not JSON"):
        source.plain(tmp_path, "https://x/", "1")


@pytest.mark.parametrize("text", ["{", "[]", '{"site": "x"}', '{"site": "x", "version": "1", "proofs": {"es": {}}}'])
def test_a_helper_that_is_not_whole_says_so_in_both_languages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    (tmp_path / "data.json").write_text(text)
    monkeypatch.setattr(resources, "files", lambda _package: tmp_path)
    with pytest.raises(Broken, match=r"descárgalo otra vez.* / .*download it again"):
        source.load()


def test_without_a_record_nothing_is_proven_and_all_else_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(paths.ROOT / "pyproject.toml", tmp_path)
    monkeypatch.setattr(source, "_REPOSITORY", tmp_path)
    known = source.load()
    assert known.proof(INSTALL, "es") is None
    (tmp_path / "pyproject.toml").write_text("[build-system]\n")
    with pytest.raises(Broken, match="project"):
        source.load()
