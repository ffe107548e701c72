"""`kvm-guide report`: from the student's machine to the teacher's."""

import io
import json
import re
from pathlib import Path

import pytest
from pytest_console_scripts import ScriptRunner
from tests.helper.pretended import PROGRAM, Pretend, how_far, inprocess, plain_environment, pretending
from tests.helper.recorded import DONE

from kvm_guide.errors import Exit
from kvm_guide.helper.cli import main
from kvm_guide.helper.output import report


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    plain_environment(monkeypatch)


@pytest.fixture
def pretend(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Pretend:
    """Let the command find a recorded machine, on which the checks of some steps fail."""
    return pretending(monkeypatch, tmp_path)


@inprocess
def test_a_report_goes_from_one_machine_to_the_teachers(
    script_runner: ScriptRunner, pretend: Pretend, tmp_path: Path
) -> None:
    pretend(DONE, frozenset({"memory"}))
    made = script_runner.run([PROGRAM, "report", "--name", "Ada Núñez"])
    assert made.returncode == Exit.OK
    assert "slips" in made.stderr
    assert "cheats" in made.stderr
    assert f"chapters: {how_far(1)}\n" in made.stdout
    file = tmp_path / "report.txt"
    file.write_text(f"> Hi,\n{made.stdout}", encoding="utf-8")
    for arguments in ([str(file)], []):
        answer = script_runner.run([PROGRAM, "report", "--verify", *arguments], stdin=stdin(file))
        assert (answer.returncode, answer.stderr) == (Exit.OK, "")
        assert re.fullmatch(rf"✔ Ada Núñez: it is as it left the machine\. \S+Z, {how_far(1)}, kvm\.\n", answer.stdout)
    file.write_text(made.stdout.replace(how_far(1), how_far()), encoding="utf-8")
    refused = script_runner.run([PROGRAM, "report", "--verify", str(file), "--lang", "es"])
    assert refused.returncode == Exit.NOT_SO
    assert refused.stdout.startswith("✘ Ada Núñez: su código no es el de su texto: algo se cambió, o falta o sobra")


def test_nothing_is_said_into_the_block_where_all_goes_to_one_terminal(
    pretend: Pretend, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend(DONE, frozenset())
    terminal = io.StringIO()
    monkeypatch.setattr("sys.stdout", terminal)
    monkeypatch.setattr("sys.stderr", terminal)
    assert main.main(["report"]) == Exit.OK
    # Behind a pipe the block comes later still: what is said before it cannot come between
    said, block = terminal.getvalue().split(report.BEGIN)
    assert "slips" in said
    assert block.endswith(f"{report.END}\n")


def stdin(file: Path) -> io.TextIOWrapper:
    """The content of `file` as a standard input."""
    return io.TextIOWrapper(io.BytesIO(file.read_bytes()), encoding="utf-8")


@inprocess
def test_a_report_as_json(script_runner: ScriptRunner, pretend: Pretend, tmp_path: Path) -> None:
    pretend(DONE, frozenset())
    fields = json.loads(script_runner.run([PROGRAM, "report", "--json"]).stdout)
    assert fields["chapters"] == how_far()
    assert "name" not in fields
    file = tmp_path / "report.txt"
    file.write_text(script_runner.run([PROGRAM, "report"]).stdout)
    (verified,) = json.loads(script_runner.run([PROGRAM, "report", "--verify", str(file), "--json"]).stdout)
    assert (verified["accepted"], verified["slip"]) == (True, None)
    assert verified["report"]["chapters"] == fields["chapters"]


@inprocess
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_report_that_a_windows_editor_saved_is_read(
    script_runner: ScriptRunner, pretend: Pretend, tmp_path: Path, encoding: str
) -> None:
    pretend(DONE, frozenset())
    made = script_runner.run([PROGRAM, "report", "--name", "Núñez"]).stdout
    file = tmp_path / "report.txt"
    file.write_text(made.replace("\n", "\r\n"), encoding=encoding)
    assert script_runner.run([PROGRAM, "report", "--verify", str(file)]).returncode == Exit.OK


@pytest.mark.parametrize(
    ("content", "said"),
    [("hello", "there is no report there: copy the whole block"), (None, "report.txt cannot be read: No such file")],
)
def test_a_file_without_a_report_ends_in_2(
    script_runner: ScriptRunner, tmp_path: Path, content: str | None, said: str
) -> None:
    file = tmp_path / "report.txt"
    if content is not None:
        file.write_text(content)
    result = script_runner.run([PROGRAM, "report", "--verify", str(file)])
    assert (result.returncode, result.stdout) == (Exit.USAGE, "")
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


@inprocess
def test_an_empty_name_is_refused(script_runner: ScriptRunner, pretend: Pretend) -> None:
    pretend(DONE, frozenset())
    result = script_runner.run([PROGRAM, "report", "--name", " "])
    assert (result.returncode, result.stderr) == (Exit.USAGE, "kvm-guide: --name: type a name of 1 to 80 letters.\n")
