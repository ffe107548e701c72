"""A record that is another's, or that a hand has touched, is refused by name."""

import json
from dataclasses import replace

import pytest
from tests.fabricated import Project
from tests.recorded_guide import GUIDE, fabricated, write

from kvm_guide.records import store
from kvm_guide.site.checks.whole import proofs
from kvm_guide.site.render.sources import Sources


def test_the_english_record_in_the_spanish_ones_place(project: Project) -> None:
    records = project.docs / "records" / "debian-12"
    (records / "install.es.json").write_bytes((records / "install.en.json").read_bytes())
    project.refused(
        "debian-12/install.es.json holds the record of install.en, not of install.es on Debian 12: its page would "
        "show what was seen elsewhere. Run scripts/verify to write it anew, or restore it with git."
    )


def test_the_record_of_another_lesson_in_its_place(project: Project) -> None:
    records = project.docs / "records" / "debian-12"
    (records / "requirements.es.json").write_bytes((records / "install.es.json").read_bytes())
    project.refused("debian-12/requirements.es.json holds the record of install.es, not of requirements.es")


def test_a_record_of_what_another_language_showed(project: Project) -> None:
    records = project.docs / "records"
    english = fabricated(GUIDE.lesson_of("install"), "en")
    write(records, replace(english, record=replace(english.record, language="es")))
    found = proofs.problems(Sources(GUIDE, records))
    name, cure = "docs/records/debian-12/install.es.json", "run scripts/verify to write it anew, or restore it with git"
    assert found == [
        f"{name}: it was run in en_US.UTF-8, not in es_ES.UTF-8: {cure}",
        f"{name}: it names virt-manager.en.png, which is not of its language (es): {cure}",
        f"{name}: it names install.en.cast, which is not of its language (es): {cure}",
    ]


def test_a_record_that_was_changed_by_hand_still_says_so(project: Project) -> None:
    file = project.docs / "records" / "debian-12" / "install.es.json"
    plain = json.loads(file.read_text(encoding="utf-8"))
    plain["language"] = "en"
    file.write_text(json.dumps(plain), encoding="utf-8")
    with pytest.raises(store.RecordError, match="was changed by hand"):
        store.read(project.docs / "records", "install", "es")
