"""What is known to stand in a student's way, found from facts and from what a command wrote."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from kvm_guide.helper.diagnosis import access, foreign, hardware, obstacle, software
from kvm_guide.helper.diagnosis.facts import SystemFacts
from kvm_guide.helper.diagnosis.obstacle import Obstacle
from kvm_guide.model.step import Step
from kvm_guide.troubles.matching import match

__all__ = ["Obstacle", "explain_failure", "found", "said"]

# The most basic first: of those that explain a step, the first is its cause.
KNOWN: Final[tuple[Callable[[SystemFacts], Obstacle | None], ...]] = (
    foreign.architecture,
    foreign.container,
    foreign.wsl,
    foreign.distribution,
    foreign.release,
    access.without_sudo,
    hardware.kernel_fixes,
    hardware.memory,
    hardware.virtualisation,
    hardware.module,
    hardware.device,
    software.apt_locked,
    software.apt_broken,
    software.no_room,
    software.not_installed,
    software.masked,
    software.socket_off,
    access.groups_missing,
    access.session_older,
    access.kvm_closed,
    access.libvirt_silent,
    access.network_taken,
    access.network_moved,
    access.network_missing,
    access.network_off,
)
# A command's last lines: what it failed of stands there, and what went well before does not
_LAST_LINES: Final = 20


def found(facts: SystemFacts) -> list[Obstacle]:
    """Every obstacle that `facts` show, the most basic first. To whom may not use sudo, no command with it is told."""
    seen = [obstacle for known in KNOWN if (obstacle := known(facts))]
    first = access.without_sudo(facts)
    return [_after(first, one) for one in seen] if first else seen


def said(output: str) -> Obstacle | None:
    """The obstacle whose message stands in the last lines of `output`; None where none does."""
    lines = [line for line in output.splitlines() if line.strip()]
    known = match.find("\n".join(lines[-_LAST_LINES:]))
    return obstacle.of(known.trouble.id) if known else None


def explain_failure(step: Step, facts: SystemFacts, output: str) -> Obstacle | None:
    """Why `step` failed: by the last lines of its own `output`, else by what `facts` (read after it) show.

    `Obstacle.surroundings` says whether what surrounds the step is at fault. None where nothing known fits.
    """
    seen = found(facts)
    sign = said(output)
    if sign is None:
        return next((one for one in seen if step.id in one.steps), None)
    # The facts know more of the same: who holds the lock, which packages are half done
    return next((one for one in seen if one.id == sign.id), sign)


def _after(first: Obstacle, other: Obstacle) -> Obstacle:
    """`other` with a solution that can work before what `first` says is done."""
    if other.command is None or "sudo " not in other.command:
        return other
    return replace(other, cure=first.cure, command=first.command)
