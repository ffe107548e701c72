"""A whole built site, as the checks read it, and how they name its pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from kvm_guide.model.step import Language
from kvm_guide.site import parsed
from kvm_guide.site.addresses import home_of
from kvm_guide.site.checks.prose import Block, blocks
from kvm_guide.site.parsed import Parsed
from kvm_guide.site.render.sources import Sources

NOT_FOUND: Final = "404.html"
LISTS: Final = "scripts/kvm_guide/site/lists"


@dataclass(frozen=True)
class Built:
    """The site in the folder `site`, built from `docs`. site_path: the path of the configured site URL."""

    site: Path
    docs: Path
    sources: Sources
    site_path: str

    @cached_property
    def pages(self) -> dict[str, Parsed]:
        """Every page, by its path below the site."""
        paths = sorted(file.relative_to(self.site).as_posix() for file in self.site.rglob("*.html"))
        return {path: parsed.read(self.site / path, path) for path in paths}

    @cached_property
    def files(self) -> frozenset[str]:
        """The path of every file below the site."""
        return frozenset(file.relative_to(self.site).as_posix() for file in self.site.rglob("*") if file.is_file())

    @cached_property
    def written(self) -> dict[str, list[Block]]:
        """The blocks of each page's article, by the page's path."""
        return {path: blocks(page) for path, page in self.pages.items() if page.article}

    def list_file(self, name: str) -> Path:
        """The list called `name`, which says what the checks let pass."""
        return self.docs.parent / LISTS / name

    def of(self, language: Language) -> list[Parsed]:
        """The pages in `language`."""
        return [page for page in self.pages.values() if page.article and language_of(page.path) == language]

    def pairs(self) -> Iterator[tuple[Parsed, Parsed]]:
        """Each page in Spanish with its translation."""
        for page in self.of("es"):
            other = self.pages.get(f"en/{page.path}")
            if other is not None and other.article:
                yield page, other


def language_of(path: str) -> Language:
    """The language of the built page `path`."""
    return "en" if path.startswith("en/") else "es"


def page_name(path: str) -> str:
    """What the lists call the built page `path`, the same in both languages: `index`, `requisitos`."""
    return path.removeprefix("en/").removesuffix("index.html").rstrip("/") or "index"


def source_of(path: str) -> str:
    """The Markdown file that the built page `path` comes from, as authors name it."""
    return f"docs/{language_of(path)}/{page_name(path)}.md"


def built_from(page: str, language: Language) -> str:
    """The path of the built page called `page` in `language`."""
    return f"{home_of(language)}{'' if page == 'index' else page + '/'}index.html"
