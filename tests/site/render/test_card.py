"""How a step and its proof look: the page's contract, in both languages, whatever a terminal printed."""

from dataclasses import replace
from html.parser import HTMLParser

import pytest
from tests.fabricated import GUIDE, entry, fabricated, failed, failing, moment

from kvm_guide.model.step import LANGUAGES, Console, Language, Step
from kvm_guide.records.proof import UNPROVEN, Doubt, Proof, judge
from kvm_guide.records.store import Known
from kvm_guide.records.times import StepTimes, Timing
from kvm_guide.records.types import Changes, Entry, Outcome, Repeat
from kvm_guide.site.render.step.card import card

CHAINS = GUIDE.chains


class _Card(HTMLParser):
    """What a browser would see of a card."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.root: dict[str, str] = {}
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.by_tag: dict[str, str] = {}
        self._open: list[str] = []
        self.feed(str(html))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.root = self.root or given
        self.tags.append((tag, given))
        if tag not in ("img", "wbr"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        self.text += data
        for tag in set(self._open):
            self.by_tag[tag] = self.by_tag.get(tag, "") + data

    def has_class(self, name: str) -> bool:
        return any(name in given.get("class", "").split() for _, given in self.tags)


def _render(step_id: str, language: Language, times: StepTimes | None = None, **changed: object) -> _Card:
    """The card of a step whose entry has so much `changed`. times: its own, where they are not `moment`'s."""
    known = fabricated(GUIDE.lesson_of(step_id), language)
    steps = tuple(replace(one, **changed) if one.id == step_id else one for one in known.record.steps)  # type: ignore[arg-type]
    moments = {**known.times.steps, step_id: times} if times else known.times.steps
    return _shown(Known(replace(known.record, steps=steps), replace(known.times, steps=moments)), step_id, language)


def _shown(known: Known, step_id: str, language: Language) -> _Card:
    step = GUIDE.step(step_id)
    return _Card(_card(step, judge(step, CHAINS[step_id], known), language))


