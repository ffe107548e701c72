"""JavaScript modules as functions in a classic script, which a page in a folder may load.

Only what the guide's own modules and Pagefind use of the syntax is known; anything else is refused.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from kvm_guide.errors import Broken

RUNTIME: Final = Path(__file__).with_name("runtime.js")
_IMPORT: Final = re.compile(r"^import ?\{([\w\s,]+)\} ?from ?(\"[^\"\n]+\")", re.MULTILINE)
_EXPORT_ONE: Final = re.compile(r"^export const (\w+) ?=", re.MULTILINE)
_EXPORT_LIST: Final = re.compile(r"(?:^|(?<=;))export ?\{(\s*\w+(?:\s*,\s*\w+)*\s*)\}(?=;|\s*$)", re.MULTILINE)
_LEFT: Final = re.compile(r"(?:^|;)\s*(?:import|export)\b[^\n]{0,60}|\bimport\.meta", re.MULTILINE)


def classic(modules: Mapping[str, str], start: str) -> str:
    """The script of the modules, by their names from the home page, and what begins: `start`, JavaScript."""
    return "\n".join([RUNTIME.read_text(encoding="utf-8"), *(defined(*one) for one in modules.items()), start, ""])


def defined(name: str, text: str) -> str:
    """The module `name` with the content `text` as a function. Raises Broken where it uses what is not known here."""
    body = _IMPORT.sub(lambda found: f"const {{{found[1].replace(' as ', ': ')}}} = __need({found[2]})", text)
    body = _EXPORT_ONE.sub(r"const \1 = exports.\1 =", body)
    body = _EXPORT_LIST.sub(r"Object.assign(exports, {\1})", body)
    body = body.replace("import.meta.url", "__url")
    body = re.sub(r"\bimport\(", "__load(", body)
    if left := _LEFT.search(body):
        raise Broken(f"{name} uses {left[0].strip()!r}, which site/offline/modules.py does not know: teach it that")
    head = 'function (exports, __url, __need, __load, fetch, Worker) { "use strict"'
    return f'kvmGuide.define("{name}", {head}\n{body}\n}})'
