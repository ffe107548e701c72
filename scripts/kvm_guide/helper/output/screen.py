"""Where the helper writes, and how: the language, colours, plain ASCII where the locale knows no more, questions."""

import json
import os
import sys
import time
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from typing import Final, TextIO

from kvm_guide.model.step import Language, Text

YES: Final[dict[Language, frozenset[str]]] = {
    "es": frozenset({"s", "sí", "si", "y"}),
    "en": frozenset({"y", "yes"}),
}
_CHOICES: Final = Text(es="[s/N]", en="[y/N]")
# Where a line cannot be rewritten, a countdown would fill the screen: seconds between its lines.
_BETWEEN_LINES: Final = 30.0


class Mark(StrEnum):
    """What kind of line it is."""

    DONE = "done"
    MISSING = "missing"
    UNKNOWN = "unknown"
    SKIPPED = "skipped"
    RUN = "run"
    NOTE = "note"


# sign, sign in ASCII, colour (SGR)
_LOOKS: Final[dict[Mark, tuple[str, str, str]]] = {
    Mark.DONE: ("✔", "[ok]", "32"),
    Mark.MISSING: ("✘", "[no]", "31"),
    Mark.UNKNOWN: ("?", "[?]", "33"),
    Mark.SKIPPED: ("–", "[-]", "2"),
    Mark.RUN: ("▶", "[>]", "1;34"),
    Mark.NOTE: ("ℹ", "[i]", "36"),
}
# NFKD leaves these as they are.
_ASCII: Final = str.maketrans(
    {
        "✔": "[ok]",
        "✘": "[no]",
        "▶": ">",
        "ℹ": "i",
        "—": "--",
        "–": "-",
        "−": "-",
        "«": '"',
        "»": '"',
        "“": '"',
        "”": '"',
        "‹": "<",
        "›": ">",
        "‘": "'",
        "’": "'",
        "→": "->",
        "…": "...",
        "¿": "",
        "¡": "",
        "·": "-",
        "×": "x",
        "€": "EUR",
    }
)


class Screen:
    """Where the helper writes.

    language: of every Text. utf8: else everything is put in plain ASCII. colour: only on a terminal, never where
    `NO_COLOR` is set or the terminal is dumb. live: a line can be rewritten (a terminal that is not dumb).
    """

    def __init__(
        self,
        language: Language,
        out: TextIO | None = None,
        error: TextIO | None = None,
        answers: TextIO | None = None,
    ) -> None:
        """out, error, answers: the process's own standard streams unless told."""
        self.language: Language = language
        self._out = out or sys.stdout
        self._error = error or sys.stderr
        self._answers = answers or sys.stdin
        self.utf8 = locale_is_utf8(os.environ) and _can_write_utf8(self._out)
        self.live = self._out.isatty() and os.environ.get("TERM") != "dumb"
        # https://no-color.org: any value but the empty one
        self.colour = self.live and not os.environ.get("NO_COLOR")
        self._progress_at: float | None = None

    def in_(self, text: Text | str, **values: object) -> str:
        """`text` in the language, `{name}` filled in with `values` (a Text among them is put in the language too),
        in ASCII where the locale has no UTF-8, without what would steer a terminal."""
        said = text.in_(self.language) if isinstance(text, Text) else text
        if values:
            said = said.format_map({name: self._value(value) for name, value in values.items()})
        said = "".join(letter for letter in said if letter.isprintable() or letter in "\n\t")
        return said if self.utf8 else to_ascii(said)

    def say(self, text: Text | str = "", **values: object) -> None:
        """A line on standard output."""
        self._write(self.in_(text, **values))

    def warn(self, text: Text | str, **values: object) -> None:
        """A line on standard error."""
        self._out.flush()
        print(self.in_(text, **values), file=self._error, flush=True)

    def mark(self, kind: Mark, text: Text | str, **values: object) -> None:
        """A line on standard output that begins with the sign of `kind`."""
        sign, plain, colour = _LOOKS[kind]
        shown = sign if self.utf8 else plain
        if self.colour:
            shown = f"\x1b[{colour}m{shown}\x1b[0m"
        self._write(f"{shown} {self.in_(text, **values)}")

    def command(self, command: str) -> None:
        """`command` as the page shows it: behind a prompt, further lines below the first."""
        first, *more = command.split("\n")
        self._write(f"  $ {self._bold(self.in_(first))}")
        for line in more:
            self._write(f"    {self._bold(self.in_(line))}")

    def json(self, content: object) -> None:
        """`content` on standard output as JSON: in ASCII, so that no locale can break it."""
        self._write(json.dumps(content, indent=1))

    def ask(self, text: Text | str, **values: object) -> bool:
        """Whether the student says yes; no answer, or none any more, is no. Raises KeyboardInterrupt."""
        print(f"{self.in_(text, **values)} {self.in_(_CHOICES)} ", end="", file=self._out, flush=True)
        answer = self._answers.readline()
        if not answer.endswith("\n"):
            self._write("")
        return unicodedata.normalize("NFC", answer).strip().casefold() in YES[self.language]

    def progress(self, text: Text | str, **values: object) -> None:
        """Show how far it is: one line that is rewritten; where that cannot be, a line now and then."""
        if self.live:
            print(f"\r\x1b[K{self.in_(text, **values)}", end="", file=self._out, flush=True)
            self._progress_at = time.monotonic()
        elif self._progress_at is None or time.monotonic() - self._progress_at >= _BETWEEN_LINES:
            self._write(self.in_(text, **values))
            self._progress_at = time.monotonic()

    def progress_end(self) -> None:
        """What `progress` showed is over."""
        if self.live and self._progress_at is not None:
            print("\r\x1b[K", end="", file=self._out, flush=True)
        self._progress_at = None

    def _write(self, line: str) -> None:
        # Flushed at once: a command that the helper starts writes to the same place
        print(line, file=self._out, flush=True)

    def _value(self, value: object) -> object:
        return value.in_(self.language) if isinstance(value, Text) else value

    def _bold(self, text: str) -> str:
        return f"\x1b[1m{text}\x1b[0m" if self.colour else text


def locale_is_utf8(environment: Mapping[str, str]) -> bool:
    """Whether the locale that `environment` names writes UTF-8."""
    names = ["LC_ALL", "LC_CTYPE", "LANG"]
    if sys.flags.utf8_mode:
        # Python found the locale C and set this one itself (PEP 538): it is not the user's
        names.remove("LC_CTYPE")
    chosen = next((environment[name] for name in names if environment.get(name)), "")
    return chosen.partition("@")[0].lower().replace("-", "").endswith("utf8")


def to_ascii(text: str) -> str:
    """`text` in ASCII: accents dropped, marks and quotes replaced by what looks like them."""
    plain = unicodedata.normalize("NFKD", text.translate(_ASCII))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return plain.encode("ascii", "replace").decode()


def _can_write_utf8(stream: TextIO) -> bool:
    # A stream without an encoding (io.StringIO) takes any letter
    encoding: str | None = stream.encoding
    return encoding is None or encoding.lower().replace("-", "") == "utf8"
