"""What of a long output the page shows."""

from kvm_guide.site.render.step.excerpt import LONGEST, Gap, Line, excerpt


def _texts(parts: list[Line | Gap]) -> list[str]:
    return [part.text if isinstance(part, Line) else f"<{part.lines}>" for part in parts]


def test_short_output_is_whole_and_marked() -> None:
    parts = excerpt("a\nb 2\n", [r"^b \d$"])
    assert parts == [Line("a"), Line("b 2", marked=True)]


def test_long_output_keeps_head_tail_and_what_is_looked_for() -> None:
    lines = [f"line {number}" for number in range(300)]
    lines[150] = "wanted"
    texts = _texts(excerpt("\n".join(lines), ["^wanted$"]))
    assert texts[0] == "line 0"
    assert texts[-1] == "line 299"
    assert {"line 149", "wanted", "line 151"} <= set(texts)
    assert texts.count("<143>") == 2
    shown = sum(not text.startswith("<") for text in texts)
    assert shown + 286 == 300


def test_every_pattern_is_seen_however_often_the_first_matches() -> None:
    lines = ["common"] * 500 + ["rare"] + ["x"] * 100
    parts = excerpt("\n".join(lines), ["common", "rare"])
    assert Line("rare", marked=True) in parts
    assert len(parts) < 2 * LONGEST
