"""Where a page finds the records and the other pages. Raw HTML links are not rewritten, so they are made relative here.

A page lies at `/page/`, or `/en/page/`; the records at `/records/`. A language's home page shows no step and no fix.
"""

from typing import Final

from markupsafe import Markup

from kvm_guide.model.release import DEFAULT
from kvm_guide.model.step import Language
from kvm_guide.records.store import file_name, folder_name
from kvm_guide.site.render.templates import render
from kvm_guide.troubles.model import Trouble

MESSAGES: Final = "mensajes"
"""The page that lists all messages, and leads to their entries."""
PROOFS: Final = "proofs"
"""The folder, in each language's home, of the texts that a page holds a part of."""
SUMMARY: Final = "verificacion"
"""The page with the table of all steps."""
STEPS: Final = "s"
"""Where the short links of steps are, at the site's root: a step may be called as a lesson is."""
LESSONS: Final = "c"
"""Where those of lessons are: as *capítulo* and as *chapter*."""

_ROOT: Final[dict[Language, str]] = {"es": "../", "en": "../../"}


def record_url(language: Language, lesson: str, of: Language | None = None, debian: str = DEFAULT.number) -> str:
    """From a page in `language`, the URL of the record of `lesson` in language `of` (its own unless told)."""
    return records_url(language, file_name(lesson, of or language, debian))


def file_url(language: Language, name: str, debian: str = DEFAULT.number) -> str:
    """From a page in `language`, the URL of the file `name` that a record names."""
    return records_url(language, f"{folder_name(debian)}/{name}")


def records_url(language: Language, name: str) -> str:
    """From a page in `language`, the URL of the file `name` in the folder of records."""
    return root_url(language, f"records/{name}")


def proof_url(name: str, kind: str = "", debian: str = DEFAULT.number) -> str:
    """From a page in some language, the URL of the plain text of what a run in that language saw of `name`.

    name: a step's id, or `facts/` and a fact's; kind: which of a step's texts.
    """
    return page_url(f"{PROOFS}/{text_name(name, kind, debian)}.txt")


def text_name(name: str, kind: str, debian: str) -> str:
    """What such a text is called, in the folder of them and without its ending."""
    return f"{name}{kind}" if debian == DEFAULT.number else f"{folder_name(debian)}/{name}{kind}"


def release_page(debian: str) -> str:
    """The page about what is different on the release `debian`."""
    return folder_name(debian)


def root_url(language: Language, name: str) -> str:
    """From a page in `language`, the URL of the file `name` at the site's root."""
    return _ROOT[language] + name


def short_steps_url(language: Language) -> str:
    """Where the short links of steps are, from a page of `language`; a step's id and a slash follow."""
    return f"{_ROOT[language]}{STEPS}/"


def short_lesson_url(language: Language, lesson_id: str) -> str:
    """From a page in `language`, the URL of the short link of a lesson."""
    return root_url(language, f"{LESSONS}/{lesson_id}/")


def step_url(page: str, step_id: str) -> str:
    """From a page in some language, the URL of a step on `page` in the same language."""
    return f"../{page}/#{step_id}"


def trouble_url(trouble: Trouble) -> str:
    """From a page in some language, the URL of the entry of `trouble` in the same language."""
    return page_url(f"{trouble.area.page}/#{trouble.id}")


def page_url(place: str) -> str:
    """From a page in some language, the URL of `place` (`page/#anchor`) in the same language."""
    return f"../{place}"


def link(url: str | None, text: str, *, file: str | None = None) -> Markup:
    """`text` as a link to `url`; as code where there is no such place. file: the name under which it is saved."""
    return render("link", url=url, text=text, file=file)
