"""The templates: whatever a terminal or a record holds stays text, in every place where a template puts a value."""

import re
from datetime import date as day_of
from html.parser import HTMLParser

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from kvm_guide.model.step import LANGUAGES, Language, Place
from kvm_guide.records.types import Changes
from kvm_guide.site.render.places import link
from kvm_guide.site.render.step import command
from kvm_guide.site.render.step.changes import box, listed
from kvm_guide.site.render.templates import FOLDER, breakable, filled, render
from kvm_guide.site.render.wording import date, duration
from kvm_guide.site.render.words import WORDS

CONTROLS = "\r\x00\x02\x03\x08\x0b\x1b\x7f\x85\x9b\u200e\u200f\u202a\u202e\u2066\u2069\ufeff"
HOSTILE = f"\"'><script>&amp;{CONTROLS}\nend"
SHOWN = HOSTILE.replace(CONTROLS, "\ufffd" * len(CONTROLS))


class _Seen(HTMLParser):
    """What a browser sees: the attributes' values, and the text in one."""

    def __init__(self, html: Markup) -> None:
        super().__init__(convert_charrefs=True)
        self.values: list[str | None] = []
        self.tags: list[str] = []
        self.text = ""
        self.feed(str(html))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.values += [value for _, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize(
    ("html", "tags"),
    [
        (render("nothing", said=HOSTILE), ["p"]),
        (render("time", iso=HOSTILE, day=HOSTILE), ["time"]),
        (link(HOSTILE, HOSTILE, file=HOSTILE), ["a"]),
        (link(None, HOSTILE), ["code"]),
        (render("nothing", said=filled("{a} and {b}", a=HOSTILE, b=Markup("<b></b>"))), ["p", "b"]),
        (render("nothing", said=Markup(", ").join([HOSTILE])), ["p"]),
        (render("nothing", said=Markup(f"<b>{CONTROLS}</b>")), ["p", "b"]),
        (command.block(HOSTILE, Place.DEBIAN), ["div", "pre", "code"]),
    ],
)
def test_no_control_character_and_no_markup_gets_through(html: Markup, tags: list[str]) -> None:
    seen = _Seen(html)
    assert [tag for tag in seen.tags if tag != "span"] == tags
    assert not set(html) & set(CONTROLS)
    for value in seen.values:
        assert value is not None
        assert not set(value) & set(CONTROLS)


def test_what_is_left_reads_as_it_was_in_attributes_too() -> None:
    seen = _Seen(link(HOSTILE, HOSTILE))
    assert seen.text == SHOWN
    assert seen.values == [SHOWN]
    assert _Seen(render("nothing", said="a\r\nb\tc")).text == "a\nb\tc"


def test_the_lines_of_a_record_s_changes_are_text_between_their_breaks() -> None:
    html = box(listed(Changes(files=[f"+ /etc/{HOSTILE}"]), WORDS["en"]), WORDS["en"], None)
    seen = _Seen(html)
    assert "script" not in seen.tags
    assert f"+ /etc/{SHOWN}" in seen.text


def test_an_address_breaks_beside_its_signs_and_nowhere_in_an_escape() -> None:
    assert breakable("/etc/a.b-c_d#e's&f") == "/<wbr>etc/<wbr>a.<wbr>b-<wbr>c_<wbr>d#<wbr>e&#39;s&amp;f"


def test_a_value_that_a_template_lacks_stops_it() -> None:
    with pytest.raises(UndefinedError, match="'said' is undefined"):
        render("nothing")


def test_no_template_switches_escaping_off() -> None:
    # What "safe" may stand on is markup that the template itself writes.
    for file in FOLDER.glob("*.j2"):
        text = file.read_text(encoding="utf-8").replace('"&#10;" | safe', "")
        assert not re.search(r"\bsafe\b|autoescape", text), file.name


@pytest.mark.parametrize(
    ("language", "months"),
    [
        ("es", "ene feb mar abr may jun jul ago sept oct nov dic"),
        ("en", "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
    ],
)
def test_days_are_said_as_readers_say_them(language: Language, months: str) -> None:
    said = [date(day_of(2026, month, 22).isoformat(), WORDS[language]) for month in range(1, 13)]
    assert said == [f"22 {month} 2026" for month in months.split()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day_is_one_of_utc(language: Language) -> None:
    assert date("2026-11-03T00:30:00+02:00", WORDS[language]).startswith("2 ")


@pytest.mark.parametrize(
    ("seconds", "es", "en"),
    [
        (0.04, "menos de 0,1 s", "less than 0.1 s"),
        (0.94, "0,9 s", "0.9 s"),
        (0.96, "1 s", "1 s"),
        (59.4, "59 s", "59 s"),
        (60, "1 min", "1 min"),
        (252, "4 min 12 s", "4 min 12 s"),
    ],
)
def test_times_are_said_as_readers_say_them(seconds: float, es: str, en: str) -> None:
    assert (duration(seconds, WORDS["es"]), duration(seconds, WORDS["en"])) == (es, en)
