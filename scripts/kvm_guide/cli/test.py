"""kvm-guide-test: every test of the project, the lab's included."""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from typing import Final

from kvm_guide import paths
from kvm_guide.cli import images, run
from kvm_guide.errors import Broken, Exit

_ENDINGS: Final = {
    Exit.OK: "all passed",
    Exit.NOT_SO: "a test failed",
    Exit.USAGE: "none was run",
    Exit.BROKEN: "something around them broke",
    Exit.STOPPED: "stopped",
}
_SIDE_BY_SIDE: Final = ("-n", "auto", "--dist", "worksteal")
_QUICK: Final = ("-m", "not vm and not whole", *_SIDE_BY_SIDE)
# One after the other, as each keeps all processors busy; the guide's lessons run side by side of themselves, and a
# machine of a test's own seldom keeps more than one processor busy
_WHOLE: Final = (
    ("without a virtual machine", ("-m", "not vm", *_SIDE_BY_SIDE)),
    ("the guide in virtual machines", ("-m", "vm and guide")),
    ("the lab in virtual machines", ("-m", "vm and not guide", "-n", "2", "--dist", "worksteal")),
)
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
    # Since when: what would not end in time is left to the weekly run (tests/left_out.py)
    os.environ["KVM_GUIDE_ALL_TESTS"] = str(time.time())
    ended: dict[str, Exit] = {}
    with images.building() as wait_for_images:
        for what, chosen in _WHOLE:
            ended[what] = run_pytest(chosen)
            if ended[what] == Exit.STOPPED:
                break
            wait_for_images()
    print("; ".join(f"{what}: {_ENDINGS[code]}" for what, code in ended.items()))
    return next(ending for ending in _WORST_FIRST if ending in ended.values())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    return run(parser(), work, arguments)


if __name__ == "__main__":
    sys.exit(main())
