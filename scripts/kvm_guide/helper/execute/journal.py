"""The journal of what the helper did on this machine: what `undo` goes by, and what a killed `run` is known from."""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, cast

from kvm_guide.errors import Broken
from kvm_guide.helper.cli.selection import typed
from kvm_guide.helper.diagnosis import machine
from kvm_guide.helper.diagnosis.machine import Arrived, Kind, MachineState
from kvm_guide.helper.output.screen import Screen
from kvm_guide.model.step import Step, Text
from kvm_guide.records import store

FORMAT: Final = 1
_SPOILT: Final = Text(
    es="no entiendo el diario de lo que hice en esta máquina ({path}): {why}. Está como estaba. Si lo apartas con "
    "«mv {path} {path}.old», puedo seguir, pero ya no sabré deshacer lo que dice.",
    en="the journal of what was done on this machine ({path}) cannot be understood: {why}. It is as it was. Move it "
    "aside with “mv {path} {path}.old” to go on, but what it says can then not be undone any more.",
)
_BUSY: Final = Text(
    es="otro kvm-guide está trabajando en esta máquina: espera a que termine y empieza otra vez.",
    en="another kvm-guide is at work on this machine: wait until it ends and start again.",
)


@dataclass(frozen=True)
class JournalEntry:
    """One step that was taken. Times are ISO 8601 in UTC.

    step: its id. before: what the machine was like, in the kinds that the command changes. undo: the step's own
    command for it. variables: what the guide had set for the command. finished: None where it was killed. held:
    whether the step's effect was there then. came: what had come by then. undone: when it was taken back.
    """

    step: str
    command: str
    started: str
    before: MachineState
    undo: str | None
    variables: Mapping[str, str] = field(default_factory=dict)
    finished: str | None = None
    held: bool = False
    came: Arrived = field(default_factory=Arrived)
    undone: str | None = None

    def came_by(self, now: MachineState) -> Arrived:
        """What it brought: as it was written down at its end, or else all that came until `now`."""
        return self.came if self.finished else machine.arrived(self.before, now)


class Journal:
    """The entries in the order in which the steps were first taken, each change of which is on the disk at once.

    `record`, `finish` and `undo` raise OSError, and the file is then as it was.
    """

    def __init__(self, path: Path, entries: tuple[JournalEntry, ...]) -> None:
        self._path = path
        self.entries = entries

    def open_entry(self, step_id: str) -> JournalEntry | None:
        """The entry of the step called `step_id` that is not taken back, or None."""
        return next((entry for entry in self.entries if entry.step == step_id and entry.undone is None), None)

    def done_once(self, step_id: str) -> bool:
        """Whether the step called `step_id` was taken with success, though it may be taken back since."""
        return any(entry.step == step_id and entry.finished and entry.held for entry in self.entries)

    def begin(
        self, step: Step, now: MachineState, variables: Mapping[str, str], remover: Step | None = None
    ) -> JournalEntry:
        """Write down that `step` is about to be taken, on a machine that is as `now` says.

        remover: the step that takes it back, where it is one. Taken before and not taken back, it keeps its place, and
        `before` leaves out what came with it the last time.
        """
        undo = typed(remover) if remover else step.undo
        last = self.open_entry(step.id)
        entry = JournalEntry(step.id, typed(step), _clock(), _original(last, now), undo, dict(variables))
        if last is None:
            self._write((*self.entries, entry))
        else:
            self._replace(last, entry)
        return entry

    def finish(self, entry: JournalEntry, now: MachineState, *, held: bool) -> None:
        """Write down that the command of `entry` has ended, with the machine as `now` says."""
        came = machine.arrived(entry.before, now)
        self._replace(entry, replace(entry, finished=_clock(), held=held, came=came))

    def undo(self, entry: JournalEntry) -> None:
        """Write down that `entry` was taken back."""
        self._replace(entry, replace(entry, undone=_clock()))

    def _replace(self, old: JournalEntry, new: JournalEntry) -> None:
        place = self.entries.index(old)
        self._write((*self.entries[:place], new, *self.entries[place + 1 :]))

    def _write(self, entries: tuple[JournalEntry, ...]) -> None:
        content = {"format": FORMAT, "entries": [_plain(entry) for entry in entries]}
        mask = os.umask(0o077)
        try:
            store.replace(self._path, (json.dumps(content, indent=1) + "\n").encode())
        finally:
            os.umask(mask)
        self.entries = entries


