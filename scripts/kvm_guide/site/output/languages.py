"""The pages of one language, built by MkDocs into a folder of their own, with all that only they need."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from pymdownx.superfences import SuperFencesException  # type: ignore[import-untyped]

from kvm_guide.errors import NotSo
from kvm_guide.model.step import Language
from kvm_guide.site.output import templating
from kvm_guide.site.render import texts
from kvm_guide.site.render.fact.extension import FactError
from kvm_guide.site.render.sources import Sources, use
from kvm_guide.site.settings import broken
from kvm_guide.site.style import joined, slim


def write(config: MkDocsConfig, sources: Sources, language: Language) -> list[str]:
    """Build the pages in `language` as `config` says, with their style and their texts.

    Returns what MkDocs warns of. Raises NotSo where the pages cannot be rendered at all, Broken where the tools do not
    work, OSError.
    """
    home = Path(config.site_dir)
    sheets = joined.choose(config)
    templating.hasten(config)
    with _warnings() as warnings, use(sources):
        _mkdocs(config)
    slim.pages(home)
    joined.write(home, sheets)
    texts.write(home, sources, language)
    return warnings


def _mkdocs(config: MkDocsConfig) -> None:
    try:
        config.plugins.on_startup(command="build", dirty=False)
        try:
            mkdocs_build(config)
        finally:
            config.plugins.on_shutdown()
    except (SuperFencesException, FactError) as error:
        raise NotSo(str(error)) from error
    except MkDocsException as error:
        raise broken(error) from error


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        line = " ".join(record.getMessage().split())
        if line not in self.lines:
            self.lines.append(line)


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """What MkDocs and its plugins warn of, instead of on the screen."""
    logger = logging.getLogger("mkdocs")
    collector, propagate = _Collector(), logger.propagate
    logger.addHandler(collector)
    logger.propagate = False
    try:
        yield collector.lines
    finally:
        logger.removeHandler(collector)
        logger.propagate = propagate
