"""Whether the guide's steps are done on this machine: each step's own check, run side by side. Reads only."""

import os
import pwd
import signal
import subprocess
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from kvm_guide.helper.cli.program_name import program
from kvm_guide.helper.diagnosis import obstacles
from kvm_guide.helper.diagnosis.facts import SystemFacts
from kvm_guide.helper.diagnosis.obstacle import Obstacle, Verdict
from kvm_guide.model.step import Step, Text

__all__ = ["Finding", "Verdict", "changes", "holds", "look"]

# Seconds for one check. virsh takes two on an emulated machine, alone; many run at once.
_LIMIT: Final = 20.0
_AT_ONCE: Final = 8
# What bash says of a command that is not there, or may not be run
_NO_COMMAND: Final = (126, 127)


@dataclass(frozen=True)
class Finding:
    """What was found of one step. why: in a sentence; cure: what to do, in words; command: the exact one for it."""

    step: Step
    verdict: Verdict
    obstacle: Obstacle | None
    why: Text
    cure: Text | None
    command: str | None


class _Checks:
    """Checks that run, so that all can be stopped at once: each has a session of its own, out of Ctrl-C's reach."""

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[bytes]] = set()
        self._stopped = threading.Event()

    def run(self, step: Step) -> int | None:
        """The exit status of the check of `step`, None where it did not end in time."""
        if self._stopped.is_set():
            return None
        # Without a terminal of its own virsh cannot start polkit's agent, which would ask for a password
        process = subprocess.Popen(
            ["bash", "-c", step.check or "false"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            start_new_session=True,
        )
        self._running.add(process)
        if self._stopped.is_set():
            _kill(process)
        try:
            return process.wait(_LIMIT)
        except subprocess.TimeoutExpired:
            _kill(process)
            return None
        finally:
            self._running.discard(process)

    def stop(self) -> None:
        """End what runs, and start nothing more."""
        self._stopped.set()
        for process in list(self._running):
            _kill(process)


def look(steps: Sequence[Step], facts: SystemFacts) -> list[Finding]:
    """What is found of each of `steps`, in their order. Raises KeyboardInterrupt, with every check ended."""
    checks = _Checks()
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        try:
            futures = [pool.submit(checks.run, step) for step in steps]
            statuses = [future.result() for future in futures]
        except BaseException:
            checks.stop()
            raise
    known = obstacles.found(facts)
    return [_finding(step, status, known) for step, status in zip(steps, statuses, strict=True)]


def holds(step: Step) -> bool:
    """Whether the effect of `step` is there."""
    return _Checks().run(step) == 0


def changes(step: Step) -> bool:
    """Whether the command of `step` changes the machine; the others only look."""
    return step.undo is not None or step.removed_by is not None or step.fetches


def _environment() -> dict[str, str]:
    # LC_ALL would override what a check sets; the checks ask for "$USER", which `su` and cron leave wrong or unset
    kept = {name: value for name, value in os.environ.items() if name != "LC_ALL"}
    with suppress(KeyError):
        kept["USER"] = pwd.getpwuid(os.getuid()).pw_name
    return kept


def _kill(process: "subprocess.Popen[bytes]") -> None:
    # The whole session: a pipeline's other commands too
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _finding(step: Step, status: int | None, known: Sequence[Obstacle]) -> Finding:
    if status == 0:
        return Finding(step, Verdict.THERE, None, Text(es="Está hecho.", en="It is done."), None, None)
    obstacle = next((one for one in known if step.id in one.steps), None)
    if obstacle:
        return Finding(step, obstacle.verdict, obstacle, obstacle.why, obstacle.cure, obstacle.command)
    if status is None:
        why = Text(
            es=f"Su comprobación no contestó en {_LIMIT:.0f} segundos.",
            en=f"Its check did not answer within {_LIMIT:.0f} seconds.",
        )
        cure = Text(
            es="Prueba otra vez; si se repite, escribe tú la orden y mira qué responde.",
            en="Try again; if it happens again, type the command yourself and see what it answers.",
        )
        return Finding(step, Verdict.CANNOT_TELL, None, why, cure, step.command)
    if status in _NO_COMMAND:
        why = Text(
            es="Falta un programa que su comprobación necesita.", en="A program that its check needs is missing."
        )
        cure = Text(es="Escribe tú la orden y mira cuál es.", en="Type the command yourself and see which one.")
        return Finding(step, Verdict.CANNOT_TELL, None, why, cure, step.command)
    if changes(step):
        why = Text(es="Todavía no está hecho.", en="It is not done yet.")
        cure = Text(
            es=f"Escribe esta orden, o deja que lo haga {program()} run {step.id}.",
            en=f"Type this command, or let {program()} run {step.id} do it.",
        )
        return Finding(step, Verdict.NOT_THERE, None, why, cure, step.command)
    why = Text(es="Aquí no sale lo que debe salir.", en="What should show here does not.")
    cure = Text(
        es="Escribe esta orden, y lee en la página qué hacer con lo que responde.",
        en="Type this command, and read on the page what to do about what it answers.",
    )
    return Finding(step, Verdict.NOT_THERE, None, why, cure, step.command)
