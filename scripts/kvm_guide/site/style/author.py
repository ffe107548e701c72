"""The theme's style cut anew, from the pages as they are today: what `kvm-guide-style` does."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Final

from kvm_guide import lessons, paths
from kvm_guide.site.build import render
from kvm_guide.site.style import cut, visit
from kvm_guide.site.style.joined import THEME

_THEME: Final = "mkdocs-material"
_HEAD: Final = "/*! {theme} {version}, (c) Martin Donath, MIT licence; cut by kvm-guide-style from sha256 {digest} */\n"
# A page has more with it: the links to its source
_PUBLISHED: Final = {"KVM_GUIDE_REPO_URL": "https://example.org/guide", "KVM_GUIDE_SITE_URL": "https://example.org/"}
_BESIDE: Final = (".css", ".js")


def write_theme(tell: Callable[[str], None]) -> str:
    """Write the theme's style without what the project's pages do not need; returns a sentence about it.

    tell: is told of each page. Raises Broken where a tool does not work.
    """
    whole = live()
    asked = cut.asked(whole)
    with tempfile.TemporaryDirectory(prefix="kvm-guide-style-") as folder, _as_published():
        site = Path(folder) / "site"
        render(site, paths.ROOT, strict=False, guide=lessons.GUIDE)
        found = visit.matched(site, asked, tell)
    THEME.write_text(head(cut.theme_sheets()) + cut.cut(whole, found.__contains__, _beside()) + "\n", encoding="utf-8")
    return f"{THEME.name}: {len(found)} of the theme's {len(asked)} selectors match something"


def live() -> str:
    """The theme's style sheets without the properties, and what only sets them, that nothing names."""
    return cut.cut(cut.theme_sheets(), lambda _: True, _beside())


def head(whole: str) -> str:
    """The first line of what is cut from the theme's style sheets `whole`."""
    return _HEAD.format(theme=_THEME, version=version(_THEME), digest=cut.digest(whole))


def _beside() -> str:
    """The guide's own style sheets and scripts."""
    files = sorted((paths.DOCS / "assets").rglob("*"))
    return "\n".join(file.read_text(encoding="utf-8") for file in files if file.suffix in _BESIDE)


@contextmanager
def _as_published() -> Iterator[None]:
    before = {name: os.environ.get(name) for name in _PUBLISHED}
    os.environ.update(_PUBLISHED)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
