"""How a step looks: the page's contract, in both languages, whatever a terminal printed."""

from dataclasses import replace

import pytest
from tests.recorded_guide import GUIDE, moment
from tests.site.render.cards import Card, html_of, rendered

from kvm_guide.model.lesson import Lesson
from kvm_guide.model.step import LANGUAGES, Console, Dialog, Language, Text
from kvm_guide.records.proof import UNPROVEN, Doubt, Proof
from kvm_guide.records.times import StepTimes, Timing
from kvm_guide.records.types import Changes, Outcome, Repeat, StepEntry
from kvm_guide.site.render.step.card import FINGERPRINT, card


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_contract_of_a_proven_step(language: Language) -> None:
    step = GUIDE.step("cpu-flags")
    root = rendered("cpu-flags", language).root
    assert root["id"] == root["data-step"] == "cpu-flags"
    assert root["data-outcome"] == "passed"
    assert root["data-verified-at"] == "2026-11-22T20:15:30Z"
    assert root["data-debian"] == "12.13"
    assert root["data-accelerator"] == "tcg"
    assert root["data-fingerprint"] == step.fingerprint()[:FINGERPRINT]


@pytest.mark.parametrize(
    ("step_id", "said"),
    [
        ("cpu-flags", {"lesson": "requirements", "machine": "debian", "place": "debian"}),
        ("window", {"lesson": "install", "machine": "debian", "place": "debian", "before": "login"}),
        ("nested", {"lesson": "install", "place": "windows-host"}),
    ],
)
def test_the_contract_says_in_which_lesson_where_and_after_what_a_step_is_typed(
    step_id: str, said: dict[str, str]
) -> None:
    for root in (rendered(step_id, "es").root, _unproven(step_id).root):
        names = ("lesson", "machine", "place", "before")
        assert {name: root[f"data-{name}"] for name in names if f"data-{name}" in root} == said


def _unproven(step_id: str) -> Card:
    return Card(html_of(GUIDE.step(step_id), Proof(UNPROVEN, doubt=Doubt.NEW), "es"))


def test_a_step_of_another_machine_names_that_one() -> None:
    step = replace(GUIDE.step("install"), machine="guest")
    assert 'data-machine="guest"' in card(step, GUIDE.lessons[-1], Proof(UNPROVEN, doubt=Doubt.NEW), "es")


def test_what_is_typed_after_a_reboot_says_so_and_what_reboots_warns_before_it() -> None:
    reboot = replace(GUIDE.step("cpu-flags"), id="reboot", machine="server", reboots=True)
    after, later = replace(reboot, id="after", reboots=False), replace(reboot, id="later", reboots=False)
    lesson = Lesson("trial", 1, "page", GUIDE.lessons[0].title, (reboot, after, later), machines=("server",))
    unproven = Proof(UNPROVEN, doubt=Doubt.NEW)
    html = {step.id: card(step, lesson, unproven, "en") for step in lesson.steps}
    assert {name: 'data-before="reboot"' in text for name, text in html.items()} == {
        "reboot": False,
        "after": True,
        "later": False,
    }
    assert "save what you have open first" in html["reboot"].partition("kg-command")[0]
    assert "wait until the machine has rebooted" in html["after"].partition("kg-command")[0]
    assert "vuelve a entrar" in card(after, lesson, unproven, "es")


def test_what_is_typed_at_the_desktop_says_so_once_and_what_its_window_wants() -> None:
    asks = Dialog(window=Text(es="Autenticar", en="Authenticate"), press=Text(es="Cancelar", en="Cancel"))
    remote = GUIDE.step("cpu-flags")
    seated = replace(remote, id="seated", seat=True, dialog=asks)
    still = replace(remote, id="still", seat=True)
    lesson = Lesson("trial", 1, "page", GUIDE.lessons[0].title, (remote, seated, still))
    unproven = Proof(UNPROVEN, doubt=Doubt.NEW)
    html = {step.id: card(step, lesson, unproven, "es") for step in lesson.steps}
    assert [name for name, text in html.items() if 'data-seat="desktop"' in text] == ["seated", "still"]
    assert [name for name, text in html.items() if "En el escritorio" in text] == ["seated"]
    assert "Se abre la ventana «Autenticar»: pulsa «Cancelar»." in html["seated"]


def test_what_waits_for_a_window_to_be_answered_tells_no_time() -> None:
    asks = Dialog(window=Text(es="Autenticar", en="Authenticate"), press=Text(es="Cancelar", en="Cancel"))
    step = replace(GUIDE.step("cpu-flags"), seat=True, dialog=asks)
    times = StepTimes("2026-11-22T20:15:30Z", "2026-11-22T20:15:30Z", "2026-11-22T20:10:00Z", "tcg", 0.1)
    entry = StepEntry("cpu-flags", "", "", "", "", Outcome.PASSED)
    html = card(step, GUIDE.lesson_of("cpu-flags"), Proof("passed", entry, times), "en")
    assert "0.1 s" not in html
    assert "(emulated)" in html
    assert "0.1 s" in card(
        replace(step, dialog=None), GUIDE.lesson_of("cpu-flags"), Proof("passed", entry, times), "en"
    )


