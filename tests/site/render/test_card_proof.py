"""What a step's card says of its proof where that is not that all is well: it fails, or there is none."""

from dataclasses import replace

import pytest
from tests.fabricated import GUIDE, entry, fabricated, failed, failing, moment
from tests.site.render.cards import Card, card_in, html_of, rendered

from kvm_guide.model.step import LANGUAGES, Language, Step
from kvm_guide.records.proof import UNPROVEN, Doubt, Proof, judge
from kvm_guide.records.types import Entry, Outcome


def test_a_failed_step_says_when_it_last_worked() -> None:
    times = replace(moment(GUIDE.step("cpu-flags")), last_passed_at="2026-11-03T10:00:00Z")
    shown = rendered("cpu-flags", "es", times, outcome=Outcome.FAILED)
    assert shown.root["data-outcome"] == "failed"
    assert "✘ Falló el 22 nov 2026" in shown.text
    assert "La última vez que funcionó fue el 3 nov 2026." in shown.text
    never = rendered("cpu-flags", "es", replace(times, last_passed_at=None), outcome=Outcome.FAILED)
    assert "La última vez que funcionó" not in never.text


def _failing(language: Language, **before: object) -> Card:
    """The card of a step that fails. before: what was another in the entry of when it worked."""
    known = failing(fabricated(GUIDE.lesson_of("cpu-flags"), language), "cpu-flags")
    first, *others = known.record.steps
    assert first.passed
    seen = replace(first, passed=replace(first.passed, **before))  # type: ignore[arg-type]
    return card_in(replace(known, record=replace(known.record, steps=(seen, *others))), "cpu-flags", language)


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
    text = rendered("cpu-flags", "es", outcome=Outcome.FAILED, output="").text
    assert "No salió nada en la pantalla." in text
    assert "debe salir" not in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("doubt", Doubt)
def test_a_step_without_proof_says_why_and_claims_nothing(doubt: Doubt, language: Language) -> None:
    shown = Card(html_of(GUIDE.step("cpu-flags"), Proof(UNPROVEN, doubt=doubt), language))
    assert shown.root["data-outcome"] == "unproven"
    assert not {"data-verified-at", "data-debian", "data-accelerator"} & set(shown.root)
    assert "⚠" in shown.text
    assert "✔" not in shown.text


def _doubt(step: Step, seen: Entry | None, chain: str) -> Doubt | None:
    known = fabricated(GUIDE.lesson_of(step.id), "es")
    steps = tuple(seen if old.id == step.id else old for old in known.record.steps if seen or old.id != step.id)
    return judge(step, chain, replace(known, record=replace(known.record, steps=tuple(s for s in steps if s)))).doubt


def test_only_a_run_of_this_very_step_after_these_very_steps_proves_it() -> None:
    step = GUIDE.step("install")
    chain = GUIDE.chains["install"]
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
