"""What is known to stand in a student's way, found from facts and from what a command wrote."""

from collections.abc import Callable
from typing import Final

from kvm_guide.step import Step
from kvm_guide.student import access, foreign, hardware, signs, software
from kvm_guide.student.facts import Facts
from kvm_guide.student.obstacle import Obstacle

__all__ = ["Obstacle", "explain_failure", "found"]

# The most basic first: of those that explain a step, the first is its cause.
KNOWN: Final[tuple[Callable[[Facts], Obstacle | None], ...]] = (
    foreign.architecture,
    foreign.container,
    foreign.wsl,
    foreign.distribution,
    foreign.release,
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
    access.network_off,
)


def found(facts: Facts) -> list[Obstacle]:
    """Every obstacle that `facts` show, the most basic first."""
    return [obstacle for known in KNOWN if (obstacle := known(facts))]


def explain_failure(step: Step, facts: Facts, output: str) -> Obstacle | None:
    """Why `step` failed: by the last lines of its own `output`, else by what `facts` (read after it) show.

    `Obstacle.surroundings` says whether what surrounds the step is at fault. None where nothing known fits.
    """
    seen = found(facts)
    sign = signs.explain(output)
    if sign is None:
        return next((obstacle for obstacle in seen if step.id in obstacle.steps), None)
    # The facts know more of the same: who holds the lock, which packages are half done
    return next((obstacle for obstacle in seen if obstacle.id == sign.id), sign)
