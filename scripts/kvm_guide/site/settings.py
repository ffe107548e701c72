"""MkDocs's settings for the pages of one language, which are a site of their own at their own place.

They are mkdocs.yml, with what stands in it nowhere: the lessons, and where the other language is.
"""

from pathlib import Path
from typing import Final

import yaml
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.utils.yaml import yaml_load

from kvm_guide.errors import Broken
from kvm_guide.model.lesson import Guide
from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.site.addresses import home_of
from kvm_guide.site.checks.built import NOT_FOUND

FILE: Final = "mkdocs.yml"
_PLUGIN: Final = "i18n"
_NAMES: Final = "nav_translations"


def settings(root: Path, site: Path, guide: Guide, language: Language, site_url: str | None) -> MkDocsConfig:
    """The settings for the pages of `guide` in `language`, in the project `root`, built into their place in `site`.

    site_url: where the whole site will be served, else as configured. Raises Broken where mkdocs.yml is wrong.
    """
    file = root / FILE
    try:
        with file.open(encoding="utf-8") as opened:
            whole = yaml_load(opened)
        plugins = _plugins(whole.get("plugins"), guide, language)
        config = load_config(
            str(file),
            site_dir=str(site / home_of(language)),
            strict=False,
            site_url=site_url,
            nav=_navigation(whole.get("nav"), guide),
            plugins=plugins,
        )
    except MkDocsException as error:
        raise broken(error) from error
    except yaml.YAMLError as error:
        raise Broken(f"{FILE} does not parse: {error}") from error
    _place(config, language)
    if not config.repo_url:
        # MkDocs would take the beginning of an edit link for the whole of it.
        config.edit_uri = ""
    return config


def broken(error: MkDocsException) -> Broken:
    """`error` as the one who started the build is told of it."""
    return Broken(f"mkdocs could not build the pages: {error}. Correct {FILE}, or set the tools up anew")


def _place(config: MkDocsConfig, language: Language) -> None:
    """Put the pages in `language` where they belong, and tell them where the others are."""
    address = config.site_url or ""
    up = "../" * home_of(language).count("/")
    names = {one.locale: one.name for one in config.plugins[_PLUGIN].config.languages}
    config.extra["alternate"] = [
        {
            "lang": other,
            "name": names[other],
            # From this language's home to the other's, and where that is in the world
            "link": up + home_of(other) if other != language else "",
            "home": address and address + home_of(other),
        }
        for other in LANGUAGES
    ]
    config.site_url = address and address + home_of(language)
    if home_of(language):
        # Hosts show the one at the root, for whatever is missing.
        config.theme.static_templates.discard(NOT_FOUND)


def _navigation(written: object, guide: Guide) -> list[object]:
    """The navigation as `written` in mkdocs.yml, with the lessons of `guide` after the home page."""
    listed = [_mapping(one) for one in _list(written)]
    lessons = [{lesson.heading.es: f"{lesson.page}.md"} for lesson in guide.lessons]
    return [*listed[:1], *lessons, *listed[1:]]


def _plugins(written: object, guide: Guide, language: Language) -> list[object]:
    """The plugins as `written` in mkdocs.yml: the one that translates builds `language` only, and knows the lessons."""
    names = {lesson.heading.es: lesson.heading.en for lesson in guide.lessons}
    plugins = [_mapping(one) if isinstance(one, dict) else one for one in _list(written)]
    for plugin in plugins:
        if isinstance(plugin, dict) and _PLUGIN in plugin:
            plugin[_PLUGIN] = translating = {**_mapping(plugin[_PLUGIN]), "build_only_locale": language}
            for one in _list(translating.get("languages")):
                if isinstance(one, dict) and one.get("locale") == "en":
                    one[_NAMES] = {**_mapping(one.get(_NAMES)), **names}
    return plugins


def _mapping(part: object) -> dict[str, object]:
    return {str(name): one for name, one in part.items()} if isinstance(part, dict) else {}


def _list(part: object) -> list[object]:
    return list(part) if isinstance(part, list) else []
