"""`kvm-guide report --verify`: whether reports are as they left their machines; of a folder, the table of a class."""

import io
import os
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kvm_guide.errors import Exit, UsageError
from kvm_guide.helper.cli import reading
from kvm_guide.helper.cli.program_name import NAME
from kvm_guide.helper.output import check_output, class_table, report
from kvm_guide.helper.output.class_table import Row, Sent
from kvm_guide.helper.output.screen import Screen
from kvm_guide.model.step import Text

LARGEST: Final = 8_000_000
"""Bytes: what is larger is no report, nor a mailbox with those of a class."""
_NO_REPORT: Final = Text(
    es="ahí no hay ningún informe: copia el bloque entero, desde la línea {begin}.",
    en="there is no report there: copy the whole block, from the line {begin}.",
)
# What is wrong with what was sent in. The site's page of reports says the same.
NOT_ONE: Final = Text(
    es=f"{{file}} no es un informe: le falta la primera línea, {report.BEGIN}.",
    en=f"{{file}} is no report: it lacks the first line, {report.BEGIN}.",
)
TOO_LARGE: Final = Text(es="{file} no es un informe: es demasiado grande.", en="{file} is no report: it is too large.")
AGAIN: Final = Text(
    es="{name} está en más de un informe: en la tabla está {file}, y no {others}.",
    en="{name} stands in more than one report: in the table is {file}, and not {others}.",
)
_LINK: Final = Text(
    es="{file} es un enlace a otra carpeta: no miro lo que hay en ella.",
    en="{file} is a link to another folder: what is in it is not looked at.",
)
_EMPTY: Final = Text(es="en {file} no hay ningún informe.", en="there is no report in {file}.")


@dataclass
class _Read:
    """What was found in a folder. problems: a sentence about each thing that is no report."""

    sent: list[Sent] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def verify(place: str, screen: Screen, *, as_json: bool) -> Exit:
    """Say whether the reports in `place`, a file, a folder or `-` for standard input, are as they left their machines.

    Raises UsageError where there is no such file, or no report in it.
    """
    if place != "-" and Path(place).is_dir():
        return _folder(Path(place), screen, as_json=as_json)
    found = report.verify(reading.text(place, screen))
    if not found:
        raise UsageError(screen.in_(_NO_REPORT, begin=report.BEGIN))
    if as_json:
        screen.json([check_output.verified_object(one, screen) for one in found])
    else:
        for one in found:
            check_output.verified(one, screen)
    return Exit.NOT_SO if any(one.slip for one in found) else Exit.OK


def _folder(folder: Path, screen: Screen, *, as_json: bool) -> Exit:
    read = _read(folder, screen)
    rows = class_table.rows(read.sent)
    if as_json:
        screen.json([_object(row, screen) for row in rows])
    else:
        _write(class_table.as_csv(class_table.table(rows, screen.language)))
    if not read.sent:
        read.problems.append(screen.in_(_EMPTY, file=str(folder)))
    twice = [_again(row, screen) for row in rows if row.others]
    for said in [*read.problems, *twice]:
        screen.warn(f"{NAME}: {said}")
    return Exit.NOT_SO if read.problems or any(row.counts.report.slip for row in rows) else Exit.OK


def _again(row: Row, screen: Screen) -> str:
    others = ", ".join(other.file for other in row.others)
    return screen.in_(AGAIN, name=row.counts.name, file=row.counts.file, others=others)


def _object(row: Row, screen: Screen) -> dict[str, object]:
    """`row` as one JSON object."""
    return {
        **check_output.verified_object(row.counts.report, screen),
        "file": row.counts.file,
        "others": [{**check_output.verified_object(other.report, screen), "file": other.file} for other in row.others],
    }


def _read(folder: Path, screen: Screen) -> _Read:
    """The reports in `folder` and in the folders in it, in the order of the files' names."""
    read = _Read()
    for name, problem in sorted(_files(folder), key=lambda one: one[0]):
        if problem is not None:
            read.problems.append(screen.in_(problem, file=name))
            continue
        try:
            data = _content(folder / name)
        except OSError as error:
            read.problems.append(screen.in_(reading.NO_FILE, file=name, why=error.strerror))
            continue
        found = report.verify(reading.decoded(data)) if data is not None else []
        if not found:
            read.problems.append(screen.in_(NOT_ONE if data is not None else TOO_LARGE, file=name))
        read.sent += [Sent(name, one) for one in found]
    return read


def _files(folder: Path) -> Iterator[tuple[str, Text | None]]:
    """The path below `folder` of each file in it, or of what cannot be looked into, with what is wrong with it.

    Names that begin with a dot, as those that a system leaves behind, are none that a student gave.
    """
    unread: list[OSError] = []
    for top, folders, files in os.walk(folder, onerror=unread.append):
        here = Path(top)
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in folders:
            if (here / name).is_symlink():
                yield (here / name).relative_to(folder).as_posix(), _LINK
        for name in files:
            if not name.startswith("."):
                yield (here / name).relative_to(folder).as_posix(), None
    for error in unread:
        why = str(error.strerror)
        said = Text(es=reading.NO_FILE.es.replace("{why}", why), en=reading.NO_FILE.en.replace("{why}", why))
        name = Path(error.filename).relative_to(folder).as_posix()
        yield (str(folder) if name == "." else name), said


def _content(file: Path) -> bytes | None:
    """What is in `file`; None where it is too much. Raises OSError. Of a pipe or a device nothing is read."""
    kind = file.stat()
    if not stat.S_ISREG(kind.st_mode):
        return b""
    return file.read_bytes() if kind.st_size <= LARGEST else None


def _write(text: str) -> None:
    """Write `text` as UTF-8, whatever the locale: no letter of a name is lost on its way to a file."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    sys.stdout.write(text)
