"""What the terminal showed is what the record holds."""

from kvm_guide.vm.console.emulator import rendered


def test_a_progress_line_rewritten_in_place_is_shown_as_it_ended() -> None:
    assert rendered(b"Reading... 0%\rReading... 50%\rReading... Done\r\nnext\r\n") == "Reading... Done\nnext"


def test_colours_and_titles_leave_no_trace() -> None:
    assert rendered(b"\x1b]0;ana@debian\x07\x1b[01;32mgreen\x1b[0m\r\n") == "green"


def test_apts_bar_below_a_scroll_region_is_gone_at_the_end() -> None:
    region = b"\r\n\r\n\x1b7\x1b[0;39r\x1b8\x1b[1A"
    bar = region + b"\x1b7\x1b[40;0f\x1b[42m\x1b[30mProgress: [ 10%]\x1b[49m\x1b[39m [##  ]\x1b8"
    lines = b"".join(b"Unpacking %d\r\n" % number for number in range(100))
    cleared = b"\n\x1b7\x1b[0;40r\x1b8\x1b[1A\x1b[J"
    shown = rendered(bar + lines + cleared)
    assert "Progress" not in shown
    assert [line for line in shown.splitlines() if line] == [f"Unpacking {number}" for number in range(100)]


def test_output_longer_than_the_screen_is_whole() -> None:
    raw = b"".join(b"line %d\r\n" % number for number in range(3000))
    assert rendered(raw).splitlines() == [f"line {number}" for number in range(3000)]


def test_the_labs_own_marks_are_not_output() -> None:
    assert rendered(b"\x1b]133;C\x07hello\r\n\x1b]133;D;0\x07") == "hello"
