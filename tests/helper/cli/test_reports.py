"""`kvm-guide report --verify FOLDER`: the class's table, a sentence about each file that is no report, and exit 1."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_console_scripts import ScriptRunner
from tests.helper.pretended import PROGRAM, inprocess, plain_environment
from tests.helper.reports import a_class, made

from kvm_guide.errors import Exit
from kvm_guide.helper.cli import main, reports
from kvm_guide.helper.output import report
from kvm_guide.model.step import LANGUAGES, Language


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    plain_environment(monkeypatch)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A new folder for reports."""
    (tmp_path / "reports").mkdir()
    return tmp_path / "reports"


def table(text: str) -> list[dict[str, str]]:
    """The rows of the CSV `text`, by the names in its head."""
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


@inprocess
def test_a_folder_gives_a_row_per_student(script_runner: ScriptRunner, folder: Path, tmp_path: Path) -> None:
    for name in ("Ada", "Eva", "Íñigo"):
        (folder / f"{name}.txt").write_text(made(tmp_path / "machine", name), encoding="utf-8")
    result = script_runner.run([PROGRAM, "report", "--verify", str(folder)])
    assert (result.returncode, result.stderr) == (Exit.OK, "")
    assert [(row["name"], row["valid"], row["file"]) for row in table(result.stdout)] == [
        ("Ada", "yes", "Ada.txt"),
        ("Eva", "yes", "Eva.txt"),
        ("Íñigo", "yes", "Íñigo.txt"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_file_is_in_the_table_or_named(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], language: Language
) -> None:
    a_class(folder, tmp_path / "machine")
    assert main.main(["report", "--verify", str(folder), "--lang", language]) == Exit.NOT_SO
    out, err = capsys.readouterr()
    for file in (one for one in folder.rglob("*") if one.is_file() and not one.is_symlink()):
        name = file.relative_to(folder).as_posix()
        if name.startswith("."):
            assert name not in out + err
        else:
            shown = name.replace("\x1b", "\ufffd")
            in_table = [row for row in table(out) if shown in "".join(row.values())]
            named = [line for line in err.splitlines() if name.replace("\x1b", "") in line]
            assert in_table or named, name
    no_reports = [line.partition(" no es " if language == "es" else " is no ")[0] for line in err.splitlines()[:3]]
    assert no_reports == [f"kvm-guide: {name}" for name in ("imagen.png", "notas.txt", "vacío.txt")]
    assert "ada-otra-vez.txt" in err.splitlines()[3]
    assert len(err.splitlines()) == 4
    assert "\x1b" not in out + err


def test_an_empty_folder_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "nested" / "deep").mkdir(parents=True)
    assert main.main(["report", "--verify", str(folder)]) == Exit.NOT_SO
    out, err = capsys.readouterr()
    assert table(out) == []
    assert err == f"kvm-guide: there is no report in {folder}.\n"


def test_what_cannot_be_read_is_named_and_the_rest_is_in_the_table(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "ada.txt").write_text(made(tmp_path / "machine", "Ada"), encoding="utf-8")
    (folder / "gone.txt").symlink_to(tmp_path / "nowhere")
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "pipe.txt")
    monkeypatch.setattr(reports, "LARGEST", (folder / "ada.txt").stat().st_size)
    (folder / "large.txt").write_text("x" * (reports.LARGEST + 1))
    closed = folder / "closed"
    closed.mkdir(mode=0)
    walk = os.walk

    def refusing(top: Path, **more: object) -> object:
        # Root may look into any folder
        def told(error: OSError) -> None:
            assert callable(more["onerror"])
            more["onerror"](error)

        told(PermissionError(13, "Permission denied", str(closed)))
        return walk(top)

    monkeypatch.setattr(os, "walk", refusing)
    assert main.main(["report", "--verify", str(folder)]) == Exit.NOT_SO
    out, err = capsys.readouterr()
    closed.chmod(0o700)
    assert [row["name"] for row in table(out)] == ["Ada"]
    assert err.splitlines() == [
        "kvm-guide: closed cannot be read: Permission denied.",
        "kvm-guide: gone.txt cannot be read: No such file or directory.",
        "kvm-guide: large.txt is no report: it is too large.",
        "kvm-guide: loop is a link to another folder: what is in it is not looked at.",
        f"kvm-guide: pipe.txt is no report: it lacks the first line, {report.BEGIN}.",
    ]


def test_the_table_is_utf8_whatever_the_locale(folder: Path, tmp_path: Path) -> None:
    (folder / "a.txt").write_text(made(tmp_path / "machine", "Ada Núñez"), encoding="utf-8")
    plain = {
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
    }
    command = [sys.executable, "-m", "kvm_guide.helper", "report", "--verify", str(folder)]
    result = subprocess.run(command, env=plain, capture_output=True, check=True)
    assert "Ada Núñez" in result.stdout.decode("utf-8")


def test_a_folder_as_json_holds_every_report(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for day in (25, 26):
        text = made(tmp_path / "machine", "Ada", day=day)
        (folder / f"{day}.txt").write_text(text, encoding="utf-8")
    assert main.main(["report", "--verify", str(folder), "--json"]) == Exit.OK
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["file"], row["accepted"], row["slip"]) == ("26.txt", True, None)
    assert row["report"]["name"] == "Ada"
    assert [one["file"] for one in row["others"]] == ["25.txt"]


def test_a_row_that_is_not_intact_ends_in_1(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed = made(tmp_path / "machine", "Ada").replace("Ada", "Eva")
    (folder / "a.txt").write_text(changed, encoding="utf-8")
    assert main.main(["report", "--verify", str(folder)]) == Exit.NOT_SO
    assert capsys.readouterr().err == ""
    (folder / "b.txt").write_text(made(tmp_path / "machine", "Eva"), encoding="utf-8")
    assert main.main(["report", "--verify", str(folder)]) == Exit.OK, "it was sent again, whole"
