"""The report for a teacher: a block of text with a code made from it. The code shows slips; it stops no cheat."""

import base64
import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from kvm_guide.errors import UsageError
from kvm_guide.helper.diagnosis.checking import Finding, Verdict
from kvm_guide.helper.diagnosis.facts import SystemFacts
from kvm_guide.helper.output.screen import Screen
from kvm_guide.helper.source import Source
from kvm_guide.model.step import Text

FORMAT: Final = "1"
BEGIN: Final = "-----BEGIN KVM-GUIDE REPORT-----"
END: Final = "-----END KVM-GUIDE REPORT-----"
PACKAGES: Final = ("qemu-system-x86", "libvirt-daemon-system", "virt-manager")
REQUIRED: Final = ("format", "date", "chapters", "debian", "kernel", *PACKAGES, "accelerator", "helper")
# What is wrong with a report. The site's page of reports says the same.
CUT: Final = Text(es="está cortado: falta el final.", en="it is cut off: its end is missing.")
OTHER: Final = Text(
    es="es de otra versión de kvm-guide: revísalo con esa.",
    en="it is of another version of kvm-guide: verify it with that one.",
)
MISSING: Final = Text(es="faltan líneas: {keys}.", en="lines are missing: {keys}.")
CHANGED: Final = Text(
    es="su código no es el de su texto: algo se cambió, o falta o sobra una línea.",
    en="its code is not that of its text: something was changed, or a line is missing or too many.",
)
_LONGEST_NAME: Final = 80
_QUOTED: Final = re.compile(r"^(?:>\s*)+")
# A word processor makes longer dashes of these, a mail program breaks none of them.
_DASHES: Final = re.compile("[\u2010-\u2015\u2212]")
_BEGIN: Final = re.compile(r"-* ?BEGIN KVM-GUIDE REPORT ?-*\Z")
_END: Final = re.compile(r"-* ?END KVM-GUIDE REPORT ?-*\Z")


@dataclass(frozen=True)
class Verified:
    """One block that was read. fields: what it says. slip: what is wrong with it, None where nothing is."""

    fields: Mapping[str, str]
    slip: Text | None


def make(
    findings: Sequence[Finding], source: Source, facts: SystemFacts, name: str | None, now: datetime, screen: Screen
) -> dict[str, str]:
    """The report's fields, in order, the code last: of `findings` of all steps. name: only where the student typed one.

    In the letters that `screen` can show, for the code is of what is shown. Raises UsageError: a name nobody can read.
    """
    fields = {"format": FORMAT, "date": f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"}
    if name is not None:
        fields["name"] = _name(name, screen)
    fields["chapters"] = ", ".join(_lessons(findings, source))
    own = facts.os_id in ("", "debian")
    fields["debian"] = facts.debian if own else f"{facts.debian} ({facts.os_id} {facts.os_version})"
    fields["kernel"] = facts.kernel
    for package in PACKAGES:
        fields[package] = facts.packages.get(package, "not installed")
    fields["accelerator"] = "kvm" if facts.kvm_usable else "tcg"
    fields["helper"] = source.version
    shown = {key: screen.in_(value) for key, value in fields.items()}
    return {**shown, "code": code(_lines(shown))}


def block(fields: Mapping[str, str]) -> list[str]:
    """The lines of the block that says `fields`."""
    return [BEGIN, *_lines(fields), END]


def code(lines: Sequence[str]) -> str:
    """The code of `lines`, the field lines of a report without the code's own: "ABCD-EFGH-IJKL"."""
    digest = hashlib.sha256("\n".join(lines).encode()).digest()
    letters = base64.b32encode(digest).decode()
    return "-".join((letters[:4], letters[4:8], letters[8:12]))


def verify(text: str) -> list[Verified]:
    """Every block in `text`, whatever stands around them and whatever a mail program did to their white space."""
    return [_verified(lines, whole) for lines, whole in _blocks(text)]


def _name(name: str, screen: Screen) -> str:
    tidy = _canonical(screen.in_(name))
    if not tidy or len(tidy) > _LONGEST_NAME:
        said = Text(
            es="--name: escribe un nombre de 1 a {most} letras.", en="--name: type a name of 1 to {most} letters."
        )
        raise UsageError(screen.in_(said, most=_LONGEST_NAME))
    return tidy


def _lessons(findings: Sequence[Finding], source: Source) -> Iterator[str]:
    for lesson in source.guide.lessons:
        own = [finding for finding in findings if finding.step in lesson.steps]
        if own:
            done = sum(finding.verdict is Verdict.THERE for finding in own)
            yield f"{lesson.number}: {done}/{len(own)}"


def _lines(fields: Mapping[str, str]) -> list[str]:
    return [_canonical(f"{key}: {value}") for key, value in fields.items()]


def _canonical(line: str) -> str:
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", line))
    return " ".join(_QUOTED.sub("", plain.strip()).split())


def _blocks(text: str) -> Iterator[tuple[list[str], bool]]:
    """The lines of each block, and whether its end was seen."""
    lines: list[str] | None = None
    for line in map(_canonical, text.splitlines()):
        if _BEGIN.match(line):
            if lines is not None:
                yield lines, False
            lines = []
        elif _END.match(line):
            if lines is not None:
                yield lines, True
            lines = None
        elif lines is not None and line:
            lines.append(line)
    if lines is not None:
        yield lines, False


def _verified(lines: Sequence[str], whole: bool) -> Verified:
    pairs = [line.partition(":") for line in lines]
    fields = {key.strip(): value.strip() for key, _, value in pairs}
    written = fields.get("code", "")
    content = [line for line in lines if not line.startswith("code:")]
    missing = [key for key in (*REQUIRED, "code") if key not in fields]
    return Verified(fields, _slip(fields, missing, whole, written.upper() == code(content)))


def _slip(fields: Mapping[str, str], missing: Sequence[str], whole: bool, matches: bool) -> Text | None:
    if not whole:
        return CUT
    if fields.get("format", FORMAT) != FORMAT:
        return OTHER
    if missing:
        keys = ", ".join(missing)
        return Text(es=MISSING.es.format(keys=keys), en=MISSING.en.format(keys=keys))
    return None if matches else CHANGED