def file() -> Path:
    """Where the journal is: below XDG_STATE_HOME, or ~/.local/state."""
    state = os.environ.get("XDG_STATE_HOME", "")
    # The standard wants a relative path to be passed over
    folder = Path(state) if os.path.isabs(state) else Path.home() / ".local" / "state"
    return folder / "kvm-guide" / "journal.json"


def read(screen: Screen) -> Journal:
    """The journal, empty where there is none yet. Raises Broken, in the words of `screen`, and OSError."""
    path = file()
    try:
        return Journal(path, _entries(path.read_bytes()))
    except FileNotFoundError:
        return Journal(path, ())
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Broken(screen.in_(_SPOILT, path=path, why=str(error) or type(error).__name__)) from error


@contextmanager
def locked(screen: Screen) -> Iterator[Journal]:
    """The journal, for this process alone while it lasts. Raises Broken, also where another has it, and OSError."""
    folder = file().parent
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Broken(screen.in_(_BUSY)) from error
        yield read(screen)


def _original(last: JournalEntry | None, now: MachineState) -> MachineState:
    """What the machine was like before the step was first taken."""
    if last is None or last.before.kinds != now.kinds:
        return now
    # Of a killed one nobody wrote down what came: only its own `before` tells it from what was there
    return machine.without(now, last.came, last.before) if last.finished else last.before


def _clock() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _plain(entry: JournalEntry) -> dict[str, object]:
    return vars(entry) | {
        "before": {name: sorted(names) for name, names in vars(entry.before).items()},
        "came": {name: sorted(names) for name, names in vars(entry.came).items()},
    }


def _entries(data: bytes) -> tuple[JournalEntry, ...]:
    """Raises ValueError, KeyError, TypeError or AttributeError where `data` is no journal."""
    content = json.loads(data)
    if content["format"] != FORMAT:
        raise ValueError(f"format {content['format']}, not {FORMAT}")
    return tuple(_entry(cast(dict[str, object], plain)) for plain in content["entries"])


def _entry(plain: Mapping[str, object]) -> JournalEntry:
    return JournalEntry(
        step=_string(plain["step"]),
        command=_string(plain["command"]),
        started=_string(plain["started"]),
        before=_state(plain["before"]),
        undo=_string_or_none(plain["undo"]),
        variables=_strings(plain["variables"]),
        finished=_string_or_none(plain["finished"]),
        held=plain["held"] is True,
        came=_came(plain["came"]),
        undone=_string_or_none(plain["undone"]),
    )


def _state(plain: object) -> MachineState:
    names = _names(plain)
    kinds = frozenset(Kind(kind) for kind in names.pop("kinds"))
    return MachineState(kinds, **names)


def _came(plain: object) -> Arrived:
    return Arrived(**_names(plain))


def _names(plain: object) -> dict[str, frozenset[str]]:
    lists = cast(Mapping[str, list[object]], plain)
    return {kind: frozenset(_string(name) for name in names) for kind, names in lists.items()}


def _strings(plain: object) -> dict[str, str]:
    return {name: _string(value) for name, value in cast(Mapping[str, object], plain).items()}


def _string(plain: object) -> str:
    if not isinstance(plain, str):
        raise ValueError(f"{plain!r} is no text")
    return plain


def _string_or_none(plain: object) -> str | None:
    return None if plain is None else _string(plain)
