"""The lab, timed: a cold run, runs again after an edit, both languages at once, and steps of no work."""

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from kvm_guide import paths
from kvm_guide.bench.table import Row
from kvm_guide.errors import Broken
from kvm_guide.lab import lesson_runner, step_runner, verify
from kvm_guide.lab.judging import post_checks
from kvm_guide.lab.keys import Lab
from kvm_guide.lab.lesson_runner import LessonRun
from kvm_guide.lab.timing import Spent
from kvm_guide.lab.verify import Result
from kvm_guide.lessons import GUIDE
from kvm_guide.model.lesson import Guide, Lesson
from kvm_guide.model.step import Language, Step, Text
from kvm_guide.vm import image

COLD: Final = "cold: one language, its image apart"
BOTH: Final = "cold: both languages side by side"
COMMANDS: Final = "  of it the commands themselves"
COMPARABLE: Final = "    of them those that need no screen and no answer"
BOOTING: Final = "  of it booting, once for all languages"
_WITHOUT: Final = "  without repeating, comparing and taking back"
_APART: Final = ("repeating", "comparing", post_checks.BACK, lesson_runner.FIRST_LOGIN)
_BESIDES: Final = "beyond its command and what is apart"
_OVERHEAD: Final = ("starting", "logging in", "checking", "keeping", step_runner.SCREEN)
_COLD_GOAL: Final = 15 * 60.0
_MIDDLE: Final = "network-before"
_EMPTY: Final = Text(es="nada", en="nothing")


class Memory:
    """The most memory this process and all below it had at once, sampled twice a second. `most`: bytes."""

    def __init__(self) -> None:
        self.most = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)

    def __enter__(self) -> "Memory":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _sample(self) -> None:
        while not self._over.wait(0.5):
            self.most = max(self.most, sum(_resident(pid) for pid in _family()))


@contextmanager
def empty_cache() -> Iterator[Path]:
    """A cache with the image and nothing else; gone at the end."""
    built = image.get(paths.cache())
    with tempfile.TemporaryDirectory(prefix="kvm-guide-bench-", dir=paths.cache().parent) as name:
        folder = Path(name)
        (folder / "images").mkdir()
        (folder / "images" / built.folder.name).symlink_to(built.folder)
        yield folder


def comparable() -> list[Step]:
    """The steps that can be typed without the lab: those that need no screen and no answer, in order."""
    return [s for s in GUIDE.steps() if s.not_run is None and not (s.at_screen or s.window or s.answers)]


def cold_and_edited(language: Language, cache: Path) -> Iterator[list[Row]]:
    """A cold run of the guide, then runs after nothing, its last step and a middle one were edited; each as it ends."""
    with Memory() as memory:
        started = time.monotonic()
        lesson_runner.boot(verify.lab(cache, verify.Freshness()))
        booting = time.monotonic() - started
        taken, results = run(GUIDE, language, cache)
    cold, spent = booting + taken, _spent(results)
    moments = {name: one for result in results for name, one in result.written.known.times.steps.items()}
    seconds = {name: one.seconds or 0.0 for name, one in moments.items()}
    rows = [Row(COLD, cold, _COLD_GOAL), Row(BOOTING, booting, of=COLD), Row(COMMANDS, spent["commands"], of=COLD)]
    rows.append(Row(COMPARABLE, sum(seconds[step.id] for step in comparable()), of=COLD))
    parts = (step_runner.WINDOW, *_APART, *_OVERHEAD)
    rows += [Row(f"  of it {what}", spent.get(what, 0.0), of=COLD) for what in parts]
    # These three are printed apart, so the goal is held against the whole and against what they leave
    rows.append(Row(_WITHOUT, _without(cold, spent), _COLD_GOAL, of=COLD))
    rows.append(Row(f"  a step, {_BESIDES}", _overhead(taken, spent, len(moments)), 3))
    rows.append(Row("  memory of the lab, at most", memory.most / 2**30, 6, unit="GiB"))
    yield rows
    yield [Row("again: nothing changed", run(GUIDE, language, cache)[0], 2, of=COLD)]
    last = next(step for step in reversed(list(GUIDE.steps())) if step.not_run is None)
    first = next(step for step in GUIDE.steps() if step.not_run is None)
    claimed = edited(first.id, with_another_check)
    yield [Row(f"again: a claim of the first step edited ({first.id})", run(claimed, language, cache)[0], 10, of=COLD)]
    for what, step_id, goal in (("the last", last.id, 60.0), ("a middle", _MIDDLE, None)):
        taken = run(edited(step_id, with_another_command), language, cache)[0]
        yield [Row(f"again: the command of {what} step edited ({step_id})", taken, goal, of=COLD)]


