"""The troubles on a page: entries with their anchor and both languages' messages, a box with a fix and no anchor."""

import re
from dataclasses import replace
from pathlib import Path

import markdown
import pytest
from markupsafe import escape
from pymdownx.superfences import SuperFencesException  # type: ignore[import-untyped]

from kvm_guide import lessons
from kvm_guide.model.lesson import Guide
from kvm_guide.model.step import LANGUAGES, Language, Place, Text
from kvm_guide.records import store
from kvm_guide.records.times import RecordTimes
from kvm_guide.records.types import Outcome, Record, TroubleEntry
from kvm_guide.site.render import fences, troubles
from kvm_guide.site.render.sources import Sources, use
from kvm_guide.troubles import TROUBLES, of_area
from kvm_guide.troubles.model import Area, BroughtAbout, Message, Trouble
from kvm_guide.troubles.proof import fingerprint

CUSTOM = [
    {"name": name, "class": "x", "format": function}
    for name, function in [
        ("mensajes", fences.mensajes),
        ("messages", fences.messages),
        ("solucion", fences.solucion),
        ("fix", fences.fix),
    ]
]
ONE = Trouble(
    id="one",
    area=Area.NETWORK,
    title=Text(es="Un título", en="A title"),
    messages=(
        Message("virsh", "<network> '{network}' is off", "la red '{network}' está parada"),
        Message("qemu", "Could not open '{file}'"),
    ),
    cause=Text(es="La causa.", en="The cause."),
    cure=Text(es="Haz esto.", en="Do this."),
    command="virsh net-start a && \\\n  virsh list",
    source="https://example.org/a?b=1&c=2",
)


def _html(text: str, guide: Guide = lessons.GUIDE) -> str:
    with use(Sources(guide, Path("nowhere"))):
        return markdown.markdown(
            text,
            extensions=["pymdownx.superfences"],
            extension_configs={"pymdownx.superfences": {"custom_fences": CUSTOM}},
        )


