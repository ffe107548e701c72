"""Plain JSON to the types of this package. Standard library only: the student's helper reads records too.

Writing needs nothing: `dataclasses.asdict` does it, and the lab holds what it writes against the schema.
"""

from collections.abc import Mapping
from enum import EnumMeta
from types import NoneType, UnionType
from typing import Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
_KNOWN: dict[type[object], Mapping[str, object]] = {}


def decode(kind: type[T], plain: object) -> T:
    """`plain`, as JSON has it, as an instance of the dataclass `kind`, which has no `__post_init__`.

    Raises TypeError or ValueError where something is missing, or more, or of another type.
    """
    hints = _hints(kind)
    if not isinstance(plain, dict) or plain.keys() != hints.keys():
        raise ValueError(f"a {kind.__name__} needs {', '.join(hints)} and nothing else")
    made = object.__new__(kind)
    for name, hint in hints.items():
        object.__setattr__(made, name, _value(hint, plain[name]))
    return made


def _hints(kind: type[object]) -> Mapping[str, object]:
    if kind not in _KNOWN:
        _KNOWN[kind] = get_type_hints(kind)
    return _KNOWN[kind]


def _value(hint: object, plain: object) -> object:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return None if plain is None and NoneType in arguments else _value(arguments[0], plain)
    if origin is Literal:
        return _among(arguments, plain)
    if origin is list and isinstance(plain, list):
        return [_value(arguments[0], one) for one in plain]
    if origin is tuple and isinstance(plain, list):
        return tuple(_value(arguments[0], one) for one in plain)
    if origin is dict and isinstance(plain, dict):
        return {str(name): _value(arguments[1], one) for name, one in plain.items()}
    if isinstance(hint, EnumMeta):
        return hint(plain)
    if hint is float and type(plain) is int:
        return float(plain)
    if hint in (str, int, float, bool):
        if type(plain) is not hint:
            raise ValueError(f"{plain!r} is not of the type {hint}")
        return plain
    if isinstance(hint, type):
        return decode(hint, plain)
    raise ValueError(f"{plain!r} is not of the type {hint}")


def _among(allowed: tuple[object, ...], plain: object) -> object:
    if plain not in allowed:
        raise ValueError(f"{plain!r} is none of {', '.join(map(repr, allowed))}")
    return plain
