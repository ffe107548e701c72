"""How an opening and questions look: all of it without a script, in the language of the fence, with the lab's time."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import markdown
import pytest
from bs4 import BeautifulSoup, Tag
from pymdownx.superfences import SuperFencesException  # type: ignore[import-untyped]
from tests.questions.sample import CHOICE, STUDY, WORD
from tests.recorded_guide import GUIDE, fabricated, failing, write, wrong

from kvm_guide.model.step import LANGUAGES, Language, Text
from kvm_guide.questions.model import Evidence
from kvm_guide.records.store import Known
from kvm_guide.records.times import Timing
from kvm_guide.site import dom, sections
from kvm_guide.site.render import fences, study
from kvm_guide.site.render.evidence import holds, of_question
from kvm_guide.site.render.inline import inline, plain
from kvm_guide.site.render.sources import Sources, use

LESSON = GUIDE.lesson("requirements")
FENCES = {"es": ("objetivos", "preguntas"), "en": ("objectives", "questions")}
CUSTOM = [{"name": name, "class": "x", "format": getattr(fences, name)} for pair in FENCES.values() for name in pair]


@pytest.fixture
def records(tmp_path: Path) -> Path:
    for language in LANGUAGES:
        write(tmp_path, fabricated(LESSON, language))
    return tmp_path


@pytest.fixture(autouse=True)
def sources(records: Path) -> Iterator[Sources]:
    chosen = Sources(GUIDE, records, studies=(STUDY,))
    with use(chosen):
        yield chosen


def shown(fence: str, body: str = "requirements") -> Tag:
    html = markdown.markdown(
        f"```{fence}\n{body}\n```",
        extensions=["pymdownx.superfences"],
        extension_configs={"pymdownx.superfences": {"custom_fences": CUSTOM}},
    )
    return BeautifulSoup(html, "html.parser", multi_valued_attributes=None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_opening_says_what_for_what_it_needs_and_how_long(language: Language) -> None:
    box = shown(FENCES[language][0]).select_one("[data-opening=requirements]")
    assert box is not None
    able, needs = box.find_all("ul")
    assert [one.get_text() for one in able.find_all("li")] == [plain(one.in_(language)) for one in STUDY.opening.able]
    assert needs.a is not None
    assert needs.a["href"] == "../que-es-kvm/#name"
    text = " ".join(box.get_text(" ").split())
    assert {"es": "Unos 10 minutos. Es una estimación", "en": "About 10 minutes. It is an estimate"}[language] in text
    assert {"es": "Tiempo emulado:", "en": "Emulated time:"}[language] in text
    assert {"es": "las 2 órdenes de esta página tardaron 6 s", "en": "the 2 commands of this page took 6 s"}[
        language
    ] in text


def test_a_page_without_steps_tells_no_lab_s_time(records: Path) -> None:
    with use(Sources(GUIDE, records, studies=(replace(STUDY, lesson="what-is-kvm"),))):
        assert shown("objetivos", "what-is-kvm").select(".kg-lab-time") == []


def test_the_lab_s_time_is_the_emulated_one_of_the_steps_that_are_proven(records: Path, sources: Sources) -> None:
    known = fabricated(LESSON, "es")

    def measured(**steps: tuple[str, float, dict[str, float]]) -> study.LabTime | None:
        times = {
            name.replace("_", "-"): replace(
                known.times.steps[name.replace("_", "-")],
                accelerator=accelerator,
                seconds=seconds,
                other_times={other: Timing(took, "2026-11-22T20:15:30Z") for other, took in others.items()},
            )
            for name, (accelerator, seconds, others) in steps.items()
        }
        write(records, Known(known.record, replace(known.times, steps=times)))
        return study.lab_time(LESSON, sources, "es")

    assert measured(cpu_flags=("tcg", 100.0, {}), refused=("tcg", 30.4, {})) == study.LabTime("tcg", 2, 130.4)
    assert measured(cpu_flags=("kvm", 1.0, {"tcg": 9.0}), refused=("tcg", 3.0, {"kvm": 2.0})) == study.LabTime(
        "tcg", 2, 12.0
    )
    assert measured(cpu_flags=("kvm", 1.0, {}), refused=("kvm", 3.0, {})) == study.LabTime("kvm", 2, 4.0)
    assert measured() is None
    assert "todavía no ha cronometrado" in shown("objetivos").get_text()


def test_a_long_time_is_told_to_the_minute(records: Path) -> None:
    known = fabricated(LESSON, "es")
    times = {name: replace(one, seconds=400.0) for name, one in known.times.steps.items()}
    write(records, Known(known.record, replace(known.times, steps=times)))
    assert "tardaron 13 min en total" in " ".join(shown("objetivos").get_text(" ").split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_is_an_anchor_and_its_answer_is_folded_without_a_script(language: Language) -> None:
    soup = shown(FENCES[language][1])
    assert [tag["id"] for tag in soup.select("[data-question]")] == [f"question-{one.id}" for one in STUDY.questions]
    first, second, third = soup.select("[data-question]")
    assert [choice.get_text() for choice in first.select(".kg-choices > li")] == [
        plain(choice.text.in_(language) if isinstance(choice.text, Text) else choice.text) for choice in CHOICE.choices
    ]
    folded = first.details
    assert folded is not None
    assert not folded.has_attr("open")
    assert folded.summary is not None
    assert folded.summary.get_text() == {"es": "Ver la respuesta 1", "en": "Show answer 1"}[language]
    text = " ".join(folded.get_text(" ").split())
    assert " b) " in text
    for letter in ("a)", "c)"):
        assert letter in [tag.get_text() for tag in folded.select("li strong")]
    assert plain(CHOICE.because.in_(language)) in " ".join(folded.get_text().split())
    assert folded.select_one("a[href='#cpu']") is not None
    outside = first.get_text().replace(folded.get_text(), "")
    assert plain(CHOICE.because.in_(language)) not in outside
    assert second.details is not None
    assert second.details.code is not None
    assert second.details.code.get_text() == "6.1.0-41-amd64"
    assert not soup.select("script, button, [onclick], [hidden]")
    assert third["data-question"] == "why-read"


def test_what_an_answer_rests_on_is_told_with_its_day_and_nothing_of_one_that_rests_on_nothing() -> None:
    first, second, third = shown("preguntas").select("[data-question]")
    assert first["data-outcome"] == second["data-outcome"] == "passed"
    assert not first.get("data-rests-on")
    assert second["data-rests-on"] == "kernel-series"
    assert not third.has_attr("data-outcome")
    assert third.select(".kg-question-proof") == []
    proof = second.select_one(".kg-question-proof--passed")
    assert proof is not None
    assert proof.time is not None
    assert proof.time["datetime"] == "2026-11-22"
    assert "Debian 12.13" in proof.get_text()


def test_an_answer_is_as_sure_as_the_least_sure_thing_it_rests_on(records: Path, sources: Sources) -> None:
    def outcome(question: object = None) -> str | None:
        seen = of_question(both if question is None else CHOICE, sources, "es")
        return seen.outcome if seen else None

    both = replace(CHOICE, rests_on=(*CHOICE.rests_on, *WORD.rests_on))
    assert outcome() == "passed"
    good = fabricated(LESSON, "es")
    write(records, Known(replace(good.record, facts=()), good.times))
    assert outcome() == "unproven"
    write(records, wrong(good, "kernel-series"))
    assert outcome() == "failed"
    assert "el laboratorio vio otra cosa" in shown("preguntas").get_text()
    write(records, failing(good, "cpu-flags"))
    assert outcome(CHOICE) == "failed"
    assert of_question(replace(CHOICE, rests_on=(Evidence(fact="no-such"),)), sources, "es") is not None
    stale = replace(WORD, rests_on=(Evidence(fact="kernel-series", shows=("6.1.0-40-amd64",)),))
    seen = of_question(stale, sources, "es")
    assert seen is not None
    assert seen.outcome == "unproven"


@pytest.mark.parametrize("fence", [name for pair in FENCES.values() for name in pair])
@pytest.mark.parametrize("body", ["no-such", "", "requirements install"])
def test_a_slip_stops_the_build(fence: str, body: str) -> None:
    with pytest.raises(SuperFencesException, match="write the id of one lesson in it"):
        shown(fence, body)


@pytest.mark.parametrize(
    ("text", "words", "there"),
    [
        ("libvirtd --timeout 120\n", "120", True),
        ("libvirtd --timeout 1200\n", "120", False),
        ("linux (6.1.187-1) x", "6.1.187-1", True),
        ("linux (6.1.187-10) x", "6.1.187-1", False),
        ("version 9.0.0", "9.0", False),
        ("It is 9.0.", "9.0", True),
        ("%sudo ALL", "sudo", True),
        ("libvirt-qemu", "qemu", False),
        ("crw-rw----+ 1 root kvm 10, 232", "KVM", True),
        ("Formats: vdi vmdk", "VDI", True),
    ],
)
def test_words_stand_in_an_answer_as_they_are(text: str, words: str, there: bool) -> None:
    assert holds(text, words) is there


def test_a_sentence_is_inline_markdown_and_nothing_more() -> None:
    assert inline("Mira `a<b` y *no* **eso**.") == "Mira <code>a&lt;b</code> y <em>no</em> <strong>eso</strong>."
    assert inline("[El 4](requisitos.md)") == '<a href="../requisitos/">El 4</a>'
    assert plain("Mira `a<b` y [el 4](requisitos.md#cpu) & ya") == "Mira a<b y el 4 & ya"
    for text in ("- a", "# a", "a\n\nb"):
        with pytest.raises(ValueError, match="not one paragraph"):
            inline(text)


def test_the_search_leads_to_steps_and_not_to_questions_about_them() -> None:
    html = f"<article><h2 id='q'>Q</h2><p>antes</p>{shown('preguntas')}<p>después</p></article>"
    (section,) = sections.read(dom.parse(html))
    assert section.text == "antes después"
