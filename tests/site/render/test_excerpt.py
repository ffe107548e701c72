"""What of a long output the page shows."""

from kvm_guide.site.render.step.excerpt import LONGEST, Gap, Line, excerpt, is_long


def _texts(parts: list[Line | Gap]) -> list[str]:
    return [part.text if isinstance(part, Line) else f"<{part.lines}>" for part in parts]


def test_short_output_is_whole_and_marked() -> None:
    parts = excerpt("a\nb 2\n", [r"^b \d$"])
    assert parts == [Line("a"), Line("b 2", marked=True)]


def test_long_output_keeps_its_beginning_and_what_is_looked_for() -> None:
    lines = [f"line {number}" for number in range(300)]
    lines[150] = "wanted"
    texts = _texts(excerpt("\n".join(lines), ["^wanted$"]))
    assert texts[0] == "line 0"
    assert "wanted" in texts
    shown = sum(not text.startswith("<") for text in texts)
    assert shown + sum(int(text[1:-1]) for text in texts if text.startswith("<")) == 300


def test_what_is_left_out_can_be_put_in_its_place() -> None:
    lines = [f"line {number}" for number in range(60)]
    parts = excerpt("\n".join(lines) + "\n", ["line 30"])
    filled = list[str]()
    for part in parts:
        if isinstance(part, Gap):
            assert part.start == len(filled)
            filled += lines[part.start : part.start + part.lines]
        else:
            filled.append(part.text)
    assert filled == lines
    assert any(isinstance(part, Gap) for part in parts)


def test_a_list_may_end_with_what_is_left_out() -> None:
    lines = [str(number) for number in range(100)]
    assert excerpt("\n".join(lines), head=2) == [Line("0"), Line("1"), Gap(98, 2)]


def test_what_is_not_long_is_whole() -> None:
    for number in range(1, LONGEST + 3):
        text = "x\n" * number
        assert is_long(text) == any(isinstance(part, Gap) for part in excerpt(text)), number


def test_every_pattern_is_seen_however_often_the_first_matches() -> None:
    lines = ["common"] * 500 + ["rare"] + ["x"] * 100
    parts = excerpt("\n".join(lines), ["common", "rare"])
    assert Line("rare", marked=True) in parts
    assert len(parts) < 2 * LONGEST
