"""argparse in Spanish, for as long as it is asked to, and of the sentences that this Python's argparse has."""

import argparse
import inspect

import pytest

from kvm_guide.helper.cli.argwords import SPANISH, speaking


def help_of() -> str:
    """The help of some parser."""
    return argparse.ArgumentParser(prog="x").format_help()


def test_it_speaks_spanish_only_while_it_is_asked_to() -> None:
    before = help_of()
    with speaking("es"):
        assert help_of().startswith("uso: x [-h]\n\nopciones:\n  -h, --help  enseña esta ayuda")
    assert help_of() == before
    with speaking("en"):
        assert help_of() == before


def test_it_is_given_back_whatever_happens() -> None:
    with pytest.raises(SystemExit), speaking("es"):
        argparse.ArgumentParser(prog="x").parse_args(["y"])
    assert "opciones" not in help_of()


@pytest.mark.parametrize("sentence", SPANISH)
def test_each_sentence_is_one_that_argparse_says(sentence: str) -> None:
    source = inspect.getsource(argparse)
    assert repr(sentence) in source or f'"{sentence}"'.replace("\n", "\\n") in source
