"""What pages say of other releases than the guide's own: beside each proof, of a fact, and on a page of its own."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from tests.recorded_guide import FACT, GUIDE, fabricated, failing, on_release, write, wrong
from tests.site import releases
from tests.site.pages import site

from kvm_guide.model.lesson import Guide
from kvm_guide.model.step import LANGUAGES, Language, Step
from kvm_guide.records.types import Changes, StepEntry
from kvm_guide.site.checks.built import Built
from kvm_guide.site.checks.whole import facts, proofs
from kvm_guide.site.checks.whole.releases import named
from kvm_guide.site.render import fences, texts
from kvm_guide.site.render.sources import Sources, use
from kvm_guide.site.style.releases import rules

FENCES = {"es": fences.paso, "en": fences.step}
SUMMARIES = {"es": fences.resumen, "en": fences.summary_}


class _Page:
    """A page, as fences are handed one."""


@pytest.fixture(autouse=True)
def _one_more() -> Iterator[None]:
    with releases.imagined():
        yield


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """Those of three releases, one of them imaginary."""
    releases.record(tmp_path / "records", "13", "14")
    return tmp_path / "records"


def card(records: Path, step_id: str, language: Language = "es", guide: Guide = GUIDE) -> Tag:
    with use(Sources(guide, records)):
        html = FENCES[language](step_id, "", "", {}, _Page())
    found = BeautifulSoup(html, "html.parser").select_one("[data-step]")
    assert found is not None
    return found


def there(card: Tag, number: str = "13") -> Tag:
    (found,) = card.select(f'[data-release="{number}"]')
    return found


def said(tag: Tag) -> str:
    found = tag.select_one(":scope > .kg-proof")
    return found.get_text() if found else ""


def summary(records: Path, body: str, language: Language = "es") -> BeautifulSoup:
    with use(Sources(GUIDE, records)):
        return BeautifulSoup(SUMMARIES[language](body, "", "", {}, _Page()), "html.parser")


def changed(records: Path, step_id: str, language: Language = "es", **entry: object) -> None:
    """Let the run on Debian 13 have seen something else of a step."""
    known = on_release(fabricated(GUIDE.lesson_of(step_id), language), "13", "13.2")
    steps = tuple(replace(one, **entry) if one.id == step_id else one for one in known.record.steps)  # type: ignore[arg-type]
    write(records, replace(known, record=replace(known.record, steps=steps)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_step_names_each_release_with_its_date_and_its_own_attributes_stay_the_guide_s_own(
    records: Path, language: Language
) -> None:
    shown = card(records, "cpu-flags", language)
    assert (shown["data-debian"], shown["data-verified-at"]) == ("12.13", "2026-11-22T20:15:30Z")
    assert [one["data-release"] for one in shown.select("[data-release]")] == ["13", "14"]
    for number in ("13", "14"):
        one = there(shown, number)
        assert one["data-outcome"] == "passed"
        assert one["data-verified-at"] == "2026-11-28"
        assert one["data-debian"] == f"{number}.2"
        day = {"es": "28 nov 2026 en", "en": "28 Nov 2026 on"}[language]
        assert f"{day} Debian {number}.2" in said(one)


@pytest.mark.parametrize(("language", "sentence"), [("es", "La salida es otra"), ("en", "The output is different")])
def test_a_word_that_differs_is_told_of_and_a_version_is_not(records: Path, language: Language, sentence: str) -> None:
    assert sentence in said(there(card(records, "refused", language)))
    install = there(card(records, "install", language))
    assert sentence not in said(install)
    # Its own output is there all the same
    assert install.select_one('.kg-proof > .kg-whole[href="../proofs/debian-13/install.txt"]')
    assert not there(card(records, "cpu-flags", language)).select(".kg-whole, .kg-silent")


def test_a_volatile_part_is_no_other_output(records: Path) -> None:
    steps = [replace(one, volatile=(r"at \d+ o'clock",)) for one in GUIDE.lesson("requirements").steps]
    guide = Guide(tuple(replace(one, steps=tuple(steps)) if one.id == "requirements" else one for one in GUIDE.lessons))
    known = fabricated(guide.lesson("requirements"), "es", guide)

    def printed(text: str) -> tuple[StepEntry, ...]:
        return tuple(replace(one, output=text) for one in known.record.steps)

    write(records, replace(known, record=replace(known.record, steps=printed("seen at 8 o'clock"))))
    other = on_release(replace(known, record=replace(known.record, steps=printed("seen at 9 o'clock"))), "13", "13.2")
    write(records, other)
    shown = there(card(records, "cpu-flags", guide=guide))
    assert not shown.select(".kg-whole")
    assert "La salida" not in said(shown)


def test_another_exit_status_another_silence_and_other_changes_are_told(records: Path) -> None:
    changed(records, "refused", exit_status=2)
    assert "Termina con el código de salida 2, y no con 1" in said(there(card(records, "refused")))
    changed(records, "cpu-flags", output="")
    shown = there(card(records, "cpu-flags"))
    assert "No sale nada" in said(shown)
    assert shown.select_one(":scope > .kg-silent")
    more = Changes(
        packages=["+ virt-manager: 1:5.0", "+ libvirt-daemon-common: 11.3"], units=["+ virtlogd.socket: enabled"]
    )
    changed(records, "install", changes=more)
    shown = there(card(records, "install"))
    assert "Cambia otra cosa" in said(shown)
    assert ".." not in said(shown)
    assert shown.select_one('a[href="../proofs/debian-13/install.changes.txt"]')
    changed(records, "install", changes=Changes())
    assert "No cambia nada" in said(there(card(records, "install")))


def test_another_command_has_a_copy_button_of_its_own_and_comes_after_the_guide_s_own(records: Path) -> None:
    steps: dict[str, Step] = {one.id: one for one in GUIDE.steps()}
    steps["cpu-flags"] = replace(steps["cpu-flags"], on={"13": {"command": "grep -c svm /proc/cpuinfo"}})
    guide = Guide(tuple(replace(one, steps=tuple(steps[s.id] for s in one.steps)) for one in GUIDE.lessons))
    known = fabricated(guide.on_release("13").lesson("requirements"), "es", guide.on_release("13"))
    write(records, on_release(known, "13", "13.2"))
    shown = card(records, "cpu-flags", guide=guide)
    assert [one["data-copy"] for one in shown.select("[data-copy]")] == [
        "grep -Ec '(vmx|svm)' /proc/cpuinfo",
        "grep -c svm /proc/cpuinfo",
    ]
    assert "La orden es otra" in said(there(shown))


def test_a_step_that_fails_on_one_release_is_shown_as_failing_there_only(records: Path) -> None:
    write(records, on_release(failing(fabricated(GUIDE.lesson("install"), "es"), "install"), "13", "13.2"))
    shown = card(records, "install")
    assert shown["data-outcome"] == "passed"
    assert there(shown)["data-outcome"] == "failed"
    assert "✘" in said(there(shown))
    assert there(shown, "14")["data-outcome"] == "passed"
    sources = Sources(GUIDE, records)
    assert proofs.failures(sources) == []
    (told,) = proofs.failures(sources.on("13"))
    assert told.startswith("docs/records/debian-13/install.es.json: the step install failed in the last run")


def test_a_lesson_that_waits_for_its_run_on_another_release_says_so_and_is_no_problem(records: Path) -> None:
    (records / "debian-13" / "install.es.json").unlink()
    shown = there(card(records, "install"))
    assert (shown["data-outcome"], shown.get("data-debian")) == ("unproven", None)
    assert said(shown) == "⚠ Sin probar en Debian 13"
    assert there(card(records, "install", "en"))["data-outcome"] == "passed"
    sources = Sources(GUIDE, records)
    assert [proofs.problems(one) for one in sources.proven_on] == [[], [], []]
    (records / "debian-12" / "install.es.json").unlink()
    assert "install.es.json is missing" in "".join(proofs.problems(sources))


def test_a_stale_record_of_another_release_is_a_problem(records: Path) -> None:
    steps = {one.id: one for one in GUIDE.steps()}
    steps["window"] = replace(steps["window"], command="virt-manager --no-fork")
    guide = Guide(tuple(replace(one, steps=tuple(steps[s.id] for s in one.steps)) for one in GUIDE.lessons))
    found = "\n".join(proofs.problems(Sources(guide, records).on("13")))
    assert "debian-13/install.es.json: the step window has changed since the last run" in found
    assert "Sin comprobar en Debian 13: el paso ha cambiado" in said(there(card(records, "window", guide=guide)))


def test_without_records_of_another_release_nothing_tells_of_one(tmp_path: Path) -> None:
    releases.record(tmp_path)
    for step in GUIDE.steps():
        shown = card(tmp_path, step.id)
        assert not shown.select("[data-release], [data-kg-releases]")
    assert "data-kg-releases" not in str(summary(tmp_path, "releases"))
    assert "Debian 12.13" in summary(tmp_path, "releases").get_text()


def test_a_fact_has_the_other_answers_in_its_sign_and_in_its_text(records: Path, tmp_path: Path) -> None:
    known = on_release(fabricated(GUIDE.lesson("requirements"), "es"), "13", "13.2")
    later = replace(known.record.facts[0], output="6.12.1-amd64\n")
    write(records, replace(known, record=replace(known.record, facts=(later,))))
    marks = (f"# T {{#t}}\n\n[Es el 6]{{{word}: {FACT.id}}}.\n" for word in ("hecho", "fact"))
    built = site(tmp_path / "site", records, *marks, page="requisitos")
    for page in built.pages.values():
        (shown,) = page.facts
        assert [one["data-release"] for one in shown.releases] == ["13", "14"]
        assert {one["data-outcome"] for one in shown.releases} == {"passed"}
    assert _facts(built) == []
    texts.write(tmp_path, Sources(GUIDE, records), "es")
    told = (tmp_path / "proofs" / "facts" / f"{FACT.id}.txt").read_text(encoding="utf-8-sig").split("\n· · ·\n")
    assert ["6.1.0-41-amd64" in told[0], "6.12.1-amd64" in told[1], "Debian 13.2" in told[1]] == [True] * 3
    # The same answer is told of once
    assert told[2].strip().count("\n") == 0
    assert "Debian 14.2" in told[2]


def test_a_fact_with_another_outcome_on_one_release_shows_it_there_and_a_page_that_does_not_is_seen(
    records: Path, tmp_path: Path
) -> None:
    write(records, on_release(wrong(fabricated(GUIDE.lesson("requirements"), "es"), FACT.id), "13", "13.2"))
    marks = [f"# T {{#t}}\n\n[Es el 6]{{{word}: {FACT.id}}}.\n" for word in ("hecho", "fact")]
    built = site(tmp_path / "site", records, *marks, page="requisitos")
    sign = built.pages["requisitos/index.html"].soup.select(".kg-fact-sign")[0]
    assert sign.get_text() == "✔ 13: ✘"
    assert _facts(built) == []
    before = site(tmp_path / "before", records, *marks, page="requisitos")
    write(records, on_release(fabricated(GUIDE.lesson("requirements"), "es"), "13", "13.2"))
    assert "says failed of the fact kernel-series on Debian 13, its record says passed" in "".join(_facts(before))


def _of_13(records: Path, folder: Path, sentence: str) -> list[str]:
    guide = Guide(
        tuple(replace(one, facts=(replace(FACT, only=("13",)),) if one.facts else ()) for one in GUIDE.lessons)
    )
    texts_of = (f"# T {{#t}}\n\n{sentence}{{{word}: {FACT.id}}}.\n" for word in ("hecho", "fact"))
    built = site(folder, records, *texts_of, page="requisitos", guide=guide)
    return [one for one in _facts(built) if "docs/es" in one]


def _facts(built: Built) -> list[str]:
    with use(built.sources):
        return list(facts.problems(built))


def test_a_sentence_that_holds_on_one_release_only_says_on_which(records: Path, tmp_path: Path) -> None:
    (told,) = _of_13(records, tmp_path / "a", "[El núcleo es de la serie 6]")
    assert "the fact kernel-series holds on Debian 13 only" in told
    assert _of_13(records, tmp_path / "b", "En Debian 13, [el núcleo es de la serie 6]") == []
    assert _of_13(records, tmp_path / "c", "En Debian 12, [el núcleo es de la serie 6]") != []


def test_the_releases_that_a_text_names() -> None:
    assert named("En Debian 12 y en Debian 13.") == ["12", "13"]
    assert named("On Debian 12 and 13, or Debian 14.1") == ["12", "13", "14"]
    assert named("Debian 11 tenía 13 paquetes y 12 GB.") == named("Debian GNU/Linux") == []


@pytest.mark.parametrize("number", ["13", "14"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_differences_is_made_of_both_records(records: Path, number: str, language: Language) -> None:
    lines = summary(records, f"differences {number} lines", language).get_text()
    assert "no such socket" in lines
    assert "Permission denied" in lines
    assert "virt-manager (" not in lines, "a version is no other line"
    runs = summary(records, f"differences {number} runs", language).get_text()
    assert "Debian 12.13" in runs
    assert f"Debian {number}.2" in runs


def test_the_page_of_differences_names_packages_and_units_of_one_release_only(records: Path) -> None:
    more = Changes(
        packages=["+ virt-manager: 1:5.0", "+ libvirt-daemon-common: 11.3"], units=["+ virtlogd.socket: enabled"]
    )
    changed(records, "install", changes=more)
    packages = [cell.get_text(" ").split() for cell in summary(records, "differences 13 packages").select("tbody td")]
    assert packages == [["Instalar"], ["qemu-system-x86"], ["libvirt-daemon-common"]]
    system = summary(records, "differences 13 system").get_text()
    assert "virtlogd.socket" in system
    assert "group libvirt" in system
    changed(records, "refused", exit_status=2)
    assert "código de salida 2" in summary(records, "differences 13 steps").get_text()


def test_the_page_of_differences_says_plainly_that_nothing_is_known(tmp_path: Path) -> None:
    releases.record(tmp_path)
    assert "Todavía no hay registros de Debian 13" in summary(tmp_path, "differences 13 runs").get_text()
    assert "not known yet" in summary(tmp_path, "differences 14 packages", "en").get_text()
    assert fences.summary_of("differences 15 runs") is None
    assert fences.summary_of("differences 13 nothing") is None


def test_the_home_page_says_on_which_releases_the_guide_is_proven(records: Path) -> None:
    page = records.parent / "en" / "debian-13.md"
    page.parent.mkdir()
    page.touch()
    shown = summary(records, "releases", "en")
    assert "Debian 12.13 on 22 Nov 2026, Debian 13.2 on 22 Nov 2026 and on Debian 14.2" in shown.get_text()
    (chooser,) = shown.select("[data-kg-releases]")
    assert chooser["data-kg-releases"] == "12 13 14"
    assert [link["href"] for link in shown.select("a")] == ["debian-13/"], "nobody has written the other page"


def test_the_table_of_all_steps_has_a_column_a_release(records: Path) -> None:
    table = summary(records, "steps")
    heads = [one.get_text() for one in table.select("thead th")]
    assert heads[-2:] == ["Debian 13", "Debian 14"]
    assert {len(row.select("td")) for row in table.select("tbody tr[data-kg-why]")} == {len(heads)}


def test_the_records_of_all_releases_are_told_of_and_needed(records: Path) -> None:
    files = Sources(GUIDE, records).files()
    listed = summary(records, "downloads").select("a")
    for number in ("12", "13", "14"):
        assert f"debian-{number}/install.es.json" in files
        assert f"debian-{number}.times.json" in files
        assert any(str(one["href"]).endswith(f"/debian-{number}/install.es.json") for one in listed)


def test_the_style_has_the_rules_of_every_release() -> None:
    style = rules()
    assert '[data-kg-debian="14"] .kg-step:has(>[data-release="14"]>.kg-proof)>.kg-proof' in style
    assert '[data-kg-debian="12"] [data-release]:not([data-release="12"])' in style
    assert '[data-release="12"]>' not in style


def test_a_line_that_the_terminal_broke_is_compared_whole(records: Path) -> None:
    words = " ".join(["palabra"] * 14)
    for number, version in (("", "1.0"), ("13", "11.22")):
        line = f"v{version} {words}"
        broken = f"{line[:100]}\n{line[100:]}\nhecho"
        known = fabricated(GUIDE.lesson("requirements"), "es")
        steps = tuple(replace(one, output=broken) for one in known.record.steps)
        known = replace(known, record=replace(known.record, steps=steps))
        write(records, on_release(known, "13", "13.2") if number else known)
    assert "La salida" not in said(there(card(records, "cpu-flags")))


def test_a_page_that_says_another_thing_than_a_release_s_record_is_seen(records: Path, tmp_path: Path) -> None:
    from kvm_guide.site.checks.whole.built_pages import _genuine

    built = site(tmp_path / "site", records, page="requisitos")
    page = built.pages["requisitos/index.html"]
    (shown,) = [one for one in page.steps if one.id == "cpu-flags"]
    assert list(_genuine(shown, page, "es", built.sources)) == []
    broken = tuple({**one, "data-outcome": "failed"} if one["data-release"] == "13" else one for one in shown.releases)
    told = list(_genuine(replace(shown, releases=broken), page, "es", built.sources))
    assert re.search("says failed of the step cpu-flags on Debian 13, its record says passed", "\n".join(told))
    told = list(_genuine(replace(shown, releases=shown.releases[:1]), page, "es", built.sources))
    assert "says nothing of the step cpu-flags on Debian 14" in "\n".join(told)
