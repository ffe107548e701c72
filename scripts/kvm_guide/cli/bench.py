"""kvm-guide-bench: how long the project's work takes on this machine, against its goals."""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kvm_guide import paths
from kvm_guide.cli import run
from kvm_guide.errors import Broken, Exit


@dataclass(frozen=True)
class Measure:
    """Something to time. goal: seconds; cold: with an empty cache."""

    name: str
    command: tuple[str, ...]
    goal: float
    cold: bool = False


BUILD = Measure("scripts/build", ("build",), 15)
UNCHANGED = Measure("scripts/verify --check, nothing changed", ("verify", "--check", "--language", "es"), 5)
COLD = Measure("scripts/verify --check, one language, empty cache", UNCHANGED.command, 25 * 60, cold=True)


def parser() -> argparse.ArgumentParser:
    """What the command understands."""
    parser = argparse.ArgumentParser(
        prog="kvm-guide-bench",
        description="Times the strict build and a verify with nothing changed (three times each, the median counts), "
        "and with --cold a verify with an empty cache, and prints each against its goal.",
    )
    parser.add_argument("--cold", action="store_true", help="time a cold verify of one language too (tens of minutes)")
    return parser


def work(options: argparse.Namespace) -> int:
    """Measure and print a table."""
    from kvm_guide.lab import accelerator, image

    print(f"machine: {_machine()}")
    seconds: dict[str, float] = {}
    if options.cold:
        seconds[COLD.name] = _timed(COLD)
    for measure in (UNCHANGED, BUILD):
        _timed(measure)  # fills the cache where it is empty
        seconds[measure.name] = sorted(_timed(measure) for _ in range(3))[1]
    built = image.cached_image(paths.cache())
    if built is not None:
        print(f"accelerator: {accelerator.choose(built, paths.cache()).name}, QEMU {accelerator.qemu_version()}")
    print(f"{'what':50} {'seconds':>9} {'goal':>7} {'of goal':>8}")
    for measure in (COLD, UNCHANGED, BUILD):
        if measure.name in seconds:
            taken = seconds[measure.name]
            print(f"{measure.name:50} {taken:9.1f} {measure.goal:7.0f} {taken / measure.goal:8.0%}")
    if COLD.name in seconds:
        print(f"a cold run takes {seconds[COLD.name] / seconds[UNCHANGED.name]:.0f} times as long as an unchanged one")
    return Exit.OK if all(seconds[m.name] <= m.goal for m in (COLD, UNCHANGED, BUILD) if m.name in seconds) else 1


def _timed(measure: Measure) -> float:
    name, *rest = measure.command
    command = [sys.executable, str(paths.ROOT / "scripts" / name), *rest]
    with tempfile.TemporaryDirectory(dir=paths.cache().parent) as empty:
        cache = Path(empty) if measure.cold else paths.cache()
        started = time.monotonic()
        result = subprocess.run(command, env={**os.environ, "KVM_GUIDE_CACHE": str(cache)}, check=False)
        taken = time.monotonic() - started
    if result.returncode != 0:
        raise Broken(f"{' '.join(measure.command)} ended with {result.returncode}, so its time says nothing.")
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
