"""The theme's templates, sooner: compiled once and kept, and without a look at each of the theme's 14,000 icons."""

import os
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader
from mkdocs.config.defaults import MkDocsConfig

from kvm_guide import paths

_FOLDER: Final = "templates"


class _Loader(FileSystemLoader):
    """MkDocs asks for the files of the theme, and passes over those in folders with a dot."""

    def list_templates(self) -> list[str]:
        found = set[str]()
        for top in self.searchpath:
            for folder, names, files in os.walk(top):
                names[:] = [name for name in names if not name.startswith(".")]
                found |= {(Path(folder) / file).relative_to(top).as_posix() for file in files}
        return sorted(found)


def hasten(config: MkDocsConfig) -> None:
    """Let MkDocs, as `config` says, take its templates this way. Where nothing can be kept, it is as without."""
    make = config.theme.get_env
    kept = paths.cache() / _FOLDER

    def made() -> Environment:
        environment = make()
        if isinstance(environment.loader, FileSystemLoader):
            environment.loader = _Loader(environment.loader.searchpath)
        try:
            kept.mkdir(parents=True, exist_ok=True)
            if os.access(kept, os.W_OK):
                environment.bytecode_cache = FileSystemBytecodeCache(str(kept))
        except OSError:
            pass
        return environment

    config.theme.get_env = made  # type: ignore[method-assign]
