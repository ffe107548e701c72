"""The report: what is in it and what is not, that mail does it no harm, and that each kind of slip is seen."""

import io
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.helper.pretended import how_far
from tests.helper.recorded import DONE, UBUNTU, VIRTUALBOX, Recorded

from kvm_guide.errors import UsageError
from kvm_guide.helper.cli.selection import doable
from kvm_guide.helper.diagnosis.checking import Finding, Verdict
from kvm_guide.helper.output import report
from kvm_guide.helper.output.report import block, make, verify
from kvm_guide.helper.output.screen import Screen
from kvm_guide.helper.source import Source
from kvm_guide.lessons import GUIDE
from kvm_guide.model.step import Text

SOURCE = Source(GUIDE, "https://x/", "0.1.0+0123456789ab", {"es": {}, "en": {}})
NOW = datetime(2026, 11, 25, 9, 30, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _utf8(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "es_ES.UTF-8")


def findings(missing: frozenset[str] = frozenset()) -> list[Finding]:
    """What is found where all but `missing` is done."""
    said = Text(es="x", en="x")
    return [
        Finding(step, Verdict.NOT_THERE if step.id in missing else Verdict.THERE, None, said, None, None)
        for lesson in GUIDE.lessons
        for step in lesson.steps
        if doable(step) and not lesson.optional
    ]


def made(folder: Path, name: str | None = "Ada Núñez", machine: Recorded = DONE) -> list[str]:
    """The lines of a report."""
    facts = machine.facts(folder)
    return block(make(findings(frozenset({"memory"})), SOURCE, facts, name, NOW, Screen("es", io.StringIO())))


def slip(text: str) -> str | None:
    """What is wrong with the only report in `text`, in English."""
    (one,) = verify(text)
    return one.slip.en if one.slip else None


def test_it_says_how_far_on_what_and_when(tmp_path: Path) -> None:
    lines = made(tmp_path)
    assert lines[:-2] == [
        "-----BEGIN KVM-GUIDE REPORT-----",
        "format: 1",
        "date: 2026-11-25T09:30:12Z",
        "name: Ada Núñez",
        f"chapters: {how_far(1)}",
        "debian: 12.13",
        "kernel: 6.1.0-41-amd64",
        "qemu-system-x86: 1:7.2+dfsg-7+deb12u18+b3",
        "libvirt-daemon-system: 9.0.0-4+deb12u2",
        "virt-manager: 1:4.1.0-2",
        "accelerator: kvm",
        "helper: 0.1.0+0123456789ab",
    ]
    assert re.fullmatch(r"code: [A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}", lines[-2])
    assert lines[-1] == "-----END KVM-GUIDE REPORT-----"


def test_the_code_is_as_it_was_published() -> None:
    # As coreutils makes it: printf "format: 1\n…" | openssl dgst -sha256 -binary | base32
    assert report.code(["format: 1", "date: 2026-11-25T09:30:12Z"]) == "X3YA-AO54-GYSA"


def test_nothing_of_the_student_is_in_it_but_the_name_they_typed(tmp_path: Path) -> None:
    text = "\n".join(made(tmp_path, None))
    assert "name" not in text
    assert not re.search(r"\bana\b", text)
    assert "LENOVO" not in text
    assert "192.168" not in text
    assert slip(text) is None


def test_a_machine_without_kvm_or_the_packages_or_debian_says_so(tmp_path: Path) -> None:
    lines = made(tmp_path, None, VIRTUALBOX)
    assert "accelerator: tcg" in lines
    assert "virt-manager: not installed" in lines
    assert "debian: trixie/sid (ubuntu 24.04)" in made(tmp_path / "other", None, UBUNTU)


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "\n"])
def test_a_name_nobody_can_read_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="--name"):
        made(tmp_path, name)


def test_a_name_can_bring_no_line_of_its_own(tmp_path: Path) -> None:
    lines = made(tmp_path, "Ada\nchapters: 5: 99/99\x1b[31m")
    assert "name: Ada chapters: 5: 99/99[31m" in lines
    assert slip("\n".join(lines)) is None


