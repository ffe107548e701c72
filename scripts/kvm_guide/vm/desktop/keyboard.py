"""The keys of a keyboard that give a text, in the layout that the machine's desktop has."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kvm_guide.model.step import Language
from kvm_guide.vm.qemu import Qemu

LAYOUTS: Final[Mapping[Language, str]] = {"es": "es", "en": "us"}
"""The layout (XKB) of each language's reader."""

Chord = tuple[str, ...]
"""Keys that are down together, the last one last, by QEMU's names: those of the places of a US keyboard."""

# A key's events, three at a time, wait in the machine's queue: quicker, some would be lost in emulation
_PAUSE: Final = 0.03
_SHIFT: Final = "shift"
_ALTGR: Final = "alt_r"
_ROWS: Final = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_NAMED: Final = {" ": "spc", "\n": "ret", "\r": "ret", "\t": "tab", "\x1b": "esc", "\x7f": "backspace"}
_US: Final = {
    "grave_accent": "`~", "1": "1!", "2": "2@", "3": "3#", "4": "4$", "5": "5%", "6": "6^", "7": "7&", "8": "8*",
    "9": "9(", "0": "0)", "minus": "-_", "equal": "=+", "bracket_left": "[{", "bracket_right": "]}",
    "semicolon": ";:", "apostrophe": "'\"", "backslash": "\\|", "comma": ",<", "dot": ".>", "slash": "/?",
}  # fmt: skip
_ES: Final = {
    "grave_accent": "ºª\\", "1": "1!|", "2": '2"@', "3": "3·#", "4": "4$~", "5": "5%€", "6": "6&¬", "7": "7/{",
    "8": "8([", "9": "9)]", "0": "0=}", "minus": "'?", "equal": "¡¿", "bracket_right": "+*", "semicolon": "ñÑ",
    "backslash": "çÇ", "less": "<>", "comma": ",;", "dot": ".:", "slash": "-_",
}  # fmt: skip
_LEVELS: Final[tuple[Chord, ...]] = ((), (_SHIFT,), (_ALTGR,))
_ACUTE, _GRAVE = ("apostrophe",), ("bracket_left",)
# A dead key, and the key after it that it changes
_DEAD: Final[dict[str, tuple[Chord, str]]] = {
    **{letter: (_ACUTE, plain) for letter, plain in zip("áéíóúÁÉÍÓÚ", "aeiouAEIOU", strict=True)},
    "ü": ((_SHIFT, *_ACUTE), "u"),
    "`": (_GRAVE, " "),
    "^": ((_SHIFT, *_GRAVE), " "),
}


def _table(keys: Mapping[str, str]) -> dict[str, Chord]:
    table: dict[str, Chord] = {letter: (letter,) for row in _ROWS for letter in row}
    table |= {letter.upper(): (_SHIFT, letter) for row in _ROWS[1:] for letter in row}
    table |= {character: (key,) for character, key in _NAMED.items()}
    for key, characters in keys.items():
        table |= {character: (*held, key) for character, held in zip(characters, _LEVELS, strict=False)}
    # Ctrl and a letter, as terminals send it; and the key that leaves virsh's console
    control = {chr(ord(letter) - 96): ("ctrl", letter) for letter in "abcdefghklnopqrstuvwxyz"}
    return {**control, "\x1d": ("ctrl", *table["]"]), **table}


_TABLES: Final = {"us": _table(_US), "es": _table(_ES)}


def chords(text: str, layout: str) -> list[Chord]:
    """The keys that give `text` in a `layout` of `LAYOUTS`. Raises ValueError where it has none for a character."""
    table = _TABLES[layout]
    found: list[Chord] = []
    for character in text:
        if layout == "es" and character in _DEAD:
            dead, after = _DEAD[character]
            found += [dead, table[after]]
        elif character in table:
            found.append(table[character])
        else:
            raise ValueError(f"no key of the layout {layout} gives {character!r}")
    return found


def chord(told: str) -> Chord:
    """What is written as `ctrl-alt-t`. Raises ValueError."""
    keys = tuple(told.split("-"))
    if not all(keys):
        raise ValueError(f"keys {told!r}: write them as ctrl-alt-t")
    return keys


@dataclass
class Keyboard:
    """The keyboard of the machine that `qemu` runs, whose desktop has this layout. Methods raise Broken."""

    qemu: Qemu
    layout: str

    def press(self, keys: str) -> None:
        """Press what is written as `ctrl-alt-t` (QEMU's names: ret, esc, tab, f1 …), and let it go."""
        self._strike(chord(keys))

    def type(self, text: str) -> None:
        """Type `text`, a line's end as Enter. Raises ValueError where the layout has no key for it."""
        for one in chords(text, self.layout):
            self._strike(one)

    def _strike(self, keys: Chord) -> None:
        moves = [(key, True) for key in keys] + [(key, False) for key in reversed(keys)]
        self.qemu.tell("input-send-event", events=[_event(key, down) for key, down in moves])
        time.sleep(_PAUSE)


def _event(key: str, down: bool) -> dict[str, object]:
    return {"type": "key", "data": {"down": down, "key": {"type": "qcode", "data": key}}}


def strokes(found: Sequence[Chord]) -> str:
    """`found` as one writes it, for messages and tests."""
    return " ".join("-".join(keys) for keys in found)
