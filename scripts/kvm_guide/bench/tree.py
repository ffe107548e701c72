"""The tree of lessons, timed: what an edit costs, sisters side by side, and how the check of proofs grows."""

import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Final

from kvm_guide import paths
from kvm_guide.bench import lab as labs
from kvm_guide.bench.table import Row
from kvm_guide.lab import jobs, lesson_runner, verify
from kvm_guide.lessons import GUIDE
from kvm_guide.model.lesson import Guide, Lesson
from kvm_guide.model.step import LANGUAGES, Step, Text
from kvm_guide.records import proof, store

_EMPTY: Final = Text(es="nada", en="nothing")
# As an install is: a while of work for one processor
_WORK: Final = "python3 -c 'sum(i * i % 7 for i in range(3_000_000))'"
_ONE: Final = "one lesson of some work, from the kept end of another"


def _lesson(name: str, starts: str | None = None, steps: int = 6) -> Lesson:
    made = tuple(Step(f"{name}-{n}", f"{_WORK}  # {n}", _EMPTY, _EMPTY, check="true") for n in range(steps))
    return Lesson(name, 1, name, _EMPTY, made, starts)


SISTERS: Final = Guide((_lesson("root", steps=1), *(_lesson(name, "root") for name in ("alone", "left", "right"))))


def sisters(cache: Path) -> list[Row]:
    """Two lessons that do not need each other, side by side, against one of the same work."""
    lesson_runner.boot(verify.lab(cache, verify.Freshness()))
    _run("root", cache)
    alone = _timed(["alone"], cache)
    both = _timed(["left", "right"], cache)
    return [Row(_ONE, alone), Row("two such sisters side by side", both, round(1.7 * alone, 1), of=_ONE, base=alone)]


def _timed(names: list[str], cache: Path) -> float:
    started = time.monotonic()
    with ProcessPoolExecutor(jobs.SIDE_BY_SIDE) as pool:
        list(pool.map(_run, names, [cache] * len(names)))
    return time.monotonic() - started


def _run(name: str, cache: Path) -> list[str]:
    """Run a lesson of SISTERS; returns the steps that were typed, all of them its own."""
    typed = verify.result_of(SISTERS, SISTERS.lesson(name), "en", verify.lab(cache, verify.Freshness())).typed
    assert all(one.startswith(name) for one in typed), typed
    return typed


def edits(cache: Path) -> Iterator[list[Row]]:
    """What is typed again, and how long that takes, after an edit in the guide, all of which is kept in `cache`."""
    first = GUIDE.run()[0].run()[0]
    claimed = labs.edited(first.id, labs.with_another_check)
    taken, typed = _again(claimed, cache)
    yield [
        Row(f"a claim edited in the first lesson ({first.id})", taken, 10),
        Row("  steps typed for that claim", typed, 0, unit="step"),
    ]
    last = GUIDE.run()[-1]
    edited = labs.edited(last.run()[-1].id, labs.with_another_command)
    taken, typed = _again(edited, cache)
    yield [
        Row(f"the last command of a lesson edited ({last.id})", taken),
        Row("  steps typed for that command", typed, 1, unit="step"),
    ]


def _again(guide: Guide, cache: Path) -> tuple[float, int]:
    taken, results = labs.run(guide, "es", cache)
    return taken, sum(len(result.typed) for result in results)


def proofs() -> list[Row]:
    """How long judging every step of the guide takes, and of one four times as long, records read included."""
    steps = sum(len(lesson.steps) for lesson in GUIDE.lessons)
    once = _judged(1)
    return [
        Row(f"the proofs of {steps} steps checked in two languages", once),
        Row(f"  of {4 * steps} steps", _judged(4), round(once + 0.3, 1)),
    ]


def _judged(times: int) -> float:
    """Seconds to read the guide's records and judge its steps `times` times over, as that many lessons would need."""
    started = time.monotonic()
    for _ in range(times):
        guide = Guide(GUIDE.lessons)
        for language in LANGUAGES:
            for lesson in guide.lessons:
                known = store.read(paths.RECORDS, lesson.id, language)
                for step in lesson.steps:
                    proof.judge(step, guide.chains[step.id], known)
    return time.monotonic() - started
