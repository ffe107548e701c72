"""The checks: side by side, reading only, never hanging, never asking; and what each outcome is taken for."""

import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from tests.helper.recorded import DONE, FRESH, in_groups

from kvm_guide.helper.diagnosis import checking
from kvm_guide.helper.diagnosis.checking import Finding, Verdict, holds, look
from kvm_guide.helper.diagnosis.facts import SystemFacts
from kvm_guide.lessons import GUIDE
from kvm_guide.model.step import Step, Text
from kvm_guide.paths import ROOT

NO_FACTS = SystemFacts(packages={"libvirt-daemon-system": "9"}, routes=(("virbr0", "192.168.122.0/24"),))
STEP = Step(id="some", command="look", title=Text(es="x", en="x"), why=Text(es="x", en="x"), check="true")


def checked(check: str, step: Step = STEP, facts: SystemFacts = NO_FACTS) -> Finding:
    """What is found of `step` with the check `check`."""
    return look([replace(step, check=check)], facts)[0]


def test_a_check_that_holds_is_there() -> None:
    assert checked("true").verdict is Verdict.THERE
    assert holds(STEP)
    assert not holds(replace(STEP, check="false"))


def test_a_step_that_changes_something_is_cured_by_its_own_command() -> None:
    finding = checked("false", replace(STEP, undo="unlook"))
    assert (finding.verdict, finding.command, finding.obstacle) == (Verdict.NOT_THERE, "look", None)
    assert finding.cure
    assert "kvm-guide run some" in finding.cure.en


def test_a_step_that_only_looks_sends_to_its_page() -> None:
    finding = checked("false")
    assert (finding.verdict, finding.command) == (Verdict.NOT_THERE, "look")
    assert finding.cure
    assert "page" in finding.cure.en


def test_an_obstacle_gives_its_reason_its_cure_and_its_verdict(tmp_path: Path) -> None:
    facts = DONE.but(answers=in_groups("ana", "ana")).facts(tmp_path)
    uri, autostart = look([replace(GUIDE.step(one), check="false") for one in ("uri", "network-autostart")], facts)
    assert uri.obstacle
    assert (uri.verdict, uri.obstacle.id, uri.why) == (Verdict.NOT_THERE, "group", uri.obstacle.why)
    assert (autostart.verdict, autostart.command) == (Verdict.CANNOT_TELL, 'sudo usermod -aG libvirt,kvm "$USER"')


def test_an_obstacle_is_no_reason_where_the_check_holds(tmp_path: Path) -> None:
    finding = checked("true", GUIDE.step("uri"), FRESH.facts(tmp_path))
    assert (finding.verdict, finding.obstacle) == (Verdict.THERE, None)


def test_a_program_that_is_missing_leaves_it_open() -> None:
    finding = checked("no-such-program-here")
    assert finding.verdict is Verdict.CANNOT_TELL
    assert "missing" in finding.why.en


def test_a_check_that_hangs_is_ended_with_all_it_started_and_leaves_it_open(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(checking, "_LIMIT", 0.3)
    finding = checked(f"sleep 60 & echo $! > {tmp_path}/pid; wait")
    assert finding.verdict is Verdict.CANNOT_TELL
    pid = int((tmp_path / "pid").read_text())
    until = time.monotonic() + 5
    while Path(f"/proc/{pid}").exists():
        assert time.monotonic() < until, "what the check started goes on"
        time.sleep(0.02)


def test_a_check_has_no_terminal_no_input_and_the_readers_own_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "es_ES.UTF-8")
    monkeypatch.setenv("LANG", "es_ES.UTF-8")
    monkeypatch.setenv("USER", "somebody-else")
    assert holds(replace(STEP, check="! (: < /dev/tty) 2>/dev/null"))
    assert holds(replace(STEP, check='test -z "$(cat)"'))
    assert holds(replace(STEP, check='test -z "${LC_ALL+set}" && test "$LANG" = es_ES.UTF-8'))
    assert holds(replace(STEP, check='test "$USER" = "$(id -un)"'))


def test_checks_run_side_by_side_and_answer_in_the_guides_order() -> None:
    started = time.monotonic()
    steps = [replace(STEP, id=f"s-{number}", check=f"sleep 0.4; exit {number % 2}") for number in range(8)]
    findings = look(steps, NO_FACTS)
    assert time.monotonic() - started < 2.4, "one after the other they take 3.2 s"
    assert [finding.step.id for finding in findings] == [step.id for step in steps]
    assert [finding.verdict is Verdict.THERE for finding in findings] == [True, False] * 4


def test_ctrl_c_ends_every_check_at_once(tmp_path: Path) -> None:
    code = (
        "from dataclasses import replace\n"
        "from tests.helper.diagnosis.test_checking import STEP, NO_FACTS, look\n"
        f"steps = [replace(STEP, check=f'touch {tmp_path}/{{n}}; exec sleep 637.{{n}}') for n in range(20)]\n"
        "try:\n    look(steps, NO_FACTS)\nexcept KeyboardInterrupt:\n    print('stopped')\n"
    )
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'scripts'}:{ROOT}"}
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=environment) as process:
        while len(list(tmp_path.iterdir())) < 8:
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=120)
    assert said == "stopped\n"
    assert len(list(tmp_path.iterdir())) == 8, "a check was started after Ctrl-C"


# Whether sudo is there and would work: -n asks for no password and `true` does nothing
_LOOKING = re.compile(r"ok installed|is-enabled|command -v sudo|grep -qw sudo|sudo -n (true|-v)|apt-get -s ")


def test_every_check_of_the_guide_only_looks() -> None:
    for step in GUIDE.steps():
        for word in ("sudo", "apt ", "apt-get ", "install", "enable", "start ", "usermod", ">>", "rm "):
            assert word not in _LOOKING.sub("", step.check or ""), step.id
