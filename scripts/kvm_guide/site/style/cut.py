"""The theme's style sheets without what no page needs: rules, keyframes, and properties that nothing names then."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import material  # type: ignore[import-untyped]
import tinycss2  # type: ignore[import-untyped]
from tinycss2.ast import AtRule, Declaration, Node, QualifiedRule  # type: ignore[import-untyped]

from kvm_guide.errors import Broken
from kvm_guide.site.style.selectors import listed, stateless, text

SHEETS: Final = ("main", "palette")
_GROUPS: Final = frozenset({"media", "supports", "layer", "container"})
# The guide's own style has no such twins: each browser since 2023 knows the property by its own name
_PREFIX: Final = "-webkit-"
_OLD: Final = f"{_PREFIX}mask"
_NAME: Final = re.compile(r"--[\w-]+")
_CLASS: Final = re.compile(r"\.(-?[_a-zA-Z][\w-]*)")


@dataclass(frozen=True)
class _Rule:
    """A rule. declarations: what it sets and to what; raw: what stands in it, where that is no list of them."""

    prelude: str
    declarations: tuple[tuple[str, str], ...] = ()
    raw: str = ""


@dataclass(frozen=True)
class _Group:
    """Rules under a condition."""

    prelude: str
    rules: tuple["_Rule | _Group", ...]


def theme_sheets() -> str:
    """The theme's own style sheets, one after the other. Raises Broken where it has other ones."""
    folder = Path(material.__file__).parent / "templates" / "assets" / "stylesheets"
    found = [file for name in SHEETS for file in sorted(folder.glob(f"{name}.*.min.css"))]
    if len(found) != len(SHEETS):
        raise Broken(f"the theme has other style sheets than {' and '.join(SHEETS)}: teach site/style/cut.py theirs")
    return "\n".join(file.read_text(encoding="utf-8") for file in found)


def digest(css: str) -> str:
    """What the style sheet `css` is known by."""
    return hashlib.sha256(css.encode("utf-8")).hexdigest()


def asked(css: str) -> list[str]:
    """The selectors of `css` to look for in the pages, each once, without the states in which they match."""
    found = (stateless(one) for rule in _rules(_sheet(css)) for one in listed(rule.prelude))
    return list(dict.fromkeys(found))


def classes(selectors: Iterable[str]) -> frozenset[str]:
    """The classes that `selectors` name."""
    return frozenset(name for selector in selectors for name in _CLASS.findall(selector))


def cut(css: str, needed: Callable[[str], bool], others: str = "") -> str:
    """The style sheet `css` without the selectors that are not `needed`, each asked for as in `asked`.

    others: the style sheets and scripts beside it, which may name its properties.
    """
    kept = list(_kept(_sheet(css), needed))
    sets = [pair for rule in _flat(kept) for pair in rule.declarations]
    shown = "".join(value for name, value in sets if not name.startswith("--"))
    raw = "".join(rule.raw for rule in _flat(kept))
    live = set(_NAME.findall(shown + raw + others))
    while more := {
        other for name, value in sets if name in live for other in _NAME.findall(value) if other not in live
    }:
        live |= more
    moved = {rule.prelude for rule in _flat(kept) if rule.prelude.startswith("@keyframes")}
    still = {one for one in moved if not re.search(rf"(?<![\w-]){re.escape(one.split()[1])}(?![\w-])", shown + others)}
    return "\n".join(line for one in kept if (line := _written(one, live, still)))


def _sheet(css: str) -> list[Node]:
    return list(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True))


def _inside(rule: AtRule) -> list[Node]:
    return list(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True))


def _is_group(node: Node) -> bool:
    return isinstance(node, AtRule) and node.lower_at_keyword in _GROUPS and node.content is not None


def _rules(nodes: Sequence[Node]) -> Iterator[QualifiedRule]:
    for node in nodes:
        if isinstance(node, QualifiedRule):
            yield node
        elif _is_group(node):
            yield from _rules(_inside(node))


def _kept(nodes: Sequence[Node], needed: Callable[[str], bool]) -> Iterator[_Rule | _Group]:
    for node in nodes:
        if isinstance(node, QualifiedRule):
            names = [one for one in listed(node.prelude) if needed(stateless(one))]
            if names:
                yield _Rule(",".join(text(one) for one in names), tuple(_declarations(node.content)))
        elif _is_group(node):
            inside = tuple(_kept(_inside(node), needed))
            if inside:
                yield _Group(f"@{node.at_keyword} {text(node.prelude)}", inside)
        elif isinstance(node, AtRule) and node.content is not None:
            yield _Rule(f"@{node.at_keyword} {text(node.prelude)}".rstrip(), raw=text(node.content))


def _declarations(content: Sequence[Node]) -> Iterator[tuple[str, str]]:
    found = tinycss2.parse_declaration_list(content, skip_comments=True, skip_whitespace=True)
    sets = [node for node in found if isinstance(node, Declaration)]
    names = {node.name for node in sets}
    for node in sets:
        if not (node.name.startswith(_OLD) and node.name.removeprefix(_PREFIX) in names):
            yield node.name, text(node.value) + ("!important" if node.important else "")


def _flat(kept: Iterable[_Rule | _Group]) -> Iterator[_Rule]:
    for one in kept:
        if isinstance(one, _Rule):
            yield one
        else:
            yield from _flat(one.rules)


def _written(one: _Rule | _Group, live: set[str], still: set[str]) -> str:
    """`one` in a line, without the properties that are not `live`; "" where nothing is left, or where it is `still`."""
    if isinstance(one, _Group):
        inside = "".join(_written(rule, live, still) for rule in one.rules)
        return f"{one.prelude}{{{inside}}}" if inside else ""
    if one.raw:
        return "" if one.prelude in still else f"{one.prelude}{{{one.raw}}}"
    sets = [f"{name}:{value}" for name, value in one.declarations if not name.startswith("--") or name in live]
    return f"{one.prelude}{{{';'.join(sets)}}}" if sets else ""
