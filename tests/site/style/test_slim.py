"""A page loses the white space that nobody sees, and nothing else."""

from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.fabricated import Project

from kvm_guide.site.style import slim


@pytest.mark.parametrize(
    ("html", "slimmer"),
    [
        ("<p>a\n   b  c</p>", "<p>a\nb c</p>"),
        ("<ul>\n\n   <li> x </li>\n</ul>", "<ul><li> x </li></ul>"),
        ("<p>a <b>b</b>\n<i>c</i>\n</p>\n<p>d</p>", "<p>a <b>b</b>\n<i>c</i></p><p>d</p>"),
        ("<pre>\n<b>a</b>\n</pre>", "<pre>\n<b>a</b>\n</pre>"),
        ("<a  href=\"x  y\"\n   title='a  b' >", "<a href=\"x  y\" title='a  b' >"),
        ('<div data-copy="a  &#10;  b">', '<div data-copy="a  &#10;  b">'),
        ("<pre>\n  a   b\n</pre>", "<pre>\n  a   b\n</pre>"),
        ("<pre><code>a   b</code>   c</pre>   d", "<pre><code>a   b</code>   c</pre> d"),
        ("<code>a  b</code>", "<code>a  b</code>"),
        ("<script>let a  = '<p>  </p>'</script>", "<script>let a  = '<p>  </p>'</script>"),
        ("<textarea> a  b </textarea>", "<textarea> a  b </textarea>"),
        ("a <!--kg-take-away  x--> b", "a <!--kg-take-away  x--> b"),
        ("1  < 2  &amp;  3", "1 < 2 &amp; 3"),
        ("a\u00a0\u00a0b", "a\u00a0\u00a0b"),
    ],
)
def test_a_run_of_white_space_is_one_sign_where_it_shows_as_one(html: str, slimmer: str) -> None:
    assert slim.slim(html) == slimmer
    assert slim.slim(slimmer) == slimmer


class _Read(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))

    def handle_data(self, data: str) -> None:
        self.words += data.split()


def test_every_page_says_the_same_and_has_the_same_elements(built: Project, tmp_path: Path) -> None:
    for file in built.site.rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        wide = text.replace(">\n<", ">\n\n    <")
        (tmp_path / "page.html").write_text(wide, encoding="utf-8")
        slim.pages(tmp_path)
        there = _Read((tmp_path / "page.html").read_text(encoding="utf-8"))
        assert (there.tags, there.words) == (_Read(wide).tags, _Read(wide).words)
        # What is of no language is written by itself
        assert "data-language-neutral" in text or slim.slim(text) == text, f"{file} was not made slim"
