"""What a build makes, and what it leaves alone when it cannot."""

import errno
import gc
import json
import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
from tests.fabricated import ADDRESS, PAGES, Project
from tests.recorded_guide import GUIDE

from kvm_guide import paths, schema
from kvm_guide.errors import Broken, NotSo
from kvm_guide.helper.cli.examples import DIGEST, FILE
from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.site import addresses, parsed, search
from kvm_guide.site.addresses import home_of
from kvm_guide.site.build import build, has_history
from kvm_guide.site.checks.built import NOT_FOUND
from kvm_guide.site.pyz import DATA

_SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_XHTML = "{http://www.w3.org/1999/xhtml}"


def test_the_site_goes_where_it_is_asked(built: Project, tmp_path: Path) -> None:
    build(strict=True, site_dir=tmp_path / "deep" / "there", root=built.root, guide=GUIDE)
    assert (tmp_path / "deep" / "there" / "404.html").is_file()


def test_the_schema_of_the_records_is_made_for_the_site_and_is_no_file_of_the_project(built: Project) -> None:
    made = (built.site / "records" / "schema.json").read_text(encoding="utf-8")
    assert made == schema.dumps()
    assert json.loads(made) == schema.schema()
    for file in (built.site / "records" / "debian-12").glob("*.json"):
        jsonschema.validate(json.loads(file.read_text(encoding="utf-8")), json.loads(made))
    assert not list(built.docs.rglob("schema.json"))
    assert not list(paths.DOCS.rglob("schema.json"))


def test_a_site_without_records_has_their_schema(project: Project) -> None:
    shutil.rmtree(project.docs / "records")
    project.build(strict=False)
    assert (project.site / "records" / "schema.json").read_text(encoding="utf-8") == schema.dumps()


def test_what_a_reader_downloads_is_what_the_records_are(built: Project) -> None:
    for folder in (built.docs, built.site):
        names = sorted(file.relative_to(folder).as_posix() for file in (folder / "records").rglob("*.*"))
        made = [name for name in names if name == "records/schema.json" or name.endswith(".webp")]
        assert len(made) == (3 if folder == built.site else 0)
        own = [name for name in names if name not in made]
        assert own == [
            "records/debian-12.times.json",
            *(f"records/debian-12/install.{end}" for end in ("en.cast", "en.json", "es.cast", "es.json")),
            *(f"records/debian-12/requirements.{language}.json" for language in ("en", "es")),
            *(f"records/debian-12/virt-manager.{language}.png" for language in ("en", "es")),
        ]


