"""A sentence of a page that a command can show. Standard library only."""

import re
from dataclasses import dataclass, field

from kvm_guide.model import release
from kvm_guide.model.release import Otherwise
from kvm_guide.model.step import ID, LANGUAGES, Language, Pattern, Text, sha256_of


@dataclass(frozen=True)
class Fact:
    """What a page says, and the read-only question that bears it out.

    id: kebab-case, unique in the guide, equal in both languages; the page names the fact by it.
    after: the id of the step after which it is asked, on a copy of the machine that is thrown away.
    probe: a read-only shell command, run as the reader's user in a new session. root: it is run as root.
    on: what of it is another on a release; only: the releases on which its sentence holds, none for all: on others it
    is not asked.
    exit_status: what the probe ends with. expect: patterns, each of which some line of its output must match.
    """

    id: str
    after: str
    probe: str
    expect: tuple[Pattern, ...] = ()
    exit_status: int = 0
    root: bool = False
    on: Otherwise = field(default_factory=dict, hash=False)
    only: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what could not be shown, or could not fail. Raises ValueError."""
        if not ID.match(self.id):
            raise ValueError(f"fact id {self.id!r}: use lower-case letters, digits and single hyphens")
        if not self.probe or self.probe != self.probe.strip():
            raise ValueError(f"fact {self.id}: the probe is empty, or has white space around it")
        if not self.expect:
            raise ValueError(f"fact {self.id}: say what its answer must show, else any answer would do")
        for language in LANGUAGES:
            for pattern in self.patterns(language):
                re.compile(pattern)
        release.check(f"fact {self.id}", (*self.on, *self.only))
        for number in self.on:
            self.on_release(number)

    def on_release(self, number: str) -> "Fact | None":
        """It, as it is asked on the release called `number`; None where it does not hold there."""
        return None if self.only and number not in self.only else release.varied(self, self.on, number)

    def patterns(self, language: Language) -> list[str]:
        """What the answer must match in `language`, as regular expressions."""
        return [p.in_(language) if isinstance(p, Text) else p for p in self.expect]

    def fingerprint(self) -> str:
        """SHA-256 (hex) of all of it: what a page says its proof is of."""
        expect = {language: self.patterns(language) for language in LANGUAGES}
        return sha256_of([self.id, self.after, self.probe, expect, self.exit_status, self.root])