@pytest.mark.parametrize(
    ("step_id", "language", "line"),
    [
        ("cpu-flags", "es", "✔ Comprobado el 22 nov 2026 en Debian 12.13, 3 s (emulado)"),
        ("cpu-flags", "en", "✔ Verified on 22 Nov 2026 on Debian 12.13, 3 s (emulated)"),
        ("install", "es", "✔ Comprobado el 22 nov 2026 en Debian 12.13, 4 min 12 s (emulado)"),
        ("refused", "es", "✔ Falla como se espera: comprobado el 22 nov 2026 en Debian 12.13, 3 s (emulado)"),
        ("refused", "en", "✔ Fails as expected: verified on 22 Nov 2026 on Debian 12.13, 3 s (emulated)"),
        ("nested", "es", "– No se ha ejecutado: se escribe en el anfitrión."),
        ("nested", "en", "– Not run: it is typed on the host."),
    ],
)
def test_the_line_a_person_reads(step_id: str, language: Language, line: str) -> None:
    assert line in rendered(step_id, language).text


@pytest.mark.parametrize(
    ("language", "seconds", "said"),
    [("es", 0.2, "0,2 s (KVM)"), ("es", 0.01, "menos de 0,1 s (KVM)"), ("en", 0.97, "1 s (KVM)")],
)
def test_kvm_is_named_and_short_work_is_not_zero_seconds(language: Language, seconds: float, said: str) -> None:
    times = replace(moment(GUIDE.step("cpu-flags")), accelerator="kvm", seconds=seconds)
    text = rendered("cpu-flags", language, times).text
    assert f"Debian 12.13, {said}" in text


@pytest.mark.parametrize(
    ("language", "at", "said"),
    [
        ("es", "2026-11-22T09:00:00Z", "3 s (emulado), 0,4 s (KVM)"),
        ("en", "2026-11-22T09:00:00Z", "3 s (emulated), 0.4 s (KVM)"),
        ("es", "2026-11-03T09:00:00Z", "3 s (emulado), 0,4 s (KVM, el 3 nov 2026)"),
        ("en", "2026-11-03T09:00:00Z", "3 s (emulated), 0.4 s (KVM, on 3 Nov 2026)"),
    ],
)
def test_the_times_of_both_accelerators_are_told(language: Language, at: str, said: str) -> None:
    other = {"kvm": Timing(0.4, at), "tcg": Timing(99.0, at)}
    shown = rendered("cpu-flags", language, replace(moment(GUIDE.step("cpu-flags")), other_times=other))
    assert f"Debian 12.13, {said}" in shown.by_tag["p"]
    assert "99 s" not in shown.text, "the last run's own accelerator has that run's time"


@pytest.mark.parametrize("step_id", [step.id for step in GUIDE.steps()])
def test_the_copied_text_is_exactly_the_command(step_id: str) -> None:
    command = GUIDE.step(step_id).command
    shown = rendered(step_id, "es")
    assert [given["data-copy"] for _, given in shown.tags if "data-copy" in given] == [command]
    assert [tag for tag, _ in shown.tags].count("code") >= 1
    assert command in shown.by_tag["pre"]


def test_windows_commands_say_where_they_are_typed() -> None:
    shown = rendered("nested", "en")
    assert "PowerShell" in shown.text
    assert shown.has_class("language-powershell")


def test_a_new_login_and_a_screen_are_told_before_the_command() -> None:
    text = rendered("window", "es").text
    assert text.index("cierra la sesión") < text.index("virt-manager")
    assert "pantalla de la máquina" in text


def test_output_is_folded_marked_and_has_no_copy_button() -> None:
    shown = rendered("install", "es")
    assert shown.by_tag["mark"] == "Setting up virt-manager (1:4.1.0-2) …"
    assert "… 59 líneas más" in shown.by_tag["pre"]
    output = next(given for tag, given in shown.tags if tag == "pre" and "kg-output" in given.get("class", ""))
    assert "highlight" not in output["class"].split()
    assert [tag for tag, _ in shown.tags].count("details") == 2
    links = {given["href"] for tag, given in shown.tags if tag == "a"}
    assert "../proofs/install.txt" in links


