"""A command as the reader copies it: highlighted, with exactly its text behind the copy button."""

import re
from typing import Final

from markupsafe import Markup
from pygments import highlight
from pygments.formatters.html import HtmlFormatter
from pygments.lexers.shell import BashLexer, PowerShellLexer

from kvm_guide.model.step import Place
from kvm_guide.site.render.templates import render

# A word with a hyphen, in text, not inside a tag.
_HYPHENATED: Final = re.compile(r"[^\s<>]*-[^\s<>]*(?![^<]*>)")
# Pygments marks white space, which looks the same
_SPACE: Final = re.compile(r'<span class="w">(\s+)</span>')


def block(command: str | None, place: Place) -> Markup:
    """`command`, typed at `place`, in a block to which the theme adds a copy button.

    None: a script writes the command; until then the block is hidden, and has nothing to copy.
    """
    windows = place is Place.WINDOWS_HOST
    lexer = PowerShellLexer(stripnl=False, ensurenl=False) if windows else BashLexer(stripnl=False, ensurenl=False)
    code = highlight(command or "", lexer, HtmlFormatter(nowrap=True)).removesuffix("\n")
    code = _SPACE.sub(r"\g<1>", code)
    # Browsers break lines after a hyphen: "libvirt-" at a line's end reads like a word of its own.
    whole_words = Markup(_HYPHENATED.sub(r'<span class="kg-word">\g<0></span>', code))
    return render("command", command=command, shell="powershell" if windows else "bash", code=whole_words)
