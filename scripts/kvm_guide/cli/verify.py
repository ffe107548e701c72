"""kvm-guide-verify: types the guide into a Debian machine and writes what happened."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from kvm_guide import paths
from kvm_guide.cli import run
from kvm_guide.errors import Exit, GuideError
from kvm_guide.step import LANGUAGES, Language


def parser() -> argparse.ArgumentParser:
    """What the command understands."""
    parser = argparse.ArgumentParser(
        prog="scripts/verify",
        description="Types every step of the guide into a new Debian 12 virtual machine, in each language, and writes "
        "docs/records/. What it ran in the last week, with nothing changed since, it does not run again.",
        epilog="Exit codes: 0 all as the guide says; 1 a step is not, and nothing was written; 2 wrong usage; 3 the "
        "lab broke, so nothing is known about the guide; 130 stopped by Ctrl-C.",
    )
    parser.add_argument("--language", choices=LANGUAGES, action="append", help="only this language (may be repeated)")
    parser.add_argument("--check", action="store_true", help="write nothing; fail where an outcome is not the recorded")
    parser.add_argument("--fresh", action="store_true", help="run even what was run lately")
    parser.add_argument("--cold", action="store_true", help="build the machine's image anew too")
    parser.add_argument("--report", type=Path, metavar="FILE", help="write how it ended to FILE, as JSON")
    return parser


def work(options: argparse.Namespace) -> int:
    """Run, then write or compare: one language here, several side by side (a guest installs on one of its CPUs)."""
    from kvm_guide.console import say
    from kvm_guide.lab import verify

    chosen: Sequence[Language] = options.language or LANGUAGES
    languages = list(dict.fromkeys(chosen))
    fresh = verify.Freshness(runs=not (options.fresh or options.cold), images=not options.cold)
    try:
        if len(languages) > 1:
            verify.prepare(paths.cache(), fresh)
            return _side_by_side(languages, options)
        act = verify.compare if options.check else verify.write
        say(act(languages[0], paths.cache(), paths.RECORDS, fresh))
    except GuideError as error:
        _report(options.report, getattr(error, "step_id", None), str(error), error.exit)
        raise
    _report(options.report, None, "all as the guide says", Exit.OK)
    return Exit.OK


def _side_by_side(languages: list[Language], options: argparse.Namespace) -> int:
    # A process each: Ctrl-C reaches all of them, and what one leaves behind the kernel clears away with it
    flags = [flag for flag, on in (("--check", options.check), ("--fresh", options.fresh or options.cold)) if on]
    with tempfile.TemporaryDirectory() as folder:
        reports = {language: Path(folder) / f"{language}.json" for language in languages}
        running = [
            subprocess.Popen(
                [sys.executable, "-m", "kvm_guide.cli.verify", "--language", language, *flags, "--report", str(report)],
                env={**os.environ, "PYTHONPATH": str(paths.ROOT / "scripts"), "KVM_GUIDE_LABEL": language},
            )
            for language, report in reports.items()
        ]
        try:
            codes = [process.wait() for process in running]
        except KeyboardInterrupt:
            for process in running:
                process.wait()
            raise
        ended = [json.loads(report.read_text()) for report in reports.values() if report.is_file()]
    worst = max(ended, key=lambda report: int(report["exit"]), default=None)
    if worst is not None:
        _report(options.report, worst["failed_step"], worst["message"], Exit(worst["exit"]))
    return next((code if code > 0 else Exit.BROKEN for code in codes if code), Exit.OK)


def _report(file: Path | None, step_id: str | None, message: str, code: Exit) -> None:
    if file is not None:
        file.write_text(json.dumps({"failed_step": step_id, "message": message, "exit": int(code)}) + "\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    return run(parser(), work, arguments)


if __name__ == "__main__":
    sys.exit(main())
