"""kvm-guide-bench: how long the project's work takes on this machine, against its goals and against others."""

import argparse
import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kvm_guide import paths
from kvm_guide.cli import run
from kvm_guide.errors import Broken, Exit

if TYPE_CHECKING:
    from kvm_guide.bench.table import Row

PARTS: Final = {
    "site": "the strict build, and a verify with nothing changed (three times each, the median counts)",
    "plain": "the strict build against plain MkDocs with the same settings: the guide's pages, 40 and 300 a language",
    "pages": "Lighthouse, as a phone, on home and two chapters, beside their text in stock Material and in Starlight",
    "cold": "a cold run of one language, and runs again after nothing, the last step and a middle step were edited",
    "both": "a cold run of both languages side by side, which writes the records",
    "tree": "what an edit costs where all is kept, two lessons side by side, and how the check of proofs grows",
    "growth": "runs of 10, 20 and 40 steps that do nothing",
    "ssh": "the guide's commands typed over plain ssh, on a machine without the lab's tuning",
    "autopkgtest": "the same under Debian's autopkgtest-virt-qemu",
}


def parser() -> argparse.ArgumentParser:
    """What the command understands."""
    parser = argparse.ArgumentParser(
        prog="kvm-guide-bench",
        description="Times the project's work and prints each time against its goal and against what it is compared "
        "with, also if that was timed earlier since this machine started (such rows are marked *). Without --part it "
        "times the site only: all else takes tens of minutes. Parts: "
        + "; ".join(f"{name}: {what}" for name, what in PARTS.items())
        + ". How quick the machine itself is as a part begins stands in rows of its own: shared ones vary.",
    )
    parser.add_argument("--part", choices=(*PARTS, "all"), action="append", help="what to time (may be repeated)")
    parser.add_argument("--every-page", action="store_true", help="with --part pages: on all other pages, too")
    parser.add_argument("--language", choices=("es", "en"), default="es", help="of the run of one language")
    return parser


def work(options: argparse.Namespace) -> int:
    """Measure and print a table, of what was timed earlier in this session too."""
    from kvm_guide.bench import session, table
    from kvm_guide.bench.pace import pace

    chosen = options.part or ["site"]
    parts = [name for name in PARTS if name in chosen or "all" in chosen]
    print(f"machine: {_machine()}", flush=True)
    known: list[Row] = session.earlier(paths.cache())
    timed: list[Row] = []
    try:
        for part in parts:
            measured = _measured(part, options, known)
            for rows in chain([pace(part)], measured):
                known = session.remember(paths.cache(), rows)
                timed += rows
    finally:
        print("\n".join(table.lines(known, [row.name for row in timed])))
    return Exit.OK if all(row.met for row in timed) else Exit.NOT_SO


def _measured(part: str, options: argparse.Namespace, known: "list[Row]") -> "Iterable[list[Row]]":
    if part == "site":
        return [_site()]
    if part == "plain":
        from kvm_guide.bench import plain

        return plain.rows()
    if part == "pages":
        from kvm_guide.bench.lighthouse import part as lighthouse

        return lighthouse.look(every=options.every_page)
    return _lab(part, options.language, known)


def _lab(part: str, language: str, known: "list[Row]") -> "Iterator[list[Row]]":
    from kvm_guide.bench import lab, others, tree
    from kvm_guide.bench.table import Row
    from kvm_guide.vm import accelerator, image

    cached = image.cached_image(paths.cache())
    started = time.monotonic()
    built = image.get(paths.cache())
    if cached is None:
        yield [Row("the image, built", time.monotonic() - started)]
    print(f"accelerator: {accelerator.choose(built, paths.cache()).name}", flush=True)
    if part == "cold":
        with lab.empty_cache() as cache:
            yield from lab.cold_and_edited("en" if language == "en" else "es", cache)
    elif part == "tree":
        yield tree.proofs()
        yield from tree.edits(paths.cache())
        with lab.empty_cache() as cache:
            yield tree.sisters(cache)
    elif part == "growth":
        with lab.empty_cache() as cache:
            yield lab.growth(cache)
    elif part == "both":
        side = lab.both()
        alone = next((row.value for row in known if row.name == lab.COLD), None)
        yield [Row(side.name, side.value, 1.9 * alone if alone else None, of=lab.COLD)]
    else:
        yield others.plain_ssh(built) if part == "ssh" else others.autopkgtest(built)


def _site() -> "list[Row]":
    from kvm_guide.bench.table import Row

    rows = []
    for name, command, goal in (
        # Of the troubles it reads the record: those that this machine has not brought about would take many minutes
        (
            "scripts/verify --check, one language, nothing changed",
            ("verify", "--check", "--language", "es", "--troubles", "en"),
            2,
        ),
        ("scripts/build", ("build",), 15),
    ):
        _timed(command)  # fills the cache where it is empty
        rows.append(Row(name, sorted(_timed(command) for _ in range(3))[1], goal))
    return rows


def _timed(command: Sequence[str]) -> float:
    name, *rest = command
    started = time.monotonic()
    result = subprocess.run([sys.executable, str(paths.ROOT / "scripts" / name), *rest], check=False)
    taken = time.monotonic() - started
    if result.returncode != 0:
        raise Broken(f"{' '.join(command)} ended with {result.returncode}, so its time says nothing.")
    return taken


def _machine() -> str:
    model = platform.processor() or platform.machine()
    try:
        info = Path("/proc/cpuinfo").read_text()
        model = next(line.split(":", 1)[1].strip() for line in info.splitlines() if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    return f"{model}, {os.cpu_count()} CPUs, {platform.system()} {platform.release()}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    return run(parser(), work, arguments)


if __name__ == "__main__":
    sys.exit(main())
