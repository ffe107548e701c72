"""A chapter on paper."""

from pathlib import Path

import pytest
from tests.paper import copied, plain
from tests.site.browsing import PATIENCE, SCHEMES, Scheme, Site, Watched

from kvm_guide.lessons import GUIDE
from kvm_guide.model.lesson import Lesson

pytestmark = pytest.mark.browser
TYPED = [lesson for lesson in GUIDE.lessons if any(True for _ in lesson.steps)]
_SHOWN = "tag => getComputedStyle(tag).display !== 'none'"


def printed(tab: Watched, url: str, folder: Path) -> str:
    """What is copied from the page at `url` once it is printed."""
    pdf = folder / "page.pdf"
    tab.go(url).pdf(path=pdf, format="A4")
    return copied(pdf)


@pytest.mark.parametrize("lesson", TYPED, ids=lambda lesson: lesson.id)
def test_each_command_is_copied_from_paper_as_it_is(lesson: Lesson, guide: Site, tab: Watched, tmp_path: Path) -> None:
    text = printed(tab, f"{guide.url}{lesson.page}/", tmp_path)
    missing = [step.id for step in lesson.steps if f"\n{plain(step.command)}\n" not in text]
    assert not missing
    proofs = [" ".join(one.split()) for one in tab.page.locator(".kg-proof").all_inner_texts()]
    joined = " ".join(text.split())
    assert proofs
    assert [proof for proof in proofs if proof not in joined] == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_paper_is_white_and_has_no_navigation(scheme: Scheme, guide: Site, tab: Watched) -> None:
    tab.page.emulate_media(media="print", color_scheme=scheme)
    page = tab.go(f"{guide.url}en/requisitos/")
    page.set_default_timeout(PATIENCE)
    seen = page.evaluate(
        f"""() => [...document.querySelectorAll(
          ".md-header, .md-sidebar, .md-footer, .kg-own, .kg-details:not([open]), .headerlink"
        )].filter({_SHOWN}).map(tag => tag.outerHTML.slice(0, 80))"""
    )
    assert seen == []
    colours = page.evaluate(
        """() => [document.body, ...document.querySelectorAll(".kg-command code, .kg-command code *")].map(tag => {
          const { color, backgroundColor } = getComputedStyle(tag)
          return `${color} on ${backgroundColor}`
        })"""
    )
    assert set(colours) <= {
        "rgb(0, 0, 0) on rgb(255, 255, 255)",
        "rgb(0, 0, 0) on rgba(0, 0, 0, 0)",
    }
    assert not tab.wrong


def test_an_address_in_the_world_is_written_out(guide: Site, tab: Watched, tmp_path: Path) -> None:
    text = "".join(printed(tab, f"{guide.url}requisitos/", tmp_path).split())
    assert "(https://www.virtualbox.org/manual/)" in text
    assert "(../" not in text
