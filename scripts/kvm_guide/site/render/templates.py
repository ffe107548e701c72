"""The guide's HTML is written by the templates beside this (`templates/*.j2`): nothing a terminal printed is markup."""

import re
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

FOLDER: Final = Path(__file__).with_name("templates")

_ENVIRONMENT: Final = Environment(
    loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_BREAK: Final = re.compile(r"(?<=[/_.#-])(?=\w)")


def render(name: str, /, **values: object) -> Markup:
    """What the template `name` makes of `values`, which are escaped unless they are Markup.

    It is made `printable`, for Markdown and browsers give control characters meanings: the whole, not each value, so
    that nothing that a filter, a format or an attribute lets through is left.
    """
    return Markup(printable(_ENVIRONMENT.get_template(f"{name}.j2").render(values)))


def printable(text: str) -> str:
    """`text` with U+FFFD for each control and direction character."""
    return _UNPRINTABLE.sub("\ufffd", text.replace("\r\n", "\n"))


def filled(sentence: str, /, **values: object) -> Markup:
    """`sentence`, which is text, its `{…}` replaced by `values`, which are escaped unless they are Markup."""
    return escape(sentence).format(**values)


def breakable(address: str) -> Markup:
    """`address`, of a page or a file, as HTML that a narrow screen breaks beside its signs, not inside a word."""
    return Markup("<wbr>").join(_BREAK.split(address))


_ENVIRONMENT.filters["breakable"] = breakable
