"""What Python's argparse says by itself, in Spanish too."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from kvm_guide.model.step import Language

SPANISH: Final = {
    "usage: ": "uso: ",
    "options": "opciones",
    "positional arguments": "argumentos",
    "show this help message and exit": "enseña esta ayuda y termina",
    "show program's version number and exit": "enseña la versión y termina",
    "%(prog)s: error: %(message)s\n": "%(prog)s: error: %(message)s\n",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "unrecognized arguments: %s": "esto sobra o no se conoce: %s",
    "the following arguments are required: %s": "falta: %s",
    "expected one argument": "necesita un valor",
    "expected at most one argument": "admite un solo valor",
    "ignored explicit argument %r": "no admite un valor (%r)",
    "not allowed with argument %s": "no va junto con %s",
    "invalid choice: %(value)r (choose from %(choices)s)": "%(value)r no vale: elige entre %(choices)s",
}


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """While it lasts, argparse speaks `language`.

    argparse looks its sentences up through the name `_` in its own module (gettext, whose catalogues Debian's Python
    does not have), and offers no other way in: that name is lent a dictionary, and given back.
    """
    module = vars(argparse)
    original = module["_"]
    if language == "es":
        module["_"] = lambda sentence: SPANISH.get(sentence, sentence)
    try:
        yield
    finally:
        module["_"] = original
