"""Writing HTML so that nothing a terminal printed can become markup."""

import html
import re
from typing import Final

_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def escape(text: str) -> str:
    """`text` as HTML text. Control and direction characters become U+FFFD: Markdown and browsers give them meanings."""
    return html.escape(_UNPRINTABLE.sub("\ufffd", text.replace("\r\n", "\n")), quote=True)


def breakable(address: str) -> str:
    """`address`, of a page or a file, as HTML text that a narrow screen breaks beside its signs, not inside a word."""
    return re.sub(r"([/_.#-])(?=\w)", r"\1<wbr>", escape(address))


def element(name: str, attributes: dict[str, str | None], *children: str) -> str:
    """The element `name`: attributes are escaped, an attribute of None is left out, children are HTML already."""
    written = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items() if value is not None)
    return f"<{name}{written}>{''.join(children)}</{name}>"


def void(name: str, attributes: dict[str, str | None]) -> str:
    """The element `name`, which has no content and no end tag."""
    return element(name, attributes).removesuffix(f"</{name}>")