def _entry(one: Trouble, language: Language, records: Path = Path("nowhere")) -> str:
    return troubles.entries([one], Sources(lessons.GUIDE, records), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_entry_is_an_anchor_with_its_outcome_and_both_languages_messages(language: Language) -> None:
    shown = _entry(ONE, language)
    assert 'id="one"' in shown
    assert 'data-trouble="one" data-outcome="told"' in shown
    assert '<code data-message="" lang="en">&lt;network&gt; &#39;<var>network</var>&#39; is off</code>' in shown
    assert '<code data-message="" lang="es">la red &#39;<var>red</var>&#39; está parada</code>' in shown
    assert shown.count("data-message") == 3
    assert ONE.title.in_(language) in shown
    assert ONE.cause.in_(language) in shown
    assert ONE.cure.in_(language) in shown
    assert 'href="https://example.org/a?b=1&amp;c=2"' in shown


def test_the_page_s_own_language_comes_first_and_what_has_no_spanish_says_so() -> None:
    spanish, english = _entry(ONE, "es"), _entry(ONE, "en")
    assert spanish.index('lang="es"') < spanish.index('lang="en"')
    assert english.index('lang="en"') < english.index('lang="es"')
    assert "también en un sistema en español" in spanish
    assert "on a Spanish system too" in english


def test_the_copy_button_yields_exactly_the_command() -> None:
    shown = _entry(ONE, "en")
    assert 'data-copy="virsh net-start a &amp;&amp; \\&#10;  virsh list"' in shown
    assert "On your Debian" in shown
    host = Trouble(
        id="two",
        area=Area.HOSTS,
        title=ONE.title,
        messages=(),
        cause=ONE.cause,
        cure=ONE.cure,
        command="Get-VM",
        place=Place.WINDOWS_HOST,
        source="package: file",
    )
    shown = _entry(host, "en")
    assert "On the host: PowerShell" in shown
    assert "No message appears." in shown
    assert "<code>package: file</code>" in shown


def test_a_step_is_linked_and_so_is_the_page_that_says_more() -> None:
    stepped = Trouble(
        id="three",
        area=Area.NETWORK,
        title=ONE.title,
        messages=ONE.messages,
        cause=ONE.cause,
        cure=ONE.cure,
        step="network-start",
        page="instalacion/#default-network",
        source="package: file",
    )
    shown = _entry(stepped, "es")
    assert 'href="../instalacion/#network-start"' in shown
    assert 'href="../instalacion/#default-network"' in shown
    assert "data-copy" not in shown


HOW = BroughtAbout(after="kvm-module", command="virsh start a")
BROUGHT = replace(ONE, brought=HOW)
AT = "2026-11-22T20:20:00Z"


def _recorded(folder: Path, known: Trouble, outcome: Outcome = Outcome.PASSED) -> Path:
    """A folder of records, in which `known` was brought about in both languages."""
    chain = lessons.GUIDE.chains["kvm-module"]
    entry = TroubleEntry(known.id, fingerprint(known, lessons.GUIDE), chain, outcome, 1, "no")
    for language in LANGUAGES:
        record = Record("requirements", language, (), troubles=(entry,))
        store.write(folder, record, RecordTimes(troubles={known.id: AT}), {})
    return folder


@pytest.mark.parametrize(
    ("how", "es", "en"),
    [
        (HOW, "vio el mensaje y lo solucionó", "saw the message and fixed it"),
        (replace(HOW, shown=False), "vio qué falla entonces y lo solucionó", "saw what fails then and fixed it"),
        (replace(HOW, shown=False, elsewhere=True), "en otra máquina no falla", "on another machine it does not"),
    ],
)
def test_what_a_run_brought_about_says_so_with_the_day(how: BroughtAbout, es: str, en: str, tmp_path: Path) -> None:
    known = replace(ONE, brought=how)
    records = _recorded(tmp_path, known)
    for language in LANGUAGES:
        said, day = {"es": (es, "22 nov 2026"), "en": (en, "22 Nov 2026")}[language]
        shown = _entry(known, language, records)
        assert f'data-outcome="brought-about" data-verified-at="{AT}"' in shown
        assert said in shown
        assert day in shown


def test_what_is_declared_and_was_not_seen_so_is_told_only(tmp_path: Path) -> None:
    assert "has not brought it about yet" in _entry(BROUGHT, "en")
    records = _recorded(tmp_path, BROUGHT)
    for edited in (replace(BROUGHT, command="true"), replace(BROUGHT, brought=replace(HOW, exit_status=2))):
        shown = _entry(edited, "es", records)
        assert 'data-trouble="one" data-outcome="told">' in shown
        assert "todavía no lo ha provocado" in shown


def test_what_did_not_go_as_declared_is_told_only_and_says_since_when(tmp_path: Path) -> None:
    shown = _entry(BROUGHT, "en", _recorded(tmp_path, BROUGHT, Outcome.FAILED))
    assert 'data-trouble="one" data-outcome="told">' in shown
    assert "did not go in the lab as is said here" in shown
    assert "22 Nov 2026" in shown


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("area", Area)
def test_a_fence_shows_every_entry_of_its_area(area: Area, language: Language) -> None:
    shown = _html(f"```{fences.MESSAGES_FENCES[language]}\n{area.value}\n```")
    assert re.findall(r'data-trouble="([^"]+)"', shown) == [one.id for one in of_area(area)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_box_has_the_fix_and_a_link_and_no_anchor(language: Language) -> None:
    for one in TROUBLES:
        shown = troubles.fix(one, lessons.GUIDE, language)
        assert escape(one.cause.in_(language)) in shown
        assert escape(one.cure.in_(language)) in shown
        assert f'href="../{one.area.page}/#{one.id}"' in shown
        assert shown.count("data-copy=") == (one.command is not None)
        for part_of_an_entry in (' id="', "data-trouble", "data-outcome", "data-message"):
            assert part_of_an_entry not in shown
    assert 'data-fix="masked"' in _html(f"```{fences.FIX_FENCES[language]}\nmasked\n```")


@pytest.mark.parametrize(
    ("block", "cure"),
    [
        ("```mensajes\nnetworks\n```", "write one of start, packages"),
        ("```messages\n\n```", "write one of start, packages"),
        ("```solucion\nno-such\n```", "the id of one trouble"),
        ("```fix\nmasked group\n```", "the id of one trouble"),
    ],
)
def test_a_slip_stops_the_build(block: str, cure: str) -> None:
    with pytest.raises(SuperFencesException, match=cure):
        _html(block)


def test_a_step_that_the_guide_lost_stops_the_build() -> None:
    with pytest.raises(SuperFencesException, match="the trouble group names the step add-groups, which no chapter has"):
        _html("```fix\ngroup\n```", Guide(()))
    with pytest.raises(SuperFencesException, match="which no chapter has: correct it"):
        _html("```messages\npermissions\n```", Guide(()))