def _card(step: Step, proof: Proof, language: Language) -> str:
    return card(step, GUIDE.lesson_of(step.id), proof, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_contract_of_a_proven_step(language: Language) -> None:
    step = GUIDE.step("cpu-flags")
    root = _render("cpu-flags", language).root
    assert root["id"] == root["data-step"] == "cpu-flags"
    assert root["data-outcome"] == "passed"
    assert root["data-verified-at"] == "2026-11-22T20:15:30Z"
    assert root["data-debian"] == "12.13"
    assert root["data-accelerator"] == "tcg"
    assert root["data-fingerprint"] == step.fingerprint()


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
    for root in (_render(step_id, "es").root, _unproven(step_id).root):
        names = ("lesson", "machine", "place", "before")
        assert {name: root[f"data-{name}"] for name in names if f"data-{name}" in root} == said


def _unproven(step_id: str) -> _Card:
    return _Card(_card(GUIDE.step(step_id), Proof(UNPROVEN, doubt=Doubt.NEW), "es"))


def test_a_step_of_another_machine_names_that_one() -> None:
    step = replace(GUIDE.step("install"), machine="guest")
    assert 'data-machine="guest"' in card(step, GUIDE.lessons[-1], Proof(UNPROVEN, doubt=Doubt.NEW), "es")


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
    assert line in _render(step_id, language).text


@pytest.mark.parametrize(
    ("language", "seconds", "said"),
    [("es", 0.2, "0,2 s (KVM)"), ("es", 0.01, "menos de 0,1 s (KVM)"), ("en", 0.97, "1 s (KVM)")],
)
def test_kvm_is_named_and_short_work_is_not_zero_seconds(language: Language, seconds: float, said: str) -> None:
    times = replace(moment(GUIDE.step("cpu-flags")), accelerator="kvm", seconds=seconds)
    text = _render("cpu-flags", language, times).text
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
    shown = _render("cpu-flags", language, replace(moment(GUIDE.step("cpu-flags")), other_times=other))
    assert f"Debian 12.13, {said}" in shown.by_tag["p"]
    assert "99 s" not in shown.text, "the last run's own accelerator has that run's time"


def test_the_words_for_an_old_proof_are_with_the_proofs_that_age() -> None:
    def words(shown: _Card) -> list[str]:
        return [given["data-kg-aged"] for _, given in shown.tags if "data-kg-aged" in given]

    assert ["más de 30 días" in said for said in words(_render("refused", "es"))] == [True]
    assert ["more than 30 days" in said for said in words(_render("cpu-flags", "en"))] == [True]
    assert words(_render("nested", "es")) == []
    assert words(_render("cpu-flags", "es", outcome=Outcome.FAILED)) == []
    assert words(_unproven("cpu-flags")) == []


def test_a_failed_step_says_when_it_last_worked() -> None:
    times = replace(moment(GUIDE.step("cpu-flags")), last_passed_at="2026-11-03T10:00:00Z")
    shown = _render("cpu-flags", "es", times, outcome=Outcome.FAILED)
    assert shown.root["data-outcome"] == "failed"
    assert "✘ Falló el 22 nov 2026" in shown.text
    assert "La última vez que funcionó fue el 3 nov 2026." in shown.text
    never = _render("cpu-flags", "es", replace(times, last_passed_at=None), outcome=Outcome.FAILED)
    assert "La última vez que funcionó" not in never.text


def _failing(language: Language, **before: object) -> _Card:
    """The card of a step that fails. before: what was another in the entry of when it worked."""
    known = failing(fabricated(GUIDE.lesson_of("cpu-flags"), language), "cpu-flags")
    first, *others = known.record.steps
    assert first.passed
    seen = replace(first, passed=replace(first.passed, **before))  # type: ignore[arg-type]
    return _shown(replace(known, record=replace(known.record, steps=(seen, *others))), "cpu-flags", language)


@pytest.mark.parametrize(
    ("language", "line", "before"),
    [
        (
            "es",
            "✘ Falla desde el 25 nov 2026. El último intento fue el 29 nov 2026 en Debian 12.13, 3 s (emulado). "
            "La última vez que funcionó fue el 22 nov 2026.",
            "Ver la salida de cuando funcionó, el 22 nov 2026",
        ),
        (
            "en",
            "✘ Failing since 25 Nov 2026. Last tried on 29 Nov 2026 on Debian 12.13, 3 s (emulated). "
            "It last worked on 22 Nov 2026.",
            "Show the output from when it worked, on 22 Nov 2026",
        ),
    ],
)
def test_a_failing_step_shows_what_it_says_now_and_what_it_said(language: Language, line: str, before: str) -> None:
    shown = _failing(language)
    assert line in shown.by_tag["p"]
    assert before in shown.by_tag["summary"]
    assert [tag for tag, _ in shown.tags].count("pre") == 3
    assert "E: Unable to locate package" in shown.by_tag["pre"]
    assert shown.by_tag["mark"] == "2", "the output of when it worked is marked, as ever"
    assert [given["data-copy"] for _, given in shown.tags if "data-copy" in given] == [GUIDE.step("cpu-flags").command]


def test_what_another_command_answered_when_it_worked_is_shown_with_that_command() -> None:
    old = "grep -c vmx /proc/cpuinfo"
    assert f"$ {old}\n2" in _failing("es", command=old).by_tag["pre"]
    assert "$ " not in _failing("es").by_tag["pre"]


def test_a_step_that_failed_without_a_word_is_not_said_to_be_as_it_should() -> None:
    text = _render("cpu-flags", "es", outcome=Outcome.FAILED, output="").text
    assert "No salió nada en la pantalla." in text
    assert "debe salir" not in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("doubt", Doubt)
def test_a_step_without_proof_says_why_and_claims_nothing(doubt: Doubt, language: Language) -> None:
    shown = _Card(_card(GUIDE.step("cpu-flags"), Proof(UNPROVEN, doubt=doubt), language))
    assert shown.root["data-outcome"] == "unproven"
    assert not {"data-verified-at", "data-debian", "data-accelerator"} & set(shown.root)
    assert "⚠" in shown.text
    assert "✔" not in shown.text


@pytest.mark.parametrize("step_id", [step.id for step in GUIDE.steps()])
def test_the_copied_text_is_exactly_the_command(step_id: str) -> None:
    command = GUIDE.step(step_id).command
    shown = _render(step_id, "es")
    assert [given["data-copy"] for _, given in shown.tags if "data-copy" in given] == [command]
    assert [tag for tag, _ in shown.tags].count("code") >= 1
    assert command in shown.by_tag["pre"]


def test_windows_commands_say_where_they_are_typed() -> None:
    shown = _render("nested", "en")
    assert "PowerShell" in shown.text
    assert shown.has_class("language-powershell")


def test_a_new_login_and_a_screen_are_told_before_the_command() -> None:
    text = _render("window", "es").text
    assert text.index("cierra la sesión") < text.index("virt-manager")
    assert "pantalla de la máquina" in text


def test_output_is_folded_marked_and_has_no_copy_button() -> None:
    shown = _render("install", "es")
    assert shown.by_tag["mark"] == "Setting up virt-manager (1:4.1.0-2) …"
    assert "líneas más, que están en el registro" in shown.by_tag["pre"]
    output = next(given for tag, given in shown.tags if tag == "pre" and "kg-output" in given.get("class", ""))
    assert "no-copy" in output["class"].split()
    assert "highlight" not in output["class"].split()
    assert [tag for tag, _ in shown.tags].count("details") == 2
    links = {given["href"] for tag, given in shown.tags if tag == "a"}
    assert "../records/debian-12/install.es.json" in links
    in_english = {given.get("href") for _, given in _render("install", "en").tags}
    assert "../../records/debian-12/install.en.json" in in_english


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
    shown = _render("cpu-flags", language, replace(moment(GUIDE.step("cpu-flags")), seen_at=seen_at))
    summary = shown.by_tag["summary"]
    assert said in summary
    assert ("2026" in summary) is earlier
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
    tame, wild = _render("cpu-flags", "es", output="x"), _render("cpu-flags", "es", output=hostile)
    assert wild.tags == tame.tags, "the output became markup"
    assert not set(wild.text) & set("\x00\x02\x03\x1b\u202e\u202c"), "a control character got through"
    visible = "".join(character for character in hostile if character.isprintable())
    shown = "".join(c for c in wild.by_tag["pre"] if c.isprintable() and c != "\ufffd")
    assert shown.strip().endswith(visible.strip())


def test_hostile_names_in_changes_are_escaped() -> None:
    shown = _render("install", "es", changes=Changes(files=["+ /etc/<script>alert(1)</script>"]))
    assert "script" not in [tag for tag, _ in shown.tags]
    assert "+ /etc/<script>" in shown.text


def test_changes_are_told_in_a_line_with_the_list_behind() -> None:
    text = _render("install", "es").text
    assert "Qué cambió: +2 paquetes, grupo libvirt creado" in text
    assert "+ qemu-system-x86: 1:7.2" in text
    assert "No cambia nada" in _render("cpu-flags", "es").text


@pytest.mark.parametrize(
    ("repeat", "said"),
    [
        (Repeat(True, 0, Changes()), "Se puede repetir"),
        (Repeat(False, 1, Changes()), "terminó con el código de salida 1"),
        (Repeat(False, 0, Changes(files=["~ /etc/x"])), "Es mejor no repetirlo"),
    ],
)
def test_whether_repeating_is_safe(repeat: Repeat, said: str) -> None:
    assert said in _render("install", "es", repeat=repeat).text


@pytest.mark.parametrize(("language", "root"), [("es", "../records/debian-12/"), ("en", "../../records/debian-12/")])
def test_the_picture_has_words_and_a_size(language: Language, root: str) -> None:
    shown = _render("window", language)
    image = next(given for tag, given in shown.tags if tag == "img")
    assert image["src"] == f"{root}virt-manager.{language}.png"
    assert image["alt"].endswith(GUIDE.step("window").why.in_(language))
    assert (image["width"], image["height"], image["loading"]) == ("2", "2", "lazy")


def _doubt(step: Step, seen: Entry | None, chain: str) -> Doubt | None:
    known = fabricated(GUIDE.lesson_of(step.id), "es")
    steps = tuple(seen if old.id == step.id else old for old in known.record.steps if seen or old.id != step.id)
    return judge(step, chain, replace(known, record=replace(known.record, steps=tuple(s for s in steps if s)))).doubt


def test_only_a_run_of_this_very_step_after_these_very_steps_proves_it() -> None:
    step = GUIDE.step("install")
    chain = CHAINS["install"]
    good = entry(step, GUIDE, "es")
    assert _doubt(step, good, chain) is None
    assert _doubt(step, None, chain) is Doubt.NEW
    assert _doubt(step, replace(good, action="0" * 64), chain) is Doubt.CHANGED
    assert _doubt(step, replace(good, claim="0" * 64), chain) is Doubt.CHANGED
    assert _doubt(step, good, "0" * 64) is Doubt.EARLIER_CHANGED
    assert _doubt(step, replace(good, outcome=Outcome.NOT_RUN), chain) is Doubt.SKIPPED
    assert _doubt(step, failed(good), chain) is None, "a failing step never vanishes"
    assert _doubt(step, failed(good), "0" * 64) is Doubt.EARLIER_CHANGED
    assert judge(step, chain, None).doubt is Doubt.NO_RECORD
    assert judge(step, chain, None, readable=False).doubt is Doubt.UNREADABLE


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
        html = _card(step, Proof(UNPROVEN, doubt=Doubt.NEW), language)
        assert said[language] in html.partition("kg-command")[0]
        assert said[language] not in _card(plain, Proof(UNPROVEN, doubt=Doubt.NEW), language)
