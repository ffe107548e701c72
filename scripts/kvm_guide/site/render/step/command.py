"""A command as the reader copies it: highlighted, with exactly its text behind the copy button."""

import re
from typing import Final

from pygments import highlight
from pygments.formatters.html import HtmlFormatter
from pygments.lexers.shell import BashLexer, PowerShellLexer

from kvm_guide.model.step import Place
from kvm_guide.site.render.html import element

# A word with a hyphen, in text, not inside a tag.
_HYPHENATED: Final = re.compile(r"[^\s<>]*-[^\s<>]*(?![^<]*>)")


def block(command: str, place: Place) -> str:
    """`command`, typed at `place`, in a block to which the theme adds a copy button."""
    windows = place is Place.WINDOWS_HOST
    lexer = PowerShellLexer(stripnl=False, ensurenl=False) if windows else BashLexer(stripnl=False, ensurenl=False)
    code = element("code", {}, _whole_words(highlight(command, lexer, HtmlFormatter(nowrap=True)).removesuffix("\n")))
    name = f"language-{'powershell' if windows else 'bash'} highlight kg-command"
    # Material's button copies `data-copy`, so the highlighting can add nothing to what is pasted.
    return _exact("div", {"class": name}, command, element("pre", {}, code))


def blank(place: Place) -> str:
    """The block of a command that a script writes at `place`: hidden until then, with nothing to copy."""
    name = f"language-{'powershell' if place is Place.WINDOWS_HOST else 'bash'} highlight kg-command"
    return element("div", {"class": name, "hidden": ""}, element("pre", {}, element("code", {})))


def _whole_words(html: str) -> str:
    # Browsers break lines after a hyphen: "libvirt-" at a line's end reads like a word of its own.
    return _HYPHENATED.sub(lambda found: element("span", {"class": "kg-word"}, found[0]), html)


def _exact(name: str, attributes: dict[str, str | None], command: str, *children: str) -> str:
    # Attribute values keep a newline only as a character reference in every parser.
    html = element(name, {**attributes, "data-copy": command}, *children)
    start, copy, rest = html.partition(' data-copy="')
    value, end, tail = rest.partition('"')
    return start + copy + value.replace("\n", "&#10;") + end + tail
