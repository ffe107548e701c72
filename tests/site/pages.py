"""Two pages in memory, one a language, to break: rendered as the guide's are, with nothing built."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import markdown
from tests.recorded_guide import GUIDE

from kvm_guide.model.lesson import Guide
from kvm_guide.model.step import Language
from kvm_guide.questions.model import Study
from kvm_guide.site.checks.built import LISTS, Built
from kvm_guide.site.parsed import Parsed, parse
from kvm_guide.site.render import fences
from kvm_guide.site.render.sources import Sources, use

EXTENSIONS: Final = (
    "abbr",
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    "md_in_html",
    "tables",
    "toc",
    "pymdownx.details",
    "pymdownx.superfences",
    "kvm_guide.site.render.fact.extension",
)
_FENCES: Final = {
    "paso": fences.paso,
    "step": fences.step,
    "ayudante": fences.ayudante,
    "helper": fences.helper,
    "objetivos": fences.objetivos,
    "objectives": fences.objectives,
    "preguntas": fences.preguntas,
    "questions": fences.questions,
}
_PERMALINK: Final = {"es": "Enlace permanente", "en": "Permanent link"}
PAGE: Final = "ventajas"
ES: Final = """\
# Título {#top}

Un párrafo con `virsh`, los [requisitos](requisitos.md#cpu-flags) y 25 GB de disco, en la misma
**frase**. Otra frase que sigue.

!!! note "Una nota"
    Lo que dice la nota.

| Uno | Dos |
|---|---|
| La primera celda | `kvm` |
| La segunda celda | La última |

- El primer punto.
- El segundo punto, con <kbd>Intro</kbd>.

```paso
cpu-flags
```

## Otra parte {#part}

Anfitrión (*host*)
:   El sistema que presta su CPU.
"""
EN: Final = """\
# Title {#top}

A paragraph with `virsh`, the [requirements](requisitos.md#cpu-flags) and 25 GB of disk, in the same
**sentence**. Another one follows.

!!! note "A note"
    What the note says.

| One | Two |
|---|---|
| The first cell | `kvm` |
| The second cell | The last |

- The first point.
- The second point, with <kbd>Enter</kbd>.

```step
cpu-flags
```

## Another part {#part}

Host (*anfitrión*)
:   The system that lends its CPU.
"""

Check = Callable[[Built], Iterable[str]]


def site(
    folder: Path,
    records: Path,
    es: str = ES,
    en: str = EN,
    *,
    page: str = PAGE,
    lists: dict[str, str] | None = None,
    guide: Guide = GUIDE,
    studies: tuple[Study, ...] = (),
) -> Built:
    """The page called `page` in both languages, as a site below `folder`. lists: the text of each, by its name.

    studies: what the page promises and asks.
    """
    for name, text in (lists or {}).items():
        file = folder / LISTS / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    for language, text in (("es", es), ("en", en)):
        source = folder / "docs" / language / f"{page}.md"
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_text(f"---\ntitle: x\ndescription: x\n---\n{text}", encoding="utf-8")
    sources = Sources(guide, records, studies=studies)
    with use(sources):
        pages = [_page(es, f"{page}/index.html", "es"), _page(en, f"en/{page}/index.html", "en")]
    return holding(Built(folder / "site", folder / "docs", sources, "/"), pages)


def holding(built: Built, pages: Iterable[Parsed]) -> Built:
    """`built`, with `pages` in the place of those on the disk."""
    built.__dict__["pages"] = {page.path: page for page in pages}
    return built


def _page(text: str, path: str, language: Language) -> Parsed:
    custom = [{"name": name, "class": "x", "format": function} for name, function in _FENCES.items()]
    settings: dict[str, dict[str, object]] = {
        "pymdownx.superfences": {"custom_fences": custom},
        "toc": {"permalink": True, "permalink_title": _PERMALINK[language]},
    }
    html = markdown.markdown(text, extensions=list(EXTENSIONS), extension_configs=settings)
    html = html.replace(".md#", "/#").replace('.md"', '/"').replace('href="requisitos', 'href="../requisitos')
    return parse(f'<html lang="{language}"><body><article>{html}</article></body></html>', path)
