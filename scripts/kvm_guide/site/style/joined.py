"""The pages' style as it is served: one file for all of them, and a few for what few of them have."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import rcssmin  # type: ignore[import-untyped]
import rjsmin  # type: ignore[import-untyped]
from mkdocs.config.defaults import MkDocsConfig

from kvm_guide.site.style import releases

STYLE: Final = "assets/css/style.css"
THEME: Final = Path(__file__).with_name("theme.css")
"""The theme's style without what no page needs: `kvm-guide-style` writes it."""
# What few pages have, by what in a page's text tells of it
PARTS: Final = {
    "assets/css/home.css": "kg-hero",
    "assets/css/helper.css": "kg-helper-file",
    "assets/css/summary.css": "kg-summary",
    "assets/css/teacher/reports.css": "data-kg-reports=",
    "assets/css/troubles.css": "kg-trouble",
}
_OWN: Final = ("assets/css", "assets/js")
# What the theme brings and no page of this site asks for
_UNUSED: Final = (
    "assets/stylesheets/*",
    "assets/javascripts/*.map",
    "assets/javascripts/workers/*",
    "assets/javascripts/lunr/**/*",
    "assets/images/favicon.png",
)


def choose(config: MkDocsConfig) -> list[str]:
    """Let the pages of `config` link the joined style instead of all that mkdocs.yml lists; returns what to join."""
    listed = [str(one) for one in config.extra_css if str(one) not in PARTS]
    parts = [{"href": href, "mark": mark} for href, mark in PARTS.items()]
    config.extra["style"] = {"href": STYLE, "parts": parts}
    config.extra_css = []
    return listed


def write(home: Path, listed: Iterable[str]) -> None:
    """Join the theme's style and the `listed` ones in the folder `home` of a language's pages; make all of it small.

    Raises OSError.
    """
    files = [home / name for name in listed]
    texts = [file.read_text(encoding="utf-8") for file in (THEME, *files)]
    (home / STYLE).write_text(small_css("\n".join([*texts, releases.rules()])), encoding="utf-8")
    for file in [*files, *(file for pattern in _UNUSED for file in home.glob(pattern))]:
        if file.is_file():
            file.unlink()
    for folder in sorted((home / "assets").rglob("*"), reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    for file in (file for folder in _OWN for file in (home / folder).rglob("*") if file.is_file()):
        text = file.read_text(encoding="utf-8")
        file.write_text(small_css(text) if file.suffix == ".css" else small_js(text), encoding="utf-8")


def small_css(text: str) -> str:
    """The style sheet `text` without comments and white space."""
    return str(rcssmin.cssmin(text))


def small_js(text: str) -> str:
    """The script `text` without comments and most white space."""
    return str(rjsmin.jsmin(text))
