"""The lessons of the guide in MkDocs's navigation: they are named in their modules and nowhere else."""

from pathlib import Path
from typing import Final, NamedTuple

from mkdocs.utils.yaml import yaml_load

from kvm_guide.model.lesson import Guide

_PLUGIN: Final = "i18n"
_NAMES: Final = "nav_translations"


class Settings(NamedTuple):
    """What of MkDocs's settings depends on the lessons."""

    nav: list[object]
    plugins: list[object]


def settings(file: Path, guide: Guide) -> Settings:
    """The navigation in `file` (mkdocs.yml) with the lessons of `guide`, and its plugins, of which one translates it.

    Raises OSError, or yaml.YAMLError where the file does not parse.
    """
    with file.open(encoding="utf-8") as opened:
        whole = yaml_load(opened)
    listed = [_mapping(one) for one in _list(whole.get("nav"))]
    names = {lesson.heading.es: lesson.heading.en for lesson in guide.lessons}
    lessons = [{lesson.heading.es: f"{lesson.page}.md"} for lesson in guide.lessons]
    plugins = [_mapping(one) if isinstance(one, dict) else one for one in _list(whole.get("plugins"))]
    for plugin in plugins:
        if isinstance(plugin, dict) and _PLUGIN in plugin:
            for language in _list(_mapping(plugin[_PLUGIN]).get("languages")):
                if isinstance(language, dict) and language.get("locale") == "en":
                    language[_NAMES] = {**_mapping(language.get(_NAMES)), **names}
    return Settings([*listed[:1], *lessons, *listed[1:]], plugins)


def _mapping(part: object) -> dict[str, object]:
    return {str(name): one for name, one in part.items()} if isinstance(part, dict) else {}


def _list(part: object) -> list[object]:
    return list(part) if isinstance(part, list) else []
