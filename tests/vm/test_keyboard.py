"""What is pressed for a text, in each reader's layout."""

import pytest

from kvm_guide.vm.desktop.keyboard import LAYOUTS, chord, chords, strokes

PRINTABLE = "".join(chr(code) for code in range(32, 127)) + "\n\t"


@pytest.mark.parametrize(
    ("layout", "text", "keys"),
    [
        ("us", "ls -l | wc\n", "l s spc minus l spc shift-backslash spc w c ret"),
        ("es", "ls -l | wc\n", "l s spc slash l spc alt_r-1 spc w c ret"),
        ("us", "~/A_b", "shift-grave_accent slash shift-a shift-minus b"),
        ("es", "~/A_b", "alt_r-4 shift-7 shift-a shift-slash b"),
        ("es", "ñá", "semicolon apostrophe a"),
        ("es", "`^", "bracket_left spc shift-bracket_left spc"),
        ("us", "\x03", "ctrl-c"),
    ],
)
def test_a_text_is_typed_by_the_keys_of_the_layout(layout: str, text: str, keys: str) -> None:
    assert strokes(chords(text, layout)) == keys


@pytest.mark.parametrize("layout", LAYOUTS.values())
def test_every_character_of_a_command_has_keys_of_its_own(layout: str) -> None:
    found = [strokes(chords(character, layout)) for character in PRINTABLE]
    assert len(set(found)) == len(PRINTABLE)


def test_what_no_key_gives_is_refused() -> None:
    with pytest.raises(ValueError, match="no key of the layout us gives 'ñ'"):
        chords("ñ", "us")
    with pytest.raises(ValueError, match="write them as ctrl-alt-t"):
        chord("ctrl--t")
    assert chord("ctrl-alt-t") == ("ctrl", "alt", "t")
