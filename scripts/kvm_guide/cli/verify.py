"""kvm-guide-verify: types the guide into a Debian machine and writes what happened."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kvm_guide import lessons, paths
from kvm_guide.cli import run
from kvm_guide.errors import Exit, GuideError, UsageError
from kvm_guide.model.lesson import Guide
from kvm_guide.model.release import DEFAULT, NUMBERS, release
from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.records import store

if TYPE_CHECKING:
    from kvm_guide.lab.jobs import Job
    from kvm_guide.lab.verify import Freshness


def parser() -> argparse.ArgumentParser:
    """What the command understands."""
    parser = argparse.ArgumentParser(
        prog="scripts/verify",
        description="Types the lessons of the guide into Debian virtual machines, in each language, and writes "
        "docs/records/. The machine after each step is kept for a week: what is as it was is not typed again, and a "
        "lesson goes on from the kept end of the one before.",
        epilog="Exit codes: 0 all as the guide says; 1 something is not, and the record says so from now on; 2 wrong "
        "usage; 3 the lab broke, so nothing is known about the guide; 130 stopped by Ctrl-C.",
    )
    parser.add_argument(
        "lessons", nargs="*", metavar="LESSON", help="only these lessons, by id (install), or these runs (install.es)"
    )
    parser.add_argument("--language", choices=LANGUAGES, action="append", help="only this language (may be repeated)")
    parser.add_argument(
        "--release",
        choices=NUMBERS,
        help=f"of Debian, which the lessons are typed into ({DEFAULT.number} where none is named; of --plan, all)",
    )
    parser.add_argument("--check", action="store_true", help="write nothing; fail where an outcome is not the recorded")
    parser.add_argument(
        "--troubles",
        action="append",
        metavar="RUN",
        help="with --check: bring troubles about in this run (install.es) or this language (es) only; which were left "
        "to the weekly run is said",
    )
    parser.add_argument("--fresh", action="store_true", help="use nothing kept from an older package index")
    parser.add_argument("--cold", action="store_true", help="use nothing kept: build the machine's image anew too")
    parser.add_argument("--watch", action="store_true", help="run again whenever a lesson or the lab is saved")
    parser.add_argument("--until", metavar="STEP", help="only bring a machine to where it stands after this step")
    parser.add_argument(
        "--shell", action="store_true", help="open a terminal in the machine, after --until or where a step fails"
    )
    parser.add_argument("--states", choices=("list", "empty"), help="list the kept machines, or remove them all")
    parser.add_argument("--plan", action="store_true", help="run nothing; print the runs there are, as JSON, for CI")
    parser.add_argument(
        "--collect",
        type=Path,
        nargs="+",
        metavar="FOLDER",
        help="run nothing; take over the records that runs on other "
        "machines left in these folders (docs/records of CI's jobs), and say what changed",
    )
    parser.add_argument("--junit", type=Path, metavar="FILE", help="write the results to FILE, as JUnit XML")
    parser.add_argument("--report", type=Path, metavar="FILE", help="write how it ended to FILE, as JSON")
    parser.add_argument("--since", type=float, default=0.0, help=argparse.SUPPRESS)
    return parser


def work(options: argparse.Namespace) -> int:
    """Run, then write or compare: one lesson in one language here, several as a process each."""
    chosen: Sequence[Language] = options.language or (LANGUAGES[:1] if options.until or options.shell else LANGUAGES)
    languages = list(dict.fromkeys(chosen))
    if options.states:
        return _states(options.states)
    if (options.shell or options.until) and len(languages) > 1:
        raise UsageError("--until and --shell are about one machine: give one --language.")
    if options.until and options.lessons:
        raise UsageError("--until names a step, which is one lesson's: leave the lesson out.")
    if options.troubles and not options.check:
        raise UsageError("--troubles leaves some out, and a record is whole: it goes with --check only.")
    if options.watch:
        if options.shell or options.until or options.cold:
            raise UsageError("--watch runs again and again: it does not go with --shell, --until or --cold.")
        return _watch(sys.argv[1:])
    from kvm_guide.lab import jobs, shell, verify

    if options.plan:
        print(json.dumps(jobs.matrix(lessons.GUIDE, languages, [options.release] if options.release else NUMBERS)))
        return Exit.OK
    options.release = options.release or DEFAULT.number
    if options.collect:
        return _collect(options.collect)
    guide = _guide(options)
    if options.shell:
        shell.check()
    known = {lesson.id: lesson for lesson in guide.run()}
    runs = {job.name for job in jobs.jobs(guide, guide.run(), LANGUAGES)}
    unknown = [name for name in options.lessons if name not in known and name not in runs]
    if unknown:
        raise UsageError(f"No lesson that types something is called {unknown[0]!r}. These are: {', '.join(known)}.")
    unknown = [name for name in options.troubles or () if name not in LANGUAGES and name not in runs]
    if unknown:
        raise UsageError(f"{unknown[0]!r} is neither a language nor a run: --troubles es, or --troubles install.es.")
    named = [name for name in options.lessons if name in runs]
    if named and options.language:
        raise UsageError(f"{named[0]} names its language itself: leave --language out.")
    wanted = [lesson for name, lesson in known.items() if name in (options.lessons or known)]
    asked = jobs.jobs(guide, wanted, languages, named)
    started = time.time()
    fresh = verify.Freshness(
        todays=options.fresh, images=not options.cold, since=started if options.cold else options.since
    )
    if options.until:
        return _until(options, languages[0], fresh)
    if len(asked) > 1 and not options.shell:
        return _all(asked, options, fresh)
    for job in asked:
        _told(job, options, fresh)
    _report(options.report, None, "all as the guide says", Exit.OK)
    return Exit.OK


def _guide(options: argparse.Namespace) -> Guide:
    """The guide, as it is on the release that is asked for."""
    return lessons.GUIDE.on_release(options.release)


def _told(job: "Job", options: argparse.Namespace, fresh: "Freshness") -> None:
    """Do `job`, and tell how it ended where that is asked for."""
    from kvm_guide.lab.recording import junit

    try:
        _one(job, options, fresh)
    except GuideError as error:
        step_id = getattr(error, "step_id", None)
        _report(options.report, step_id, str(error), error.exit, job.name)
        if options.junit:
            store.replace(options.junit, junit.written([junit.of_failure(job.lesson, job.language, error)]))
        raise


def _one(job: "Job", options: argparse.Namespace, fresh: "Freshness") -> None:
    from kvm_guide.console import say
    from kvm_guide.lab import shell, verify
    from kvm_guide.lab.recording import junit

    at_failure = shell.open_at if options.shell else None
    brought = not options.troubles or not {job.name, job.language}.isdisjoint(options.troubles)
    lab = verify.lab(
        paths.cache(), fresh, at_failure, frozenset([job.language] if brought else []), release(options.release)
    )
    act = verify.compare if options.check else verify.write
    said, result = act(_guide(options), job.lesson, job.language, paths.RECORDS, lab)
    say(said)
    if options.junit:
        store.replace(options.junit, junit.written([junit.of_record(job.lesson, result.written.known)]))


def _collect(folders: Sequence[Path]) -> int:
    from kvm_guide.lab.recording.collecting import collect

    missing = [str(folder) for folder in folders if not folder.is_dir()]
    if missing:
        raise UsageError(f"{missing[0]} is no folder: give the ones that hold what runs left of docs/records.")
    print("\n".join(collect(lessons.GUIDE, folders, paths.RECORDS) or ["the records are as they were"]))
    return Exit.OK


def _until(options: argparse.Namespace, language: Language, fresh: "Freshness") -> int:
    from kvm_guide.console import say
    from kvm_guide.lab import shell, verify

    guide = _guide(options)
    runs = [step.id for lesson in guide.run() for step in lesson.run()]
    if options.until not in runs:
        raise UsageError(f"No step that is run is called {options.until!r}. These are: {', '.join(runs)}.")
    lab = verify.lab(paths.cache(), fresh, shell.open_at if options.shell else None, release=release(options.release))
    typed = verify.visit(guide, language, lab, options.until, shell.open_at if options.shell else lambda _machine: None)
    say(f"{language}: the machine was brought to after {options.until}; {len(typed)} steps were typed for it")
    return Exit.OK


def _all(asked: "list[Job]", options: argparse.Namespace, fresh: "Freshness") -> int:
    """Each job as a process: Ctrl-C reaches all of them, and what one leaves behind the kernel clears away with it."""
    from kvm_guide.console import say
    from kvm_guide.lab import jobs, verify
    from kvm_guide.lab.recording import junit

    try:
        verify.prepare(paths.cache(), fresh, release(options.release))
    except GuideError as error:
        _report(options.report, None, str(error), error.exit)
        raise
    with tempfile.TemporaryDirectory() as folder:
        reports = {job: Path(folder) / f"{job.name}.json" for job in asked}
        results = {job: Path(folder) / f"{job.name}.xml" for job in asked}
        flags = [flag for flag, on in (("--check", options.check), ("--fresh", options.fresh)) if on]
        flags += ["--release", options.release]
        flags += [part for name in options.troubles or () for part in ("--troubles", name)]

        def work(job: "Job") -> int:
            command = [sys.executable, "-m", "kvm_guide.cli.verify", job.lesson.id, "--language", job.language, *flags]
            command += ["--since", repr(fresh.since), "--report", str(reports[job]), "--junit", str(results[job])]
            environment = {"PYTHONPATH": str(paths.ROOT / "scripts"), "KVM_GUIDE_LABEL": job.name}
            code = subprocess.run(command, env={**os.environ, **environment}, check=False).returncode
            return code if code >= 0 else Exit.BROKEN

        codes = jobs.run(asked, work)
        ended = [json.loads(report.read_text()) for report in reports.values() if report.is_file()]
        if options.junit:
            suites = [suite for file in results.values() if file.is_file() for suite in junit.suites(file.read_bytes())]
            store.replace(options.junit, junit.written(suites))
    for job, code in codes.items():
        if code is None and job.after is not None:
            say(f"{job.name} waits: {job.after.name}, from whose end it starts, did not end well.")
    worst = max(ended, key=lambda report: int(report["exit"]), default=None)
    if worst is not None:
        _report(options.report, worst["failed_step"], worst["message"], Exit(worst["exit"]), worst["job"])
    return next((code for code in codes.values() if code), Exit.OK)


def _watch(arguments: list[str]) -> int:
    from kvm_guide.console import say
    from kvm_guide.lab.watch import Watch

    again = [argument for argument in arguments if argument != "--watch"]
    command = [sys.executable, "-m", "kvm_guide.cli.verify", *again]
    with Watch([paths.ROOT / "scripts" / "kvm_guide" / name for name in ("lessons", "model", "lab", "vm")]) as watch:
        while True:
            subprocess.run(command, env={**os.environ, "PYTHONPATH": str(paths.ROOT / "scripts")}, check=False)
            say("Watching the lessons and the lab: save one to run again, Ctrl-C to stop.")
            watch.wait()


def _states(action: str) -> int:
    from kvm_guide.lab.snapshots.store import Snapshots

    states = Snapshots(paths.cache())
    if action == "empty":
        print(f"{states.empty()} kept machines were removed from {states.folder}.")
        return Exit.OK
    for kept in states.all():
        made = time.strftime("%Y-%m-%d %H:%M", time.localtime(kept.made_at))
        mark = "" if kept.restorable else "  (its results only: its memory made room)"
        print(f"{kept.folder.name:36} {made}  {kept.size() / 2**20:7.0f} MiB  {kept.seconds:6.1f} s  {kept.name}{mark}")
    print(f"{len(states.all())} kept machines, {states.size() / 2**30:.1f} GiB of {states.limit:g}, in {states.folder}")
    return Exit.OK


def _report(file: Path | None, step_id: str | None, message: str, code: Exit, job: str | None = None) -> None:
    if file is not None:
        told = {"job": job, "failed_step": step_id, "message": message, "exit": int(code)}
        file.write_text(json.dumps(told) + "\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    return run(parser(), work, arguments)


if __name__ == "__main__":
    sys.exit(main())
