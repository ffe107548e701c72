"""The theme's maker ends it on 2027-05-05: what stands on the pages is the same when its successor builds them."""

import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.fabricated import ADDRESS, PAGES, Project
from tests.site.with_zensical import build, differences

from kvm_guide import paths
from kvm_guide.lessons import GUIDE
from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.site import parsed, pyz, short
from kvm_guide.site.addresses import home_of
from kvm_guide.site.checks.built import LISTS, NOT_FOUND, Built
from kvm_guide.site.checks.whole import built_pages, published
from kvm_guide.site.render.sources import Sources


def test_the_pages_of_all_kinds_of_proof_are_the_same_and_pass_the_checks(built: Project, tmp_path: Path) -> None:
    records, site = built.docs / "records", tmp_path / "site"
    helper = pyz.make(records, ADDRESS)
    sources = Sources(built.guide, records, helper.download)
    for language in LANGUAGES:
        made = build(built.root, built.guide, language, ADDRESS, sources, tmp_path / language)
        assert _compared(built.site, made, language) == len(PAGES)
        shutil.copytree(made, site / home_of(language))
    # What no language's pages have for their own
    (site / "en" / NOT_FOUND).unlink()
    helper.write(site)
    short.write(site, built.guide, built.root / LISTS / published.FILE, "")
    shutil.copytree(built.site / "records", site / "records")
    found = built_pages.problems(Built(site, built.docs, sources, urlsplit(ADDRESS).path))
    assert [problem for problem in found if "leads nowhere" not in problem] == []
    assert found, "the addresses in what fences make are right: say so in README.md and in with_zensical.py"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_the_guide_are_the_same(guide_site: Path, tmp_path: Path, language: Language) -> None:
    sources = Sources(GUIDE, paths.RECORDS, pyz.make(paths.RECORDS, "").download)
    made = build(paths.ROOT, GUIDE, language, "", sources, tmp_path / language)
    assert _compared(guide_site, made, language) == len(list((paths.DOCS / language).glob("*.md")))


def _compared(site: Path, made: Path, language: Language) -> int:
    """How many pages Zensical `made`, which must say what those in `site` do."""
    pages = sorted(made.rglob("index.html"))
    for page in pages:
        path = page.relative_to(made).as_posix()
        ours, theirs = parsed.read(site / home_of(language) / path, path), parsed.read(page, path)
        assert list(differences(ours, theirs)) == []
        for around in ("html", "a[data-kg-language]"):
            one, other = ([tag.attrs for tag in found.soup.select(around)] for found in (ours, theirs))
            assert [known["lang"] for known in one] == [known["lang"] for known in other] != []
            assert [known.get("href") for known in one] == [known.get("href") for known in other], path
    return len(pages)


PAGE = """<article><h1 id="top">Uno</h1><p>Dos <a href="../otra/">tres</a></p>
<div id="apt" data-step="apt" data-outcome="passed"><a href="../records/apt.json">Todo</a></div></article>"""


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Dos", "Tres", "words: 'Dos', and by Zensical 'Tres'"),
        (' <a href="../otra/">tres</a>', "", "words: 'tres', and by Zensical 'Todo'"),
        ('id="top"', 'id="uno"', "ids: 'top', and by Zensical 'uno'"),
        ('data-outcome="passed"', 'data-outcome="failed"', "attributes: '<div> data-outcome=passed', and by Zensical "),
        (
            ' data-outcome="passed"',
            "",
            "attributes: '<div> data-outcome=passed', and by Zensical '<div> data-step=apt'",
        ),
        ('"../otra/"', '"../../otra/"', "addresses: '../otra/', and by Zensical '../../otra/'"),
        ("../../records", "../records", "addresses: '../../records/apt.json', and by Zensical '../records/apt.json'"),
    ],
)
def test_what_would_differ_is_seen(old: str, new: str, told: str) -> None:
    path = "una/index.html"
    ours, theirs = parsed.parse(PAGE, path), PAGE.replace("../records", "../../records")
    assert list(differences(ours, parsed.parse(theirs, path))) == []
    assert old in theirs
    found = list(differences(ours, parsed.parse(theirs.replace(old, new), path)))
    assert found
    assert found[0].startswith(f"{path}: {told}"), found
