"""What makes the second build of a test process quicker, and no other: it does not do again what cannot differ."""

from collections.abc import Callable
from pathlib import Path
from types import CodeType
from typing import Final

import jinja2
import pytest
from jinja2.bccache import Bucket
from mkdocs.theme import Theme
from mkdocs.utils import get_theme_dir

from kvm_guide.site import parsed
from kvm_guide.site.parsed import Parsed

_THEME: Final = Path(get_theme_dir("material"))


class _Compiled(jinja2.BytecodeCache):
    """Templates that were compiled before, by name and content."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], CodeType] = {}

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        return name  # not the file's, which has another name in each copy of the project

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code is not None
        self._kept[bucket.key, bucket.checksum] = bucket.code


def remember(patch: pytest.MonkeyPatch) -> None:
    """Keep compiled templates, the list of the theme's files and pages read back from one build to the next."""
    patch.setattr(Theme, "get_env", _with_cache(Theme.get_env, _Compiled()))
    patch.setattr(jinja2.FileSystemLoader, "list_templates", _listing(jinja2.FileSystemLoader.list_templates))
    patch.setattr(parsed, "read", _reading(parsed.read))


def _with_cache(get_env: Callable[[Theme], jinja2.Environment], cache: _Compiled) -> Callable[[Theme], object]:
    def cached(theme: Theme) -> jinja2.Environment:
        environment = get_env(theme)
        environment.bytecode_cache = cache
        return environment

    return cached


def _listing(
    list_templates: Callable[[jinja2.FileSystemLoader], list[str]],
) -> Callable[[jinja2.FileSystemLoader], list[str]]:
    known: list[str] = []

    def listed(loader: jinja2.FileSystemLoader) -> list[str]:
        if str(_THEME) not in loader.searchpath:
            return list_templates(loader)
        if not known:
            # Its icons, most of its 14,000 files, are in a folder that MkDocs passes over
            known.extend(name for name in list_templates(jinja2.FileSystemLoader(_THEME)) if not name.startswith("."))
        others = [path for path in loader.searchpath if path != str(_THEME)]
        return sorted({*known, *list_templates(jinja2.FileSystemLoader(others))})

    return listed


def _reading(read: Callable[[Path, str], Parsed]) -> Callable[[Path, str], Parsed]:
    known: dict[tuple[bytes, str], Parsed] = {}

    def known_or_read(file: Path, path: str) -> Parsed:
        key = file.read_bytes(), path
        if key not in known:
            known[key] = read(file, path)
        return known[key]

    return known_or_read
