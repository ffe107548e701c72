"""Selectors as they match in any state: `a:hover` and `details[open] > p` are asked as `a` and `details > p`."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

import tinycss2  # type: ignore[import-untyped]
from tinycss2.ast import (  # type: ignore[import-untyped]
    FunctionBlock,
    IdentToken,
    LiteralToken,
    Node,
    SquareBracketsBlock,
    WhitespaceToken,
)

# Where an element stands in the page does not change with what is done to it
_STRUCTURAL: Final = re.compile(
    r"(?:root|empty|scope|(?:first|last|only)-(?:child|of-type)|nth-(?:last-)?(?:child|of-type))\Z"
)
_LISTS: Final = frozenset({"is", "where", "has", "any", "matches"})
# What a script, a browser or a reader sets and takes away
_STATES: Final = re.compile(
    r"(?:hidden|open|checked|disabled|tabindex|aria-.+"
    r"|data-md-(?:visible|state|scrolllock|copying|(?:color-)?switching))\Z"
)
_STATE_CLASSES: Final = re.compile(
    r"(?:js-)?focus-visible|(?:no-)?js"
    r"|md-(?:nav__link--(?:passed|active)|header--shadow|(?:dialog|header__title|code__button)--active)"
)
_COMBINATORS: Final = frozenset(">+~")


def listed(prelude: Sequence[Node]) -> list[list[Node]]:
    """The selectors of a rule, whose prelude is a list of them."""
    found: list[list[Node]] = [[]]
    for node in prelude:
        if isinstance(node, LiteralToken) and node.value == ",":
            found.append([])
        else:
            found[-1].append(node)
    return found


def text(selector: Sequence[Node]) -> str:
    """`selector` as it is written."""
    return str(tinycss2.serialize(selector)).strip()


def stateless(selector: Sequence[Node]) -> str:
    """`selector` as it matches whatever is done to the page: it matches all that `selector` ever does, or more."""
    return "".join(_parts(selector)).lstrip()


def _parts(selector: Sequence[Node]) -> Iterator[str]:
    compound, nodes = "", list(selector)
    while nodes and isinstance(nodes[-1], WhitespaceToken):
        nodes.pop()
    combinator = ""
    at = 0
    while at < len(nodes):
        node = nodes[at]
        at += 1
        if isinstance(node, WhitespaceToken) or (isinstance(node, LiteralToken) and node.value in _COMBINATORS):
            if compound:
                yield compound
            compound = ""
            sign = " " if isinstance(node, WhitespaceToken) else str(node.value)
            combinator = combinator.strip() or sign
            continue
        if combinator:
            yield combinator
            combinator = ""
        if isinstance(node, LiteralToken) and node.value == ":":
            element = at < len(nodes) and isinstance(nodes[at], LiteralToken) and nodes[at].value == ":"
            at += element
            compound = _with(compound, "" if element else _state(nodes[at]))
            at += 1
        elif isinstance(node, LiteralToken) and node.value == "." and at < len(nodes):
            name = nodes[at].value
            compound = _with(compound, "" if _STATE_CLASSES.fullmatch(name) else f".{name}")
            at += 1
        elif isinstance(node, SquareBracketsBlock):
            name = next((one.value for one in node.content if isinstance(one, IdentToken)), "")
            compound = _with(compound, "" if _STATES.match(name) else node.serialize())
        else:
            compound = _with(compound, node.serialize())
    if compound:
        yield compound


def _with(compound: str, more: str) -> str:
    """A compound selector that may have nothing left is one for any element."""
    if not more:
        return compound or "*"
    return more if compound == "*" else compound + more


def _state(node: Node) -> str:
    """What is left of the pseudo-class or pseudo-element `node`."""
    if isinstance(node, IdentToken):
        return f":{node.value}" if _STRUCTURAL.match(node.lower_value) else ""
    if not isinstance(node, FunctionBlock):
        return ""
    if _STRUCTURAL.match(node.lower_name):
        return f":{node.serialize()}"
    inside = listed(node.arguments)
    if node.lower_name in _LISTS:
        return f":{node.name}({','.join(stateless(one) for one in inside)})"
    if node.lower_name == "not" and all(stateless(one) == text(one) for one in inside):
        return f":{node.serialize()}"
    return ""
