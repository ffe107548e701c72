"""The pages of one language as Zensical makes them, from the same values, Markdown, fences and theme."""

import shutil
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import yaml
import zensical
from mkdocs.utils.yaml import yaml_load

from kvm_guide.model.lesson import Guide
from kvm_guide.model.step import Language
from kvm_guide.site.dom import Tag
from kvm_guide.site.parsed import Parsed, made_by, value
from kvm_guide.site.render.sources import Sources, use
from kvm_guide.site.settings import FILE, settings

# What the two programs put into an article themselves: signs, buttons, the date of a change, the anchor to skip to.
_THEIR_OWN: Final = ".headerlink, .md-content__button, .md-skip, .kg-updated, #__skip, script"
_NO_CONTRACT: Final = ("data-md-", "data-search-exclude")


def build(root: Path, guide: Guide, language: Language, site_url: str, sources: Sources, folder: Path) -> Path:
    """Build the pages of the project `root` in `language` in the new `folder`; returns their home."""
    folder.mkdir()
    shutil.copytree(root / "docs" / language, folder / "docs")
    shutil.copytree(root / "docs" / "assets", folder / "docs" / "assets")
    written = _project(root, guide, language, site_url, folder)
    (folder / FILE).write_text(yaml.dump(written, allow_unicode=True, sort_keys=False), encoding="utf-8")
    with use(sources):
        zensical.build(str(folder / FILE), {"clean": True, "strict": True})
    return folder / "site"


def _project(root: Path, guide: Guide, language: Language, site_url: str, folder: Path) -> dict[str, object]:
    """What mkdocs.yml says, as MkDocs reads it for `language`, without the plugins: nothing of it is written here."""
    with (root / FILE).open(encoding="utf-8") as opened:
        written = yaml_load(opened)
    config = settings(root, folder / "site", guide, language, site_url)
    config = config.plugins.on_config(config)
    translating = next(one for one in config.plugins["i18n"].config.languages if one.locale == language)
    names = translating.nav_translations or {}
    written |= {name: config[name] for name in ("site_name", "site_description", "site_url", "copyright")}
    written["extra"] = dict(config.extra)
    written["edit_uri"] = config.edit_uri and f"{config.edit_uri}{language}/"
    written["theme"] = {
        **{name: config.theme[name] for name in written["theme"] if name in config.theme},
        "name": config.theme.name,
        "custom_dir": str(config.theme.custom_dir),
    }
    written["nav"] = [{names.get(name, name): page for name, page in entry.items()} for entry in config.nav or []]
    written |= {"docs_dir": "docs", "site_dir": "site", "plugins": [{"search": {"enabled": False}}]}
    return written


# Fences made it, and it is read as prose
_PROSE_OF_FENCES = ("data-opening", "data-questions")


def differences(ours: Parsed, theirs: Parsed) -> Iterator[str]:
    """What is not the same in the articles of two pages: words, ids, addresses, and the `data-` attributes."""
    here, there = _Article(ours), _Article(theirs)
    home = "/" not in ours.path
    said = {
        "words": (here.words, there.words),
        "ids": (_values(here.tags, "id"), _values(there.tags, "id")),
        "addresses": ([_moved(one, home) for one in _addressed(here.tags)], [url for url, _ in _addressed(there.tags)]),
        "attributes": (_contract(here.tags), _contract(there.tags)),
    }
    for name, (one, other) in said.items():
        for pair in zip_longest(one, other):
            if pair[0] != pair[1]:
                yield f"{ours.path}: {name}: {pair[0]!r}, and by Zensical {pair[1]!r}"
                break


class _Article:
    """The article of a page without what the two programs put into it themselves: its elements and its words."""

    def __init__(self, page: Parsed) -> None:
        assert page.article, f"{page.path} has no article"
        out = {id(tag) for tag in page.article.select(_THEIR_OWN)}
        self.tags = [tag for tag in page.article.tags() if not {id(one) for one in (tag, *tag.parents)} & out]
        texts = [text for text in page.article.texts() if not {id(one) for one in text.parents} & out]
        self.words = " ".join(texts).split()


def _values(tags: list[Tag], name: str) -> list[str]:
    return [value(tag, name) for tag in tags if tag.has_attr(name)]


def _addressed(tags: list[Tag]) -> list[tuple[str, bool]]:
    """The addresses in `tags`, and of each whether it stands in what a fence or a fact's mark made."""
    return [(value(tag, "href") or value(tag, "src"), _in_fence(tag)) for tag in tags if tag.name in ("a", "img")]


def _in_fence(tag: Tag) -> bool:
    if tag.find_parent("noscript"):
        return False  # to Zensical it is text
    return any(made_by(one) or any(one.has_attr(name) for name in _PROSE_OF_FENCES) for one in (tag, *tag.parents))


def _moved(addressed: tuple[str, bool], home: bool) -> str:
    """An address as Zensical writes it: it takes one in HTML for one from the Markdown file, not from the page."""
    url, made = addressed
    return f"../{url}" if made and not home and not url.startswith("#") and not urlsplit(url).scheme else url


def _contract(tags: list[Tag]) -> list[str]:
    return [
        f"<{tag.name}> {name}={value(tag, name)}"
        for tag in tags
        for name in sorted(tag.attrs)
        if name.startswith("data-") and not name.startswith(_NO_CONTRACT)
    ]
