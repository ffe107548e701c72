"""The short links: one for each step and lesson, which stays, belongs to no language and leads to each."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from tests.fabricated import Project
from tests.recorded_guide import GUIDE

from kvm_guide import paths
from kvm_guide.lessons import GUIDE as WHOLE
from kvm_guide.model.lesson import Guide
from kvm_guide.model.step import LANGUAGES
from kvm_guide.site import parsed, short
from kvm_guide.site.build import build
from kvm_guide.site.checks.built import LISTS, Built
from kvm_guide.site.checks.whole import built_pages, published
from kvm_guide.site.render.sources import Sources

ADDRESS = "https://ies.github.io/kvm/"
LIST = paths.ROOT / LISTS / published.FILE


@pytest.mark.parametrize("guide", [GUIDE, WHOLE], ids=["small", "whole"])
def test_each_step_and_each_lesson_has_one_of_its_own(guide: Guide) -> None:
    found = {link.place: link.target for link in short.links(guide)}
    lessons = {f"c/{lesson.id}": f"{lesson.page}/" for lesson in guide.lessons}
    steps = {f"s/{step.id}": f"{lesson.page}/#{step.id}" for lesson in guide.lessons for step in lesson.steps}
    assert found == lessons | steps
    assert len(short.links(guide)) == len(found)


def test_a_step_and_a_lesson_may_be_called_the_same() -> None:
    found = {link.place: link.target for link in short.links(GUIDE)}
    assert found["s/install"] == "instalacion/#install"
    assert found["c/install"] == "instalacion/"


def test_no_page_lies_where_they_do() -> None:
    for language in LANGUAGES:
        assert not [page.stem for page in (paths.DOCS / language).glob("*.md") if page.stem in ("s", "c")]


def test_each_page_is_of_no_language_and_leads_to_both(built: Project) -> None:
    pages = sorted([*(built.site / "s").glob("*/index.html"), *(built.site / "c").glob("*/index.html")])
    assert len(pages) == len(short.links(GUIDE))
    for file in pages:
        page = parsed.read(file, file.relative_to(built.site).as_posix())
        assert page.soup.has_attr("data-language-neutral")
        for language in LANGUAGES:
            (section,) = page.soup.select(f"section[lang={language}]")
            (link,) = section.select(f"a[hreflang={language}]")
            address, _, name = link.attrs["href"].partition("#")
            target = (file.parent / address / "index.html").resolve()
            assert target.relative_to(built.site).as_posix().startswith("en/") == (language == "en")
            assert not name or name in parsed.read(target, "x").ids
    assert not (built.site / "en" / "s").exists()


def test_each_step_and_each_opening_lead_there(guide_site: Path) -> None:
    led = set[str]()
    for language in LANGUAGES:
        for lesson in WHOLE.lessons:
            file = guide_site / ("" if language == "es" else "en") / lesson.page / "index.html"
            soup = parsed.read(file, "x").soup
            heads = soup.select("[data-short]")
            assert len(heads) == bool(lesson.steps)
            links = [tag.attrs["href"] for tag in soup.select("article a[data-kg-share]")]
            # A step's is made by the page's script
            links += [
                f"{one.attrs['data-short']}{tag.attrs['data-step']}/"
                for one in heads
                for tag in soup.select("[data-step]")
            ]
            for link in links:
                target = (file.parent / link).resolve()
                assert (target / "index.html").is_file()
                led.add(f"{language}/{target.relative_to(guide_site).as_posix()}")
    assert led == {f"{language}/{link.place}" for language in LANGUAGES for link in short.links(WHOLE)}


def test_a_link_that_leads_nowhere_is_seen(project: Project) -> None:
    page = project.site / "s" / "install" / "index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("#install", "#gone"), encoding="utf-8")
    found = built_pages.problems(
        Built(project.site, project.docs, Sources(GUIDE, project.docs / "records"), "/kvm-guide/")
    )
    assert [one for one in found if "names an anchor" in one]


def test_what_was_published_goes_on_leading_where_its_text_is(tmp_path: Path) -> None:
    lines = [
        "# a comment",
        "s/old/index.html#requisitos/#cpu-flags",
        "s/install/index.html#elsewhere/",
        "kvm-guide.pyz",
    ]
    found = {link.place: link.target for link in short.links(GUIDE, lines)}
    assert found["s/old"] == "requisitos/#cpu-flags"
    assert found["s/install"] == "instalacion/#install", "the guide knows better"
    file = tmp_path / "published.txt"
    file.write_text("\n".join(lines), encoding="utf-8")
    short.write(tmp_path / "site", GUIDE, file, "")
    assert 'href="../../en/requisitos/#cpu-flags"' in (tmp_path / "site/s/old/index.html").read_text(encoding="utf-8")


def test_a_published_one_that_is_gone_is_seen(project: Project) -> None:
    file = project.root / LISTS / published.FILE
    file.parent.mkdir(parents=True)
    file.write_text("\n".join(short.listed(GUIDE)), encoding="utf-8")
    whole = Built(project.site, project.docs, Sources(GUIDE, project.docs / "records"), "/")
    assert list(published.problems(whole)) == []
    (project.site / "s" / "window" / "index.html").unlink()
    assert list(published.problems(Built(project.site, project.docs, whole.sources, "/"))) == [
        "s/window/index.html was published and is gone: what is published stays, at its address"
    ]


def test_a_build_keeps_what_the_list_of_published_addresses_says(project: Project) -> None:
    file = project.root / LISTS / published.FILE
    file.parent.mkdir(parents=True)
    file.write_text("s/old/index.html#requisitos/#cpu-flags\n", encoding="utf-8")
    build(strict=False, site_dir=project.site, root=project.root, guide=GUIDE)
    assert (project.site / "s" / "old" / "index.html").is_file()


def test_their_lines_are_among_what_a_site_publishes(built: Project) -> None:
    whole = Built(built.site, built.docs, Sources(GUIDE, built.docs / "records"), "/")
    assert set(short.listed(GUIDE)) <= set(published.listed(whole))


def test_codes_are_made_where_the_address_is_known_and_nowhere_else(tmp_path: Path) -> None:
    for name, address in (("known", ADDRESS), ("unknown", "")):
        short.write(tmp_path / name, GUIDE, LIST.with_name("none"), address)
    assert not list((tmp_path / "unknown").rglob("*.svg"))
    made = tmp_path / "known" / "s" / "install"
    svg = (made / "qr.svg").read_text(encoding="utf-8")
    assert svg.startswith("<svg ")
    # A light ground: the page's own may be dark
    assert 'fill="#fff"' in svg
    page = (made / "index.html").read_text(encoding="utf-8")
    assert f'data-qr="{ADDRESS}s/install/"' in page
    assert f'<link rel="canonical" href="{ADDRESS}instalacion/#install">' in page
    assert re.search(r"<noscript><img src=\"qr\.svg\" alt=\"[^\"]*https://ies\.github\.io/kvm/s/install/\"", page)
    assert "qr.svg" not in (tmp_path / "unknown/s/install/index.html").read_text(encoding="utf-8")


def test_a_build_for_publishing_makes_the_codes_and_a_preview_none(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not list(project.site.rglob("qr.svg")), "an address that only this build's reader knows is of no use"
    monkeypatch.setenv("KVM_GUIDE_SITE_URL", ADDRESS)
    build(strict=True, site_dir=project.site, root=project.root, guide=GUIDE)
    assert len(list(project.site.rglob("qr.svg"))) == len(short.links(GUIDE))


def test_titles_are_text(tmp_path: Path) -> None:
    lesson = GUIDE.lesson("requirements")
    hostile = replace(lesson.steps[0].title, es='<script>"', en="a & b")
    steps = (replace(lesson.steps[0], title=hostile), *lesson.steps[1:])
    guide = Guide(tuple(replace(one, steps=steps) if one is lesson else one for one in GUIDE.lessons))
    link = next(one for one in short.links(guide) if one.place == "s/cpu-flags")
    page = short.page(link, "")
    assert "&lt;script&gt;&#34;" in page
    assert "a &amp; b" in page
