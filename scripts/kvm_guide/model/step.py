"""The vocabulary of the guide: what a reader types, once, for both languages, the lab and the page.

Standard library only: the student's helper imports this module on a bare Debian.
"""

import hashlib
import json
import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Literal, get_args

from kvm_guide.model import release
from kvm_guide.model.release import Otherwise

Language = Literal["es", "en"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
LOCALES: Final[dict[Language, str]] = {"es": "es_ES.UTF-8", "en": "en_US.UTF-8"}

ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")


class Place(StrEnum):
    """Where a reader types a step."""

    DEBIAN = "debian"
    LINUX_HOST = "linux-host"
    WINDOWS_HOST = "windows-host"


class Work(StrEnum):
    """The kind of work a step is; the lab's time limits go by it (seconds: ``vm/limits.py``)."""

    SHORT = "short"
    DOWNLOAD = "download"
    INSTALL = "install"
    WINDOW = "window"
    GUEST = "guest"


@dataclass(frozen=True)
class Text:
    """One sentence in the languages of the guide."""

    es: str
    en: str

    def in_(self, language: Language) -> str:
        """The sentence in `language`."""
        return self.es if language == "es" else self.en


Pattern = str | Text
"""A regular expression, or one for each language where the program speaks the reader's."""


@dataclass(frozen=True)
class Console:
    """What a command shows when it takes the terminal over, what is typed there, and the key that gives it back.

    shows: a pattern of what the reader waits for. leave: the key, as the terminal sends it; it is pressed, not typed.
    typed: what the reader types before that, in order: (pattern of what is waited for, text before Enter).
    """

    shows: str
    leave: str = "\x1d"
    """Control and ], as virsh's consoles have it."""
    typed: tuple[tuple[str, str], ...] = ()

    def content(self) -> list[object]:
        """What of it the machine depends on, for the fingerprint of its step."""
        return [self.shows, self.leave, *([self.typed] if self.typed else [])]


@dataclass(frozen=True)
class Dialog:
    """A window that asks something while a command waits for it, as polkit's does at a desktop.

    window: a pattern of its title; the lab takes its picture. press: the name of the button that answers it.
    """

    window: Text
    press: Text

    def content(self) -> list[str]:
        """What of it the machine depends on, for the fingerprint of its step."""
        return [self.window.es, self.window.en, self.press.es, self.press.en]


@dataclass(frozen=True)
class Step:
    """What a reader types at one point of the guide.

    id: kebab-case, unique in the guide, equal in both languages; it is the page's anchor.
    command: what the copy button yields: no prompt, no newline at the end.
    title, why: for the helper and the page's index; explanations live in Markdown.
    place, machine: where it is typed; `machine` names one of the lab's.
    new_login: the reader logs out and in again just before it.
    reboots: its command reboots the machine; the reader logs in again afterwards, and its check is asked then.
    at_screen: the reader also has a session open at the machine's own screen (a seat), not only a remote one.
    seat: it is typed into a terminal window of the machine's desktop, where the reader sits; windows open there.
    dialog: the window that asks while it runs, and the button pressed in it.
    exit_status: what the command ends with when all is well.
    failure_wanted: the page wants the reader to see the command fail; its proof is `expected-failure`.
    answers: what the reader types at a prompt of the command: (pattern of the prompt, text before Enter); sudo's own
        question is not listed, the reader always answers it.
    expect: patterns, each of which some line of the output must match; the page marks those lines.
    check: a read-only shell command, run as the reader's user, that succeeds while the step's effect is there.
    undo: the command that takes the step back, where it changes the machine. undo_answers: as `answers`, for it.
    removed_by: the id of the step that takes it back, where that is one of the guide's own.
    console: the command takes the terminal over, and the reader leaves it by a key.
    unattended: what is typed instead where nobody sits at a console; the student's helper does so once, although the
        step is momentary.
    aside: only for readers whom it concerns; the lab types it on a copy, and the steps after it go on from before it.
    not_run: why no Debian machine can prove it; such a step is never run.
    window: a pattern of the title of the window it opens; the lab takes its picture.
    ready: a read-only shell command, run as the reader's user, that succeeds once the window shows what the page tells;
        the picture waits for it.
    momentary: what it shows is so only at its moment of the guide (before the group, before the network …), so the
        student's helper neither looks for it nor types it.
    sets: environment variables that its command leaves in the reader's terminal, for the commands after it.
    volatile: patterns (multi-line) of what another run prints otherwise although nothing is another: times, speeds,
        process numbers. A record keeps its output where only these differ.
    on: what of it must be another on a release: `{"13": {"expect": (…)}}`.
    """

    id: str
    command: str
    title: Text
    why: Text
    place: Place = Place.DEBIAN
    machine: str = "debian"
    work: Work = Work.SHORT
    new_login: bool = False
    reboots: bool = False
    at_screen: bool = False
    seat: bool = False
    dialog: Dialog | None = None
    exit_status: int = 0
    failure_wanted: bool = False
    answers: tuple[tuple[str, str], ...] = ()
    expect: tuple[Pattern, ...] = ()
    check: str | None = None
    undo: str | None = None
    undo_answers: tuple[tuple[str, str], ...] = ()
    removed_by: str | None = None
    console: Console | None = None
    unattended: str | None = None
    aside: bool = False
    not_run: Text | None = None
    window: Pattern | None = None
    ready: str | None = None
    momentary: bool = False
    sets: tuple[tuple[str, str], ...] = ()
    volatile: tuple[str, ...] = ()
    on: Otherwise = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        """Refuse what could not be shown, typed or linked. Raises ValueError."""
        if not ID.match(self.id):
            raise ValueError(f"step id {self.id!r}: use lower-case letters, digits and single hyphens")
        if not self.command or self.command != self.command.strip():
            raise ValueError(f"step {self.id}: the command is empty, or has white space around it")
        if not self.command.isprintable() and not self.command.replace("\n", "").isprintable():
            raise ValueError(f"step {self.id}: the command has a character that cannot be typed")
        if (self.place is not Place.DEBIAN) != (self.not_run is not None):
            raise ValueError(f"step {self.id}: typed on a host, so it needs not_run with the reason (and only then)")
        if self.check is None and self.not_run is None:
            raise ValueError(f"step {self.id}: give the read-only check that shows its effect is there")
        if self.ready is not None and self.window is None:
            raise ValueError(f"step {self.id}: ready says when its window is, so it needs window")
        if self.failure_wanted and self.exit_status == 0:
            raise ValueError(f"step {self.id}: a wanted failure needs the exit status it ends with")
        if self.undo is None and self.undo_answers:
            raise ValueError(f"step {self.id}: undo_answers answers its undo, so it needs undo")
        if self.aside and (self.undo or self.window or self.new_login or self.at_screen or self.sets):
            raise ValueError(
                f"step {self.id}: nothing of a step aside stays, so it has no undo, window, login or variable"
            )
        if self.seat and (self.at_screen or self.new_login):
            raise ValueError(f"step {self.id}: it is typed at the desktop (seat), so no other session is at the screen")
        if self.dialog is not None and (not self.seat or self.window or "\n" in self.command):
            raise ValueError(f"step {self.id}: a dialog asks at the desktop (seat), for a command of one line")
        if self.reboots and (self.aside or self.window or self.console or self.answers or self.undo or self.momentary):
            raise ValueError(
                f"step {self.id}: a reboot ends the session and stays done, so it has no window, console or answer,"
                " is never undone, aside or momentary"
            )
        if self.console is not None:
            for pattern in (self.console.shows, *(waited_for for waited_for, _ in self.console.typed)):
                re.compile(pattern)
        for language in LANGUAGES:
            for pattern in (*self.patterns(language), *self.volatile):
                re.compile(pattern)
        release.check(f"step {self.id}", self.on)
        for number in self.on:
            self.on_release(number)

    def on_release(self, number: str) -> "Step":
        """It, as it is typed and claimed on the release called `number`."""
        return release.varied(self, self.on, number)

    def lasting(self, output: str) -> str:
        """What of its `output` any run prints alike: all but the volatile parts."""
        for pattern in self.volatile:
            output = re.sub(pattern, "", output, flags=re.MULTILINE)
        return output

    @property
    def fetches(self) -> bool:
        """Whether it asks the package mirror for something."""
        return self.work in (Work.DOWNLOAD, Work.INSTALL)

    def patterns(self, language: Language) -> list[str]:
        """What the output must match in `language`, as regular expressions."""
        return [p.in_(language) if isinstance(p, Text) else p for p in self.expect]

    def action(self) -> str:
        """SHA-256 (hex) of what is done: all of the step that the machine after it depends on.

        What only the student's helper reads (`momentary`, `sets`, `unattended`) is no run's, and `volatile` decides
        only what of an output is written down anew. Nothing of a step aside is kept but what it showed, so its check is
        asked while it is typed. Canonical JSON: keys sorted, no spaces,
        UTF-8. The tests hold a vector.
        """
        content: dict[str, object] = {
            "id": self.id,
            "command": self.command,
            "place": self.place.value,
            "machine": self.machine,
            "work": self.work.value,
            "new_login": self.new_login,
            "at_screen": self.at_screen,
            "answers": self.answers,
            "window": [self.window.es, self.window.en] if isinstance(self.window, Text) else self.window,
            "ready": self.ready,
            "console": self.console.content() if self.console else None,
            "aside": [self.check] if self.aside else None,
        }
        if self.seat:
            content["seat"] = self.dialog.content() if self.dialog else []
        if self.reboots:
            # Only where it is set: the other steps' fingerprints are older than it
            content["reboots"] = True
        return sha256_of(content)

    def claim(self) -> str:
        """SHA-256 (hex) of what is said of it: how it ends, what it prints, its check, what takes it back.

        Titles and reasons may be reworded freely.
        """
        content: dict[str, object] = {
            "exit_status": self.exit_status,
            "failure_wanted": self.failure_wanted,
            "expect": {language: self.patterns(language) for language in LANGUAGES},
            "check": self.check,
            "undo": self.undo,
            "undo_answers": self.undo_answers,
        }
        return sha256_of(content)

    def fingerprint(self) -> str:
        """SHA-256 (hex) of both: what a page says its proof is of."""
        return sha256_of([self.action(), self.claim()])


def canonical(content: object) -> bytes:
    """`content` as canonical JSON: keys sorted, no spaces, UTF-8."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sha256_of(content: object) -> str:
    """SHA-256 (hex) of the canonical JSON of `content`."""
    return hashlib.sha256(canonical(content)).hexdigest()
