"""What takes an entry of the journal back: the commands, worked out from what it brought and from what is there now."""

import textwrap
from dataclasses import dataclass

from kvm_guide.helper.diagnosis.machine import Arrived, MachineState

# Columns of the guide's terminal, less the two that `Screen.command` indents by and its prompt.
_WIDTH = 96


@dataclass(frozen=True)
class Plan:
    """commands: in the order in which they are typed. packages: those that will be gone."""

    commands: tuple[str, ...] = ()
    packages: frozenset[str] = frozenset()


def taking_back(came: Arrived, before: MachineState, now: MachineState) -> Plan:
    """How what `came` is taken back as far as it is there `now`; before: what the machine was like when it came."""
    removed = came.packages & before.config_files & now.installed
    purged = (came.packages - before.config_files) & (now.installed | now.config_files)
    unmarked = came.manual & now.manual
    commands = [f'sudo gpasswd -d "$USER" {group}' for group in sorted(came.groups & now.groups)]
    if removed:
        # Their settings were there before: not purged. They go first, or a purge would take them along
        commands.append(_listing("sudo apt-get remove -y", removed))
    if purged:
        commands.append(_listing("sudo apt-get purge -y", purged))
    if unmarked:
        commands.append(_listing("sudo apt-mark auto", unmarked))
    return Plan(tuple(commands), removed | purged)


def _listing(command: str, packages: frozenset[str]) -> str:
    """`command` with the names of `packages`, on lines that a terminal shows whole."""
    line = " ".join((command, *sorted(packages)))
    lines = textwrap.wrap(line, _WIDTH, break_long_words=False, break_on_hyphens=False, subsequent_indent="  ")
    return " \\\n".join(lines)
