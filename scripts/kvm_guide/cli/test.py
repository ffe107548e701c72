"""kvm-guide-test: every test of the project, the lab's included."""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Final

from kvm_guide import paths
from kvm_guide.cli import run
from kvm_guide.errors import Broken, Exit

_ENDINGS: Final = {
    Exit.OK: "all passed",
    Exit.NOT_SO: "a test failed",
    Exit.USAGE: "none was run",
    Exit.BROKEN: "something around them broke",
    Exit.STOPPED: "stopped",
}
_QUICK: Final = ("-m", "not vm and not whole", "-n", "auto", "--dist", "worksteal")
_WORST_FIRST: Final = (Exit.STOPPED, Exit.NOT_SO, Exit.BROKEN, Exit.USAGE, Exit.OK)


def parser() -> argparse.ArgumentParser:
    """What the command understands."""
    parser = argparse.ArgumentParser(
        prog="scripts/test",
        usage="%(prog)s [-h] [--quick] [-- PYTEST_ARGUMENT ...]",
        description="Runs every test: the commands, the site in a browser, lint and types, and the guide's steps in a "
        "virtual machine. The first time it sets up what it needs.",
        epilog="What follows -- goes to pytest: scripts/test --quick -- -k port -x; -n0 there runs one test at a time, "
        "and with -s shows what it prints. "
        "Exit codes: 0 all passed; 1 a test failed; 2 wrong usage, or no test chosen; 3 the lab or something else "
        "around the tests broke; 130 stopped by Ctrl-C.",
    )
    parser.add_argument("--quick", action="store_true", help="what needs neither QEMU nor many minutes, side by side")
    parser.add_argument("pytest", nargs="*", metavar="PYTEST_ARGUMENT", help="an argument for pytest, after --")
    return parser


def work(options: argparse.Namespace) -> int:
    """Run pytest in the project's folder; returns its outcome as an exit code of ours."""
    if not (paths.ROOT / "tests").is_dir():
        raise Broken(f"{paths.ROOT / 'tests'} is missing: restore it with git, then run scripts/test again.")
    from kvm_guide.cli.pytest_run import run_pytest

    os.chdir(paths.ROOT)
    if options.quick:
        return run_pytest([*_QUICK, *options.pytest])
    if options.pytest:
        return run_pytest(options.pytest)
    # A virtual machine seldom keeps two processors busy, and the other tests need minutes too
    with tempfile.TemporaryFile() as said, _beside(said) as others:
        code = run_pytest(["-m", "vm"])
        ended = others.wait()
        beside = Exit(ended) if ended in _ENDINGS else Exit.BROKEN  # killed: nothing is known of them
        said.seek(0)
        sys.stdout.write(said.read().decode(errors="replace"))
    print(f"with a virtual machine: {_ENDINGS[code]}; all others: {_ENDINGS[beside]}")
    return next(ending for ending in _WORST_FIRST if ending in (code, beside))


@contextmanager
def _beside(said: IO[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """All tests that need no virtual machine, at the same time; what they print goes to `said`."""
    # The lab takes the longer: what the processors have left is enough for the others, one at a time
    command = ["nice", "-n", "10", sys.executable, "-m", "kvm_guide.cli.test", "--", "-m", "not vm"]
    environment = {**os.environ, "PYTHONPATH": str(paths.ROOT / "scripts")}
    with subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=said, stderr=said) as process:
        try:
            yield process
        except BaseException:
            process.terminate()
            raise


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    return run(parser(), work, arguments)


if __name__ == "__main__":
    sys.exit(main())
