"""What a build makes, and what it leaves alone when it cannot."""

import errno
import json
import os
from pathlib import Path

import pytest
from tests.fabricated import GUIDE, PAGES, Project

from kvm_guide import paths
from kvm_guide.errors import Broken
from kvm_guide.site import postprocess
from kvm_guide.site.build import build, has_history


def test_the_site_goes_where_it_is_asked(built: Project, tmp_path: Path) -> None:
    build(strict=True, site_dir=tmp_path / "deep" / "there", root=built.root, guide=GUIDE)
    assert (tmp_path / "deep" / "there" / "404.html").is_file()


def test_a_full_disk_leaves_the_old_site_alone(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_site: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(postprocess, "finish", full)
    with pytest.raises(Broken, match=r"No space left on device.*make room"):
        project.build()
    assert (project.site / "index.html").is_file()
    assert not [path for path in project.root.iterdir() if path.name.startswith(".site")]


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


def test_the_sitemap_names_each_page_in_every_language(built: Project) -> None:
    sitemap = (built.site / "sitemap.xml").read_text(encoding="utf-8")
    assert sitemap.count("<url>") == 2 * len(PAGES)
    assert sitemap.count('hreflang="x-default"') == 2 * len(PAGES)
    assert "<loc>https://example.github.io/kvm-guide/en/ventajas/</loc>" in sitemap


def test_each_language_has_its_own_search_index(built: Project) -> None:
    for folder, language, word in (("", "es", "página"), ("en/", "en", "page")):
        index = json.loads((built.site / folder / "search" / "search_index.json").read_text(encoding="utf-8"))
        assert index["config"]["lang"] == [language]
        assert all(not doc["location"].startswith("en/") for doc in index["docs"])
        assert any(word in doc["title"] for doc in index["docs"])
        assert not any("Setting up" in doc["text"] for doc in index["docs"]), "outputs do not belong into the search"
