"""Where the helper writes: languages, plain ASCII, colours, questions, a countdown."""

import io

import pytest

from kvm_guide.helper.output.screen import Mark, Screen, locale_is_utf8, to_ascii
from kvm_guide.model.step import Text

HELLO = Text(es="¿Está «{name}» listo…? →", en="Is “{name}” ready…? →")


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _utf8(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "es_ES.UTF-8")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)


def written(out: io.StringIO, **answers: str) -> Screen:
    """A Spanish screen that writes to `out`."""
    return Screen("es", out, io.StringIO(), io.StringIO(answers.get("answers", "")))


def test_a_text_is_put_in_the_language_and_filled_in() -> None:
    out = io.StringIO()
    written(out).say(HELLO, name=Text(es="el disco", en="the disk"))
    assert out.getvalue() == "¿Está «el disco» listo…? →\n"
    assert Screen("en", io.StringIO()).in_(HELLO, name="x") == "Is “x” ready…? →"


def test_a_text_without_values_may_hold_braces() -> None:
    assert Screen("en", io.StringIO()).in_("awk '{print $2}'") == "awk '{print $2}'"


def test_what_would_steer_a_terminal_is_left_out() -> None:
    assert Screen("en", io.StringIO()).in_("a\x1b[31mb\x07\r\udcffc\td\n") == "a[31mbc\td\n"


@pytest.mark.parametrize("locale", ["C", "POSIX", "es_ES", "es_ES.ISO-8859-1", "es_ES@euro"])
def test_without_utf8_all_is_plain_ascii(monkeypatch: pytest.MonkeyPatch, locale: str) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    out = io.StringIO()
    screen = written(out)
    screen.say(HELLO, name="Núñez")
    for mark in Mark:
        screen.mark(mark, "línea")
    screen.command("echo ñ \\\n  más")
    screen.say("日")
    assert out.getvalue().isascii()
    assert out.getvalue().splitlines()[0] == 'Esta "Nunez" listo...? ->'
    assert "[ok] linea\n[no] linea\n[?] linea\n[-] linea\n[>] linea\n[i] linea\n" in out.getvalue()


def test_a_stream_that_cannot_write_utf8_gets_ascii_too() -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="latin-1")
    assert not Screen("es", stream).utf8


@pytest.mark.parametrize(
    ("environment", "utf8"),
    [
        ({}, False),
        ({"LANG": "es_ES.UTF-8"}, True),
        ({"LANG": "es_ES.utf8"}, True),
        ({"LANG": "ca_ES.UTF-8@valencia"}, True),
        ({"LANG": "es_ES.UTF-8", "LC_ALL": "C"}, False),
        ({"LANG": "es_ES.UTF-8", "LC_ALL": ""}, True),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, True),
    ],
)
def test_the_locale_says_whether_it_is_utf8(environment: dict[str, str], utf8: bool) -> None:
    assert locale_is_utf8(environment) is utf8


def test_ascii_of_every_mark_is_readable() -> None:
    assert to_ascii("– — ‹a› «b» ✔ ✘ − × ½") == '- -- <a> "b" [ok] [no] - x 1?2'


def test_colour_is_for_terminals_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def marked(out: io.StringIO) -> str:
        written(out).mark(Mark.DONE, "x")
        return out.getvalue()

    assert marked(Terminal()) == "\x1b[32m✔\x1b[0m x\n"
    assert marked(io.StringIO()) == "✔ x\n"
    monkeypatch.setenv("TERM", "dumb")
    assert marked(Terminal()) == "✔ x\n"
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    assert marked(Terminal()) == "✔ x\n"


def test_a_command_stands_as_on_the_page() -> None:
    out = io.StringIO()
    written(out).command("sudo apt install -y a \\\n  b")
    assert out.getvalue() == "  $ sudo apt install -y a \\\n      b\n"


@pytest.mark.parametrize(
    ("answer", "yes"),
    [
        *((yes, True) for yes in ("s\n", "Sí\n", "si\n", " SI \n", "y\n", "si\u0301\n")),
        *((no, False) for no in ("\n", "n\n", "no\n", "sip\n", "")),
    ],
)
def test_only_a_yes_is_one(answer: str, yes: bool) -> None:
    out = io.StringIO()
    assert written(out, answers=answer).ask("¿Lo hago?") is yes
    assert out.getvalue() == "¿Lo hago? [s/N] " + ("\n" if not answer else "")


def test_english_takes_no_spanish_yes() -> None:
    assert not Screen("en", io.StringIO(), answers=io.StringIO("s\n")).ask("Go on?")
    assert Screen("en", io.StringIO(), answers=io.StringIO("yes\n")).ask("Go on?")


def test_a_countdown_rewrites_its_line_on_a_terminal_and_leaves_nothing() -> None:
    out = Terminal()
    screen = written(out)
    screen.progress("quedan {left}", left=2)
    screen.progress("quedan {left}", left=1)
    screen.progress_end()
    assert out.getvalue() == "\r\x1b[Kquedan 2\r\x1b[Kquedan 1\r\x1b[K"


def test_elsewhere_it_writes_a_line_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: clock[0])
    out = io.StringIO()
    screen = written(out)
    for second in range(62):
        clock[0] = 100.0 + second
        screen.progress("{second}", second=second)
    screen.progress_end()
    screen.progress("otra")
    assert out.getvalue().split() == ["0", "30", "60", "otra"]


def test_warnings_go_to_standard_error() -> None:
    out, error = io.StringIO(), io.StringIO()
    Screen("en", out, error).warn("no {what}", what="network")
    assert (out.getvalue(), error.getvalue()) == ("", "no network\n")
