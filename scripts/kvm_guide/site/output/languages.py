"""The pages of one language, built by MkDocs into a folder of their own, with all that only they need."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from pymdownx.superfences import SuperFencesException  # type: ignore[import-untyped]

from kvm_guide.errors import NotSo
from kvm_guide.model.step import Language
from kvm_guide.site import search
from kvm_guide.site.render import texts
from kvm_guide.site.render.fact.extension import FactError
from kvm_guide.site.render.sources import Sources, use
from kvm_guide.site.settings import broken
from kvm_guide.site.style import joined, slim


def write(config: MkDocsConfig, sources: Sources, language: Language, found: Sequence[str]) -> list[str]:
    """Build the pages in `language` as `config` says, with their style, their texts and their search.

    found: what is known to be wrong already, which tells more than MkDocs's own refusal. Returns what MkDocs warns of.
    Raises NotSo where the pages cannot be rendered at all, Broken where the tools do not work, OSError.
    """
    home = Path(config.site_dir)
    sheets = joined.choose(config)
    with _warnings() as warnings, use(sources):
        _mkdocs(config, found)
    slim.pages(home)
    joined.write(home, sheets)
    texts.write(home, sources, language)
    search.write(home, language)
    return warnings


def _mkdocs(config: MkDocsConfig, found: Sequence[str]) -> None:
    try:
        config.plugins.on_startup(command="build", dirty=False)
        try:
            mkdocs_build(config)
        finally:
            config.plugins.on_shutdown()
    except (SuperFencesException, FactError) as error:
        raise NotSo(listed(found or [str(error)])) from error
    except MkDocsException as error:
        raise broken(error) from error


def listed(problems: Sequence[str]) -> str:
    """`problems` as one message."""
    head = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    return f"the site is not fit to publish, {head}:\n" + "\n".join(f"  · {problem}" for problem in problems)


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