def test_where_only_ascii_shows_the_code_is_of_what_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    lines = made(tmp_path)
    assert "name: Ada Nunez" in lines
    assert slip("\n".join(lines)) is None


def quoted(text: str) -> str:
    """As a mail program quotes an answer to an answer."""
    return "".join(f"> > {line}\n" if number % 2 else f">> {line}\n" for number, line in enumerate(text.splitlines()))


HARMLESS: list[Callable[[str], str]] = [
    lambda text: text,
    lambda text: f"Hola, aquí va:\n\n{text}\n\nUn saludo",
    lambda text: text.replace("\n", "\r\n"),
    lambda text: text.replace("\n", "\n\n"),
    lambda text: "\n".join(f"  {line}  \t" for line in text.splitlines()),
    lambda text: text.replace(": ", ":\N{NO-BREAK SPACE} "),
    quoted,
    lambda text: text.replace("-----", "\N{EM DASH}\N{EN DASH}").replace("-4+", "\N{NON-BREAKING HYPHEN}4+"),
    lambda text: text.replace("Núñez", "Nu\u0301n\u0303ez"),
    lambda text: re.sub("code: .*", lambda found: found[0].lower(), text),
]


@pytest.mark.parametrize("mailed", HARMLESS)
def test_what_mail_and_chats_do_to_it_is_no_slip(tmp_path: Path, mailed: Callable[[str], str]) -> None:
    assert slip(mailed("\n".join(made(tmp_path)))) is None


def without(word: str) -> Callable[[str], str]:
    """Leave the line that begins with `word` out."""
    return lambda text: "\n".join(line for line in text.splitlines() if not line.startswith(word))


CHANGED = "its code is not that of its text"
SLIPS: list[tuple[Callable[[str], str], str]] = [
    (lambda text: text.replace(how_far(1), how_far()), CHANGED),
    (lambda text: text.replace("Ada", "Eva"), CHANGED),
    (lambda text: text.replace("T09:30", "T09:31"), CHANGED),
    (lambda text: text.replace("accelerator: kvm", "accelerator: tcg"), CHANGED),
    (lambda text: re.sub("code: ..", "code: 22", text), CHANGED),
    (without("name"), CHANGED),
    (lambda text: text.replace("kernel", "note: x\nkernel"), CHANGED),
    (lambda text: text.replace("date", "debian: 12\ndate"), CHANGED),
    (lambda text: "\n".join([*text.splitlines()[:2], *text.splitlines()[3:1:-1], *text.splitlines()[4:]]), CHANGED),
    (without("kernel"), "lines are missing: kernel."),
    (without("code"), "lines are missing: code."),
    (without("v"), "lines are missing: virt-manager."),
    (lambda text: "\n".join(text.splitlines()[:6]), "it is cut off: its end is missing."),
    (without("-----END"), "it is cut off: its end is missing."),
    (lambda text: text.replace("format: 1", "format: 2"), "it is of another version"),
]


@pytest.mark.parametrize(("change", "said"), SLIPS)
def test_each_kind_of_slip_is_seen_and_named(tmp_path: Path, change: Callable[[str], str], said: str) -> None:
    text = "\n".join(made(tmp_path))
    assert change(text) != text
    found = slip(change(text))
    assert found
    assert found.startswith(said)


@pytest.mark.parametrize(
    "text", ["", "hello", "-----END KVM-GUIDE REPORT-----", "BEGIN REPORT", "code: AAAA-AAAA-AAAA"]
)
def test_where_no_report_begins_there_is_none(text: str) -> None:
    assert verify(text) == []


def test_the_reports_of_a_class_are_told_apart(tmp_path: Path) -> None:
    good, other = "\n".join(made(tmp_path)), "\n".join(made(tmp_path, "Eva"))
    cut = "\n".join(good.splitlines()[:5])
    slips = [one.slip is not None for one in verify(f"{good}\n{cut}\n{other}\n{other.replace('Eva', 'Eve')}")]
    assert slips == [False, True, False, True]
