"""What `run` and `undo` have in common: agreement, apt's readiness, and how they say why they stop."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NoReturn

from kvm_guide.errors import Exit
from kvm_guide.helper.diagnosis import obstacles
from kvm_guide.helper.diagnosis.facts import SystemFacts, collect
from kvm_guide.helper.diagnosis.obstacles import Obstacle
from kvm_guide.helper.execute import apt_wait, shell
from kvm_guide.helper.execute.apt_work import REPAIR, uses_apt
from kvm_guide.helper.execute.shell import Ended
from kvm_guide.helper.output.screen import Mark, Screen
from kvm_guide.helper.source import Source
from kvm_guide.model.step import Step, Text

_AGREE: Final = Text(es="¿La ejecuto?", en="Run it?")
_DECLINED: Final = Text(es="No se ejecuta, y lo dejo aquí.", en="It is not run, and this stops here.")
_HALF_DONE: Final = Text(
    es="Una instalación anterior se quedó a medias. Primero hay que terminarla:",
    en="An earlier install was left half done. It has to be finished first:",
)
_NOT_REPAIRED: Final = Text(
    es="No se pudo terminar la instalación que se quedó a medias.",
    en="The install that was left half done could not be finished.",
)
_READ_ABOVE: Final = Text(
    es="Lee arriba lo que escribió la orden: sus últimas líneas dicen qué falló.",
    en="Read above what the command wrote: its last lines say what failed.",
)
_PACKAGES: Final = "mensajes-sistema/#apt-broken"

CURES_ITSELF: Final = frozenset({"network-off", "socket-off"})
"""Obstacles that say no more than that a step which would take them away was not taken."""


class Halt(Exception):
    """It cannot go on, and the student was told why. exit: what the program ends with."""

    def __init__(self, code: Exit) -> None:
        super().__init__(code)
        self.exit = code


@dataclass(frozen=True)
class Hands:
    """What acts before the eyes of the student. yes: agreed to everything beforehand."""

    source: Source
    screen: Screen
    yes: bool

    def agree(self) -> None:
        """Have the student agree to the command that was just shown. Raises Halt."""
        if not self.yes and not self.screen.ask(_AGREE):
            self.screen.say(_DECLINED)
            raise Halt(Exit.NOT_SO)

    def ready_apt(self, step: Step | None) -> None:
        """Wait until nobody else uses apt, and finish what was left half done; `step` needs it. Raises Halt, Broken."""
        apt_wait.wait(self.screen)
        if not _half_done(collect()):
            return
        self.screen.mark(Mark.NOTE, _HALF_DONE)
        self.screen.command(REPAIR)
        self.agree()
        ended = shell.run(REPAIR, shell.environment({}))
        if ended.status or _half_done(collect()):
            self.failed(step, ended, _NOT_REPAIRED, self.source.address(_PACKAGES, self.screen.language))

    def run(self, command: str, variables: Mapping[str, str]) -> Ended:
        """Run `command` with the guide's `variables`, when apt is free for it. Raises KeyboardInterrupt and Broken."""
        if uses_apt(command):
            apt_wait.wait(self.screen)
        return shell.run(command, shell.environment(variables))

    def failed(self, step: Step | None, ended: Ended, why: Text | str, page: str) -> NoReturn:
        """Say why a command failed, from what it wrote and from what the machine shows; else just `why`, and `page`.

        step: what it was for, None where the guide does not have it any more. Raises Halt.
        """
        obstacle = obstacles.explain_failure(step, collect(), ended.tail) if step else obstacles.said(ended.tail)
        if obstacle and obstacle.id not in CURES_ITSELF:
            self.stop_at(obstacle)
        self.stop(why, _READ_ABOVE, None, page)

    def stop_at(self, obstacle: Obstacle, afterwards: str = "") -> NoReturn:
        """Say what stands in the way, and what to do `afterwards`. Raises Halt."""
        self.tell(obstacle, afterwards)
        raise Halt(Exit.BROKEN if obstacle.surroundings else Exit.NOT_SO)

    def tell(self, obstacle: Obstacle, afterwards: str = "") -> None:
        """Say what stands in the way, and what to do `afterwards`."""
        address = self.source.address(obstacle.anchor, self.screen.language)
        cure = f"{self.screen.in_(obstacle.cure)} {afterwards}".rstrip()
        self._say(obstacle.why, cure, obstacle.command, address, Mark.MISSING if obstacle.stops else Mark.NOTE)

    def stop(self, why: Text | str, cure: Text | str, command: str | None, page: str) -> NoReturn:
        """Say why it stops, what mends it, with which command, and where the guide says more. Raises Halt."""
        self._say(why, cure, command, page, Mark.MISSING)
        raise Halt(Exit.NOT_SO)

    def _say(self, why: Text | str, cure: Text | str, command: str | None, page: str, mark: Mark) -> None:
        self.screen.mark(mark, why)
        self.screen.say(f"    {self.screen.in_(cure)}")
        if command:
            self.screen.command(command)
        self.screen.say(f"    {page}")


def _half_done(facts: SystemFacts) -> bool:
    return facts.updates_pending or bool(facts.packages_broken)