@pytest.mark.parametrize(
    ("language", "seen_at", "said"),
    [
        ("es", "2026-11-03T23:59:59Z", "Ver la salida real, del 3 nov 2026; desde entonces solo cambian"),
        ("en", "2026-11-03T23:59:59Z", "Show the real output, of 3 Nov 2026; since then only"),
        ("es", "2026-11-22T00:00:00Z", "Ver la salida real"),
        ("en", "2026-11-22T00:00:00Z", "Show the real output"),
    ],
)
def test_an_output_of_another_day_than_the_proof_tells_its_day(language: Language, seen_at: str, said: str) -> None:
    earlier = seen_at < "2026-11-22"
    shown = rendered("cpu-flags", language, replace(moment(GUIDE.step("cpu-flags")), seen_at=seen_at))
    summary = shown.by_tag["summary"]
    assert said in summary
    assert ("2026" in summary) is earlier
    assert [given["data-kg-seen"] in summary for _, given in shown.tags if "data-kg-seen" in given] == [True] * earlier
    assert "22 " in shown.by_tag["time"], "the proof's own day is the last one"


HOSTILE = (
    "<script>alert(1)</script>",
    '"></pre><img src=x onerror=alert(1)>',
    "</details></div><h1 id=cpu-flags>",
    "&lt;b&gt; &amp; &#x3c;",
    "\x02wzxhzdk:0\x03 \x1b[31mred\x1b[0m \x00",
    "\u202eesrever\u202c",
    "```paso\ncpu-flags\n```",
    "{{ config }} {% raw %} {0} {n} %s",
)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_terminal_may_print_anything(hostile: str) -> None:
    tame, wild = rendered("cpu-flags", "es", output="x"), rendered("cpu-flags", "es", output=hostile)
    assert wild.tags == tame.tags, "the output became markup"
    assert not set(wild.text) & set("\x00\x02\x03\x1b\u202e\u202c"), "a control character got through"
    visible = "".join(character for character in hostile if character.isprintable())
    shown = "".join(c for c in wild.by_tag["pre"] if c.isprintable() and c != "\ufffd")
    assert shown.strip().endswith(visible.strip())


def test_hostile_names_in_changes_are_escaped() -> None:
    shown = rendered("install", "es", changes=Changes(files=["+ /etc/<script>alert(1)</script>"]))
    assert "script" not in [tag for tag, _ in shown.tags]
    assert "+ /etc/<script>" in shown.text


def test_changes_are_told_in_a_line_with_the_list_behind() -> None:
    text = rendered("install", "es").text
    assert "Qué cambió: +2 paquetes, grupo libvirt creado" in text
    assert "+ qemu-system-x86: 1:7.2" in text
    assert "No cambia nada" in rendered("cpu-flags", "es").text


@pytest.mark.parametrize(
    ("repeat", "said"),
    [
        (Repeat(True, 0, Changes()), "Se puede repetir"),
        (Repeat(False, 1, Changes()), "terminó con el código de salida 1"),
        (Repeat(False, 0, Changes(files=["~ /etc/x"])), "Es mejor no repetirlo"),
    ],
)
def test_whether_repeating_is_safe(repeat: Repeat, said: str) -> None:
    assert said in rendered("install", "es", repeat=repeat).text


@pytest.mark.parametrize(("language", "root"), [("es", "../records/debian-12/"), ("en", "../../records/debian-12/")])
def test_the_picture_has_words_and_a_size(language: Language, root: str) -> None:
    shown = rendered("window", language)
    image = next(given for tag, given in shown.tags if tag == "img")
    assert image["src"] == f"{root}virt-manager.{language}.png"
    assert image["alt"].endswith(GUIDE.step("window").why.in_(language))
    assert (image["width"], image["height"], image["loading"]) == ("2", "2", "lazy")
    sooner = next(given for tag, given in shown.tags if tag == "source")
    assert (sooner["srcset"], sooner["type"]) == (f"{root}virt-manager.{language}.webp", "image/webp")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"aside": True}, {"es": "Hazlo solo si te hace falta", "en": "Do this only if you need it"}),
        ({"console": Console(shows="x")}, {"es": "pulsa Ctrl + ]", "en": "press Ctrl + ]"}),
        ({"new_login": True}, {"es": "vuelve a entrar", "en": "log in again"}),
    ],
)
def test_what_a_reader_must_know_before_typing_stands_above_the_command(
    changed: dict[str, object], said: dict[Language, str]
) -> None:
    plain = GUIDE.step("cpu-flags")
    step = replace(plain, **changed)  # type: ignore[arg-type]
    for language in LANGUAGES:
        html = html_of(step, Proof(UNPROVEN, doubt=Doubt.NEW), language)
        assert said[language] in html.partition("kg-command")[0]
        assert said[language] not in html_of(plain, Proof(UNPROVEN, doubt=Doubt.NEW), language)