def test_a_full_disk_leaves_the_old_site_alone(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def full(*_: object) -> Iterator[None]:
        yield
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(search, "written", full)
    with pytest.raises(Broken, match=r"No space left on device.*make room"):
        project.build()
    assert (project.site / "index.html").is_file()
    assert not [path for path in project.root.iterdir() if path.name.startswith(".site")]


def test_python_looks_for_garbage_again_once_a_build_has_ended_or_failed(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    during = list[bool]()

    @contextmanager
    def seen(*_: object) -> Iterator[None]:
        during.append(gc.isenabled())
        yield

    monkeypatch.setattr(search, "written", seen)
    project.build()
    assert gc.isenabled()
    (project.root / "mkdocs.yml").write_text("site_name: [", encoding="utf-8")
    with pytest.raises(Broken):
        project.build()
    assert gc.isenabled()
    assert during
    assert not any(during)


def test_a_settings_file_that_does_not_parse(project: Project) -> None:
    (project.root / "mkdocs.yml").write_text("site_name: [", encoding="utf-8")
    with pytest.raises(Broken, match=r"mkdocs\.yml"):
        project.build()


def test_without_git_history_no_date_is_claimed(built: Project) -> None:
    assert "kg-updated" not in (built.site / "ventajas" / "index.html").read_text(encoding="utf-8")


def test_the_guide_itself_shows_when_a_page_changed(guide_site: Path) -> None:
    if not has_history(paths.ROOT):
        pytest.skip("this copy of the project has no whole git history")
    for page, said in (("ventajas", "Última actualización: "), ("en/ventajas", "Last update: ")):
        assert said in (guide_site / page / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_a_sitemap_of_its_own_pages_which_names_the_others(
    built: Project, language: Language
) -> None:
    ends = ["" if page == "index" else f"{page}/" for page in PAGES]
    whole = ElementTree.parse(built.site / home_of(language) / "sitemap.xml").getroot()
    assert {one.tag for one in whole} == {f"{_SITEMAP}url"}
    assert sorted(one.findtext(f"{_SITEMAP}loc", "") for one in whole) == sorted(
        f"{ADDRESS}{home_of(language)}{end}" for end in ends
    )
    for one in whole:
        end = one.findtext(f"{_SITEMAP}loc", "").removeprefix(f"{ADDRESS}{home_of(language)}")
        named = {link.get("hreflang"): link.get("href") for link in one.iter(f"{_XHTML}link")}
        assert named == {
            "es": f"{ADDRESS}{end}",
            "en": f"{ADDRESS}en/{end}",
            "x-default": f"{ADDRESS}{end}",
        }


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_lacks_nothing_but_what_both_share(built: Project, language: Language) -> None:
    home = built.site / home_of(language)
    for page in home.rglob("*.html"):
        if page.is_relative_to(built.site / "en") == (language == "en") and page.name != NOT_FOUND:
            fetched = parsed.read(page, page.name).fetched
            assert fetched
            for url in fetched:
                file = (page.parent / url).resolve()
                shared = file.is_relative_to(built.site / "records")
                assert shared or file.is_relative_to(home), f"{page} takes {url} from elsewhere"
                assert shared or language == "en" or not file.is_relative_to(built.site / "en"), f"{page}: {url}"
    assert (home / NOT_FOUND).is_file() == (language == "es"), "hosts show the one at the root"
    assert (home / "records").is_dir() == (language == "es"), "the records are published twice"


def test_a_site_that_may_be_served_anywhere_names_no_address(
    built: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("KVM_GUIDE_SITE_URL", "KVM_GUIDE_REPO_URL"):
        monkeypatch.delenv(name, raising=False)
    site = tmp_path / "site"
    build(strict=True, site_dir=site, root=built.root, guide=GUIDE)
    assert not list(site.rglob("sitemap.xml*"))
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert "example" not in text, page
        assert 'rel="canonical"' not in text, page
        assert "md-source" not in text, page
    with zipfile.ZipFile(site / FILE) as helper:
        assert json.loads(helper.read(DATA))["site"] == ""
    for folder, up in (("", "../"), ("en/", "../../")):
        text = (site / folder / "ayudante" / "index.html").read_text(encoding="utf-8")
        block = text.partition('data-helper="get"')[2].partition('data-helper="intact"')[0]
        shown = block.partition("</pre>")[0]
        # Without a script: two links to click, and no command that could not work.
        assert f'href="{up}{FILE}"' in shown
        assert f'href="{up}{DIGEST}"' in shown
        assert "data-copy" not in shown
        assert " hidden" in shown.rpartition("<pre")[0].rpartition("<div")[2]


def test_publishing_needs_the_addresses(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("KVM_GUIDE_SITE_URL", "KVM_GUIDE_REPO_URL"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(NotSo) as refusal:
        build(strict=True, site_dir=project.site, root=project.root, guide=GUIDE, publish=True)
    assert str(refusal.value).count("\n") == 2
    assert "set KVM_GUIDE_SITE_URL to its address" in str(refusal.value)
    assert "set KVM_GUIDE_REPO_URL to its address" in str(refusal.value)


@pytest.mark.parametrize(
    ("site", "repository", "wrong"),
    [
        ("https://ies.github.io/kvm/", "https://github.com/ies/kvm", []),
        ("", "https://github.com/ies/kvm", ["nothing says where the site will be served"]),
        ("https://ies.github.io/kvm/", "", ["nothing says where the guide's source is"]),
        ("https://example.github.io/kvm/", "https://github.com/example/kvm", ["is a placeholder", "is a placeholder"]),
        ("http://127.0.0.1:8000/", "https://kvm.invalid/source", ["is a placeholder", "is a placeholder"]),
        ("https://examples-of-kvm.org/", "https://contest.org/kvm", []),
    ],
)
def test_a_placeholder_is_no_address(site: str, repository: str, wrong: list[str]) -> None:
    found = list(addresses.problems(site, repository))
    assert len(found) == len(wrong)
    for problem, said in zip(found, wrong, strict=True):
        assert said in problem
