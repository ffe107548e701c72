"""kvm-guide-test: every test of the project, the lab's included."""

import argparse
import os
from collections.abc import Sequence

from kvm_guide import paths
from kvm_guide.cli import run
from kvm_guide.errors import Broken


def parser() -> argparse.ArgumentParser:
    """What the command understands."""
    parser = argparse.ArgumentParser(
        prog="scripts/test",
        usage="%(prog)s [-h] [--quick] [-- PYTEST_ARGUMENT ...]",
        description="Runs every test: the commands, the site in a browser, lint and types, and the guide's steps in a "
        "virtual machine. The first time it sets up what it needs.",
        epilog="What follows -- goes to pytest: scripts/test --quick -- -k port -x. "
        "Exit codes: 0 all passed; 1 a test failed; 2 wrong usage, or no test chosen; 3 the lab or something else "
        "around the tests broke; 130 stopped by Ctrl-C.",
    )
    parser.add_argument("--quick", action="store_true", help="leave the virtual machine out: minutes, and no QEMU")
    parser.add_argument("pytest", nargs="*", metavar="PYTEST_ARGUMENT", help="an argument for pytest, after --")
    return parser


def work(options: argparse.Namespace) -> int:
    """Run pytest in the project's folder; returns its outcome as an exit code of ours."""
    if not (paths.ROOT / "tests").is_dir():
        raise Broken(f"{paths.ROOT / 'tests'} is missing: restore it with git, then run scripts/test again.")
    from kvm_guide.cli.pytest_run import run_pytest

    os.chdir(paths.ROOT)
    quick = ["-m", "not vm"] if options.quick else []
    return run_pytest([*quick, *options.pytest])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    return run(parser(), work, arguments)