def both() -> Row:
    """Both languages cold, side by side, by scripts/verify: so it writes the records, and keeps what it made."""
    started = time.monotonic()
    command = [sys.executable, "-m", "kvm_guide.cli.verify", "--since", repr(time.time())]
    result = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(paths.ROOT / "scripts")}, check=False)
    taken = time.monotonic() - started
    if result.returncode != 0:
        raise Broken(f"{' '.join(command[1:])} ended with {result.returncode}, so its time says nothing.")
    return Row(BOTH, taken, of=COLD)


def growth(cache: Path) -> list[Row]:
    """Runs of 10, 20 and 40 steps that do nothing, and what each such step costs besides."""
    rows: list[Row] = []
    for count in (10, 20, 40):
        shutil.rmtree(cache / "states", ignore_errors=True)
        lab = verify.lab(cache, verify.Freshness())
        lesson_runner.boot(lab)
        steps = tuple(Step(f"nothing-{n}", ":", _EMPTY, _EMPTY, check="true") for n in range(count))
        guide = Guide((Lesson("lesson-1", 1, "page", _EMPTY, steps),))
        started = time.monotonic()
        with lab.states.in_use(), LessonRun(guide, guide.lessons[0], "en", lab).go() as (story, _machine):
            pass
        taken = time.monotonic() - started
        first = rows[0].name if rows else None
        rows.append(Row(f"{count} steps of no work, after booting", taken, of=first))
        rows.append(Row(f"  a step of these {count}, {_BESIDES}", _overhead(taken, story.spent.seconds, count), 3))
    return rows


def edited(step_id: str, edit: Callable[[Step], Step]) -> Guide:
    """The guide with step `step_id` as `edit` makes it."""
    lessons = [
        replace(lesson, steps=tuple(edit(step) if step.id == step_id else step for step in lesson.steps))
        for lesson in GUIDE.lessons
    ]
    return Guide(tuple(lessons))


def with_another_check(step: Step) -> Step:
    """`step` with another claim."""
    return replace(step, check=f"{step.check} && true")


def with_another_command(step: Step) -> Step:
    """`step` with another action."""
    return replace(step, command=f"{step.command}  # edited")


def _overhead(taken: float, spent: dict[str, float], steps: int) -> float:
    """Seconds a step of a run that took `taken`, without the commands, their windows and what is printed apart."""
    own = spent["commands"] + spent.get(step_runner.WINDOW, 0.0)
    return (taken - own - sum(spent.get(what, 0.0) for what in _APART)) / steps


def _without(cold: float, spent: dict[str, float]) -> float:
    """Seconds of a cold run that neither repeats nor compares nor takes back."""
    return cold - spent["repeating"] - spent["comparing"] - spent[post_checks.BACK]


def run(guide: Guide, language: Language, cache: Path) -> tuple[float, list[Result]]:
    """Seconds that a run of all lessons of `guide` takes, its troubles aside, and what each gave."""
    started = time.monotonic()
    lab: Lab = verify.lab(cache, verify.Freshness(), troubles=frozenset())
    results = [verify.result_of(guide, lesson, language, lab) for lesson in guide.run()]
    return time.monotonic() - started, results


def _spent(results: list[Result]) -> dict[str, float]:
    """Seconds of all `results`, by what they went on."""
    whole = Spent()
    for result in results:
        for what, seconds in result.spent.items():
            whole.add(what, seconds)
    return whole.seconds


def _family() -> list[int]:
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except OSError:
                continue
            parents.setdefault(int(stat.rpartition(")")[2].split()[1]), []).append(int(entry.name))
    found, unseen = [], [os.getpid()]
    while unseen:
        found.append(unseen.pop())
        unseen += parents.get(found[-1], [])
    return found


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0
